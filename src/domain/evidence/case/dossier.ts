/**
 * A dossier (存证事务): the items of one matter, filed by phase in order. Freezing pins its manifest:
 * the count and the RFC 9162 root over its entries, so that an export with fewer entries shows it
 * (invariant 19). Then it is submitted to a case, and closed.
 */
import type { Hex } from '../../../crypto/bytes.js';
import { peaksRoot } from '../../../ledger/merklePeaks.js';
import {
  action,
  type Action,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../../domainModule.js';
import { refuse } from '../../refusals.js';
import { actionData, hex, integer, object } from '../../shape.js';
import { changed, recordKey } from '../records.js';
import { dossierFilingActions, dossierFilingEvents } from './dossierFiling.js';
import { DOSSIER, dossierOwner, type DossierRecord, ownDossier, PHASES } from './dossierRecord.js';

export type DossierOpened = {
  /** Hash of the signed event. */
  readonly dossier: Hex;
  readonly organisation: string;
  readonly by: string;
};

export type DossierFrozen = {
  readonly dossier: Hex;
  /** Entries of the manifest, removals among them. */
  readonly count: number;
  /** Entries that take one out; absent when there are none. */
  readonly removed?: number;
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

const onDossier = object({ dossier: hex(32) });
const freezing = object({
  dossier: hex(32),
  count: integer(1, Number.MAX_SAFE_INTEGER),
  root: hex(32),
});
const submission = object({ dossier: hex(32), case: hex(32) });

export const dossierActions = {
  ...dossierFilingActions,
  'evidence.OpenDossier': action({ read: actionData(object({})), decide: decideOpen }),
  'evidence.FreezeDossier': action({
    read: actionData(freezing),
    subject: dossierOwner,
    decide: decideFreeze,
  }),
  'evidence.SubmitDossier': action({
    read: actionData(submission),
    subject: dossierOwner,
    decide: decideSubmit,
  }),
  'evidence.CloseDossier': action({
    read: actionData(onDossier),
    subject: dossierOwner,
    decide: decideClose,
  }),
};

export const dossierEvents = {
  ...dossierFilingEvents,
  'evidence.DossierOpened': event(evolveOpened),
  'evidence.DossierFrozen': event(evolveTo('frozen')),
  'evidence.DossierSubmitted': event(evolveTo('submitted')),
  'evidence.DossierClosed': event(evolveTo('closed')),
};

function evolveTo(status: DossierRecord['status']) {
  return ({ dossier: id }: { readonly dossier: Hex }, state: StateReader): StateWrite[] => [
    changed(state, DOSSIER, { id, status }),
  ];
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
  const removed = record.removed === undefined ? {} : { removed: record.removed };
  const frozen: DossierFrozen = { ...data, ...removed, by: actor };
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
