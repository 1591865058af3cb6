/** Queries and mutations of dossiers and cases. */
import { type ClassType, Int } from 'type-graphql';
import { by, recordById, recordQueries } from '../../recordQueries.js';
import { HashScalar } from '../../scalars.js';
import { actionMutations, type ActionSubject } from '../../submission/actionMutations.js';
import { CONTENT_FIELD } from '../content.types.js';
import {
  CaseCheckResultEnum,
  CaseLinkStatusEnum,
  CaseOutcomeEnum,
  DossierPhaseEnum,
  DossierStatusEnum,
  ObjectionArticleEnum,
  ObjectionGroundEnum,
} from './case.enums.js';
import { CaseLinkType, DossierType } from './case.types.js';
import { DossierEntriesResolver } from './dossierEntries.resolver.js';

const DOSSIERS = {
  table: 'evidence_dossiers',
  key: 'dossier',
  type: DossierType,
  name: 'Dossier',
  one: 'dossier',
  many: 'dossiers',
  what: 'dossiers',
  filters: {
    organisationId: by.text('organisation', 'Id of the organisation that keeps them.'),
    caseReference: by.hash('case_reference', 'SHA-256 over the case number.'),
    status: by.word(['DossierStatus', DossierStatusEnum], 'status', 'How far they are.'),
  },
} as const;

const LINKS = {
  table: 'evidence_case_links',
  key: 'link',
  type: CaseLinkType,
  name: 'CaseLink',
  one: 'caseLink',
  many: 'caseLinks',
  what: 'submissions to cases',
  filters: {
    caseReference: by.hash('case_reference', 'SHA-256 over the case number.'),
    courtId: by.text('court', 'Id of the court.'),
    submitterId: by.text('submitter', 'Id of the organisation that submitted.'),
    status: by.word(['CaseLinkStatus', CaseLinkStatusEnum], 'status', 'How far they are.'),
  },
} as const;

const dossierSubject: ActionSubject = {
  field: 'dossier',
  type: () => DossierType.type,
  find: ({ eventHash }, input, context) =>
    recordById(DOSSIERS, (input['dossier'] as string | undefined) ?? eventHash, context),
};
const dossier = { type: () => HashScalar, description: 'Id of the dossier.' };
const caseReference = { type: () => HashScalar, description: 'SHA-256 over the case number.' };
const itemsUpTo = (count: string) =>
  ({ type: () => String, list: true, description: `Ids of the items, at most ${count}.` }) as const;

const DossierMutations = actionMutations(dossierSubject, {
  openDossier: {
    type: 'evidence.OpenDossier',
    does: 'Opens a dossier of the signer’s organisation',
    done: 'The dossier is open.',
    fields: {},
  },
  fileInDossier: {
    type: 'evidence.FileInDossier',
    does: 'Files items under the present phase or a later one',
    done: 'The items are in the dossier.',
    fields: {
      dossier,
      phase: { type: () => DossierPhaseEnum, description: 'The phase.' },
      items: itemsUpTo('1,000'),
      salt: {
        type: () => HashScalar,
        optional: true,
        description: '32 random bytes that blind the leaves of these entries; absent: none.',
      },
    },
  },
  takeFromDossier: {
    type: 'evidence.TakeFromDossier',
    does: 'Takes items out of an open dossier: each by an entry that says so',
    done: 'The items are in the dossier no more.',
    fields: { dossier, items: itemsUpTo('1,000') },
  },
  freezeDossier: {
    type: 'evidence.FreezeDossier',
    does: 'Pins the manifest: nothing is filed any more',
    done: 'The manifest is pinned.',
    fields: {
      dossier,
      count: { type: () => Int, description: 'Number of entries, removals among them.' },
      root: { type: () => HashScalar, description: 'RFC 9162 root over the entries.' },
    },
  },
  submitDossier: {
    type: 'evidence.SubmitDossier',
    does: 'Submits a frozen dossier to a case',
    done: 'The dossier is submitted.',
    fields: { dossier, case: caseReference },
  },
  closeDossier: {
    type: 'evidence.CloseDossier',
    does: 'Closes a submitted dossier',
    done: 'The dossier is closed.',
    fields: { dossier },
  },
});

const linkSubject: ActionSubject = {
  field: 'submission',
  type: () => CaseLinkType.type,
  find: ({ eventHash }, input, context) =>
    recordById(LINKS, (input['link'] as string | undefined) ?? eventHash, context),
};
const link = { type: () => HashScalar, description: 'Id of the submission.' };
const ruling = {
  link,
  outcome: { type: () => CaseOutcomeEnum, description: 'What the court rules.' },
  document: CONTENT_FIELD('The ruling’s text.'),
};

const CaseMutations = actionMutations(linkSubject, {
  submitToCase: {
    type: 'evidence.SubmitToCase',
    does: 'Submits items to a case',
    done: 'The items are before the court.',
    fields: {
      case: caseReference,
      court: { type: () => String, description: 'Id of the court.' },
      items: itemsUpTo('100'),
    },
  },
  checkInCase: {
    type: 'evidence.CheckInCase',
    does: 'Records the technical check, as the court’s clerk or judge',
    done: 'The check is on record.',
    fields: {
      link,
      result: { type: () => CaseCheckResultEnum, description: 'What the check gave.' },
      report: CONTENT_FIELD('The report.'),
    },
  },
  objectInCase: {
    type: 'evidence.ObjectInCase',
    does: 'Objects, on a rule and a ground',
    done: 'The objection is on record.',
    fields: {
      link,
      article: { type: () => ObjectionArticleEnum, description: 'On which rule.' },
      ground: { type: () => ObjectionGroundEnum, description: 'On which ground.' },
      document: CONTENT_FIELD('The reasons in full.'),
    },
  },
  answerInCase: {
    type: 'evidence.AnswerInCase',
    does: 'Answers an objection, as the submitter',
    done: 'The answer is on record.',
    fields: { link, document: CONTENT_FIELD('The answer in full.') },
  },
  ruleInCase: {
    type: 'evidence.RuleInCase',
    does: 'Rules, as the court’s judge',
    done: 'The court has ruled.',
    fields: ruling,
  },
  replaceRuling: {
    type: 'evidence.ReplaceRuling',
    does: 'Puts another ruling in the place of one, as the court’s judge',
    done: 'The later ruling stands; the earlier one stays in the log.',
    fields: ruling,
  },
});

export const CASE_RESOLVERS: readonly ClassType[] = [
  recordQueries(DOSSIERS),
  DossierEntriesResolver,
  recordQueries(LINKS),
  DossierMutations,
  CaseMutations,
];
