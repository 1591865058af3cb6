/**
 * `civic-ledger consortium start`: every node of a consortium on this machine, each a process of
 * its own with its own data folder and port, in one terminal. Ctrl-C stops them all; a node that
 * ends by itself is said and left alone, as it would be on a machine of its own.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Command, InvalidArgumentError } from 'commander';
import { consortiumPaths, readConsortiumFile } from '../../node/cometbft/consortiumFile.js';
import type { CliContext } from '../cliContext.js';
import { dataPaths, readGenesis } from '../dataFolder.js';
import { UserError } from '../userError.js';
import { DEFAULT_FOLDER, initConsortium, localAddresses } from './consortiumInit.js';
import { SHARED_MACHINE_ARGUMENTS } from './sharedMachine.js';
import { showStatus } from './statusLine.js';

const FIRST_PORT = 4000;
const VALIDATORS = 4;
const STATUS_MS = 1_000;

/** One node as a process. */
interface NodeProcess {
  readonly organisation: string;
  readonly data: string;
  readonly url: string;
  readonly child: ChildProcess;
}

/** The command. */
export function consortiumStartCommand(context: CliContext): Command {
  return new Command('start')
    .description('run every node of a consortium on this machine; makes one when there is none')
    .argument('[folder]', 'folder of the consortium', DEFAULT_FOLDER)
    .option('--port <port>', 'GraphQL port of the first node; the others follow', port, FIRST_PORT)
    .action((folder: string, options: { readonly port: number }) =>
      run(context, folder, options.port),
    );
}

function port(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_000) return Number(text);
  throw new InvalidArgumentError('give a whole number from 1 to 65000');
}

async function run({ terminal, signal }: CliContext, folder: string, first: number): Promise<void> {
  if (!existsSync(folder)) {
    initConsortium(folder, localAddresses(VALIDATORS));
    terminal.out(`made a consortium of ${VALIDATORS} organisations in ${folder}, with its keys`);
  }
  const nodes = nodeFolders(folder).map(([organisation, data], index) =>
    startNode(organisation, data, first + index),
  );
  const { ledger } = readGenesis(dataPaths((nodes[0] as NodeProcess).data).genesis);
  terminal.out(`ledger  ${ledger}`);
  for (const { organisation, url, data } of nodes) {
    terminal.out(`${organisation.padEnd(22)} ${url}/graphql   ${data}`);
  }
  while (!signal.aborted && nodes.some(isRunning)) {
    const addresses = nodes.map((node) => ({ ...node, endedLog: endedLog(node) }));
    await showStatus(terminal, addresses);
    await pause(STATUS_MS, undefined, { signal }).catch(() => undefined);
  }
  terminal.note('stopping every node');
  await Promise.all(nodes.map(stop));
  if (!signal.aborted) {
    const logs = logOf(join(folder, '*'));
    throw new UserError('every node has ended by itself', `look at ${logs}`);
  }
}

/** The folders with a node, in the order in which the first of them knows them. */
function nodeFolders(folder: string): readonly (readonly [organisation: string, data: string])[] {
  const folders = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((data) => existsSync(consortiumPaths(data).file));
  const [first] = folders;
  if (first === undefined) {
    throw new UserError(`${folder} holds no node of a consortium`, 'name another folder');
  }
  const known = readConsortiumFile(first).peers.map(({ organisation }) => organisation);
  return folders
    .map((data) => [basename(data), data] as const)
    .sort(([left], [right]) => place(known, left) - place(known, right));
}

/** Those that have joined later come last. */
function place(known: readonly string[], organisation: string): number {
  const index = known.indexOf(organisation);
  return index === -1 ? known.length : index;
}

function startNode(organisation: string, data: string, nodePort: number): NodeProcess {
  const output = openSync(logOf(data), 'a');
  const program = process.argv[1] as string;
  const options = ['--engine', 'cometbft', '--data', data, '--port', String(nodePort)];
  const command = [...SHARED_MACHINE_ARGUMENTS, program, 'start', ...options];
  const child = spawn(process.execPath, command, { stdio: ['ignore', output, output] });
  closeSync(output);
  return { organisation, data, url: `http://127.0.0.1:${nodePort}`, child };
}

function logOf(data: string): string {
  return join(data, 'node.log');
}

function endedLog(node: NodeProcess): string | undefined {
  return isRunning(node) ? undefined : logOf(node.data);
}

function isRunning({ child }: NodeProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

async function stop(node: NodeProcess): Promise<void> {
  if (!isRunning(node)) return;
  const ended = once(node.child, 'exit');
  node.child.kill('SIGTERM');
  await ended;
}
