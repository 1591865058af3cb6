/**
 * The end of a capture. Closing pins it: the manifest root over the artefacts (RFC 9162 over their
 * commitments) and their count, and nothing is ever appended (invariant 9: a log that only chains
 * can be cut short). Sealing registers the artefacts as a batch of items under that same root, with
 * the capture's class: without a passed environment check it is `uncontrolled` (invariant 8).
 */
import type { Hex } from '../../../crypto/bytes.js';
import {
  action,
  type Action,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../../domainModule.js';
import { refuse } from '../../refusals.js';
import { actionData, hex, integer, object, oneOf } from '../../shape.js';
import { type BatchRegistered, batchRoot } from '../batch.js';
import { CATEGORIES, CLAIMS } from '../item.js';
import { lowerBoundKey } from '../provenInterval.js';
import { changed, recordKey } from '../records.js';
import { artefactCommitments } from './artefact.js';
import { CAPTURE, capturer, type CaptureRecord, collectorsCapture } from './capture.js';

export const CAPTURE_CLASSES = ['controlled', 'uncontrolled'] as const;
export type CaptureClass = (typeof CAPTURE_CLASSES)[number];

export type CaptureClosed = {
  readonly capture: Hex;
  readonly count: number;
  /** RFC 9162 root; the leaf data are the 32 bytes of each artefact's commitment. */
  readonly root: Hex;
  readonly by: string;
};

export type CaptureSealed = {
  readonly capture: Hex;
  readonly class: CaptureClass;
  /** The batch that the artefacts became: item `<batch>.<n>` is artefact n. */
  readonly batch: Hex;
  readonly by: string;
};

const closing = object({
  capture: hex(32),
  count: integer(1, Number.MAX_SAFE_INTEGER),
  root: hex(32),
});

const sealing = object({
  capture: hex(32),
  class: oneOf(CAPTURE_CLASSES),
  category: oneOf(CATEGORIES),
  claim: oneOf(CLAIMS),
});

export const sealActions = {
  'evidence.CloseCapture': action({
    read: actionData(closing),
    subject: capturer,
    decide: decideClose,
  }),
  'evidence.SealCapture': action({
    read: actionData(sealing),
    subject: capturer,
    decide: decideSeal,
  }),
};

export const sealEvents = {
  'evidence.CaptureClosed': event(({ capture: id, root }: CaptureClosed, state) => [
    changed(state, CAPTURE, { id, status: 'closed', root }),
  ]),
  'evidence.CaptureSealed': event(evolveSealed),
};

function decideClose(asked: Action<ReturnType<typeof closing>>, state: StateReader): Decision {
  const { actor, data } = asked;
  const record = collectorsCapture(asked, state, ['recording']);
  if ('refused' in record) return record;
  if (data.count !== record.artefacts) {
    const facts = { field: 'data.count', limit: `${record.artefacts}`, value: `${data.count}` };
    return refuse('COUNT_MISMATCH', facts);
  }
  const limit = batchRoot(artefactCommitments(state, data.capture, data.count));
  if (data.root !== limit) {
    return refuse('ROOT_MISMATCH', { field: 'data.root', limit, value: data.root });
  }
  const closed: CaptureClosed = { ...data, by: actor };
  return [{ type: 'evidence.CaptureClosed', data: closed }];
}

function decideSeal(asked: Action<ReturnType<typeof sealing>>, state: StateReader): Decision {
  const { actor, hash, data } = asked;
  const { capture, category, claim } = data;
  const record = collectorsCapture(asked, state, ['closed']);
  if ('refused' in record) return record;
  if (data.class === 'controlled' && record.environment !== 'passed') {
    const limit = 'uncontrolled: no environment check was passed before the first artefact';
    return refuse('SEAL_CLASS', { field: 'data.class', limit, value: data.class });
  }
  const sealed: CaptureSealed = { capture, class: data.class, batch: hash, by: actor };
  const leaves = artefactCommitments(state, capture, record.artefacts);
  const batch: BatchRegistered = {
    batch: hash,
    claimant: record.organisation,
    registrant: actor,
    root: record.root as Hex,
    count: leaves.length,
    leaves,
    category,
    claim,
  };
  return [
    { type: 'evidence.CaptureSealed', data: sealed },
    { type: 'evidence.BatchRegistered', data: batch },
  ];
}

/** The batch takes over the capture's lower bound: its items are no older than the beacon. */
function evolveSealed({ capture: id, batch }: CaptureSealed, state: StateReader): StateWrite[] {
  const { notBefore } = state.get(recordKey(CAPTURE, id)) as CaptureRecord;
  return [changed(state, CAPTURE, { id, status: 'sealed' }), [lowerBoundKey(batch), notBefore]];
}
