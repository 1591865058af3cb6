/** `civic-ledger evidence notary` and `appraise`: what offices and institutions make of items. */
import type { Command } from 'commander';
import { APPRAISAL_QUESTIONS, OPINION_END_REASONS } from '../../domain/evidence/acts/appraisal.js';
import { CORRECTION_REASONS, REVOCATION_GROUNDS } from '../../domain/evidence/acts/certificate.js';
import {
  NOTARIAL_REFUSAL_REASONS,
  NOTARIAL_SUBJECTS,
} from '../../domain/evidence/acts/notarialAct.js';
import type { CliContext } from '../cliContext.js';
import { type Step, stepGroup } from './step.js';

const act = { field: 'act', description: 'id of the act' };
const items = { field: 'items', description: 'ids of the items', read: 'texts' } as const;
const document = { field: 'document', description: 'the document', read: 'file' } as const;

/** A step that names nothing but the act. */
const plain = (name: string, ...[action, description, done]: [string, string, string]): Step => ({
  name,
  action,
  description,
  done,
  arguments: [act],
});

const NOTARY: readonly Step[] = [
  {
    name: 'apply',
    action: 'ApplyNotarization',
    description: 'apply for a certificate',
    done: 'applied',
    arguments: [items],
    options: [
      { field: 'office', description: 'id of the notary office' },
      { field: 'subject', description: 'what to certify', words: NOTARIAL_SUBJECTS },
      {
        field: 'parties',
        description: 'ids of further parties',
        read: 'texts',
        optional: true,
        otherwise: [],
      },
    ],
  },
  plain('accept', 'AcceptNotarization', 'take an application on', 'accepted'),
  plain('pause', 'PauseNotarization', 'let the days rest: material is missing', 'paused'),
  plain('resume', 'ResumeNotarization', 'let the days run again', 'resumed'),
  plain('examine', 'ExamineNotarization', 'say that the examination is done', 'examined'),
  {
    name: 'refuse',
    action: 'RefuseNotarization',
    description: 'refuse to certify',
    done: 'refused',
    arguments: [act],
    options: [{ field: 'reason', description: 'why', words: NOTARIAL_REFUSAL_REASONS }],
  },
  {
    name: 'issue',
    action: 'IssueCertificate',
    description: 'issue the certificate',
    done: 'issued',
    arguments: [act, document],
  },
  {
    name: 'correct',
    action: 'CorrectCertificate',
    description: 'correct a fault of form',
    done: 'corrected',
    arguments: [act, document],
    options: [{ field: 'reason', description: 'why', words: CORRECTION_REASONS }],
  },
  {
    name: 'revoke',
    action: 'RevokeCertificate',
    description: 'revoke a certificate; it is void from the start',
    done: 'revoked',
    arguments: [act],
    options: [{ field: 'ground', description: 'why', words: REVOCATION_GROUNDS }],
  },
];

const appraisal = { field: 'appraisal', description: 'id of the appraisal' };

const APPRAISE: readonly Step[] = [
  {
    name: 'commission',
    action: 'CommissionAppraisal',
    description: 'commission an appraisal',
    done: 'commissioned',
    arguments: [items],
    options: [
      { field: 'institution', description: 'id of the institution' },
      { field: 'question', description: 'what is asked', words: APPRAISAL_QUESTIONS },
    ],
  },
  {
    name: 'receive',
    action: 'ReceiveMaterial',
    description: 'put on record what material you received',
    done: 'received',
    arguments: [appraisal, { field: 'materials', description: 'the files', read: 'files' }],
  },
  {
    name: 'issue',
    action: 'IssueOpinion',
    description: 'issue the opinion',
    done: 'issued',
    arguments: [appraisal, document],
  },
  {
    name: 'supplement',
    action: 'SupplementOpinion',
    description: 'supplement the opinion',
    done: 'supplemented',
    arguments: [appraisal, document],
  },
  {
    name: 'withdraw',
    action: 'WithdrawOpinion',
    description: 'take the opinion back',
    done: 'withdrawn',
    arguments: [appraisal],
    options: [{ field: 'reason', description: 'why', words: OPINION_END_REASONS }],
  },
  {
    name: 'disregard',
    action: 'DisregardOpinion',
    description: 'disregard the opinion, as a judge',
    done: 'disregarded',
    arguments: [appraisal],
  },
];

/** The command with its parts. */
export function notaryCommand(context: CliContext): Command {
  return stepGroup(context, ['notary', 'certificates of notary offices'], NOTARY);
}

/** The command with its parts. */
export function appraiseCommand(context: CliContext): Command {
  return stepGroup(context, ['appraise', 'opinions of forensic institutions'], APPRAISE);
}
