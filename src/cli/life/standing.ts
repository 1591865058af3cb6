/**
 * `civic-ledger evidence standing`, `platform` and `calendar`: who may act in which capacity, what
 * is on record of platforms, and which days count.
 */
import type { Command } from 'commander';
import {
  ACCREDITATION_END_REASONS,
  CAPACITIES,
} from '../../domain/evidence/standing/accreditation.js';
import { INCIDENT_KINDS } from '../../domain/evidence/standing/incident.js';
import {
  FACT_END_REASONS,
  PLATFORM_FACT_KINDS,
} from '../../domain/evidence/standing/platformFact.js';
import { RELATION_KINDS } from '../../domain/evidence/standing/relation.js';
import type { CliContext } from '../cliContext.js';
import { type Step, type StepField, stepGroup } from './step.js';

const organisation = { field: 'organisation', description: 'id of the organisation' };

const STEPS: readonly Step[] = [
  {
    name: 'accredit',
    action: 'GrantAccreditation',
    description: 'accredit an organisation in a capacity',
    done: 'accredited',
    arguments: [organisation, { field: 'document', description: 'the licence', read: 'file' }],
    options: [
      { field: 'capacity', description: 'as what it may act', words: CAPACITIES },
      { field: 'validFrom', description: 'first instant at which it holds' },
      { field: 'validUntil', description: 'last instant at which it holds' },
    ],
  },
  {
    name: 'relate',
    action: 'DeclareRelation',
    description: 'declare what ties two organisations together',
    done: 'declared',
    arguments: [organisation, { field: 'other', description: 'id of the other' }],
    options: [{ field: 'kind', description: 'what ties them', words: RELATION_KINDS }],
  },
  {
    name: 'unrelate',
    action: 'EndRelation',
    description: 'say that a relation has ended',
    done: 'ended',
    arguments: [organisation, { field: 'other', description: 'id of the other' }],
  },
  {
    name: 'withdraw',
    action: 'WithdrawAccreditation',
    description: 'take an accreditation back',
    done: 'withdrawn',
    arguments: [organisation],
    options: [
      { field: 'capacity', description: 'as what it may no longer act', words: CAPACITIES },
      { field: 'reason', description: 'why', words: ACCREDITATION_END_REASONS },
    ],
  },
];

const fact = { field: 'fact', description: 'id of the fact' };
const validity: readonly StepField[] = [
  { field: 'validFrom', description: 'first instant at which it holds' },
  { field: 'validUntil', description: 'last instant; without it: it goes on', optional: true },
];

const PLATFORM: readonly Step[] = [
  {
    name: 'record',
    action: 'RecordPlatformFact',
    description: 'put a fact about your own platform on record',
    done: 'recorded',
    arguments: [{ field: 'document', description: 'what shows it', read: 'file' }],
    options: [
      { field: 'kind', description: 'what it is of', words: PLATFORM_FACT_KINDS },
      ...validity,
    ],
  },
  {
    name: 'endorse',
    action: 'EndorsePlatformFact',
    description: 'endorse a fact, as an auditor',
    done: 'endorsed',
    arguments: [fact],
  },
  {
    name: 'withdraw',
    action: 'WithdrawPlatformFact',
    description: 'take a fact back',
    done: 'withdrawn',
    arguments: [fact],
    options: [{ field: 'reason', description: 'why', words: FACT_END_REASONS }],
  },
  {
    name: 'incident',
    action: 'ReportIncident',
    description: 'report what went wrong with your organisation, or as an auditor with another',
    done: 'reported',
    arguments: [organisation, { field: 'document', description: 'the report', read: 'file' }],
    options: [
      { field: 'kind', description: 'what went wrong', words: INCIDENT_KINDS },
      ...validity,
    ],
  },
];

const none = { read: 'texts', optional: true, otherwise: [] } as const;

const CALENDAR: readonly Step[] = [
  {
    name: 'set',
    action: 'SetWorkingDays',
    description: 'set which days of a year are worked, as announced',
    done: 'set',
    arguments: [
      { field: 'year', description: 'the year', read: 'number' },
      { field: 'document', description: 'the announcement', read: 'file' },
    ],
    options: [
      { field: 'holidays', description: 'Mondays to Fridays without work', ...none },
      { field: 'workdays', description: 'Saturdays and Sundays with work', ...none },
    ],
  },
];

/** The command with its parts. */
export function platformCommand(context: CliContext): Command {
  return stepGroup(context, ['platform', 'facts and incidents that a court weighs'], PLATFORM);
}

/** The command with its parts. */
export function calendarCommand(context: CliContext): Command {
  return stepGroup(
    context,
    ['calendar', 'the working days that periods are reckoned in'],
    CALENDAR,
  );
}

/** The command with its parts. */
export function standingCommand(context: CliContext): Command {
  return stepGroup(context, ['standing', 'who may act in which capacity'], STEPS);
}
