/** `civic-ledger timestamp request`: a token for a file or a registration, from any authority. */
import { existsSync } from 'node:fs';
import { Command, Option } from 'commander';
import { NoAnswer } from '../client/graphqlRequest.js';
import { requestTimestamp, type TimestampReply } from '../client/timestamp.js';
import { MESSAGE_HASHES, type MessageHash } from '../crypto/messageHash.js';
import type { Imprint } from '../timestamp/request.js';
import type { CliContext } from './cliContext.js';
import { EXIT } from './exitCode.js';
import { writeOutput } from './outputFile.js';
import { timestampSubject } from './timestampSubject.js';
import { UserError } from './userError.js';

interface RequestOptions {
  readonly tsa: string;
  readonly hash: MessageHash;
  readonly policy?: string;
  readonly out?: string;
}

/** The command. */
export function requestCommand(context: CliContext): Command {
  return new Command('request')
    .argument('<file-or-item>', 'a file, or the id of an item or a batch')
    .description('ask a time-stamping authority for a token; only a digest leaves this machine')
    .requiredOption('--tsa <url>', 'address of the authority')
    .addOption(
      new Option('--hash <hash>', 'hash of the imprint').choices(MESSAGE_HASHES).default('sha-256'),
    )
    .option('--policy <oid>', 'policy that the token has to be under')
    .option('--out <file>', 'where to put the token; default: <file-or-item>.tsr')
    .action((text: string, options: RequestOptions) => request(context, text, options));
}

async function request(context: CliContext, text: string, options: RequestOptions): Promise<void> {
  const subject = timestampSubject(text);
  const path = options.out ?? subject.tokenPath;
  if (existsSync(path)) {
    throw new UserError(`${path} exists already`, 'name another file with --out');
  }
  const { hash } = options;
  const reply = await askForToken(context, { hash, value: await subject.imprint(hash) }, options);
  writeOutput(path, reply.response, true);
  const { genTime, policy, serial } = reply.info;
  context.terminal.out(`time-stamped ${text}`);
  context.terminal.out(`  says    ${genTime.instant}, serial ${serial}, policy ${policy}`);
  context.terminal.out(`  token   ${path}`);
  context.terminal.note(
    `next: npx civic-ledger timestamp verify ${path} ${text} --root <root.pem>`,
  );
}

/** Asks the authority at `tsa`. Throws UserError when there is no token. */
export async function askForToken(
  { fetch, signal }: CliContext,
  imprint: Imprint,
  { tsa: url, policy }: Pick<RequestOptions, 'tsa' | 'policy'>,
): Promise<TimestampReply> {
  let reply;
  try {
    reply = await requestTimestamp({ url, fetch, signal }, imprint, policy);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    throw new UserError(error.message, 'check the address given with --tsa');
  }
  if (!('ok' in reply)) return reply;
  const { code, message, detail } = reply;
  const next = 'ask again, or ask another authority';
  throw new UserError(`${url} gave no token: ${code}: ${message} (${detail})`, next, EXIT.fail);
}
