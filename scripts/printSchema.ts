/**
 * Prints the GraphQL schema, sorted, into schema.graphql of the present folder; with `--check` it
 * compares instead, and fails when the file is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildLedgerSchema } from '../src/schema/schema.js';

const FILE = 'schema.graphql';
const text = `${printSchema(lexicographicSortSchema(buildLedgerSchema()))}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(FILE, text);
} else if (readFileSync(FILE, 'utf8') !== text) {
  process.stderr.write(`${FILE} is stale: print it again\n`);
  process.exitCode = 1;
}
