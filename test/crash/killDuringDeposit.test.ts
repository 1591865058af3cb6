/** A deposit survives kill -9 of the client and of the server: it goes on, and is whole. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePorts } from '../support/live/freePorts.js';
import { program, type ServerProcess, startServer } from '../support/live/serverProcess.js';

const LENGTH = 96 * 1_048_576;
const SOME = 16 * 1_048_576;

let folder: string;
let server: ServerProcess;
let settings: { readonly PORT: string };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'civic-ledger-deposit-'));
  settings = { PORT: String((await freePorts(1))[0]) };
  server = await startServer({ dataDirectory: join(folder, 'data'), settings });
}, 60_000);
afterAll(async () => {
  if (server.running()) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, CIVIC_LEDGER_URL: server.url };
}

async function cli(...args: readonly string[]): Promise<string> {
  const options = { cwd: folder, env: environment() };
  return (await promisify(execFile)(process.execPath, [program, ...args], options)).stdout;
}

async function registerNew(name: string): Promise<string> {
  writeFileSync(join(folder, name), randomBytes(LENGTH));
  const out = await cli('evidence', 'register', name, '--json');
  return (JSON.parse(out) as { item: string }).item;
}

function startDeposit(name: string, item: string): ChildProcess {
  const args = [program, 'evidence', 'deposit', name, '--item', item];
  return spawn(process.execPath, args, {
    cwd: folder,
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** The file of the one upload under way, once it holds SOME bytes. */
async function uploadInTheMiddle(): Promise<string> {
  const uploads = join(folder, 'data', 'content', 'uploads');
  for (;;) {
    const [name] = readdirSync(uploads);
    const path = join(uploads, name ?? '');
    if (name !== undefined && existsSync(path) && statSync(path).size > SOME) return path;
    await delay(5);
  }
}

async function expectWhole(name: string, item: string): Promise<void> {
  await cli('evidence', 'fetch', item, `${name}.back`);
  const [before, after] = [name, `${name}.back`].map((each) => readFileSync(join(folder, each)));
  expect(after?.equals(before as Buffer)).toBe(true);
}

describe('kill -9 in the middle of a deposit', () => {
  it('of the client: the same command goes on where the server is', async () => {
    const item = await registerNew('client.bin');
    const client = startDeposit('client.bin', item);
    const path = await uploadInTheMiddle();
    client.kill('SIGKILL');
    await once(client, 'exit');
    expect(statSync(path).size).toBeLessThan(LENGTH);
    await cli('evidence', 'deposit', 'client.bin', '--item', item);
    // The same object, so nothing was sent twice from the start.
    expect(existsSync(path.replace('uploads', 'objects'))).toBe(true);
    await expectWhole('client.bin', item);
  }, 300_000);

  it('of the server: a client that is running goes on when it is back', async () => {
    const item = await registerNew('server.bin');
    const client = startDeposit('server.bin', item);
    const exited = once(client, 'exit');
    let notes = '';
    client.stderr?.on('data', (text: Buffer) => (notes += text.toString()));
    const path = await uploadInTheMiddle();
    await server.kill();
    const left = statSync(path).size;
    expect(left).toBeGreaterThan(SOME);
    expect(left).toBeLessThan(LENGTH);
    server = await startServer({ dataDirectory: join(folder, 'data'), settings });
    expect(statSync(path).size).toBeGreaterThan(SOME - 65_536);
    expect({ exit: await exited, notes }).toMatchObject({ exit: [0, null] });
    expect(existsSync(path.replace('uploads', 'objects'))).toBe(true);
    await expectWhole('server.bin', item);
  }, 300_000);
});
