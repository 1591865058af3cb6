/** `civic-ledger evidence standing`: who may act in which capacity. */
import type { Command } from 'commander';
import { CAPACITIES } from '../../domain/evidence/standing/accreditation.js';
import { RELATION_KINDS } from '../../domain/evidence/standing/relation.js';
import type { CliContext } from '../cliContext.js';
import { type Step, stepGroup } from './step.js';

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
];

/** The command with its parts. */
export function standingCommand(context: CliContext): Command {
  return stepGroup(context, ['standing', 'who may act in which capacity'], STEPS);
}
