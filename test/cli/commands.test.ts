import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publicKeyOf } from '../../src/crypto/suites.js';
import { encodeGenesis, type Genesis } from '../../src/ledger/genesis.js';
import { runCommandLine } from '../../src/cli/program.js';
import { rememberingTerminal, runCommand } from './support/rememberingTerminal.js';

let folder: string;
let data: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'civic-ledger-commands-'));
  data = join(folder, 'data');
  await runCommand('init', '--data', data);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const mode = (path: string): number => statSync(path).mode & 0o777;

describe('`init`', () => {
  it('writes the genesis document in the exact text that the ledger id is the hash of', () => {
    const text = readFileSync(join(data, 'genesis.json'), 'utf8');
    expect(encodeGenesis(JSON.parse(text) as Genesis)).toBe(text);
  });

  it('keeps every private key readable by its owner only', () => {
    const keys = readdirSync(join(data, 'keys'));
    expect(keys).toHaveLength(19);
    for (const name of keys) expect(mode(join(data, 'keys', name))).toBe(0o600);
    for (const path of ['node-key.json', 'tsa/key.json', 'tsa/root-key.json']) {
      expect(mode(join(data, path))).toBe(0o600);
    }
  });

  it('replaces nothing', async () => {
    const before = readFileSync(join(data, 'genesis.json'), 'utf8');
    const run = await runCommand('init', '--data', data);
    expect(run.exitCode).toBe(4);
    expect(run.notes).toContain('next: start it with');
    expect(readFileSync(join(data, 'genesis.json'), 'utf8')).toBe(before);
  });
});

describe('`key new`', () => {
  it.each(['ed25519-strict-1', 'p256-sha256', 'sm2-sm3'])('makes a key of %s', async (suite) => {
    const actor = `${suite.slice(0, 3)}@court`;
    const run = await runCommand('key', 'new', actor, '--suite', suite, '--data', data);
    expect(run.exitCode).toBe(0);
    const path = join(data, 'keys', `${actor}.json`);
    const key = JSON.parse(readFileSync(path, 'utf8')) as { publicKey: string; privateKey: string };
    expect(key.publicKey.startsWith(`${suite}:`)).toBe(true);
    expect(publicKeyOf(key.privateKey)).toBe(key.publicKey);
    expect(run.out).not.toContain(key.privateKey);
    expect(mode(path)).toBe(0o600);
  });

  it('never overwrites a key', async () => {
    const run = await runCommand('key', 'new', 'admin@court', '--data', data);
    expect(run.exitCode).toBe(4);
    expect(run.notes).toContain('a key that is overwritten is lost for ever');
  });

  it('refuses a name that is no actor id', async () => {
    const run = await runCommand('key', 'new', '../../etc/passwd', '--data', data);
    expect(run.exitCode).toBe(4);
    expect(run.notes).toContain('is not an actor id');
  });
});

async function runWith(signal: AbortSignal, send: typeof fetch) {
  const terminal = rememberingTerminal();
  const exitCode = await runCommandLine(['actor', 'list'], { terminal, signal, fetch: send });
  return { exitCode, notes: terminal.notes() };
}

describe('a command that cannot do its work', () => {
  it('says what to do when no server answers', async () => {
    const run = await runCommand('actor', 'list');
    expect(run.exitCode).toBe(4);
    expect(run.notes).toContain('next: start it with "npx civic-ledger start"');
    expect(run.notes).not.toContain('    at ');
  });

  it('knows what is no address before it asks anybody', async () => {
    for (const address of ['notaurl', 'localhost:4000/graphql', 'ftp://127.0.0.1/graphql']) {
      const run = await runCommand('actor', 'list', '--url', address);
      expect([run.exitCode, run.notes]).toEqual([
        4,
        expect.stringContaining('give an address like http://127.0.0.1:4000/graphql'),
      ]);
    }
  });

  it('names only options that it has when the folder holds no ledger', async () => {
    const run = await runCommand('evidence', 'register', 'package.json', '--data', folder);
    expect(run.exitCode).toBe(4);
    expect(run.notes).toContain('genesis.json (no such file or directory)');
    expect(run.notes).toContain('name the folder of the ledger with --data');
    expect(run.notes).not.toContain('--genesis');
  });

  it('names the keys that are here when the one asked for is not', async () => {
    const args = ['evidence', 'register', 'package.json', '--as', 'bob@court', '--data', data];
    const run = await runCommand(...args);
    expect(run.exitCode).toBe(4);
    expect(run.notes).toContain('admin@court');
    expect(run.notes).toContain('civic-ledger key new bob@court');
  });

  it('says that it was stopped, and not that it has a fault', async () => {
    const stop = new AbortController();
    const { exitCode, notes } = await runWith(stop.signal, (_, request) => {
      stop.abort();
      return request?.signal?.aborted === true
        ? Promise.reject(stop.signal.reason as Error)
        : Promise.reject(new Error('it was not told to stop'));
    });
    expect(exitCode).toBe(4);
    expect(notes).toEqual([
      'civic-ledger: stopped before the answer came',
      '  next: what was sent may still be carried out: look for it before you repeat it',
    ]);
  });

  it.each(['TIMEOUT', 'OVERLOADED', 'ENGINE_STOPPED'])(
    'says of %s where the server tells what it waits for, and takes it for no refusal',
    async (code) => {
      const errors = [{ message: 'it took too long', extensions: { code } }];
      const { exitCode, notes } = await runWith(new AbortController().signal, () =>
        Promise.resolve(Response.json({ errors })),
      );
      expect(exitCode).toBe(4);
      expect(notes.join()).toContain('next: http://127.0.0.1:4000/readyz says what');
    },
  );

  it('says which options there are after a wrong one', async () => {
    const run = await runCommand('receipt', 'verify', 'x', '--no-such-option');
    expect(run.exitCode).toBe(4);
    expect(run.notes).toContain('--no-such-option');
    expect(run.notes).toContain('next: npx civic-ledger receipt verify --help');
  });

  it('says which version is installed', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    const run = await runCommand('--version');
    expect([run.out.trim(), run.exitCode]).toEqual([version, 0]);
  });

  it('shows help with exit code 0', async () => {
    const run = await runCommand('--help');
    expect(run.exitCode).toBe(0);
    expect(run.out).toContain('audit');
  });
});
