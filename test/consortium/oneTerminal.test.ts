/**
 * `civic-ledger consortium start`, which `npm run consortium` is: four validators in one terminal,
 * each with a data folder and a GraphQL port of its own, and a line that says how they are.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type ConsortiumNetwork,
  makeConsortium,
  NODES,
  ORGANISATIONS,
  until,
} from '../support/live/consortiumNetwork.js';
import { signItem } from '../support/live/depositor.js';
import { freePorts } from '../support/live/freePorts.js';
import { ask } from '../support/live/graphqlClient.js';
import { SUBMIT_BATCH } from '../support/live/operations.js';
import { program } from '../support/live/serverProcess.js';

const STEP_MS_MAX = 240_000;
const START_MS_MAX = 120_000;
const NAMES: readonly string[] = ORGANISATIONS.slice(0, NODES.length);

let network: ConsortiumNetwork;
let terminal: ChildProcess;
/** Standard output, and what was said beside it. */
let [out, notes] = ['', ''];

beforeAll(async () => {
  network = await makeConsortium();
  const folder = dirname(network.directory(0));
  const [first] = await freePorts(NODES.length);
  const place = [folder, '--port', String(first)];
  terminal = spawn(process.execPath, [program, 'consortium', 'start', ...place], {
    env: { ...process.env, CIVIC_LEDGER_LOG_LEVEL: 'warn', CIVIC_LEDGER_VERIFY_WORKERS: '1' },
  });
  terminal.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  terminal.stderr?.on('data', (chunk: Buffer) => (notes += chunk.toString()));
}, STEP_MS_MAX);

afterAll(async () => {
  await end('SIGTERM');
  await network.remove();
}, STEP_MS_MAX);

async function end(signal: NodeJS.Signals): Promise<void> {
  if (terminal.exitCode !== null || terminal.signalCode !== null) return;
  const ended = once(terminal, 'exit');
  terminal.kill(signal);
  await ended;
}

/** The address of each node, by its organisation, as the terminal shows it. */
function addresses(): ReadonlyMap<string, string> {
  const lines = out.matchAll(/^(\S+) +(http:\S+\/graphql) +(\S+)$/gm);
  return new Map([...lines].map(([, name = '', url = '']) => [name, url]));
}

/** The newest status line, by organisation. */
function status(): ReadonlyMap<string, string> {
  const line = notes.trimEnd().split('\n').at(-1) ?? '';
  return new Map(line.split('   ').map((part) => part.split(': ') as [string, string]));
}

async function untilStatus(what: string, expected: (name: string) => string): Promise<void> {
  const isShown = async () => NAMES.every((name) => status().get(name) === expected(name));
  await until(what, isShown, START_MS_MAX).catch((error: Error) => {
    throw new Error(`${error.message}; the terminal says\n${out}${notes}`);
  });
}

it(
  'shows where each node answers, and how many entries each has',
  async () => {
    await untilStatus('four nodes with their first entry', () => '1 entry');
    expect([...addresses().keys()].sort()).toEqual([...NAMES].sort());
    expect(new Set(addresses().values()).size).toBe(NAMES.length);
    const events = [1, 2].map((number) => signItem(network.ledger.depositor, `terminal-${number}`));
    await ask(addresses().get('court') as string, SUBMIT_BATCH, {
      input: { events, wait: 'WAIT' },
    });
    await untilStatus('the events on every node', () => '5 entries');
  },
  STEP_MS_MAX,
);

it('proposes a command to those who have the key for it, and to nobody else', () => {
  const proposing = NODES.filter((index) =>
    readFileSync(join(network.directory(index), 'node.log'), 'utf8').includes('evidence register'),
  );
  expect(proposing.map((index) => ORGANISATIONS[index])).toEqual(['evidence-platform']);
});

it(
  'says that a node is gone, and leaves the others as they are',
  async () => {
    const data = network.directory(ORGANISATIONS.indexOf('court') as 2);
    const [pid] = execFileSync('pgrep', ['-P', String(terminal.pid), '-f', data])
      .toString()
      .split('\n');
    process.kill(Number(pid), 'SIGKILL');
    const log = join(data, 'node.log');
    const left = (name: string): string =>
      name === 'court' ? `has ended, see ${log}` : '5 entries';
    await untilStatus('three nodes that answer', left);
  },
  STEP_MS_MAX,
);

it(
  'stops every node on Ctrl-C',
  async () => {
    await end('SIGINT');
    expect(terminal.exitCode).toBe(0);
    expect(notes).toContain('stopping every node');
    for (const url of addresses().values())
      await expect(fetch(url)).rejects.toThrow('fetch failed');
  },
  STEP_MS_MAX,
);
