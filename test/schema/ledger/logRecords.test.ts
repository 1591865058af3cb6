/** Many signed events under one proof, as whoever collects a dossier’s bundle asks for them. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { verifyInclusionSet } from '../../../src/ledger/inclusionSet.js';
import { parseGenesis } from '../../../src/ledger/parseGenesis.js';
import type { Genesis } from '../../../src/ledger/genesis.js';
import { type RecordFacts, verifyRecord } from '../../../src/ledger/verifyRecord.js';
import { registration } from '../../support/consortium.js';
import { LedgerUnderTest } from '../ledgerUnderTest.js';

const ledger = new LedgerUnderTest();
const { kit } = ledger;

beforeAll(() => {
  for (let block = 0; block < 5; block += 1) {
    ledger.submit([0, 1].map((index) => registration(kit, `item ${block}.${index}`)));
  }
});
afterAll(() => ledger.close());

const RECORDS = `query($positions: [Position!]!, $size: Position) {
  logRecords(positions: $positions, size: $size) { size root records hashes }
}`;

interface Answer {
  readonly size: string;
  readonly root: string;
  readonly records: readonly string[];
  readonly hashes: readonly string[];
}

async function ask(positions: readonly number[], size: number | null = null): Promise<Answer> {
  const answer: { logRecords?: Answer } = await ledger.ask(RECORDS, { positions, size });
  return answer.logRecords as Answer;
}

function factsOf(records: readonly string[]): readonly RecordFacts[] {
  const trust = { genesis: parseGenesis(kit.genesisText) as Genesis, ledger: kit.ledger };
  return records.map((text) => verifyRecord(text, trust) as RecordFacts);
}

test('are named by any of their entries, come once, in order, under one proof', async () => {
  const { size, root, records, hashes } = await ask([10, 9, 3, 1, 2], 21);
  const facts = factsOf(records);
  expect(facts.map(({ position }) => position)).toEqual([1, 3, 9]);
  expect(facts.map(({ body }) => body.type)).toEqual(Array(3).fill('evidence.RegisterItem'));
  const leaves = facts.map(({ leaf }) => leaf);
  expect(verifyInclusionSet({ leaves, size: Number(size), root, hashes })).toBe(true);
});

test('a record that was changed is another leaf, and its signature is wrong', async () => {
  const { size, root, records, hashes } = await ask([5]);
  const [text] = records as [string];
  const changed = text.replace('"claim":"', '"claim":"x');
  const trust = { genesis: kit.genesis, ledger: kit.ledger };
  const verdict = verifyRecord(changed, trust);
  expect(verdict).toMatchObject({ fault: 'EVENT_SIGNATURE' });
  const leaves = [verdict.leaf!];
  expect(verifyInclusionSet({ leaves, size: Number(size), root, hashes })).toBe(false);
  expect(verifyRecord(` ${text}`, trust)).toEqual({ fault: 'MALFORMED' });
  expect(verifyRecord(text, { ...trust, ledger: 'ab'.repeat(32) })).toMatchObject({
    fault: 'OTHER_LEDGER',
  });
  expect(
    verifyRecord(text, { ...trust, genesis: { ...kit.genesis, suites: ['p256-sha256'] } }),
  ).toMatchObject({ fault: 'SUITE_NOT_ALLOWED' });
});

test.each([
  ['a position that is no signed event', [0], null, 'NOT_FOUND'],
  ['a position beyond the log', [99], null, 'NOT_FOUND'],
  ['a size that a record lies beyond', [5], 5, 'BAD_USER_INPUT'],
  ['no position', [], null, 'BAD_USER_INPUT'],
  ['too many positions', Array.from({ length: 1_001 }, () => 1), null, 'LIMIT_EXCEEDED'],
])('%s is refused', async (_, positions, size, code) => {
  const fault = await ledger.fault(RECORDS, { positions, size });
  expect(fault).toMatchObject({ code, field: 'positions', limit: expect.any(String) });
  expect(fault['value']).toEqual(expect.any(String));
});
