/** The enums of holds, retention and erasure. */
import type {
  ERASURE_DECISIONS,
  ERASURE_GROUNDS,
} from '../../../domain/evidence/keeping/erasure.js';
import type { RETENTION_BASES } from '../../../domain/evidence/keeping/retention.js';
import { enumOf } from '../../enumOf.js';

export const HoldStatusEnum = enumOf('LegalHoldStatus', 'Whether a legal hold lies.', {
  placed: 'Lies.',
  lifted: 'Was lifted.',
});

export const RetentionBasisEnum = enumOf<(typeof RETENTION_BASES)[number]>(
  'RetentionBasis',
  'On what a retention period rests.',
  {
    law: 'A law.',
    contract: 'A contract.',
    order: 'An order.',
    archive: 'The archive’s rules.',
  },
);

export const ErasureGroundEnum = enumOf<(typeof ERASURE_GROUNDS)[number]>(
  'ErasureGround',
  'Why content is to be erased (个人信息保护法 第47条).',
  {
    'purpose-fulfilled': 'What it was kept for is done or cannot be done.',
    'retention-over': 'The period of keeping is over.',
    'service-ended': 'The service has ended.',
    'consent-withdrawn': 'Consent was withdrawn.',
    'unlawful-processing': 'It was processed against the law or an agreement.',
    order: 'An order.',
  },
);

export const ErasureDecisionEnum = enumOf<(typeof ERASURE_DECISIONS)[number]>(
  'ErasureDecision',
  'What is decided on a request.',
  {
    erase: 'Content, salt and keys are destroyed.',
    restrict: 'Nothing but storage and protection.',
    refuse: 'Nothing.',
  },
);

export const ErasureStatusEnum = enumOf('ErasureStatus', 'How far an erasure is.', {
  requested: 'Waits for the decision.',
  decided: 'Waits for the key custodians.',
  restricted: 'The content is restricted.',
  refused: 'Refused.',
  executed: 'The content is erased; commitment and proofs stay.',
});

export const ContentStatusEnum = enumOf('ContentStatus', 'What became of an item’s content.', {
  held: 'Is there.',
  restricted: 'Is there, for storage and protection only.',
  erased: 'Was lawfully erased; commitment and proofs stay.',
});
