/** Contents through the built program and a real server: deposit, fetch, erase. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unwrapKey } from '../../src/content/storeKey.js';
import { genesisHash } from '../../src/ledger/genesis.js';
import { verifyReceipt } from '../../src/ledger/verifyReceipt.js';
import { filesHolding } from '../content/support.js';
import { type CommandRun, runCommand } from '../support/live/commandLine.js';
import { pause, type ServerProcess, startServer } from '../support/live/serverProcess.js';

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

/** What must be nowhere afterwards: pieces, digests, salt, in the open and as they were sealed. */
function secretsOf(item: string, bytes: Buffer) {
  const path = join(folder, 'private.bin.salt.json');
  const { salt, digests } = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly salt: string;
    readonly digests: readonly { readonly value: string }[];
  };
  const hex = [salt, ...digests.map(({ value }) => value)];
  const content = join(folder, 'data', 'content');
  const index = new Database(join(content, 'index.sqlite'), { readonly: true });
  const { object, key, facts } = index
    .prepare<[string], { object: string; key: Buffer; facts: Buffer }>(
      'SELECT * FROM contents WHERE item = ?',
    )
    .get(item) as { object: string; key: Buffer; facts: Buffer };
  index.close();
  return {
    open: [
      ...[0, 100_000, 199_936].map((from) => bytes.subarray(from, from + 64)),
      ...hex.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'hex')]),
    ],
    wrappedKey: key,
    sealedFacts: facts,
    dataKey: unwrapKey(readFileSync(join(content, 'store.key')), key, object),
  };
}

/** A step that is taken; the id that it prints. */
async function step(...args: readonly string[]): Promise<string> {
  const { code, out, notes } = await cli('evidence', ...args);
  expect([args.join(' '), code, notes]).toEqual([args.join(' '), 0, '']);
  return /id ([0-9a-f]{64})/.exec(out)?.[1] ?? '';
}

/** Asks for the erasure, a custodian and a court being accredited; its id. */
async function requested(item: string): Promise<string> {
  writeFileSync(join(folder, 'proof.txt'), 'the share is destroyed');
  const dates = ['--valid-from', '2020-01-01T00:00:00.000Z'];
  const end = ['--valid-until', '2099-01-01T00:00:00.000Z', '--as', 'officer@regulator'];
  for (const [who, what] of [
    ['key-vault-a', 'key-custodian'],
    ['court', 'court'],
  ] as const) {
    await step('standing', 'accredit', who, 'proof.txt', '--capacity', what, ...dates, ...end);
  }
  const ground = ['--ground', 'consent-withdrawn', '--as', 'counsel@other-party'];
  return step('erase', 'request', item, ...ground);
}

function decision(erasure: string): readonly string[] {
  const what = ['--decision', 'erase', '--custodians', 'key-vault-a', '--required', '1'];
  return ['evidence', 'erase', 'decide', erasure, ...what, '--as', 'depositor@evidence-platform'];
}

/** Position of the entry that executed the erasure. */
async function attestedAt(erasure: string): Promise<string> {
  const query = `{ erasure(id: "${erasure}") { executedPosition } }`;
  const answer = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data } = (await answer.json()) as { data: { erasure: { executedPosition: string } } };
  return data.erasure.executedPosition;
}

/** Resolves once the node has destroyed the content by itself; what a fetch says then. */
async function gone(item: string): Promise<string> {
  const index = new Database(join(folder, 'data', 'content', 'index.sqlite'), { readonly: true });
  const erased = index.prepare('SELECT 1 FROM erasures WHERE item = ? AND cleaned = 1');
  for (let waits = 0; erased.get(item) === undefined && waits < 1_000; waits += 1) await pause(20);
  index.close();
  return (await cli('evidence', 'fetch', item, 'gone.bin')).notes;
}

/** Registration, old bundle, and the receipts of both outcomes, with the server stopped. */
async function proofsHold(item: string, positions: readonly string[]): Promise<void> {
  for (const position of positions) {
    const out = `${position}.json`;
    expect((await cli('receipt', 'get', position, '--out', out)).code).toBe(0);
  }
  await server.stop();
  const genesis = readFileSync(join(folder, 'data', 'genesis.json'), 'utf8');
  const shown = positions.map((position) => {
    const receipt = readFileSync(join(folder, `${position}.json`));
    const verdict = verifyReceipt(receipt, { ledger: genesisHash(genesis), genesis });
    return verdict.ok ? verdict.derived.map(({ type, data }) => data['code'] ?? type) : verdict;
  });
  expect(shown).toEqual([
    ['ITEM_HELD'],
    ['evidence.KeyDestructionAttested', 'evidence.ErasureExecuted'],
  ]);
  expect((await cli('evidence', 'check', 'private.bin')).code).toBe(0);
  const trust = ['--genesis', 'data/genesis.json', '--item', item];
  const own = ['--content', 'private.bin', '--salt', 'private.bin.salt.json'];
  const verified = await cli('evidence', 'verify', 'before.zip', ...trust, ...own, '--json');
  const { sections } = JSON.parse(verified.out) as { sections: { status: string }[] };
  expect(sections[0]?.status).toBe('PASS');
  server = await startServer({ dataDirectory: join(folder, 'data') });
}

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

  it('of one person is erased: no file yields it, and every older proof holds', async () => {
    const bytes = randomBytes(200_000);
    const item = await register('private.bin', bytes, '--private');
    const other = await register('other.bin', randomBytes(1_000));
    expect((await cli('evidence', 'deposit', 'private.bin', '--item', item)).code).toBe(0);
    expect((await cli('evidence', 'deposit', 'other.bin', '--item', other)).code).toBe(0);
    const bundle = ['evidence', 'bundle', item, '-o', 'before.zip'] as const;
    expect((await cli(...bundle)).code).toBe(0);
    const secrets = secretsOf(item, bytes);
    const kept = join(folder, 'data', 'content', 'index.sqlite');
    expect(filesHolding(join(folder, 'data'), [secrets.wrappedKey])).toEqual([kept]);
    // A backup of everything but the store key, as docs/formats.md §16 has it.
    cpSync(join(folder, 'data'), join(folder, 'backup'), { recursive: true });
    rmSync(join(folder, 'backup', 'content', 'store.key'));

    // Not before the ledger says so, and not while a hold lies on it: that too is on record.
    const destroy = ['evidence', 'erase-content', item, '--for-ever'] as const;
    expect((await cli(...destroy)).notes).toContain('ERASURE_STATUS');
    const erasure = await requested(item);
    const hold = await step('hold', 'place', item, '--order', 'order 1', '--as', 'judge@court');
    const refused = await cli(...decision(erasure));
    expect(refused).toMatchObject({ code: 1, notes: expect.stringContaining('ITEM_HELD') });
    expect((await cli(...destroy)).notes).toContain('ITEM_HELD');
    const refusal = /position (\d+) has it on record/.exec(refused.notes)?.[1] ?? '';
    await step('hold', 'lift', hold, '--order', 'order 2', '--as', 'judge@court');
    expect((await cli(...decision(erasure))).code).toBe(0);
    await step('erase', 'attest', erasure, 'proof.txt', '--as', 'keeper@key-vault-a');
    const last = await attestedAt(erasure);

    expect(await gone(item)).toContain('CONTENT_ERASED');
    expect((await cli(...destroy)).code).toBe(0);
    const needles = [...secrets.open, secrets.wrappedKey, secrets.sealedFacts, secrets.dataKey];
    expect(filesHolding(join(folder, 'data'), needles)).toEqual([]);
    expect(filesHolding(join(folder, 'backup'), [...secrets.open, secrets.dataKey])).toEqual([]);
    expect(Buffer.from(server.output()).includes(secrets.open[0] as Buffer)).toBe(false);

    await proofsHold(item, [refusal, last]);
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
    // Who has tried is on record all the same.
    const trace = await runCommand({ folder, url: server.url }, ['evidence', 'trace', item]);
    expect(trace.out).toContain('AccessLogged  admin@court');
  }, 180_000);
});
