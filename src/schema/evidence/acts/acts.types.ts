/** The objects of notarial acts, appraisals and the working-day calendar. */
import type {
  EvidenceAppraisalsTable,
  EvidenceNotarialActsTable,
  EvidenceWorkingDaysTable,
} from '../../../projections/evidence/lifeTables.js';
import { rowFields, tableType } from '../../tableType.js';
import { EvidenceContentObject, historyOf, itemsOf } from '../content.types.js';
import { EvidenceItemObject } from '../evidence.types.js';
import {
  AppraisalQuestionEnum,
  AppraisalStatusEnum,
  NotarialRefusalReasonEnum,
  NotarialStatusEnum,
  NotarialSubjectEnum,
  OpinionEndReasonEnum,
  RevocationGroundEnum,
} from './acts.enums.js';

const act = rowFields<EvidenceNotarialActsTable>();

export const NotarialActType = tableType<EvidenceNotarialActsTable>(
  'NotarialAct',
  'A notarial act. A revoked certificate is void from the start, whatever date is asked about.',
  {
    actId: act.hash('act', 'Hash of the event that applied.'),
    officeId: act.text('office', 'Id of the notary office.'),
    applicantId: act.text('applicant', 'Id of the organisation that applied.'),
    subject: act.word(NotarialSubjectEnum, 'subject', 'What is to be certified.'),
    partyIds: act.list(() => String, 'parties', 'Ids of all parties: the office is none of them.'),
    status: act.word(NotarialStatusEnum, 'status', 'How far it is.'),
    workingDaysUsed: act.int('days_used', 'Working days used of fifteen, up to the last step.'),
    due: act.maybe(act.text('due', 'Day (YYYY-MM-DD) the certificate is due; null at rest.')),
    refusedReason: act.maybe(
      act.word(NotarialRefusalReasonEnum, 'refused_reason', 'Why the office refused.'),
    ),
    certificate: act.maybe(
      act.json(() => EvidenceContentObject, 'document', 'The certificate as it stands.'),
    ),
    issuedPosition: act.maybe(act.position('issued_position', 'Where it was issued.')),
    issuedTime: act.maybe(act.instant('issued_time', 'When it was issued.')),
    late: act.maybe(act.flag('late', 'Whether more than fifteen working days were used.')),
    revokedPosition: act.maybe(act.position('revoked_position', 'Where it was revoked.')),
    revokedGround: act.maybe(
      act.word(RevocationGroundEnum, 'revoked_ground', 'Why it is void from the start.'),
    ),
    appliedPosition: act.position('position', 'Position of the entry that applied.'),
    appliedTime: act.instant('time', 'Time of its block.'),
    items: itemsOf(() => EvidenceItemObject),
    history: historyOf('act'),
  },
);

const appraisal = rowFields<EvidenceAppraisalsTable>();

export const AppraisalType = tableType<EvidenceAppraisalsTable>(
  'Appraisal',
  'An appraisal (鉴定) by a licensed institution.',
  {
    appraisalId: appraisal.hash('appraisal', 'Hash of the event that commissioned it.'),
    institutionId: appraisal.text('institution', 'Id of the institution.'),
    commissionerId: appraisal.text('commissioner', 'Id of the organisation that commissioned.'),
    question: appraisal.word(AppraisalQuestionEnum, 'question', 'What is asked.'),
    partyIds: appraisal.list(() => String, 'parties', 'Ids of all parties.'),
    status: appraisal.word(AppraisalStatusEnum, 'status', 'How far it is.'),
    materials: appraisal.maybe(
      appraisal.list(() => EvidenceContentObject, 'materials', 'What the institution received.'),
    ),
    opinion: appraisal.maybe(
      appraisal.json(() => EvidenceContentObject, 'document', 'The opinion as it stands.'),
    ),
    issuedPosition: appraisal.maybe(appraisal.position('issued_position', 'Where it was issued.')),
    issuedTime: appraisal.maybe(appraisal.instant('issued_time', 'When it was issued.')),
    withdrawnReason: appraisal.maybe(
      appraisal.word(OpinionEndReasonEnum, 'withdrawn_reason', 'Why it was taken back.'),
    ),
    commissionedPosition: appraisal.position('position', 'Position of the entry that did.'),
    commissionedTime: appraisal.instant('time', 'Time of its block.'),
    items: itemsOf(() => EvidenceItemObject),
    history: historyOf('appraisal'),
  },
);

const year = rowFields<EvidenceWorkingDaysTable>();

export const WorkingDaysType = tableType<EvidenceWorkingDaysTable>(
  'WorkingDays',
  'The working days of a year, as far as they differ from Monday to Friday.',
  {
    year: year.int('year', 'The year.'),
    holidays: year.list(() => String, 'holidays', 'Weekdays without work, YYYY-MM-DD, sorted.'),
    workdays: year.list(() => String, 'workdays', 'Weekend days with work, sorted.'),
    document: year.json(() => EvidenceContentObject, 'document', 'The announcement.'),
    setPosition: year.position('position', 'Position of the entry that set it.'),
    setTime: year.instant('time', 'Time of its block.'),
  },
);
