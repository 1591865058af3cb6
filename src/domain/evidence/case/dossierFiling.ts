/**
 * What goes into a dossier, and what is taken out of it before it is frozen. The manifest only
 * grows: taking an item out adds an entry that says so, so that the numbers stay without a gap and
 * nobody can make an entry vanish. A step names up to a thousand items; the state keeps the right
 * edge of the tree and one small value an item, however large the dossier is.
 */
import type { Hex } from '../../../crypto/bytes.js';
import {
  DOSSIER_SALT_BYTES,
  dossierLeaf,
  entrySalt,
  removalLeaf,
} from '../../../ledger/dossierLeaf.js';
import { withLeaf } from '../../../ledger/merklePeaks.js';
import {
  action,
  type Action,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../../domainModule.js';
import { type Refusal, refuse } from '../../refusals.js';
import { actionData, hex, object, oneOf, optional, set } from '../../shape.js';
import { itemId } from '../item.js';
import { refuseUnknownItems } from '../items.js';
import { changed, recordKey } from '../records.js';
import {
  DOSSIER,
  dossierOwner,
  type DossierRecord,
  ownDossier,
  type Phase,
  PHASES,
} from './dossierRecord.js';

/** Items that one filing, or one removal, may name. */
export const FILED_ITEMS_MAX = 1_000;

/** Entries of one dossier, removals among them: what a bundle and its reader have to hold. */
export const DOSSIER_ENTRIES_MAX = 1_000_000;

export type DossierFiled = {
  readonly dossier: Hex;
  readonly phase: Phase;
  /** Number of the first of these in the dossier, from 0. */
  readonly first: number;
  readonly items: readonly string[];
  /** What the salts of these entries are made from; absent: they have none. */
  readonly salt?: Hex;
  readonly by: string;
};

export type DossierReduced = {
  readonly dossier: Hex;
  /** Number of the first of the entries that take one out. */
  readonly first: number;
  readonly items: readonly string[];
  /** Which entry each of the items was. */
  readonly removes: readonly number[];
  readonly by: string;
};

const items = set(1, FILED_ITEMS_MAX, itemId);
const filing = object({
  dossier: hex(32),
  phase: oneOf(PHASES),
  items,
  salt: optional(hex(DOSSIER_SALT_BYTES)),
});
const removal = object({ dossier: hex(32), items });

export const dossierFilingActions = {
  'evidence.FileInDossier': action({
    read: actionData(filing),
    subject: dossierOwner,
    decide: decideFile,
  }),
  'evidence.TakeFromDossier': action({
    read: actionData(removal),
    subject: dossierOwner,
    decide: decideTake,
  }),
};

export const dossierFilingEvents = {
  'evidence.DossierFiled': event(evolveFiled),
  'evidence.DossierReduced': event(evolveReduced),
};

const filedKey = (dossier: Hex, item: string): string => `evidence/dossier-item/${dossier}/${item}`;

function decideFile(asked: Action<ReturnType<typeof filing>>, state: StateReader): Decision {
  const { actor, data } = asked;
  const record = ownDossier(asked, state, 'open');
  if ('refused' in record) return record;
  if (PHASES.indexOf(data.phase) < PHASES.indexOf(record.phase)) {
    const facts = { field: 'data.phase', limit: `${record.phase} or later`, value: data.phase };
    return refuse('PHASE_PASSED', facts);
  }
  const refusal =
    refuseFull(record, data.items.length) ??
    refuseUnknownItems(state, data.items, 'data.items') ??
    refuseFiled(data, state);
  if (refusal !== undefined) return refusal;
  const { salt, ...plain } = data;
  const filed: DossierFiled = {
    ...plain,
    ...(salt === undefined ? {} : { salt }),
    first: record.count,
    by: actor,
  };
  return [{ type: 'evidence.DossierFiled', data: filed }];
}

/** What was filed can always be taken out again: removals have no limit of their own. */
function refuseFull({ count }: DossierRecord, more: number): Refusal | undefined {
  if (count + more <= DOSSIER_ENTRIES_MAX) return undefined;
  const limit = `${DOSSIER_ENTRIES_MAX} entries`;
  return refuse('DOSSIER_FULL', { field: 'data.items', limit, value: `${count + more} entries` });
}

function refuseFiled(
  { dossier, items: named }: ReturnType<typeof filing>,
  state: StateReader,
): Refusal | undefined {
  const index = named.findIndex((item) => state.get(filedKey(dossier, item)) !== undefined);
  if (index === -1) return undefined;
  const limit = 'an item not yet in the dossier';
  const value = named[index] as string;
  return refuse('FILED_BEFORE', { field: `data.items[${index}]`, limit, value });
}

function evolveFiled(filed: DossierFiled, state: StateReader): StateWrite[] {
  const { dossier: id, phase, first, items: named, salt: filingSalt } = filed;
  const { peaks } = state.get(recordKey(DOSSIER, id)) as DossierRecord;
  const grown = named.reduce((before, item, index) => {
    const number = first + index;
    const salt = filingSalt === undefined ? {} : { salt: entrySalt(filingSalt, number) };
    return withLeaf(before, dossierLeaf({ number, item, phase, ...salt }));
  }, peaks);
  const count = first + named.length;
  const kept = named.map((item, index): StateWrite => [filedKey(id, item), first + index]);
  return [...kept, changed(state, DOSSIER, { id, phase, count, peaks: grown })];
}

function decideTake(asked: Action<ReturnType<typeof removal>>, state: StateReader): Decision {
  const { actor, data } = asked;
  const record = ownDossier(asked, state, 'open');
  if ('refused' in record) return record;
  const numbers = data.items.map((item) => state.get(filedKey(data.dossier, item)));
  const index = numbers.indexOf(undefined);
  if (index !== -1) {
    const value = data.items[index] as string;
    const limit = 'an item in the dossier';
    return refuse('NOT_FILED', { field: `data.items[${index}]`, limit, value });
  }
  const removes = numbers as readonly number[];
  const reduced: DossierReduced = { ...data, first: record.count, removes, by: actor };
  return [{ type: 'evidence.DossierReduced', data: reduced }];
}

function evolveReduced(reduced: DossierReduced, state: StateReader): StateWrite[] {
  const { dossier: id, first, items: named, removes } = reduced;
  const record = state.get(recordKey(DOSSIER, id)) as DossierRecord;
  const peaks = removes.reduce(
    (before, number, index) =>
      withLeaf(before, removalLeaf({ number: first + index, removes: number })),
    record.peaks,
  );
  const count = first + named.length;
  const removed = (record.removed ?? 0) + named.length;
  const gone = named.map((item): StateWrite => [filedKey(id, item), null]);
  return [...gone, changed(state, DOSSIER, { id, count, removed, peaks })];
}
