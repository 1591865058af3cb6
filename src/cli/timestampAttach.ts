/**
 * `civic-ledger timestamp attach` and `register-authority`: tokens as events on the ledger, which
 * checks each under the root that it has registered for its authority.
 */
import { Command } from 'commander';
import { toBase64 } from '../ledger/base64.js';
import { tokenOfFile } from '../timestamp/verifyTimestamp.js';
import type { CliContext } from './cliContext.js';
import { EXIT } from './exitCode.js';
import { act, DEFAULT_ACTOR, openSession } from './ledgerSession.js';
import { actorOption, dataOption, urlOption, withOptions } from './options.js';
import { EXAMPLE_POLICY } from './timeAuthorityFolder.js';
import { registrationIn } from './timestampSubject.js';
import { readBytes, readCertificates } from './timestampVerify.js';
import { UserError } from './userError.js';

interface SigningOptions {
  readonly data: string;
  readonly url: string;
  readonly as?: string;
}

interface AttachOptions extends SigningOptions {
  readonly authority: string;
  readonly crl?: string[];
}

interface AuthorityOptions extends SigningOptions {
  readonly owner: string;
  readonly root: string;
  readonly policy: string[];
  readonly runsLedger: boolean;
}

/** The command `attach`. */
export function attachCommand(context: CliContext): Command {
  const command = new Command('attach')
    .argument('<item>', 'id of an item or a batch; of a member, the whole batch is dated')
    .argument('<token>', 'the token file (.tsr)')
    .description('attach a token to an item or a batch')
    .requiredOption('--authority <id>', 'id under which its authority is registered')
    .option('--crl <file...>', 'revocation lists (DER) of that time')
    .action((item: string, token: string, options: AttachOptions) =>
      attach(context, { item, token }, options),
    );
  return withOptions(command, signingOptions());
}

/** The command `register-authority`. */
export function registerAuthorityCommand(context: CliContext): Command {
  const command = new Command('register-authority')
    .argument('<id>', 'a new id, for example time-service')
    .description('register a time-stamping authority, so that its tokens can be attached')
    .requiredOption('--owner <organisation>', 'id of the organisation that it belongs to')
    .requiredOption('--root <pem>', 'its root certificate')
    .option('--policy <oid...>', 'policies whose tokens count', [EXAMPLE_POLICY])
    .option('--runs-ledger', 'its owner runs this ledger: its tokens are not counted', false)
    .action((id: string, options: AuthorityOptions) => register(context, id, options));
  return withOptions(command, signingOptions());
}

function signingOptions() {
  return [actorOption(`who signs; default: ${DEFAULT_ACTOR}`), dataOption(), urlOption()];
}

async function attach(
  context: CliContext,
  { item, token }: { readonly item: string; readonly token: string },
  options: AttachOptions,
): Promise<void> {
  const registration = registrationIn(item);
  const bytes = tokenOfFile(readBytes(token));
  if ('ok' in bytes) {
    const what = `${token} holds no token: ${bytes.code}: ${bytes.message}`;
    throw new UserError(what, 'ask for a token again', EXIT.malformed);
  }
  const lists = (options.crl ?? []).map((path) => toBase64(readBytes(path)));
  const session = openSession(context, options);
  const { position } = await act(session, 'evidence.AttachTimestamp', {
    registration,
    authority: options.authority,
    token: toBase64(bytes),
    ...(lists.length === 0 ? {} : { revocationLists: lists }),
  });
  context.terminal.out(`attached the token to ${registration} at position ${position}`);
}

async function register(context: CliContext, id: string, options: AuthorityOptions): Promise<void> {
  const [root] = readCertificates(options.root) as readonly [Uint8Array];
  const session = openSession(context, options);
  const { position } = await act(session, 'evidence.RegisterTimeAuthority', {
    id,
    owner: options.owner,
    relation: options.runsLedger ? 'ledger-operator' : 'independent',
    root: toBase64(root),
    policies: [...options.policy].sort(),
  });
  context.terminal.out(`registered the time authority ${id} at position ${position}`);
}
