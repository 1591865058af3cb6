import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { receiptAt } from '../../src/schema/receiptService.js';
import { openLogReader } from '../../src/store/sqliteLogReader.js';
import { runCommand } from './support/rememberingTerminal.js';
import { makeSmallLedger, type SmallLedger } from './support/smallLedger.js';

let ledger: SmallLedger;

beforeAll(async () => {
  ledger = await makeSmallLedger();
});
afterAll(() => ledger.remove());

/** Writes the receipt of the signed entry at `position` and the content it should be of. */
function filesOf(position: number, content: string): { receipt: string; file: string } {
  const reader = openLogReader(ledger.paths.ledger);
  const made = receiptAt({ log: reader }, position);
  const text = made?.document();
  if (typeof text !== 'string') throw new Error('a receipt by checkpoint waits for nobody');
  const receipt = join(ledger.data, `${position}.receipt.json`);
  writeFileSync(receipt, text);
  reader.close();
  const file = join(ledger.data, `${position}.txt`);
  writeFileSync(file, content);
  return { receipt, file };
}

const verify = (...args: readonly string[]) =>
  runCommand('receipt', 'verify', '--data', ledger.data, ...args);

describe('`receipt verify`, with no server', () => {
  it('passes a receipt with its file and says what is proven and what is not', async () => {
    const { receipt, file } = filesOf(1, 'content 0');
    const run = await verify(receipt, '--file', file);
    expect(run.exitCode).toBe(0);
    expect(run.out).toMatch(/^PASS {2}the receipt holds, and it is of this file/);
    expect(run.out).toContain('proven      the file is item');
    expect(run.out).toContain('not proven  that the block’s time is right');
  });

  it('fails when one byte of the file has changed', async () => {
    const { receipt, file } = filesOf(1, 'content 1');
    const run = await verify(receipt, '--file', file);
    expect(run.exitCode).toBe(1);
    expect(run.out).toContain('at least one byte differs');
  });

  it('fails when one character of the receipt has changed, and names the check', async () => {
    const { receipt } = filesOf(1, '');
    const text = readFileSync(receipt, 'utf8');
    writeFileSync(receipt, text.replace('"claim":"author"', '"claim":"witness"'));
    const run = await verify(receipt);
    expect(run.exitCode).toBe(1);
    expect(run.out).toMatch(/^FAIL .*\([A-Z_]+\)$/m);
  });

  it('does not prove a salted item without its salt, and proves it with it', async () => {
    const { receipt, file } = filesOf(3, 'content 1');
    expect((await verify(receipt, '--file', file)).exitCode).toBe(2);
    const salt = join(ledger.data, 'salt.json');
    const digests = [{ algorithm: 'sha-256' }, { algorithm: 'sm3' }];
    const kept = { format: 'civic-ledger/evidence-salt/v1', salt: '5a'.repeat(32), digests };
    writeFileSync(salt, JSON.stringify(kept));
    expect((await verify(receipt, '--file', file, '--salt', salt)).exitCode).toBe(0);
  });

  it('proves a member of a batch by its content alone', async () => {
    const { receipt, file } = filesOf(11, 'two');
    const run = await verify(receipt, '--file', file);
    expect(run.exitCode).toBe(0);
    expect(run.out).toMatch(/is item [0-9a-f]{64}\.1, byte for byte/);
  });

  it('passes the receipt of a refusal, which proves no content', async () => {
    const { receipt, file } = filesOf(13, 'content 0');
    const plain = await verify(receipt);
    expect(plain.exitCode).toBe(0);
    expect(plain.out).toContain('the rules refused it with');
    expect((await verify(receipt, '--file', file)).exitCode).toBe(2);
  });

  it('exits with 3 for what is no receipt, and with 4 when there is none', async () => {
    const path = join(ledger.data, 'no.receipt.json');
    writeFileSync(path, '{"format":"civic-ledger/receipt/v1"}\n');
    expect((await verify(path)).exitCode).toBe(3);
    expect((await verify(join(ledger.data, 'none'))).exitCode).toBe(4);
  });

  it('does not take the word of another ledger’s genesis document', async () => {
    const other = await makeSmallLedger();
    const { receipt } = filesOf(1, '');
    const run = await verify(receipt, '--genesis', other.paths.genesis);
    expect(run.exitCode).toBe(1);
    other.remove();
  });

  it('prints the same as JSON', async () => {
    const { receipt, file } = filesOf(1, 'content 0');
    const run = await verify(receipt, '--file', file, '--json');
    expect(JSON.parse(run.out)).toMatchObject({
      receipt: { ok: true, position: 1 },
      content: { ok: true },
    });
  });
});

describe('`evidence check`, with no server', () => {
  it('finds the receipt beside the file', async () => {
    const { receipt, file } = filesOf(1, 'content 0');
    writeFileSync(`${file}.receipt.json`, readFileSync(receipt));
    expect((await runCommand('evidence', 'check', file, '--data', ledger.data)).exitCode).toBe(0);
  });
});
