/**
 * What happens in one matter: the steps on every record that concerns an item of it, as the trace
 * of each item shows them. Steps are looked at in the order of the log, a range at a time, so that
 * the size of a dossier costs nothing while nothing happens.
 */
import { type RawBuilder, sql, type SqlBool } from 'kysely';
import { Field, InputType } from 'type-graphql';
import type { EvidenceStepsTable } from '../../projections/evidence/lifeTables.js';
import type { FeedOptions } from '../../projections/feed.js';
import type { SchemaContext } from '../context.js';
import { LedgerError } from '../errors.js';
import { isGiven } from '../given.js';
import { HashScalar } from '../scalars.js';

@InputType({ description: 'Which matter: exactly one of an item, a dossier and a case.' })
export class EvidenceMatterInput {
  @Field(() => String, { nullable: true, description: 'Id of an item.' })
  item?: string | null;

  @Field(() => HashScalar, { nullable: true, description: 'Id of a dossier, with its items.' })
  dossier?: string | null;

  @Field(() => HashScalar, {
    nullable: true,
    description: 'SHA-256 over a case number, with the items that were submitted to it.',
  })
  case?: string | null;
}

/** What is followed, as SQL: whether an item, or a record, is of the matter by its id. */
interface Matter {
  readonly hasItem: (item: RawBuilder<string>) => RawBuilder<SqlBool>;
  readonly hasRecord: (record: RawBuilder<string>) => RawBuilder<SqlBool>;
}

/** Throws BAD_USER_INPUT unless exactly one is named. */
function matterOf({ item, dossier, case: reference }: EvidenceMatterInput): Matter {
  const named = [item, dossier, reference].filter(isGiven).length;
  if (named !== 1) {
    const facts = { field: 'of', limit: 'exactly one of item, dossier, case', value: `${named}` };
    throw new LedgerError('BAD_USER_INPUT', `of must name ${facts.limit}`, facts);
  }
  if (isGiven(item)) {
    const isItem = (id: RawBuilder<string>) => sql<SqlBool>`${id} = ${item}`;
    return { hasItem: isItem, hasRecord: isItem };
  }
  return isGiven(dossier) ? dossierMatter(dossier) : caseMatter(reference as string);
}

function dossierMatter(dossier: string): Matter {
  const hasItem = (id: RawBuilder<string>) => sql<SqlBool>`EXISTS (
    SELECT 1 FROM evidence_involvements AS own WHERE own.item = ${id} AND own.record = ${dossier})`;
  return { hasItem, hasRecord: (id) => sql`(${id} = ${dossier} OR ${hasItem(id)})` };
}

function caseMatter(reference: string): Matter {
  const hasItem = (id: RawBuilder<string>) => sql<SqlBool>`EXISTS (
    SELECT 1 FROM evidence_involvements AS own
    JOIN evidence_case_links AS links ON links.link = own.record
    WHERE own.item = ${id} AND links.case_reference = ${reference})`;
  return { hasItem, hasRecord: hasItem };
}

/** Steps of the matter `of`, for a feed. Throws BAD_USER_INPUT unless exactly one is named. */
export function matterSteps(
  { readModels }: SchemaContext,
  of: EvidenceMatterInput,
): FeedOptions<EvidenceStepsTable>['read'] {
  const concerns = concerning(matterOf(of));
  return async (from, upTo, limit) => {
    const query = sql<EvidenceStepsTable>`
      SELECT steps.* FROM evidence_steps AS steps
      WHERE steps.position >= ${from} AND steps.position < ${upTo} AND ${concerns}
      ORDER BY steps.position LIMIT ${limit}`;
    const { rows } = await query.execute(readModels);
    return rows.map((row) => ({ position: row.position, item: row }));
  };
}

/**
 * An item names neither its batch nor its capture: it is a member of the batch that the step is
 * on, or that the capture became.
 */
function concerning({ hasItem, hasRecord }: Matter): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${hasRecord(sql.ref('steps.record'))}
    OR EXISTS (
      SELECT 1 FROM evidence_involvements AS named
      WHERE named.record = steps.record AND ${hasItem(sql.ref('named.item'))})
    OR EXISTS (
      SELECT 1 FROM evidence_batches AS batches
      JOIN evidence_items AS items ON items.sequence >= batches.first_sequence
        AND items.sequence < batches.first_sequence + batches.count
      WHERE batches.batch IN (steps.record, (
          SELECT captures.batch FROM evidence_captures AS captures
          WHERE captures.capture = steps.record))
        AND ${hasItem(sql.ref('items.item'))}))`;
}
