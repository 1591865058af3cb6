/** The objects of captures: captures, their artefacts, the tools on record. */
import { Field, InputType, ObjectType } from 'type-graphql';
import type { Hex } from '../../../crypto/bytes.js';
import type {
  EvidenceArtefactsTable,
  EvidenceCapturesTable,
  EvidenceToolsTable,
} from '../../../projections/evidence/lifeTables.js';
import { HashScalar, PositionScalar } from '../../scalars.js';
import { rowFields, tableType } from '../../tableType.js';
import { EvidenceContentInput, EvidenceContentObject, historyOf } from '../content.types.js';
import { TypedDigestObject } from '../evidence.types.js';
import {
  AbortReasonEnum,
  ArtefactRoleEnum,
  CaptureClassEnum,
  CaptureProfileEnum,
  CaptureStatusEnum,
  CheckResultEnum,
  EnvironmentResultEnum,
  ToolEndReasonEnum,
  ToolStatusEnum,
} from './capture.enums.js';

const BEACON = 'A checkpoint of this ledger: size, root and header hash of one block.';

@InputType({ description: BEACON })
export class CaptureBeaconInput {
  @Field(() => PositionScalar, { description: 'Size of the log after the block.' })
  size!: number;

  @Field(() => HashScalar, { description: 'Root of the log after the block.' })
  root!: Hex;

  @Field(() => HashScalar, { description: 'Hash of the block’s header.' })
  header!: Hex;
}

const CHECKS = 'The fixed list of checks before anything is captured.';

@InputType({ description: CHECKS })
export class EnvironmentChecksInput {
  @Field(() => CheckResultEnum, { description: 'The hosts file redirects no name.' })
  hostsFile!: string;

  @Field(() => CheckResultEnum, { description: 'No proxy and no local server is in between.' })
  proxy!: string;

  @Field(() => CheckResultEnum, { description: 'Names resolve as independent resolvers say.' })
  dns!: string;

  @Field(() => CheckResultEnum, { description: 'The clock is within a second.' })
  clockOffset!: string;

  @Field(() => CheckResultEnum, { description: 'No process could alter what is shown.' })
  processList!: string;

  @Field(() => CheckResultEnum, { description: 'The system is as it was installed.' })
  deviceIntegrity!: string;
}

@ObjectType('EnvironmentChecks', { simpleResolvers: true, description: CHECKS })
export class EnvironmentChecksObject {
  @Field(() => CheckResultEnum, { description: 'The hosts file redirects no name.' })
  hostsFile!: string;

  @Field(() => CheckResultEnum, { description: 'No proxy and no local server is in between.' })
  proxy!: string;

  @Field(() => CheckResultEnum, { description: 'Names resolve as independent resolvers say.' })
  dns!: string;

  @Field(() => CheckResultEnum, { description: 'The clock is within a second.' })
  clockOffset!: string;

  @Field(() => CheckResultEnum, { description: 'No process could alter what is shown.' })
  processList!: string;

  @Field(() => CheckResultEnum, { description: 'The system is as it was installed.' })
  deviceIntegrity!: string;
}

@InputType({ description: 'One artefact of a capture.' })
export class ArtefactInput extends EvidenceContentInput {
  @Field(() => ArtefactRoleEnum, { description: 'What it is of.' })
  role!: string;
}

const tool = rowFields<EvidenceToolsTable>();

export const CaptureToolType = tableType<EvidenceToolsTable>(
  'CaptureTool',
  'A capture program by the SHA-256 of its build.',
  {
    build: tool.hash('build', 'SHA-256 of the build.'),
    organisationId: tool.text('organisation', 'Id of the organisation that registered it.'),
    profiles: tool.list(() => CaptureProfileEnum, 'profiles', 'What it may capture.'),
    status: tool.word(ToolStatusEnum, 'status', 'Whether it may open captures.'),
    withdrawnReason: tool.maybe(
      tool.word(ToolEndReasonEnum, 'withdrawn_reason', 'Why it was withdrawn.'),
    ),
    registeredPosition: tool.position('position', 'Position of the entry that registered it.'),
    registeredTime: tool.instant('time', 'Time of its block.'),
    history: historyOf('build'),
  },
);

const artefact = rowFields<EvidenceArtefactsTable>();

export const ArtefactType = tableType<EvidenceArtefactsTable>(
  'CaptureArtefact',
  'What a capture brought home, by number.',
  {
    number: artefact.int('number', 'Number in the capture, from 0, without a gap.'),
    role: artefact.word(ArtefactRoleEnum, 'role', 'What it is of.'),
    commitment: artefact.hash('commitment', 'Commitment to its digests, open or salted.'),
    digests: artefact.maybe(
      artefact.list(() => TypedDigestObject, 'digests', 'The digests; null when salted.'),
    ),
    position: artefact.position('position', 'Position of the entry that recorded it.'),
    time: artefact.instant('time', 'Time of its block.'),
  },
);

const capture = rowFields<EvidenceCapturesTable>();

export const CaptureType = tableType<EvidenceCapturesTable>(
  'Capture',
  'The bounded course of making evidence, from a fresh checkpoint to its seal.',
  {
    captureId: capture.hash('capture', 'Hash of the event that opened it.'),
    organisationId: capture.text('organisation', 'Id of the organisation that captures.'),
    profile: capture.word(CaptureProfileEnum, 'profile', 'How it captures.'),
    tool: capture.hash('tool', 'SHA-256 of the tool’s build.'),
    status: capture.word(CaptureStatusEnum, 'status', 'How far it is.'),
    beaconSize: capture.position('beacon_size', 'Log size that the beacon states.'),
    beaconRoot: capture.hash('beacon_root', 'Root that the beacon states.'),
    beaconHeader: capture.hash('beacon_header', 'Header hash that the beacon states.'),
    notBefore: capture.instant('not_before', 'Time of the beacon’s block: it is not older.'),
    collectorIds: capture.list(() => String, 'collectors', 'Ids of the actors who capture.'),
    signedIds: capture.list(() => String, 'signed', 'Ids of the collectors who have signed.'),
    environment: capture.word(EnvironmentResultEnum, 'environment', 'What the check gave.'),
    environmentReport: capture.maybe(
      capture.json(() => EvidenceContentObject, 'report', 'The report of the check.'),
    ),
    environmentChecks: capture.maybe(
      capture.json(() => EnvironmentChecksObject, 'checks', 'Each check of the fixed list.'),
    ),
    artefactCount: capture.int('artefact_count', 'Number of artefacts.'),
    root: capture.maybe(capture.hash('root', 'Manifest root, once closed.')),
    class: capture.maybe(capture.word(CaptureClassEnum, 'class', 'Class, once sealed.')),
    batchId: capture.maybe(
      capture.hash('batch', 'Batch of the artefacts, once sealed: artefact n is item n of it.'),
    ),
    abortedReason: capture.maybe(
      capture.word(AbortReasonEnum, 'aborted_reason', 'Why it was given up.'),
    ),
    openedPosition: capture.position('position', 'Position of the entry that opened it.'),
    openedTime: capture.instant('time', 'Time of its block.'),
    artefacts: capture.lazy(
      () => ArtefactType.type,
      'The artefacts in order; the first hundred, see `artefactCount`.',
      async ({ capture: id }, { loaders }) =>
        (await loaders.artefacts.load(id)).map(ArtefactType.of),
    ),
    history: historyOf('capture'),
  },
);
