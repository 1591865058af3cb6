/** The record of a dossier and who may move it on: what its rules have in common. */
import type { Hex } from '../../../crypto/bytes.js';
import type { Peaks } from '../../../ledger/merklePeaks.js';
import type { Action, StateReader } from '../../domainModule.js';
import type { Refusal } from '../../refusals.js';
import { inCharge, ownRecordAt, type Owned, type RecordKind } from '../records.js';

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

export type DossierRecord = Owned & {
  readonly status: 'open' | 'frozen' | 'submitted' | 'closed';
  readonly phase: Phase;
  /** Entries so far, removals among them: the number of the next one. */
  readonly count: number;
  /** Entries that take one out; absent as long as there are none. */
  readonly removed?: number;
  /** Of the tree over the entries; the whole manifest stands in the log, never in one value. */
  readonly peaks: Peaks;
};

export const DOSSIER: RecordKind = {
  prefix: 'dossier',
  what: 'a dossier',
  unknown: 'DOSSIER_UNKNOWN',
  wrongStatus: 'DOSSIER_STATUS',
};

type OnDossier = { readonly dossier: Hex };

/** The organisation whose dossier it is, or why there is none. */
export function dossierOwner({ dossier: id }: OnDossier, state: StateReader): string | Refusal {
  return inCharge(DOSSIER, { id, field: 'data.dossier' }, state);
}

/** The dossier that its owner moves on. */
export function ownDossier(
  { organisation, data }: Action<OnDossier>,
  state: StateReader,
  from: DossierRecord['status'],
): DossierRecord | Refusal {
  const step = { id: data.dossier, field: 'data.dossier', from: [from], organisation };
  return ownRecordAt<DossierRecord>(state, DOSSIER, step);
}
