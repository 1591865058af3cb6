/** `civic-ledger start`: runs a node; makes the ledger first when the folder has none. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { Command, Option } from 'commander';
import {
  ConfigError,
  configFromEnvironment,
  declareProduction,
  type NodeConfig,
} from '../config.js';
import type { KeyPair } from '../crypto/suites.js';
import type { RunningNode } from '../node.js';
import { consortiumPaths } from '../node/cometbft/consortiumFile.js';
import type { NodeIdentity } from '../node/ledgerCore.js';
import type { CliContext } from './cliContext.js';
import { dataPaths, readGenesis, readText, systemCode } from './dataFolder.js';
import { TIMESTAMP_ACTOR } from './demonstration.js';
import { readClocks, registerClocks } from './demonstrationClocks.js';
import { EXIT } from './exitCode.js';
import { initLedger } from './init.js';
import { readActorKey } from './keyFile.js';
import { DEFAULT_ACTOR } from './ledgerSession.js';
import { DEFAULT_URL, dataWords, startWords } from './options.js';
import { type Progress, startProgress } from './progress.js';
import { portNumber, untilAborted } from './running.js';
import { readAuthority } from './timeAuthorityFolder.js';
import { UserError } from './userError.js';

interface StartOptions {
  readonly data?: string;
  readonly engine?: NodeConfig['engine'];
  readonly host?: string;
  readonly port?: number;
}

/** The command. All other settings come from the environment (config.ts). */
export function startCommand(context: CliContext): Command {
  return new Command('start')
    .description('run a node on a ledger; makes a demonstration ledger when there is none')
    .option('--data <folder>', 'folder of the ledger (env: CIVIC_LEDGER_DATA; default: data)')
    .addOption(
      new Option(
        '--engine <name>',
        'what orders events (env: CIVIC_LEDGER_ENGINE; default: solo)',
      ).choices(['solo', 'cometbft']),
    )
    .option('--host <address>', 'address to listen on (env: CIVIC_LEDGER_HOST)')
    .option(
      '--port <port>',
      'port to listen on (env: CIVIC_LEDGER_PORT; default: 4000)',
      portNumber,
    )
    .addHelpText('after', '\nMore settings: src/config.ts')
    .action((options: StartOptions) => start(context, options));
}

async function start(context: CliContext, options: StartOptions): Promise<void> {
  const { terminal, signal } = context;
  const config = readConfig(options);
  requireFolderOf(config);
  const { genesis } = dataPaths(config.dataDirectory);
  if (!existsSync(genesis)) {
    requireNoLedger(config.dataDirectory);
    await requireAddress(config);
    initLedger(config.dataDirectory);
    terminal.out(`made a demonstration ledger in ${config.dataDirectory}, with its keys`);
  }
  const fatal = new AbortController();
  const node = await startOn(context, config, (error) => fatal.abort(error));
  try {
    const clocks = await registeredClocks(context, node, config);
    announce(context, { node, config, clocks });
    await untilAborted(AbortSignal.any([signal, fatal.signal]));
    if (!fatal.signal.aborted) terminal.note('stopping: what was taken is made durable first');
  } catch (error) {
    // What made the node stop is the cause of whatever did not go on.
    if (!fatal.signal.aborted) throw error;
  } finally {
    await node.close();
  }
  if (fatal.signal.aborted) throw stopError(fatal.signal.reason);
}

/** Throws UserError when the address cannot be had, so that no ledger is made for nothing. */
async function requireAddress(config: NodeConfig): Promise<void> {
  const { host, port } = config;
  const probe = createServer();
  try {
    await once(probe.listen({ host, port }), 'listening');
    await once(probe.close(), 'close');
  } catch (error) {
    throw startError(error, config);
  }
}

/** A consortium's log that one node went on with alone would be a fork of it. */
function requireFolderOf({ engine, dataDirectory }: NodeConfig): void {
  const isConsortium = existsSync(consortiumPaths(dataDirectory).file);
  if (isConsortium && engine === 'solo') {
    throw new UserError(
      `${dataDirectory} belongs to a node of a consortium`,
      `start it with "${startWords(dataDirectory)}"`,
    );
  }
  if (!isConsortium && engine === 'cometbft') {
    throw new UserError(
      `${dataDirectory} holds no consortium.json`,
      'make the nodes of a consortium with "npx civic-ledger consortium init"',
    );
  }
}

/** A folder whose genesis document was lost: another one would make another ledger of it. */
function requireNoLedger(dataDirectory: string): void {
  const { genesis, ledger, nodeKey } = dataPaths(dataDirectory);
  const { file } = consortiumPaths(dataDirectory);
  const found = [file, ledger, nodeKey].find((path) => existsSync(path));
  if (found === undefined) return;
  throw new UserError(
    `${genesis} is not there, but ${found} is`,
    'copy genesis.json of this ledger there, or name another folder with --data',
  );
}

function readConfig({ data, engine, host, port }: StartOptions): NodeConfig {
  try {
    return {
      ...configFromEnvironment(),
      ...(data === undefined ? {} : { dataDirectory: data }),
      ...(engine === undefined ? {} : { engine }),
      ...(host === undefined ? {} : { host }),
      ...(port === undefined ? {} : { port }),
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new UserError(error.message, 'correct or unset the variable');
  }
}

async function startOn(
  { terminal }: CliContext,
  config: NodeConfig,
  onFatal: (error: Error) => void,
): Promise<RunningNode> {
  const paths = dataPaths(config.dataDirectory);
  const { text: genesisText } = readGenesis(paths.genesis);
  const nodePrivateKey = readNodeKey(paths.nodeKey);
  let progress: Progress | undefined;
  const onChainCheck = (done: number, total: number): void => {
    progress ??= startProgress(terminal, { label: 'check', total, unit: 'entries' });
    progress.update(done);
  };
  try {
    declareProduction();
    // Loaded here, so that no other command pays for the server's start-up.
    const { startNode } = await import('../node.js');
    const timestamping = readTimestamping(config.dataDirectory);
    const clocks = config.demonstrationClocks ? readClocks(config.dataDirectory) : [];
    const identity = { genesisText, nodePrivateKey, timestamping, clocks };
    return await startNode(config, identity, { onChainCheck, onFatal });
  } catch (error) {
    throw startError(error, config);
  } finally {
    progress?.abandon();
  }
}

/** The ledger's own time authority; undefined when its folder is not there. */
function readTimestamping(data: string): NodeIdentity['timestamping'] {
  const { timeAuthority: folder } = dataPaths(data);
  if (!existsSync(folder)) return undefined;
  return { authority: readAuthority(folder), actor: readActorKey(data, TIMESTAMP_ACTOR) };
}

function readNodeKey(path: string): string {
  const next = 'restore the node key from a copy: a ledger cannot go on without it';
  try {
    return (JSON.parse(readText(path, next)) as KeyPair).privateKey;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${path} is not a key file`, next, EXIT.malformed);
  }
}

/** `--tsa` options that name the demonstration's clocks, which are registered by then. */
async function registeredClocks(
  context: CliContext,
  { url }: RunningNode,
  { dataDirectory: data, demonstrationClocks }: NodeConfig,
): Promise<readonly string[]> {
  if (!demonstrationClocks) return [];
  const ids = await registerClocks(context, { data, url: `${url}/graphql` });
  return ids.map((id) => `--tsa ${id}=${url}/clocks/${id}/tsa`);
}

interface Announced {
  readonly node: RunningNode;
  readonly config: NodeConfig;
  readonly clocks: readonly string[];
}

function announce({ terminal }: CliContext, { node, config, clocks }: Announced): void {
  const { dataDirectory: data } = config;
  const url = `${node.url}/graphql`;
  terminal.out(`civic-ledger  ${url}`);
  terminal.out(`ledger        ${node.ledgerId}`);
  if (node.tsaUrl !== undefined) terminal.out(`time-stamps   ${node.tsaUrl}`);
  const where = dataWords(data);
  const at = url === DEFAULT_URL ? '' : ` --url ${url}`;
  // Not every organisation of a consortium has somebody who registers.
  if (!existsSync(dataPaths(data).key(DEFAULT_ACTOR))) return;
  terminal.out(`try           npx civic-ledger evidence register README.md${where}${at}`);
  if (clocks.length === 0) return;
  terminal.out(
    `then          npx civic-ledger evidence seal ITEM ${clocks.join(' ')}${where}${at}`,
  );
}

/** What to do about the reasons for which a node refuses to start. */
const NEXT_STEPS: { readonly [errorName: string]: string } = {
  BrokenChain: 'restore the ledger from a copy; "npx civic-ledger audit" shows what is wrong',
  OtherLedger: 'copy genesis.json of that ledger there, or name another folder with --data',
  StoreUnusable: 'stop the other process, or name another folder with --data',
  GenesisInvalid: 'restore genesis.json from a copy',
  ConsortiumFileUnusable: 'restore consortium.json from a copy',
  ValidatorStateMissing:
    'restore cometbft/data and ledger.sqlite from one copy; where there is none, the members ' +
    'replace this validator: docs/consortium.md, Membership',
  CometBftMissing: 'run scripts/install-cometbft, or name the program with CIVIC_LEDGER_COMETBFT',
  ArchiveUnusable: 'restore that file of the archive from a copy, or name the right folder',
  EntriesPruned: 'set CIVIC_LEDGER_ARCHIVE to the folder that "log prune" was given',
  ForeignNodeKey: 'restore the node key that the genesis document names',
  SelfTestFailed: 'this machine’s cryptography gives wrong answers: do not use it',
  ProjectionsStopped:
    'move read-models.sqlite out of the data folder: the node makes it again from the log',
  EADDRINUSE: 'another program listens there: stop it, or choose another with --port',
  EADDRNOTAVAIL: 'this machine has no such address: choose another with --host',
  ENOTFOUND: 'no address has that name: choose another with --host',
};

function startError(error: unknown, { host, port }: NodeConfig): unknown {
  if (!(error instanceof Error)) return error;
  const code = systemCode(error);
  const next = NEXT_STEPS[error.constructor.name] ?? NEXT_STEPS[code];
  if (next === undefined) return error;
  const what = code === 'EADDRINUSE' ? `${host}:${port} is taken` : error.message;
  return new UserError(what, next);
}

function stopError(reason: unknown): UserError {
  const what = reason instanceof Error ? reason.message : String(reason);
  return new UserError(
    `the node had to stop: ${what}`,
    'mend what it names; started again, the node goes on with everything it acknowledged',
  );
}
