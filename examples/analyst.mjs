/**
 * An analyst: the same question twice, once over GraphQL with pages that neither skip nor repeat,
 * once in SQL over the read models.
 *
 *   npm start                       (in another terminal)
 *   node examples/analyst.mjs
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { graphqlRequest, TypedDocumentString } from 'civic-ledger/client';
import { data, endpoint } from './demo.mjs';

const ITEMS = new TypedDocumentString(`
  query Items($after: String) {
    evidenceItems(first: 100, after: $after, orderBy: [{ field: REGISTERED, direction: ASC }]) {
      nodes { claimantId category status registeredTime }
      pageInfo { hasNextPage endCursor }
      asOfPosition
    }
  }
`);

/** Every item, page by page. The cursor is a place in the order, not a number of rows. */
async function* allItems() {
  let after = null;
  do {
    const { evidenceItems } = await graphqlRequest(endpoint, ITEMS, { after });
    yield* evidenceItems.nodes;
    after = evidenceItems.pageInfo.hasNextPage ? evidenceItems.pageInfo.endCursor : null;
  } while (after !== null);
}

const counts = new Map();
for await (const { claimantId, category } of allItems()) {
  const name = `${claimantId} ${category.toLowerCase().replaceAll('_', '-')}`;
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
console.log('over GraphQL, items by claimant and category:');
for (const [name, count] of [...counts].sort()) console.log(`  ${name}: ${count}`);

// One file that any SQL tool opens. Read-only: the server owns it, and folds it from the log.
const database = new Database(join(data, 'read-models.sqlite'), { readonly: true });
const rows = database
  .prepare(
    `SELECT claimant, category, count(*) AS items, min(time) AS first, max(time) AS last,
            sum(status = 'active') AS active
     FROM evidence_items GROUP BY claimant, category ORDER BY claimant, category`,
  )
  .all();
const { position } = database
  .prepare('SELECT max(next_position) AS position FROM projection_positions')
  .get();
console.log(`in SQL, as of position ${position}:`);
for (const { claimant, category, items, active, first, last } of rows) {
  console.log(`  ${claimant} ${category}: ${items}, ${active} active, ${first} to ${last}`);
}
database.close();
