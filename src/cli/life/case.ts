/** `civic-ledger evidence case`: items before a court. The case number itself stays here. */
import type { Command } from 'commander';
import {
  CHECK_RESULTS,
  OBJECTION_ARTICLES,
  OBJECTION_GROUNDS,
  OUTCOMES,
} from '../../domain/evidence/case/caseLink.js';
import type { CliContext } from '../cliContext.js';
import { type Step, stepGroup } from './step.js';

const link = { field: 'link', description: 'id of the submission' };
const document = { field: 'document', description: 'the text', read: 'file' } as const;
const outcome = { field: 'outcome', description: 'what is ruled', words: OUTCOMES };

const STEPS: readonly Step[] = [
  {
    name: 'submit',
    action: 'SubmitToCase',
    description: 'submit items to a case',
    done: 'submitted',
    arguments: [{ field: 'items', description: 'ids of the items', read: 'texts' }],
    options: [
      { field: 'case', description: 'the case number; only its hash is sent', read: 'secret' },
      { field: 'court', description: 'id of the court' },
    ],
  },
  {
    name: 'check',
    action: 'CheckInCase',
    description: 'record the technical check, for the court',
    done: 'checked',
    arguments: [link, { field: 'report', description: 'the report', read: 'file' }],
    options: [{ field: 'result', description: 'what it gave', words: CHECK_RESULTS }],
  },
  {
    name: 'object',
    action: 'ObjectInCase',
    description: 'object, on a rule and a ground',
    done: 'objected',
    arguments: [link, document],
    options: [
      { field: 'article', description: 'on which rule', words: OBJECTION_ARTICLES },
      { field: 'ground', description: 'on which ground', words: OBJECTION_GROUNDS },
    ],
  },
  {
    name: 'answer',
    action: 'AnswerInCase',
    description: 'answer an objection',
    done: 'answered',
    arguments: [link, document],
  },
  {
    name: 'rule',
    action: 'RuleInCase',
    description: 'rule, as the judge',
    done: 'ruled',
    arguments: [link, document],
    options: [outcome],
  },
  {
    name: 'replace',
    action: 'ReplaceRuling',
    description: 'put another ruling in the place of one, as the judge',
    done: 'ruled again',
    arguments: [link, document],
    options: [outcome],
  },
];

/** The command with its parts. */
export function caseCommand(context: CliContext): Command {
  return stepGroup(context, ['case', 'items before a court'], STEPS);
}
