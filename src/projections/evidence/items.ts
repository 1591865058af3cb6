/**
 * Every registered item, single or member of a batch, with its present status. Items of different
 * claimants with one digest are all kept, in the order of registration; none is called the owner.
 */
import type { Database, RunResult } from 'better-sqlite3';
import type { BatchRegistered } from '../../domain/evidence/batch.js';
import type { ItemRegistered } from '../../domain/evidence/item.js';
import type { ItemSuperseded } from '../../domain/evidence/supersede.js';
import type { ItemWithdrawn } from '../../domain/evidence/withdraw.js';
import { eventWriter, onEvent } from '../eventWriter.js';
import type { Projection, ProjectionWriter } from '../projection.js';
import type { DerivedEntry } from '../../ledger/entry.js';
import { batchMember, LOOKUP_TABLES, lookupPrefix, LookupRows } from './lookup.js';
import { sequenceOf } from './sequence.js';

export const evidenceItems: Projection = {
  name: 'evidence_items',
  version: 1,
  tables: `
    CREATE TABLE evidence_items (
      sequence INTEGER PRIMARY KEY,  -- position * 65536 + index in the batch
      item TEXT NOT NULL,
      position INTEGER NOT NULL,
      batch TEXT,
      claimant TEXT NOT NULL,
      registrant TEXT NOT NULL,
      commitment TEXT NOT NULL,
      digests TEXT,  -- JSON list of {algorithm, length, value}
      category TEXT NOT NULL,
      claim TEXT NOT NULL,
      claimed_time TEXT,
      time TEXT NOT NULL,
      status TEXT NOT NULL,
      superseded_by TEXT,
      closed_position INTEGER,
      closed_reason TEXT
    ) STRICT;
    CREATE INDEX evidence_items_by_claimant ON evidence_items (claimant);
    CREATE INDEX evidence_items_closed ON evidence_items (status) WHERE status <> 'active';
    CREATE INDEX evidence_items_by_replacement ON evidence_items (superseded_by)
      WHERE superseded_by IS NOT NULL;
    ${LOOKUP_TABLES}
    CREATE VIEW evidence_digests AS
      SELECT items.sequence, items.item, items.claimant,
        digests.value ->> 'algorithm' AS algorithm,
        digests.value ->> 'length' AS length,
        digests.value ->> 'value' AS value
      FROM evidence_items AS items, json_each(items.digests) AS digests;
  `,
  writer,
};

function writer(database: Database): ProjectionWriter {
  const lookup = new LookupRows(database);
  const register = registrations(database, lookup);
  const close = closings(database);
  return eventWriter({
    events: {
      'evidence.ItemRegistered': onEvent<ItemRegistered>(register.item),
      'evidence.BatchRegistered': onEvent<BatchRegistered>(register.batch),
      'evidence.ItemSuperseded': onEvent<ItemSuperseded>((data, entry) => {
        lookup.flush();
        close.superseded(data, entry);
      }),
      'evidence.ItemWithdrawn': onEvent<ItemWithdrawn>((data, entry) => {
        lookup.flush();
        close.withdrawn(data, entry);
      }),
    },
    flush: () => lookup.finish(),
  });
}

function registrations(database: Database, lookup: LookupRows) {
  const insert = database.prepare(
    `INSERT INTO evidence_items
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'active', NULL, NULL, NULL)`,
  );
  const item = (data: ItemRegistered, { position, time }: DerivedEntry): void => {
    const { claimant, registrant, commitment, digests, category, claim, claimedTime } = data;
    const sequence = sequenceOf(position, 0);
    const digestText = digests === undefined ? null : JSON.stringify(digests);
    const who = [claimant, registrant] as const;
    const what = [commitment, digestText, category, claim, claimedTime ?? null] as const;
    insert.run(sequence, data.item, position, null, ...who, ...what, time);
    const values = digests?.map(({ value }) => value) ?? [];
    lookup.add([data.item, commitment, ...values], sequence);
  };
  const batch = (data: BatchRegistered, { position, time }: DerivedEntry): void => {
    const { claimant, registrant, category, claim } = data;
    const who = [claimant, registrant] as const;
    data.leaves.forEach((commitment, index) => {
      const sequence = sequenceOf(position, index);
      const what = [commitment, null, category, claim, null] as const;
      insert.run(sequence, `${data.batch}.${index}`, position, data.batch, ...who, ...what, time);
      lookup.add(index === 0 ? [data.batch, commitment] : [commitment], sequence);
    });
  };
  return { item, batch };
}

function closings(database: Database) {
  const find = sequenceFinder(database);
  const supersede = database.prepare(
    `UPDATE evidence_items
     SET status = 'superseded', superseded_by = ?, closed_position = ?, closed_reason = ?
     WHERE sequence = ?`,
  );
  const withdraw = database.prepare(
    `UPDATE evidence_items SET status = 'withdrawn', closed_position = ?, closed_reason = ?
     WHERE sequence = ?`,
  );
  return {
    superseded({ item, replacement, reason }: ItemSuperseded, { position }: DerivedEntry): void {
      requireRow(supersede.run(replacement, position, reason, find(item)), item);
    },
    withdrawn({ item, reason }: ItemWithdrawn, { position }: DerivedEntry): void {
      requireRow(withdraw.run(position, reason, find(item)), item);
    },
  };
}

/** Finds the sequence of an item, whether single or member of a batch. */
function sequenceFinder(database: Database): (item: string) => number {
  const bySequence = database
    .prepare<[number, string], number>(
      `SELECT items.sequence FROM evidence_lookup AS lookup
       JOIN evidence_items AS items ON items.sequence = lookup.sequence
       WHERE lookup.prefix = ? AND items.item = ?`,
    )
    .pluck();
  return (item) => {
    const member = batchMember(item);
    const first = member === undefined ? item : `${member.batch}.0`;
    const sequence = bySequence.get(lookupPrefix(first), first);
    if (sequence === undefined) throw unknownItem(item);
    return sequence + (member?.index ?? 0);
  };
}

/** A batch may have fewer members than the index of the item. */
function requireRow({ changes }: RunResult, item: string): void {
  if (changes !== 1) throw unknownItem(item);
}

function unknownItem(item: string): Error {
  return new Error(`item ${item} was never registered`);
}
