/** Queries and mutations of notarial acts, appraisals and the working-day calendar. */
import { Arg, Args, type ClassType, Ctx, Int, Query, Resolver } from 'type-graphql';
import { MinPositionArgs } from '../../connection.js';
import type { SchemaContext } from '../../context.js';
import { readAt } from '../../readPosition.js';
import { by, recordById, recordQueries } from '../../recordQueries.js';
import { HashScalar } from '../../scalars.js';
import { actionMutations, type ActionSubject } from '../../submission/actionMutations.js';
import { CONTENT_FIELD, EvidenceContentInput } from '../content.types.js';
import {
  AppraisalQuestionEnum,
  AppraisalStatusEnum,
  CorrectionReasonEnum,
  NotarialRefusalReasonEnum,
  NotarialStatusEnum,
  NotarialSubjectEnum,
  OpinionEndReasonEnum,
  RevocationGroundEnum,
} from './acts.enums.js';
import { AppraisalType, NotarialActType, WorkingDaysType } from './acts.types.js';

const ACTS = {
  table: 'evidence_notarial_acts',
  key: 'act',
  type: NotarialActType,
  name: 'NotarialAct',
  one: 'notarialAct',
  many: 'notarialActs',
  what: 'notarial acts',
  filters: {
    officeId: by.text('office', 'Id of the notary office.'),
    applicantId: by.text('applicant', 'Id of the organisation that applied.'),
    status: by.word(['NotarialActStatus', NotarialStatusEnum], 'status', 'How far they are.'),
  },
} as const;

const APPRAISALS = {
  table: 'evidence_appraisals',
  key: 'appraisal',
  type: AppraisalType,
  name: 'Appraisal',
  one: 'appraisal',
  many: 'appraisals',
  what: 'appraisals',
  filters: {
    institutionId: by.text('institution', 'Id of the institution.'),
    commissionerId: by.text('commissioner', 'Id of the organisation that commissioned.'),
    status: by.word(['AppraisalStatus', AppraisalStatusEnum], 'status', 'How far they are.'),
  },
} as const;

@Resolver()
class WorkingDaysResolver {
  @Query(() => WorkingDaysType.type, {
    nullable: true,
    description: 'The calendar of a year; null: Monday to Friday.',
  })
  async workingDays(
    @Arg('year', () => Int, { description: 'The year.' }) year: number,
    @Args(() => MinPositionArgs) { minPosition }: MinPositionArgs,
    @Ctx() context: SchemaContext,
  ): Promise<object | null> {
    await readAt(context, minPosition);
    return workingDaysOf(year, context);
  }
}

async function workingDaysOf(year: number, { readModels }: SchemaContext): Promise<object | null> {
  const query = readModels.selectFrom('evidence_working_days').selectAll();
  const row = await query.where('year', '=', year).executeTakeFirst();
  return row === undefined ? null : WorkingDaysType.of(row);
}

const calendar: ActionSubject = {
  field: 'workingDays',
  type: () => WorkingDaysType.type,
  find: (_, input, context) => workingDaysOf(input['year'] as number, context),
};

const CalendarMutations = actionMutations(calendar, {
  setWorkingDays: {
    type: 'evidence.SetWorkingDays',
    does: 'Sets the working days of a year, as announced; replaces what was set before',
    done: 'Days are reckoned by this from now on.',
    fields: {
      year: { type: () => Int, description: 'The year.' },
      holidays: { type: () => String, list: true, description: 'Weekdays without work, sorted.' },
      workdays: { type: () => String, list: true, description: 'Weekend days with work, sorted.' },
      document: CONTENT_FIELD('The announcement.'),
    },
  },
});

const actSubject: ActionSubject = {
  field: 'act',
  type: () => NotarialActType.type,
  find: ({ eventHash }, input, context) =>
    recordById(ACTS, (input['act'] as string | undefined) ?? eventHash, context),
};
const act = { type: () => HashScalar, description: 'Id of the act.' };
const items = { type: () => String, list: true, description: 'Ids of the items, at most 100.' };

const NotarialMutations = actionMutations(actSubject, {
  applyNotarization: {
    type: 'evidence.ApplyNotarization',
    does: 'Applies to a notary office for a certificate',
    done: 'The office has the application.',
    fields: {
      office: { type: () => String, description: 'Id of the notary office.' },
      items,
      subject: { type: () => NotarialSubjectEnum, description: 'What is to be certified.' },
      parties: { type: () => String, list: true, description: 'Ids of further parties.' },
    },
  },
  acceptNotarization: {
    type: 'evidence.AcceptNotarization',
    does: 'Takes an application on; fifteen working days begin',
    done: 'The days run.',
    fields: { act },
  },
  refuseNotarization: {
    type: 'evidence.RefuseNotarization',
    does: 'Refuses to certify',
    done: 'The office does not certify.',
    fields: { act, reason: { type: () => NotarialRefusalReasonEnum, description: 'Why.' } },
  },
  pauseNotarization: {
    type: 'evidence.PauseNotarization',
    does: 'Lets the days rest while material is missing',
    done: 'The days rest.',
    fields: { act },
  },
  resumeNotarization: {
    type: 'evidence.ResumeNotarization',
    does: 'Lets the days run again',
    done: 'The days run.',
    fields: { act },
  },
  examineNotarization: {
    type: 'evidence.ExamineNotarization',
    does: 'Says that the examination is done',
    done: 'The certificate is next.',
    fields: { act },
  },
  issueCertificate: {
    type: 'evidence.IssueCertificate',
    does: 'Issues the certificate; a late one is marked',
    done: 'The certificate is issued.',
    fields: { act, document: CONTENT_FIELD('The certificate.') },
  },
  correctCertificate: {
    type: 'evidence.CorrectCertificate',
    does: 'Corrects a fault of form',
    done: 'The corrected certificate stands; the first stays in the log.',
    fields: {
      act,
      document: CONTENT_FIELD('The corrected certificate.'),
      reason: { type: () => CorrectionReasonEnum, description: 'Why.' },
    },
  },
  revokeCertificate: {
    type: 'evidence.RevokeCertificate',
    does: 'Revokes a certificate that is untrue or unlawful',
    done: 'The certificate is void from the start.',
    fields: { act, ground: { type: () => RevocationGroundEnum, description: 'Why.' } },
  },
});

const appraisalSubject: ActionSubject = {
  field: 'appraisal',
  type: () => AppraisalType.type,
  find: ({ eventHash }, input, context) =>
    recordById(APPRAISALS, (input['appraisal'] as string | undefined) ?? eventHash, context),
};
const appraisal = { type: () => HashScalar, description: 'Id of the appraisal.' };
const opinion = CONTENT_FIELD('The opinion.');

const AppraisalMutations = actionMutations(appraisalSubject, {
  commissionAppraisal: {
    type: 'evidence.CommissionAppraisal',
    does: 'Commissions an appraisal from an institution',
    done: 'The institution has the commission.',
    fields: {
      institution: { type: () => String, description: 'Id of the institution.' },
      items,
      question: { type: () => AppraisalQuestionEnum, description: 'What is asked.' },
    },
  },
  receiveMaterial: {
    type: 'evidence.ReceiveMaterial',
    does: 'Records the material that the institution received, as it hashed it',
    done: 'The material is with the institution.',
    fields: {
      appraisal,
      materials: { type: () => EvidenceContentInput, list: true, description: 'Each piece.' },
    },
  },
  issueOpinion: {
    type: 'evidence.IssueOpinion',
    does: 'Issues the opinion',
    done: 'The opinion is issued.',
    fields: { appraisal, document: opinion },
  },
  supplementOpinion: {
    type: 'evidence.SupplementOpinion',
    does: 'Supplements the opinion',
    done: 'The supplemented opinion stands.',
    fields: { appraisal, document: opinion },
  },
  withdrawOpinion: {
    type: 'evidence.WithdrawOpinion',
    does: 'Takes the opinion back',
    done: 'The opinion is withdrawn.',
    fields: { appraisal, reason: { type: () => OpinionEndReasonEnum, description: 'Why.' } },
  },
  disregardOpinion: {
    type: 'evidence.DisregardOpinion',
    does: 'Disregards an opinion whose appraiser did not appear, as a court',
    done: 'The opinion falls.',
    fields: { appraisal },
  },
});

export const ACTS_RESOLVERS: readonly ClassType[] = [
  recordQueries(ACTS),
  recordQueries(APPRAISALS),
  WorkingDaysResolver,
  CalendarMutations,
  NotarialMutations,
  AppraisalMutations,
];
