/** Contents through the built program and a real server: deposit, fetch, erase. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesHolding } from '../content/support.js';
import { type CommandRun, runCommand } from '../support/live/commandLine.js';
import { type ServerProcess, startServer } from '../support/live/serverProcess.js';

let folder: string;
let server: ServerProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'civic-ledger-content-e2e-'));
  server = await startServer({ dataDirectory: join(folder, 'data') });
}, 60_000);
afterAll(async () => {
  if (server.running()) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function cli(...args: readonly string[]): Promise<CommandRun> {
  return runCommand({ folder, url: server.url }, args);
}

/** Writes a file of `bytes` and registers it; resolves to its item's id. */
async function register(name: string, bytes: Buffer, ...more: readonly string[]): Promise<string> {
  writeFileSync(join(folder, name), bytes);
  const { out } = await cli('evidence', 'register', name, '--json', ...more);
  return (JSON.parse(out) as { item: string }).item;
}

const MEBIBYTE = 1_048_576;

describe('the content of an item', () => {
  it('of 64 MiB goes to the server and comes back, in flat memory', async () => {
    const bytes = randomBytes(64 * MEBIBYTE);
    const item = await register('large.bin', bytes);
    const before = server.residentBytes();
    const deposited = await cli('evidence', 'deposit', 'large.bin', '--item', item);
    expect(deposited).toMatchObject({ code: 0 });
    expect(deposited.notes).toMatch(/deposit: 64\.0 MiB in .* \(.*\/s\)/);
    expect(server.residentBytes() - before).toBeLessThan(48 * MEBIBYTE);
    expect(await cli('evidence', 'fetch', item, 'back.bin')).toMatchObject({ code: 0 });
    expect(server.residentBytes() - before).toBeLessThan(48 * MEBIBYTE);
    expect(readFileSync(join(folder, 'back.bin')).equals(bytes)).toBe(true);
    const again = await cli('evidence', 'deposit', 'large.bin', '--item', item);
    expect(again.notes).toContain('CONTENT_HELD');
    expect(await cli('evidence', 'fetch', item, 'back.bin')).toMatchObject({ code: 4 });
  }, 300_000);

  it('of a private item is erased without a trace, and its proof stays', async () => {
    const bytes = randomBytes(200_000);
    const item = await register('private.bin', bytes, '--private');
    const other = await register('other.bin', randomBytes(1_000));
    expect((await cli('evidence', 'deposit', 'private.bin', '--item', item)).code).toBe(0);
    expect((await cli('evidence', 'deposit', 'other.bin', '--item', other)).code).toBe(0);
    const salt = JSON.parse(readFileSync(join(folder, 'private.bin.salt.json'), 'utf8')) as {
      readonly salt: string;
      readonly digests: readonly { readonly value: string }[];
    };
    const hex = [salt.salt, ...salt.digests.map(({ value }) => value)];
    const needles = [
      ...hex.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'hex')]),
      ...[0, 100_000, 199_936].map((from) => bytes.subarray(from, from + 64)),
    ];
    const erase = ['evidence', 'erase-content', item] as const;
    expect((await cli(...erase)).code).toBe(4);
    const erased = await cli(...erase, '--for-ever');
    expect(erased).toMatchObject({ code: 0 });
    expect(filesHolding(join(folder, 'data'), needles)).toEqual([]);
    const refused = await cli('evidence', 'fetch', item, 'gone.bin');
    expect(refused.code).not.toBe(0);
    expect(refused.notes).toContain('CONTENT_ERASED');
    expect((await cli('evidence', 'check', 'private.bin')).code).toBe(0);
    expect((await cli('evidence', 'fetch', other, 'other.back')).code).toBe(0);
  }, 180_000);

  it('is not given to another organisation, nor taken from it or unregistered', async () => {
    const item = await register('mine.bin', randomBytes(1_000));
    const foreign = ['--as', 'admin@court'] as const;
    const deposit = ['evidence', 'deposit', 'mine.bin', '--item'] as const;
    const taken = await cli(...deposit, item, ...foreign);
    expect(taken.notes).toContain('NOT_ENTITLED');
    expect((await cli(...deposit, 'f'.repeat(64))).notes).toContain('ITEM_UNKNOWN');
    writeFileSync(join(folder, 'mine.bin'), randomBytes(1_000));
    expect((await cli(...deposit, item)).notes).toContain('DIGEST_MISMATCH');
    const given = await cli('evidence', 'fetch', item, 'mine.back', ...foreign);
    expect(given.notes).toContain('NOT_ENTITLED');
  }, 180_000);
});
