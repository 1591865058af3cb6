import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandRun, runCommand } from '../support/live/commandLine.js';
import { program, type ServerProcess, startServer } from '../support/live/serverProcess.js';

const CAPTURER = 'capturer@evidence-platform';

let folder: string;
let server: ServerProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'civic-ledger-tour-'));
  server = await startServer({ dataDirectory: join(folder, 'data') });
}, 60_000);
afterAll(async () => {
  if (server.running()) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the built command line as a user does, in the folder of the tour. */
function cli(...args: readonly string[]): Promise<CommandRun> {
  return runCommand({ folder, url: server.url }, args);
}

describe('the tour of the README', () => {
  it('makes a key, enrols it, registers a file and proves it with the server stopped', async () => {
    expect((await cli('key', 'new', 'alice@evidence-platform')).code).toBe(0);
    const unknown = await register('early.txt');
    expect(unknown.code).toBe(1);
    expect(unknown.notes).toContain('enrol the actor first');
    const enrolled = await cli('actor', 'enrol', 'alice@evidence-platform', '--roles', 'depositor');
    expect(enrolled.out).toContain('enrolled alice@evidence-platform as depositor');
    expect((await cli('actor', 'list')).out).toContain('alice@evidence-platform');

    const follower = spawn(process.execPath, [program, 'log', 'follow', '--after', '2'], {
      cwd: folder,
      env: { ...process.env, CIVIC_LEDGER_URL: server.url },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const followed = collect(follower.stdout);
    const registered = await register('photo.txt');
    expect(registered.out).toContain('registered photo.txt');
    await followed(/evidence\.ItemRegistered/);
    follower.kill('SIGINT');
    await once(follower, 'exit');

    expect((await cli('evidence', 'find', 'photo.txt')).out).toContain('evidence-platform  active');
    const online = await cli('evidence', 'check', 'photo.txt', '--online');
    expect(online.out).toContain('ledger says the item still stands');
    await server.stop();
    const verify = ['receipt', 'verify', 'photo.txt.receipt.json', '--file'] as const;
    expect(await cli(...verify, 'photo.txt')).toMatchObject({ code: 0 });
    writeFileSync(join(folder, 'changed.txt'), 'Content of photo.txt');
    expect(await cli(...verify, 'changed.txt')).toMatchObject({ code: 1 });
    server = await startServer({ dataDirectory: join(folder, 'data') });
  }, 120_000);

  it('registers what must not be guessed with a salt, and a folder under one root', async () => {
    writeFileSync(join(folder, 'private.txt'), 'a name');
    const salted = await cli('evidence', 'register', 'private.txt', '--private', '--json');
    expect(JSON.parse(salted.out)).toMatchObject({ file: 'private.txt' });
    expect((await cli('evidence', 'find', 'private.txt')).code).toBe(1);
    expect((await cli('evidence', 'check', 'private.txt')).code).toBe(0);
    rmSync(join(folder, 'private.txt.salt.json'));
    expect((await cli('evidence', 'check', 'private.txt')).code).toBe(2);

    mkdirSync(join(folder, 'batch', 'deep'), { recursive: true });
    for (const name of ['a', 'b', 'deep/c']) writeFileSync(join(folder, 'batch', name), name);
    expect((await cli('evidence', 'batch', 'batch')).out).toContain('registered 3 contents');
    const member = await cli(
      'evidence',
      'check',
      'batch/deep/c',
      '--receipt',
      'batch.receipt.json',
    );
    expect(member.code).toBe(0);
    const text = readFileSync(join(folder, 'batch.manifest.json'), 'utf8');
    const manifest = JSON.parse(text) as { members: { file: string }[] };
    expect(manifest.members.map(({ file }) => file)).toEqual(['a', 'b', 'deep/c']);
  }, 60_000);

  it('leaves nothing behind of what the ledger has not taken', async () => {
    const nobody = { folder, url: 'http://127.0.0.1:9/graphql' };
    mkdirSync(join(folder, 'untaken'));
    writeFileSync(join(folder, 'untaken', 'a'), 'content of a');
    const before = readdirSync(folder).sort();
    const capture = ['evidence', 'capture', 'untaken', '--tool', 'untaken/a'];
    const commands = [
      ['evidence', 'batch', 'untaken'],
      ['evidence', 'register', 'untaken/a', '--private'],
      capture,
    ];
    await cli('key', 'new', 'unknown@evidence-platform');
    for (const words of commands) {
      const unanswered = await runCommand(nobody, [...words, '--as', CAPTURER]);
      expect(unanswered.code).toBe(4);
      const unknown = await cli(...words, '--as', 'unknown@evidence-platform');
      expect([unknown.code, unknown.notes]).toEqual([1, expect.stringContaining('ACTOR_UNKNOWN')]);
    }
    expect((await cli(...capture, '--as', 'clerk@court')).notes).toContain('ROLE_MISSING');
    expect(readdirSync(folder).sort()).toEqual(before);
    expect(readdirSync(join(folder, 'untaken'))).toEqual(['a']);
    expect(await cli('evidence', 'batch', 'untaken')).toMatchObject({ code: 0 });
  }, 60_000);

  it('says of what is not there, or cannot be written, that nothing was done', async () => {
    const item = await registerAnd('written.txt');
    writeFileSync(join(folder, 'other.txt'), 'content of another');
    mkdirSync(join(folder, 'unregistered'));
    writeFileSync(join(folder, 'unregistered', 'a'), 'content that nobody registers');
    const commands = [
      ['NOT_FOUND', 'receipt', 'get', '999999'],
      ['NOT_FOUND', 'evidence', 'bundle', 'ab'.repeat(32)],
      ['holds no item', 'evidence', 'fetch', 'ab'.repeat(32), 'out'],
      ['cannot write none/out', 'receipt', 'get', '1', '--out', 'none/out'],
      ['cannot write none/out', 'evidence', 'bundle', item, '-o', 'none/out'],
      ['cannot write none/out', 'evidence', 'fetch', item, 'none/out'],
      ['cannot write none/out', 'evidence', 'batch', 'unregistered', '--out', 'none/out'],
      ['cannot write none/out', 'log', 'export', 'none/out'],
      ['cannot write unregistered (it is a folder)', 'log', 'export', 'unregistered'],
    ] as const;
    for (const [fault, ...words] of commands) {
      const run = await cli(...words);
      expect([words, run.code, run.notes]).toEqual([words, 4, expect.stringContaining(fault)]);
      expect(run.notes).toContain('next: ');
      expect(run.notes).not.toContain('internal fault');
    }
    expect((await cli('evidence', 'find', 'unregistered/a')).code).toBe(1);
    expect(readdirSync(folder)).not.toContain('unregistered.part');
    const bundle = ['evidence', 'bundle', item, '-o', 'written.zip', '--content'] as const;
    const wrong = await cli(...bundle, 'other.txt');
    expect([wrong.code, wrong.notes]).toEqual([
      1,
      expect.stringContaining('is not the registered'),
    ]);
    expect(readdirSync(folder)).not.toContain('written.zip');
    expect((await cli(...bundle, 'written.txt')).code).toBe(0);
  }, 60_000);

  it('supersedes and withdraws, and shows it', async () => {
    const [first, second] = await Promise.all([registerAnd('one.txt'), registerAnd('two.txt')]);
    const supersede = ['evidence', 'supersede', first, second, '--reason', 'new-version'] as const;
    expect((await cli(...supersede)).code).toBe(0);
    const shown = await cli('evidence', 'check', 'one.txt', '--online');
    expect(shown.code).toBe(1);
    expect(shown.out).toContain('superseded');
    const again = await cli('evidence', 'withdraw', first, '--reason', 'other');
    expect(again.code).toBe(1);
    expect(again.notes).toMatch(/the ledger refused evidence\.WithdrawItem with [A-Z_]+:/);
    const [withdraw] = [['evidence', 'withdraw', second, '--reason', 'registered-in-error']];
    expect((await cli(...withdraw)).code).toBe(0);
  }, 60_000);

  it('audits the ledger beside the running node, and its export in worker threads', async () => {
    expect((await cli('audit')).out).toMatch(/^PASS/);
    expect((await cli('log', 'export', 'log.jsonl')).code).toBe(0);
    const audit = await cli('audit', 'log.jsonl', '--threads', '2', '--json');
    expect(JSON.parse(audit.out)).toMatchObject({ ok: true });
    const text = readFileSync(join(folder, 'log.jsonl'), 'utf8');
    const split = text.indexOf('"signature":"', text.indexOf('"position":3')) + 20;
    const digit = text[split] === '0' ? '1' : '0';
    writeFileSync(join(folder, 'log.jsonl'), text.slice(0, split) + digit + text.slice(split + 1));
    const failed = await cli('audit', 'log.jsonl', '--threads', '2');
    expect(failed.code).toBe(1);
    expect(failed.out).toMatch(/first bad position: \d+\n {2}signature: /);
  }, 60_000);
});

function register(name: string): Promise<CommandRun> {
  writeFileSync(join(folder, name), `content of ${name}`);
  return cli('evidence', 'register', name, '--as', 'alice@evidence-platform');
}

/** Registers a file and returns its item's id. */
async function registerAnd(name: string): Promise<string> {
  writeFileSync(join(folder, name), `content of ${name}`);
  const { out } = await cli('evidence', 'register', name, '--json');
  return (JSON.parse(out) as { item: string }).item;
}

/** Gathers a stream; the function it returns resolves once the text has the pattern. */
function collect(stream: NodeJS.ReadableStream): (pattern: RegExp) => Promise<void> {
  let text = '';
  stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return async (pattern) => {
    while (!pattern.test(text)) await once(stream, 'data');
  };
}
