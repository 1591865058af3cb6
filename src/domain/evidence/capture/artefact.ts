/**
 * Artefacts: what a capture brings home, numbered without a gap, each with its role and its
 * content. Corroboration lives from several kinds of one thing: the picture, the source, the
 * network log ((2018)浙0192民初81号: screenshot, source and call log bear one another out).
 */
import type { Hex } from '../../../crypto/bytes.js';
import type { JsonObject } from '../../../crypto/canonicalJson.js';
import type { GenesisLimits } from '../../../ledger/genesis.js';
import {
  action,
  type Action,
  type BlockContext,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../../domainModule.js';
import { type Refusal, refuse } from '../../refusals.js';
import { hex, integer, list, object, oneOf, optional } from '../../shape.js';
import { type Content, refuseContent } from '../content.js';
import { typedDigests } from '../digests.js';
import { changed } from '../records.js';
import { CAPTURE, capturer, type CaptureRecord, collectorsCapture, UNCLOSED } from './capture.js';

export const ARTEFACT_ROLES = [
  'page-image',
  'page-source',
  'network-log',
  'screen-recording',
  'photo',
  'audio',
  'video',
  'tool-log',
  'original-file',
  'disk-image',
  'contract',
  'other-data',
] as const;
export type ArtefactRole = (typeof ARTEFACT_ROLES)[number];

export type Artefact = Content & { readonly role: ArtefactRole };

export type ArtefactsRecorded = {
  readonly capture: Hex;
  /** Number of the first of these in the capture, from 0. */
  readonly first: number;
  readonly artefacts: readonly Artefact[];
  readonly by: string;
};

type Recording = Omit<ArtefactsRecorded, 'by'>;

export const artefactActions = {
  'evidence.RecordArtefacts': action({
    read: readRecording,
    subject: capturer,
    decide: decideRecord,
  }),
};

export const artefactEvents = {
  'evidence.ArtefactsRecorded': event(evolveRecorded),
};

const artefactKey = (capture: Hex, number: number): string =>
  `evidence/artefact/${capture}/${number}`;
const contentKey = (capture: Hex, commitment: Hex): string =>
  `evidence/artefact-content/${capture}/${commitment}`;

/** The commitments of a capture's first `count` artefacts, in order. */
export function artefactCommitments(
  state: StateReader,
  capture: Hex,
  count: number,
): readonly Hex[] {
  return Array.from(
    { length: count },
    (_, number) => state.get(artefactKey(capture, number)) as Hex,
  );
}

function readRecording(data: JsonObject, { batchItems }: GenesisLimits): Recording {
  const artefact = object({
    commitment: hex(32),
    digests: optional(typedDigests),
    role: oneOf(ARTEFACT_ROLES),
  });
  const read = object({
    capture: hex(32),
    first: integer(0, batchItems),
    artefacts: list(1, batchItems, artefact),
  });
  return read(data, 'data') as Recording;
}

function decideRecord(
  asked: Action<Recording>,
  state: StateReader,
  { limits }: BlockContext,
): Decision {
  const { actor, data } = asked;
  const record = collectorsCapture(asked, state, UNCLOSED);
  if ('refused' in record) return record;
  const refusal = refuseNumbers(data, record, limits) ?? refuseContents(data, state);
  if (refusal !== undefined) return refusal;
  const recorded: ArtefactsRecorded = { ...data, by: actor };
  return [{ type: 'evidence.ArtefactsRecorded', data: recorded }];
}

function refuseNumbers(
  { first, artefacts }: Recording,
  record: CaptureRecord,
  { batchItems }: GenesisLimits,
): Refusal | undefined {
  if (first !== record.artefacts) {
    const facts = { field: 'data.first', limit: `${record.artefacts}`, value: `${first}` };
    return refuse('ARTEFACT_OUT_OF_SEQUENCE', facts);
  }
  const total = first + artefacts.length;
  if (total <= batchItems) return undefined;
  const limit = `${batchItems} artefacts in a capture`;
  return refuse('ARTEFACTS_TOO_MANY', { field: 'data.artefacts', limit, value: `${total}` });
}

/** A manifest names no commitment twice, so that each artefact has one path to its root. */
function refuseContents(
  { capture, artefacts }: Recording,
  state: StateReader,
): Refusal | undefined {
  const seen = new Set<Hex>();
  for (const [index, artefact] of artefacts.entries()) {
    const field = `data.artefacts[${index}]`;
    const { commitment } = artefact;
    const refusal = refuseContent(artefact, field);
    if (refusal !== undefined) return refusal;
    if (seen.has(commitment) || state.get(contentKey(capture, commitment)) !== undefined) {
      const limit = 'a commitment not yet in the capture';
      return refuse('DUPLICATE_LEAF', { field: `${field}.commitment`, limit, value: commitment });
    }
    seen.add(commitment);
  }
  return undefined;
}

function evolveRecorded(recorded: ArtefactsRecorded, state: StateReader): StateWrite[] {
  const { capture: id, first, artefacts } = recorded;
  const kept = artefacts.flatMap(({ commitment }, index): StateWrite[] => [
    [artefactKey(id, first + index), commitment],
    [contentKey(id, commitment), first + index],
  ]);
  const count = first + artefacts.length;
  return [...kept, changed(state, CAPTURE, { id, status: 'recording', artefacts: count })];
}
