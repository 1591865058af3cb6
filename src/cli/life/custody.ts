/** `civic-ledger evidence custody`: hands content over, by digests of both sides; logs readings. */
import type { Command } from 'commander';
import { ACCESS_AUTHORITIES, ACCESS_PURPOSES } from '../../domain/evidence/custody/access.js';
import { CUSTODY_REFUSAL_REASONS } from '../../domain/evidence/custody/custody.js';
import type { CliContext } from '../cliContext.js';
import { type Step, stepGroup } from './step.js';

const offer = { field: 'offer', description: 'id of the offer' };
const item = { field: 'item', description: 'id of the item' };

const STEPS: readonly Step[] = [
  {
    name: 'offer',
    action: 'OfferCustody',
    description: 'offer the content of an item that your organisation holds',
    done: 'offered',
    arguments: [item, { field: 'content', description: 'the content, hashed now', read: 'file' }],
    options: [
      { field: 'recipient', description: 'id of the other organisation' },
      { field: 'expires', description: 'last instant to accept it at' },
    ],
  },
  {
    name: 'accept',
    action: 'AcceptCustody',
    description: 'accept custody; the content that you got is hashed again',
    done: 'accepted',
    arguments: [offer, { field: 'content', description: 'what you got', read: 'file' }],
  },
  {
    name: 'refuse',
    action: 'RefuseCustody',
    description: 'refuse custody',
    done: 'refused',
    arguments: [offer],
    options: [
      { field: 'reason', description: 'why', words: CUSTODY_REFUSAL_REASONS },
      {
        field: 'content',
        description: 'with mismatch: what you got',
        read: 'file',
        optional: true,
      },
    ],
  },
  {
    name: 'read',
    action: 'LogAccess',
    description: 'put on record that you read the content',
    done: 'logged',
    arguments: [item],
    options: [
      { field: 'purpose', description: 'what for', words: ACCESS_PURPOSES },
      { field: 'authority', description: 'on what it rests', words: ACCESS_AUTHORITIES },
      {
        field: 'record',
        description: 'id of the act, appraisal or submission that entitles you',
        optional: true,
      },
    ],
  },
  {
    name: 'undertake',
    action: 'GiveUndertaking',
    description: 'undertake to keep a secret item secret',
    done: 'undertaken',
    arguments: [item, { field: 'document', description: 'the text', read: 'file' }],
  },
];

/** The command with its parts. */
export function custodyCommand(context: CliContext): Command {
  return stepGroup(context, ['custody', 'who holds and who reads the content'], STEPS);
}
