/** The enums of captures. */
import type { ArtefactRole } from '../../../domain/evidence/capture/artefact.js';
import type { ABORT_REASONS, CaptureStatus } from '../../../domain/evidence/capture/capture.js';
import type { CaptureClass } from '../../../domain/evidence/capture/seal.js';
import type { Profile, TOOL_END_REASONS } from '../../../domain/evidence/capture/tool.js';
import { enumOf } from '../../enumOf.js';

export const CaptureProfileEnum = enumOf<Profile>('CaptureProfile', 'How a content is captured.', {
  'web-auto': 'A page, by a program alone.',
  'web-manual': 'A page, by a person at a screen.',
  screen: 'A screen recording.',
  'photo-video': 'Photos or video of a place.',
  call: 'A call.',
  'system-log': 'Records that a system pushes.',
  'contract-signing': 'The signing of a contract.',
  import: 'Data that were captured elsewhere.',
  criminal: 'By investigators; at least two collectors.',
});

export const CaptureStatusEnum = enumOf<CaptureStatus>('CaptureStatus', 'How far a capture is.', {
  opened: 'Opened; the environment can be checked.',
  'environment-checked': 'The environment is checked; no artefact yet.',
  recording: 'Has artefacts and takes more.',
  closed: 'Takes no more, ever.',
  sealed: 'Its artefacts are registered as items.',
  aborted: 'Given up.',
});

export const EnvironmentResultEnum = enumOf(
  'EnvironmentResult',
  'What came of the check before the first artefact.',
  {
    unchecked: 'There was no check.',
    passed: 'Every check passed.',
    failed: 'At least one check failed.',
  },
);

export const CheckResultEnum = enumOf('EnvironmentCheckResult', 'What came of one check.', {
  pass: 'Passed.',
  fail: 'Failed.',
});

export const CaptureClassEnum = enumOf<CaptureClass>(
  'CaptureClass',
  'How far the environment of a capture is known.',
  {
    controlled: 'A check was passed before the first artefact.',
    uncontrolled: 'Nothing is known of the environment, or its check failed.',
  },
);

export const ArtefactRoleEnum = enumOf<ArtefactRole>('ArtefactRole', 'What an artefact is of.', {
  'page-image': 'A picture of a page.',
  'page-source': 'The source of a page.',
  'network-log': 'What went over the network.',
  'screen-recording': 'A recording of the screen.',
  photo: 'A photo.',
  audio: 'A sound recording.',
  video: 'A video.',
  'tool-log': 'What the tool wrote about its own running.',
  'original-file': 'A file as it was found.',
  'disk-image': 'An image of a medium.',
  contract: 'A contract.',
  'other-data': 'None of the others.',
});

export const AbortReasonEnum = enumOf<(typeof ABORT_REASONS)[number]>(
  'CaptureAbortReason',
  'Why a capture is given up.',
  {
    'tool-failure': 'The tool failed.',
    'environment-failed': 'The environment was not clean.',
    'operator-error': 'A mistake of the person.',
    other: 'None of the others.',
  },
);

export const ToolStatusEnum = enumOf('CaptureToolStatus', 'Whether a tool may open captures.', {
  registered: 'May.',
  withdrawn: 'May not any more.',
});

export const ToolEndReasonEnum = enumOf<(typeof TOOL_END_REASONS)[number]>(
  'CaptureToolEndReason',
  'Why a tool is withdrawn.',
  {
    fault: 'It has a fault.',
    replaced: 'A newer build took its place.',
    'registered-in-error': 'It should not have been registered.',
  },
);
