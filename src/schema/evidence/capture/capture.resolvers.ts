/** Queries and mutations of captures. */
import { type ClassType, Int } from 'type-graphql';
import { by, recordById, recordQueries } from '../../recordQueries.js';
import { HashScalar } from '../../scalars.js';
import { actionMutations, type ActionSubject } from '../../submission/actionMutations.js';
import { CONTENT_FIELD } from '../content.types.js';
import { EvidenceCategoryEnum, EvidenceClaimEnum } from '../evidence.enums.js';
import {
  AbortReasonEnum,
  CaptureClassEnum,
  CaptureProfileEnum,
  CaptureStatusEnum,
  ToolEndReasonEnum,
  ToolStatusEnum,
} from './capture.enums.js';
import {
  ArtefactInput,
  CaptureBeaconInput,
  CaptureToolType,
  CaptureType,
  EnvironmentChecksInput,
} from './capture.types.js';

const CAPTURES = {
  table: 'evidence_captures',
  key: 'capture',
  type: CaptureType,
  name: 'Capture',
  one: 'capture',
  many: 'captures',
  what: 'captures',
  filters: {
    organisationId: by.text('organisation', 'Id of the organisation that captures.'),
    batchId: by.hash('batch', 'Batch that the artefacts became.'),
    profile: by.word(['CaptureProfile', CaptureProfileEnum], 'profile', 'How they capture.'),
    status: by.word(['CaptureStatus', CaptureStatusEnum], 'status', 'How far they are.'),
  },
} as const;

const TOOLS = {
  table: 'evidence_tools',
  key: 'build',
  type: CaptureToolType,
  name: 'CaptureTool',
  one: 'captureTool',
  many: 'captureTools',
  what: 'capture tools',
  filters: {
    organisationId: by.text('organisation', 'Id of the organisation that registered them.'),
    status: by.word(['CaptureToolStatus', ToolStatusEnum], 'status', 'Whether they may capture.'),
  },
} as const;

const tool: ActionSubject = {
  field: 'tool',
  type: () => CaptureToolType.type,
  find: (_, input, context) => recordById(TOOLS, input['build'] as string, context),
};
const build = { type: () => HashScalar, description: 'SHA-256 of the build.' };

const ToolMutations = actionMutations(tool, {
  registerCaptureTool: {
    type: 'evidence.RegisterTool',
    does: 'Puts the build of a capture tool on record',
    done: 'The tool may open captures.',
    fields: {
      build,
      profiles: { type: () => CaptureProfileEnum, list: true, description: 'What it captures.' },
    },
  },
  withdrawCaptureTool: {
    type: 'evidence.WithdrawTool',
    does: 'Withdraws a build; what it captured stays, with this on record',
    done: 'The tool opens no more captures.',
    fields: { build, reason: { type: () => ToolEndReasonEnum, description: 'Why.' } },
  },
});

const captureSubject: ActionSubject = {
  field: 'capture',
  type: () => CaptureType.type,
  find: ({ eventHash }, input, context) =>
    recordById(CAPTURES, (input['capture'] as string | undefined) ?? eventHash, context),
};
const capture = { type: () => HashScalar, description: 'Id of the capture.' };

const CaptureMutations = actionMutations(captureSubject, {
  openCapture: {
    type: 'evidence.OpenCapture',
    does: 'Opens a capture under a checkpoint of this ledger that is at most ten minutes old',
    done: 'The capture is open.',
    fields: {
      profile: { type: () => CaptureProfileEnum, description: 'How it captures.' },
      tool: { type: () => HashScalar, description: 'SHA-256 of the tool’s build.' },
      beacon: { type: () => CaptureBeaconInput, description: 'The fresh checkpoint.' },
      collectors: { type: () => String, list: true, description: 'Who captures, signer included.' },
    },
  },
  recordEnvironment: {
    type: 'evidence.RecordEnvironment',
    does: 'Records the check of the environment, before the first artefact',
    done: 'The check is recorded, whether it passed or failed.',
    fields: {
      capture,
      report: CONTENT_FIELD('The report.'),
      checks: { type: () => EnvironmentChecksInput, description: 'Each check of the list.' },
    },
  },
  recordArtefacts: {
    type: 'evidence.RecordArtefacts',
    does: 'Records the next artefacts of a capture',
    done: 'The artefacts are part of the capture.',
    fields: {
      capture,
      first: { type: () => Int, description: 'Number of the first of these: no gap.' },
      artefacts: { type: () => ArtefactInput, list: true, description: 'The artefacts.' },
    },
  },
  cosignCapture: {
    type: 'evidence.CosignCapture',
    does: 'Signs for a capture as another of its collectors, also after its seal',
    done: 'The collector has signed.',
    fields: { capture },
  },
  closeCapture: {
    type: 'evidence.CloseCapture',
    does: 'Closes a capture for ever under the manifest root of its artefacts',
    done: 'The capture takes no more.',
    fields: {
      capture,
      count: { type: () => Int, description: 'Number of artefacts.' },
      root: { type: () => HashScalar, description: 'RFC 9162 root over the commitments.' },
    },
  },
  sealCapture: {
    type: 'evidence.SealCapture',
    does: 'Registers a closed capture’s artefacts as a batch of items, with its class',
    done: 'The artefacts are items.',
    fields: {
      capture,
      class: { type: () => CaptureClassEnum, description: 'Controlled only after a passed check.' },
      category: { type: () => EvidenceCategoryEnum, description: 'Kind of all items.' },
      claim: { type: () => EvidenceClaimEnum, description: 'What is claimed, of all items.' },
    },
  },
  abortCapture: {
    type: 'evidence.AbortCapture',
    does: 'Gives up a capture that is not closed; it stays on record',
    done: 'The capture is given up.',
    fields: { capture, reason: { type: () => AbortReasonEnum, description: 'Why.' } },
  },
});

export const CAPTURE_RESOLVERS: readonly ClassType[] = [
  recordQueries(CAPTURES),
  recordQueries(TOOLS),
  ToolMutations,
  CaptureMutations,
];
