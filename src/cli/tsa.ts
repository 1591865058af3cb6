/**
 * `civic-ledger tsa`: a time-stamping authority (RFC 3161) of its own, tied to no ledger, for those
 * who want a second, independent word on the time.
 */
import { Command } from 'commander';
import { ClockWatch, SYSTEM_CLOCKS } from '../gateways/clockWatch.js';
import type { RecordTimestamp, TimeAuthority } from '../gateways/tsa.js';
import { startTsaServer } from '../gateways/tsaServer.js';
import { takeWriterLock } from '../store/writerLock.js';
import { StoreUnusable } from '../store/schema.js';
import type { CliContext } from './cliContext.js';
import { systemCode } from './dataFolder.js';
import { portNumber, untilAborted } from './running.js';
import { recordInFile } from './serialFile.js';
import {
  authorityPaths,
  EXAMPLE_POLICY,
  makeAuthority,
  readAuthority,
} from './timeAuthorityFolder.js';
import { UserError } from './userError.js';

/** The command with its parts. */
export function tsaCommand(context: CliContext): Command {
  const command = new Command('tsa').description('a time-stamping authority (RFC 3161)');
  command
    .command('init')
    .argument('<folder>', 'a new folder for its keys and certificates')
    .description('make an authority with a root of its own')
    .requiredOption('--organisation <name>', 'whose it is; stands in its certificates')
    .option('--policy <oid>', 'policy of its tokens', EXAMPLE_POLICY)
    .action((folder: string, options: { readonly organisation: string; readonly policy: string }) =>
      init(context, folder, options),
    );
  command
    .command('serve')
    .argument('<folder>', 'folder of the authority')
    .description('answer time-stamp requests on POST /tsa')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <port>', 'port to listen on', portNumber, 3161)
    .action((folder: string, options: { readonly host: string; readonly port: number }) =>
      serve(context, folder, options),
    );
  return command;
}

function init(
  { terminal }: CliContext,
  folder: string,
  options: { readonly organisation: string; readonly policy: string },
): void {
  makeAuthority(folder, options);
  const { root, key } = authorityPaths(folder);
  terminal.out(`new time authority of ${options.organisation} in ${folder}`);
  terminal.out(`  root certificate  ${root}`);
  terminal.out(`  private keys      ${key} and its root’s, readable by you only`);
  terminal.note(`next: npx civic-ledger tsa serve ${folder}`);
}

async function serve(
  { terminal, signal }: CliContext,
  folder: string,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<void> {
  const authority = readAuthority(folder);
  const lock = takeLock(folder);
  try {
    const server = await listen({ host, port }, authority, {
      record: recordInFile(authorityPaths(folder).serials),
      onFailure: (what) => terminal.note(`civic-ledger tsa: ${what}`),
    });
    terminal.out(`time authority  ${server.url}`);
    await untilAborted(signal);
    await server.close();
  } finally {
    lock.release();
  }
}

/** Two processes on one folder would give the same serial numbers. */
function takeLock(folder: string): { release(): void } {
  try {
    return takeWriterLock(authorityPaths(folder).serials);
  } catch (error) {
    if (!(error instanceof StoreUnusable)) throw error;
    throw new UserError(`another process serves ${folder}`, 'stop it first');
  }
}

async function listen(
  at: { readonly host: string; readonly port: number },
  authority: TimeAuthority,
  parts: { readonly record: RecordTimestamp; readonly onFailure: (what: string) => void },
) {
  try {
    const mayAsk = async (): Promise<boolean> => true;
    const clock = new ClockWatch(authority.accuracyMilliseconds, SYSTEM_CLOCKS);
    return await startTsaServer(at, { authority, clock, mayAsk, ...parts });
  } catch (error) {
    if (systemCode(error) !== 'EADDRINUSE') throw error;
    throw new UserError(`${at.host}:${at.port} is taken`, 'choose another with --port');
  }
}
