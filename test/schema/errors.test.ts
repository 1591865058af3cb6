import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { EntriesPruned } from '../../src/ledger/archive/entriesPruned.js';
import { ERRORS, LedgerError, toLedgerError } from '../../src/schema/errors.js';

describe('top-level errors', () => {
  test('docs/errors.md lists the codes of the table with their meanings, in its order', () => {
    const rows = readFileSync('docs/errors.md', 'utf8').matchAll(/^\| `([A-Z_]+)` \| (.+?) \|/gm);
    const documented = [...rows].map(([, code, meaning]) => [code, meaning]);
    expect(documented).toEqual(
      Object.entries(ERRORS).map(([code, { meaning }]) => [code, meaning]),
    );
  });

  test('an admission failure becomes INVALID_EVENT with its reason and place', () => {
    const failure = Object.assign(new Error('no'), {
      code: 'KEY_UNKNOWN',
      field: 'key',
      limit: 'an active key',
      value: 'x',
      index: 0,
    });
    expect(toLedgerError(failure)?.extensions).toEqual({
      code: 'INVALID_EVENT',
      reason: 'KEY_UNKNOWN',
      field: 'key',
      limit: 'an active key',
      value: 'x',
      index: 0,
    });
  });

  test('a pruned entry becomes ENTRY_PRUNED, with what is here instead', () => {
    const facts = { field: 'position', limit: '0, or from 512 on', value: '7' };
    const told = toLedgerError(new EntriesPruned(7, 512))?.extensions;
    expect(told).toEqual({ code: 'ENTRY_PRUNED', ...facts });
  });

  test('other errors are no LedgerError, whatever they carry', () => {
    const system = Object.assign(new Error('ENOENT: /srv/secret'), { code: 'ENOENT', field: 'x' });
    for (const other of [
      system,
      new GraphQLError('x'),
      new TypeError('x'),
      'text',
      null,
      undefined,
    ]) {
      expect(toLedgerError(other)).toBeUndefined();
    }
  });

  test('a LedgerError stays itself', () => {
    const error = new LedgerError('NOT_FOUND', 'no entry', { field: 'position', value: '7' });
    expect(toLedgerError(error)).toBe(error);
    expect(error.extensions).toEqual({ code: 'NOT_FOUND', field: 'position', value: '7' });
  });
});
