import { expect, test } from '@jest/globals';
import { buildLedgerSchema } from '../../../src/schema/schema.js';
import { DEFAULT_LIMITS } from '../../../src/schema/limits.js';
import { Documents } from '../../../src/schema/server/documents.js';
import { FIRST_QUERY } from '../../../src/schema/server/graphiql.js';

test('the query that GraphiQL opens with fits the schema and the limits', () => {
  const options = { limits: DEFAULT_LIMITS, introspection: false };
  const documents = new Documents(options, buildLedgerSchema());
  expect(documents.check(FIRST_QUERY, {})).toHaveProperty('document');
});
