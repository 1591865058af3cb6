/**
 * `civic-ledger evidence seal`: asks each named authority for a token, attaches it, and seals by
 * all that is attached. When it breaks off, what was attached stays; without --tsa it only seals.
 */
import { Command } from 'commander';
import { NoAnswer } from '../client/graphqlRequest.js';
import { requestTimestamp } from '../client/timestamp.js';
import type { Hex } from '../crypto/bytes.js';
import { toBase64 } from '../ledger/base64.js';
import { registrationImprint } from '../timestamp/registrationImprint.js';
import { tokenOfResponse } from '../timestamp/verifyTimestamp.js';
import type { CliContext } from './cliContext.js';
import { EXIT } from './exitCode.js';
import { act, DEFAULT_ACTOR, type LedgerSession, openSession } from './ledgerSession.js';
import { actorOption, dataOption, urlOption, withOptions } from './options.js';
import { registrationIn } from './timestampSubject.js';
import { UserError } from './userError.js';

interface SealOptions {
  readonly data: string;
  readonly url: string;
  readonly as?: string;
  readonly tsa: readonly string[];
}

/** The command. */
export function sealCommand(context: CliContext): Command {
  const command = new Command('seal')
    .argument('<item>', 'id of an item or a batch; of a member, the whole batch is sealed')
    .description('get and attach time-stamps of two unrelated authorities, and seal')
    .option(
      '--tsa <id=url...>',
      'registered authorities to ask, each with its address; none: seal by what is attached',
      [],
    )
    .action((item: string, options: SealOptions) => seal(context, item, options));
  const signing = actorOption(`who signs; default: ${DEFAULT_ACTOR}`);
  return withOptions(command, [signing, dataOption(), urlOption()]);
}

async function seal(context: CliContext, item: string, options: SealOptions): Promise<void> {
  const registration = registrationIn(item);
  const authorities = options.tsa.map(readAuthority);
  const session = openSession(context, options);
  for (const [index, { id, url }] of authorities.entries()) {
    context.terminal.note(`time-stamp ${index + 1} of ${authorities.length}: asking ${id}`);
    const token = await ask(context, registration, url);
    const { position } = await act(session, 'evidence.AttachTimestamp', {
      registration,
      authority: id,
      token,
      ...(await revocationLists(context, url)),
    });
    context.terminal.note(`  attached at position ${position}`);
  }
  await sealIt(session, registration);
}

/** `<id>=<url>`. */
function readAuthority(text: string): { readonly id: string; readonly url: string } {
  const equals = text.indexOf('=');
  const url = text.slice(equals + 1);
  if (equals > 0 && URL.canParse(url)) return { id: text.slice(0, equals), url };
  const next = 'give --tsa <id>=<url>, for example time-service=http://127.0.0.1:3161/tsa';
  throw new UserError(`"${text}" names no authority`, next);
}

/** A fresh token over the registration, base64. */
async function ask({ fetch, signal }: CliContext, registration: Hex, url: string): Promise<string> {
  const hash = 'sha-256';
  const imprint = { hash, value: registrationImprint(registration, hash) } as const;
  try {
    const reply = await requestTimestamp({ url, fetch, signal }, imprint, undefined);
    const token = 'ok' in reply ? reply : tokenOfResponse(reply.response);
    if (!('ok' in token)) return toBase64(token);
    const what = `${url} gave no token: ${token.code}: ${token.message} (${token.detail})`;
    throw new UserError(what, 'ask again, or name another authority with --tsa', EXIT.fail);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    throw new UserError(error.message, 'check the address given with --tsa, or name another');
  }
}

/**
 * The revocation list that this project's authorities serve beside the address for requests, so
 * that the token can be shown later not to have been revoked. Others may have none there.
 */
async function revocationLists(
  { fetch, signal }: CliContext,
  url: string,
): Promise<{ readonly revocationLists?: readonly string[] }> {
  const answer = await fetch(`${url}/ca.crl`, { signal }).catch(() => undefined);
  const type = answer?.headers.get('content-type');
  if (answer?.ok !== true || type !== 'application/pkix-crl') return {};
  return { revocationLists: [toBase64(new Uint8Array(await answer.arrayBuffer()))] };
}

async function sealIt(session: LedgerSession, registration: Hex): Promise<void> {
  const { position } = await act(session, 'evidence.SealItem', { registration });
  session.context.terminal.out(`sealed ${registration} at position ${position}`);
}
