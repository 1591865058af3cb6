/**
 * A consortium of four validators on this machine, made and started by the commands that users run,
 * each node a process of its own with CometBFT beside it; a fifth node can join. Needs a build and
 * the CometBFT program (`scripts/install-cometbft`).
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { changeGenesis, type GenesisChange } from './changedGenesis.js';
import { freePorts } from './freePorts.js';
import { ask } from './graphqlClient.js';
import { type LedgerFolder, openLedgerFolder } from './ledgerFolder.js';
import {
  pause,
  program,
  type ServerOptions,
  type ServerProcess,
  startServer,
} from './serverProcess.js';
import { removeFolder, temporaryFolder } from './started.js';

/** The node that is not. */
export const FIFTH: NodeIndex = 4;

/** Organisations that keep a node, in the order of the validators; the last one may join. */
export const ORGANISATIONS = [
  'notary-office',
  'forensic-institution',
  'court',
  'evidence-platform',
  'regulator',
] as const;

export type NodeIndex = 0 | 1 | 2 | 3 | 4;
/** Those that are there from the start. */
export const NODES: readonly NodeIndex[] = [0, 1, 2, 3];

/** Settings as in config.ts, without the prefix. */
export type NodeSettings = { readonly [name: string]: string };

const START_MS_MAX = 120_000;
const POLL_MS = 20;
/** Four nodes share the machine: one thread each is what it has. */
const SETTINGS: NodeSettings = { ENGINE: 'cometbft', LOG_LEVEL: 'warn', VERIFY_WORKERS: '1' };

/** How a network differs from four equal validators on this machine's own addresses. */
export interface NetworkOptions {
  /** `host:port` at which CometBFT of each of the five nodes is reached by the others. */
  readonly addresses?: readonly string[];
  /** Of the first four. */
  readonly genesis?: GenesisChange;
  /** How the process of a node is started, asked again at every start. */
  readonly processOf?: (
    node: NodeIndex,
  ) => Pick<ServerOptions, 'settings' | 'nodeArguments' | 'environment'>;
}

export interface ConsortiumNetwork {
  /** The evidence platform's folder: its depositor signs what the suites submit. */
  readonly ledger: LedgerFolder;
  directory(node: NodeIndex): string;
  /** The running process of `node`. */
  server(node: NodeIndex): ServerProcess;
  isRunning(node: NodeIndex): boolean;
  /** Makes the files of the fifth node with `consortium join`, from what `member` may hand out. */
  join(member: NodeIndex, ...options: readonly string[]): void;
  /** Where CometBFT's RPC of `node` answers when it is started with COMETBFT_RPC set to it. */
  rpcAddress(node: NodeIndex): string;
  /** Starts nodes together and resolves when each is ready. */
  start(nodes: readonly NodeIndex[], settings?: NodeSettings, timeoutMs?: number): Promise<void>;
  /** Stops in good order. */
  stop(nodes: readonly NodeIndex[]): Promise<void>;
  /** kill -9; its CometBFT ends with it. */
  kill(node: NodeIndex): Promise<void>;
  /** Ends what runs and removes every folder. */
  remove(): Promise<void>;
}

/** Makes the folders of a new consortium; nothing runs yet. */
export async function makeConsortium(options: NetworkOptions = {}): Promise<ConsortiumNetwork> {
  const parent = temporaryFolder('civic-');
  const root = join(parent, 'c');
  const ports = await freePorts(2 * ORGANISATIONS.length);
  const addresses = options.addresses ?? ports.map((port) => `127.0.0.1:${port}`);
  const first = addresses.slice(0, NODES.length).join(',');
  runProgram(['consortium', 'init', root, '--addresses', first]);
  const directory = (node: NodeIndex): string => join(root, ORGANISATIONS[node]);
  if (options.genesis !== undefined) changeGenesis(NODES.map(directory), options.genesis);
  const servers = new Map<NodeIndex, ServerProcess>();
  const server = (node: NodeIndex): ServerProcess => {
    const running = servers.get(node);
    if (running === undefined) throw new Error(`node ${node} was not started`);
    return running;
  };
  const start = async (
    node: NodeIndex,
    settings: NodeSettings,
    startTimeoutMs: number,
  ): Promise<void> => {
    const made = options.processOf?.(node);
    const place = { dataDirectory: directory(node), startTimeoutMs };
    const all = { ...SETTINGS, ...made?.settings, ...settings };
    servers.set(node, await startServer({ ...made, ...place, settings: all }));
  };
  const running = (): readonly ServerProcess[] =>
    [...servers.values()].filter((one) => one.running());
  return {
    ledger: openLedgerFolder(directory(3)),
    directory,
    server,
    isRunning: (node) => servers.get(node)?.running() ?? false,
    rpcAddress: (node) => `127.0.0.1:${ports[ORGANISATIONS.length + node]}`,
    join: (member, ...more) => {
      const from = ['--from', directory(member), '--organisation', ORGANISATIONS[FIFTH]];
      const place = [...from, '--address', addresses[FIFTH] as string];
      runProgram(['consortium', 'join', directory(FIFTH), ...place, ...more]);
    },
    start: async (nodes, settings = {}, timeoutMs = START_MS_MAX) => {
      await Promise.all(nodes.map((node) => start(node, settings, timeoutMs)));
    },
    stop: async (nodes) => {
      await Promise.all(nodes.map((node) => server(node).stop()));
    },
    kill: async (node) => {
      await server(node).kill();
    },
    remove: async () => {
      await Promise.all(running().map((one) => one.stop()));
      removeFolder(parent);
    },
  };
}

/** What the program prints for `args`; throws when it does not end well. */
export function runProgram(args: readonly string[]): string {
  return execFileSync(process.execPath, [program, ...args], { stdio: 'pipe' }).toString();
}

/** Entries in the log of `server`. */
export async function sizeOf({ url }: ServerProcess): Promise<number> {
  const { ledger } = await ask<{ ledger: { size: string } }>(url, '{ ledger { size } }');
  return Number(ledger.size);
}

/** Resolves when `server` has at least `size` entries; rejects after `timeoutMs`. */
export async function untilSize(
  server: ServerProcess,
  size: number,
  timeoutMs = 60_000,
): Promise<void> {
  await until(`${size} entries`, async () => (await sizeOf(server)) >= size, timeoutMs);
}

/** Resolves when `holds` answers true; rejects after `timeoutMs`, naming `what`. */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  const giveUpAt = performance.now() + timeoutMs;
  while (!(await holds().catch(() => false))) {
    if (performance.now() > giveUpAt) throw new Error(`waited ${timeoutMs} ms for ${what}`);
    await pause(POLL_MS);
  }
}

/** Why `server` is not ready, as /readyz says; empty when it is. */
export async function notReady({ port }: ServerProcess): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  const { failing } = (await answer.json()) as {
    readonly failing: readonly { readonly name: string; readonly reason: string }[];
  };
  return failing.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
}

/** Resolves when /readyz of `server` gives `reason`; rejects, with what it says, after a minute. */
export async function untilNotReady(server: ServerProcess, reason: string): Promise<void> {
  let said = '';
  const isSaid = async (): Promise<boolean> => (said = await notReady(server)).includes(reason);
  await until(`/readyz to say "${reason}"`, isSaid).catch((error: unknown) => {
    throw new Error(`${String(error)}; it says "${said}"`);
  });
}
