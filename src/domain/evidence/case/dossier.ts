/**
 * A dossier (存证事务): the items of one matter, filed by phase in order. Freezing pins its manifest:
 * the count and the RFC 9162 root over its entries, so that an export with fewer entries shows it
 * (invariant 19). Then it is submitted to a case, and closed.
 */
import type { Hex } from '../../../crypto/bytes.js';
import { dossierLeaf } from '../../../ledger/dossierLeaf.js';
import { type Peaks, peaksRoot, withLeaf } from '../../../ledger/merklePeaks.js';
import {
  action,
  type Action,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../../domainModule.js';
import { type Refusal, refuse } from '../../refusals.js';
import { actionData, hex, integer, object, oneOf } from '../../shape.js';
import { itemIds, refuseUnknownItems } from '../items.js';
import {
  changed,
  inCharge,
  ownRecordAt,
  type Owned,
  type RecordKind,
  recordKey,
} from '../records.js';

/** In the order in which a matter runs; an earlier phase is not returned to. */
export const PHASES = [
  'origin',
  'performance',
  'infringement',
  'collection',
  'preservation',
  'examination',
  'proceedings',
] as const;
export type Phase = (typeof PHASES)[number];

export type DossierOpened = {
  /** Hash of the signed event. */
  readonly dossier: Hex;
  readonly organisation: string;
  readonly by: string;
};

export type DossierFiled = {
  readonly dossier: Hex;
  readonly phase: Phase;
  /** Number of the first of these in the dossier, from 0. */
  readonly first: number;
  readonly items: readonly string[];
  readonly by: string;
};

export type DossierFrozen = {
  readonly dossier: Hex;
  readonly count: number;
  readonly root: Hex;
  readonly by: string;
};

export type DossierSubmitted = {
  readonly dossier: Hex;
  /** SHA-256 over the case number: names the case to those who have it. */
  readonly case: Hex;
  readonly by: string;
};

export type DossierClosed = { readonly dossier: Hex; readonly by: string };

export type DossierRecord = Owned & {
  readonly status: 'open' | 'frozen' | 'submitted' | 'closed';
  readonly phase: Phase;
  readonly count: number;
  readonly peaks: Peaks;
};

export const DOSSIER: RecordKind = {
  prefix: 'dossier',
  what: 'a dossier',
  unknown: 'DOSSIER_UNKNOWN',
  wrongStatus: 'DOSSIER_STATUS',
};

const onDossier = object({ dossier: hex(32) });
const filing = object({ dossier: hex(32), phase: oneOf(PHASES), items: itemIds });
const freezing = object({
  dossier: hex(32),
  count: integer(1, Number.MAX_SAFE_INTEGER),
  root: hex(32),
});
const submission = object({ dossier: hex(32), case: hex(32) });

const ownerOf = ({ dossier: id }: { readonly dossier: Hex }, state: StateReader) =>
  inCharge(DOSSIER, { id, field: 'data.dossier' }, state);

export const dossierActions = {
  'evidence.OpenDossier': action({ read: actionData(object({})), decide: decideOpen }),
  'evidence.FileInDossier': action({
    read: actionData(filing),
    subject: ownerOf,
    decide: decideFile,
  }),
  'evidence.FreezeDossier': action({
    read: actionData(freezing),
    subject: ownerOf,
    decide: decideFreeze,
  }),
  'evidence.SubmitDossier': action({
    read: actionData(submission),
    subject: ownerOf,
    decide: decideSubmit,
  }),
  'evidence.CloseDossier': action({
    read: actionData(onDossier),
    subject: ownerOf,
    decide: decideClose,
  }),
};

export const dossierEvents = {
  'evidence.DossierOpened': event(evolveOpened),
  'evidence.DossierFiled': event(evolveFiled),
  'evidence.DossierFrozen': event(evolveTo('frozen')),
  'evidence.DossierSubmitted': event(evolveTo('submitted')),
  'evidence.DossierClosed': event(evolveTo('closed')),
};

const filedKey = (dossier: Hex, item: string): string => `evidence/dossier-item/${dossier}/${item}`;

function evolveTo(status: DossierRecord['status']) {
  return ({ dossier: id }: { readonly dossier: Hex }, state: StateReader): StateWrite[] => [
    changed(state, DOSSIER, { id, status }),
  ];
}

/** The dossier that its owner moves on. */
function ownDossier(
  { organisation, data }: Action<{ readonly dossier: Hex }>,
  state: StateReader,
  from: DossierRecord['status'],
): DossierRecord | Refusal {
  const step = { id: data.dossier, field: 'data.dossier', from: [from], organisation };
  return ownRecordAt<DossierRecord>(state, DOSSIER, step);
}

function decideOpen({ actor, organisation, hash }: Action<unknown>): Decision {
  const opened: DossierOpened = { dossier: hash, organisation, by: actor };
  return [{ type: 'evidence.DossierOpened', data: opened }];
}

function evolveOpened({ dossier, organisation }: DossierOpened): StateWrite[] {
  const phase = PHASES[0];
  const record: DossierRecord = { organisation, status: 'open', phase, count: 0, peaks: [] };
  return [[recordKey(DOSSIER, dossier), record]];
}

function decideFile(asked: Action<ReturnType<typeof filing>>, state: StateReader): Decision {
  const { actor, data } = asked;
  const record = ownDossier(asked, state, 'open');
  if ('refused' in record) return record;
  if (PHASES.indexOf(data.phase) < PHASES.indexOf(record.phase)) {
    const facts = { field: 'data.phase', limit: `${record.phase} or later`, value: data.phase };
    return refuse('PHASE_PASSED', facts);
  }
  const refusal = refuseUnknownItems(state, data.items, 'data.items') ?? refuseFiled(data, state);
  if (refusal !== undefined) return refusal;
  const filed: DossierFiled = { ...data, first: record.count, by: actor };
  return [{ type: 'evidence.DossierFiled', data: filed }];
}

function refuseFiled(
  { dossier, items }: ReturnType<typeof filing>,
  state: StateReader,
): Refusal | undefined {
  const index = items.findIndex((item) => state.get(filedKey(dossier, item)) !== undefined);
  if (index === -1) return undefined;
  const limit = 'an item not yet in the dossier';
  const value = items[index] as string;
  return refuse('FILED_BEFORE', { field: `data.items[${index}]`, limit, value });
}

function evolveFiled(filed: DossierFiled, state: StateReader): StateWrite[] {
  const { dossier: id, phase, first, items } = filed;
  const { peaks } = state.get(recordKey(DOSSIER, id)) as DossierRecord;
  const grown = items.reduce(
    (before, item, index) => withLeaf(before, dossierLeaf({ number: first + index, item, phase })),
    peaks,
  );
  const count = first + items.length;
  const kept = items.map((item, index): StateWrite => [filedKey(id, item), first + index]);
  return [...kept, changed(state, DOSSIER, { id, phase, count, peaks: grown })];
}

function decideFreeze(asked: Action<ReturnType<typeof freezing>>, state: StateReader): Decision {
  const { actor, data } = asked;
  const record = ownDossier(asked, state, 'open');
  if ('refused' in record) return record;
  if (data.count !== record.count) {
    const facts = { field: 'data.count', limit: `${record.count}`, value: `${data.count}` };
    return refuse('COUNT_MISMATCH', facts);
  }
  const limit = peaksRoot(record.peaks);
  if (data.root !== limit) {
    return refuse('ROOT_MISMATCH', { field: 'data.root', limit, value: data.root });
  }
  const frozen: DossierFrozen = { ...data, by: actor };
  return [{ type: 'evidence.DossierFrozen', data: frozen }];
}

function decideSubmit(asked: Action<ReturnType<typeof submission>>, state: StateReader): Decision {
  const record = ownDossier(asked, state, 'frozen');
  if ('refused' in record) return record;
  const submitted: DossierSubmitted = { ...asked.data, by: asked.actor };
  return [{ type: 'evidence.DossierSubmitted', data: submitted }];
}

function decideClose(asked: Action<ReturnType<typeof onDossier>>, state: StateReader): Decision {
  const record = ownDossier(asked, state, 'submitted');
  if ('refused' in record) return record;
  const closed: DossierClosed = { ...asked.data, by: asked.actor };
  return [{ type: 'evidence.DossierClosed', data: closed }];
}
