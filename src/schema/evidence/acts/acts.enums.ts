/** The enums of notarial acts and appraisals. */
import type {
  APPRAISAL_QUESTIONS,
  OPINION_END_REASONS,
} from '../../../domain/evidence/acts/appraisal.js';
import type {
  CORRECTION_REASONS,
  REVOCATION_GROUNDS,
} from '../../../domain/evidence/acts/certificate.js';
import type {
  NOTARIAL_REFUSAL_REASONS,
  NOTARIAL_SUBJECTS,
} from '../../../domain/evidence/acts/notarialAct.js';
import { enumOf } from '../../enumOf.js';

export const NotarialSubjectEnum = enumOf<(typeof NOTARIAL_SUBJECTS)[number]>(
  'NotarialSubject',
  'What a notary is asked to certify.',
  {
    preservation: 'That content is kept safe.',
    capture: 'The process of capture.',
    content: 'The content.',
    signature: 'A signature.',
  },
);

export const NotarialStatusEnum = enumOf('NotarialActStatus', 'How far a notarial act is.', {
  applied: 'Applied for.',
  accepted: 'The office has taken it on; its days run.',
  paused: 'Material is missing; its days rest.',
  refused: 'The office does not certify.',
  examined: 'Examined; the certificate is next.',
  issued: 'The certificate is issued.',
  corrected: 'The certificate was corrected.',
  revoked: 'The certificate was revoked and is void from the start.',
});

export const NotarialRefusalReasonEnum = enumOf<(typeof NOTARIAL_REFUSAL_REASONS)[number]>(
  'NotarialRefusalReason',
  'Why an office does not certify.',
  {
    'material-insufficient': 'The material is not enough.',
    'not-within-competence': 'The office is not competent.',
    untrue: 'What is to be certified is not true.',
    unlawful: 'What is to be certified is not lawful.',
    disputed: 'The parties are in dispute about it.',
  },
);

export const CorrectionReasonEnum = enumOf<(typeof CORRECTION_REASONS)[number]>(
  'CertificateCorrectionReason',
  'Why a certificate is corrected.',
  {
    clerical: 'A slip of the pen.',
    incomplete: 'Something was left out.',
    form: 'A fault of form.',
  },
);

export const RevocationGroundEnum = enumOf<(typeof REVOCATION_GROUNDS)[number]>(
  'CertificateRevocationGround',
  'Why a certificate is void from the start.',
  { untrue: 'It is not true.', unlawful: 'It is not lawful.' },
);

export const AppraisalQuestionEnum = enumOf<(typeof APPRAISAL_QUESTIONS)[number]>(
  'AppraisalQuestion',
  'What an institution is asked.',
  {
    authenticity: 'Whether the data are what they are said to be.',
    integrity: 'Whether the data are complete and unchanged.',
    identity: 'Whether two data are the same.',
    similarity: 'How far two data are alike.',
  },
);

export const AppraisalStatusEnum = enumOf('AppraisalStatus', 'How far an appraisal is.', {
  commissioned: 'Commissioned.',
  received: 'The material is with the institution.',
  issued: 'The opinion is issued.',
  supplemented: 'The opinion was supplemented.',
  withdrawn: 'The institution took the opinion back.',
  disregarded: 'A court disregards the opinion.',
});

export const OpinionEndReasonEnum = enumOf<(typeof OPINION_END_REASONS)[number]>(
  'OpinionEndReason',
  'Why an opinion is taken back.',
  {
    error: 'It has an error.',
    'material-untrue': 'The material was not true.',
    licence: 'The licence did not hold.',
    relation: 'A relation to a party came to light.',
  },
);
