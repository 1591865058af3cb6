/** What GraphQL says of entries that a node has pruned and cannot read from an archive. */
import 'reflect-metadata';
import { afterAll, expect, test } from '@jest/globals';
import { EntriesPruned } from '../../../src/ledger/archive/entriesPruned.js';
import type { LogReader } from '../../../src/projections/logReader.js';
import { createLoaders } from '../../../src/schema/loaders.js';
import { publicError } from '../../../src/schema/server/publicError.js';
import { registration } from '../../support/consortium.js';
import { LedgerUnderTest } from '../ledgerUnderTest.js';

const BELOW = 3;
const ledger = new LedgerUnderTest();
afterAll(() => ledger.close());
ledger.submit(['one', 'two'].map((content) => registration(ledger.kit, content)));

function prunedContext() {
  const context = ledger.context();
  const entries: LogReader['entries'] = (from, limit) => {
    if (from < BELOW && from + limit > 1) throw new EntriesPruned(Math.max(from, 1), BELOW);
    return ledger.log.entries(from, limit);
  };
  const ports = { ...context, log: { ...context.log, entries } };
  return { ...ports, loaders: createLoaders(ports) };
}

test('a pruned entry is an error of its own; those beside it are answered', async () => {
  const source =
    '{ old: entry(position: "1") { position } kept: entry(position: "3") { position } }';
  const { data, errors } = await ledger.run(source, {}, prunedContext());
  expect(data).toMatchObject({ old: null, kept: { position: '3' } });
  expect(errors?.map(publicError)).toMatchObject([
    { path: ['old'], extensions: { code: 'ENTRY_PRUNED', value: '1', limit: '0, or from 3 on' } },
  ]);
});

test('a receipt and a page that would need it are refused, not shortened', async () => {
  for (const source of [
    '{ receipt(position: "1") { document } }',
    '{ entries(first: 5) { nodes { position } } }',
  ]) {
    const { errors } = await ledger.run(source, {}, prunedContext());
    expect(errors?.map((error) => publicError(error).extensions.code)).toEqual(['ENTRY_PRUNED']);
  }
});
