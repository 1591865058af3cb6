/** `civic-ledger evidence hold` and `erase`: how long content stays. */
import type { Command } from 'commander';
import { ERASURE_DECISIONS, ERASURE_GROUNDS } from '../../domain/evidence/keeping/erasure.js';
import type { CliContext } from '../cliContext.js';
import { type Step, stepGroup } from './step.js';

const order = {
  field: 'order',
  description: 'number of the order; only its hash is sent',
  read: 'secret',
} as const;

const HOLD: readonly Step[] = [
  {
    name: 'place',
    action: 'PlaceHold',
    description: 'place a legal hold, as a court or regulator',
    done: 'placed',
    arguments: [{ field: 'items', description: 'ids of the items', read: 'texts' }],
    options: [order],
  },
  {
    name: 'lift',
    action: 'LiftHold',
    description: 'lift a legal hold of your organisation’s',
    done: 'lifted',
    arguments: [{ field: 'hold', description: 'id of the hold' }],
    options: [order],
  },
];

const erasure = { field: 'erasure', description: 'id of the request' };

const ERASE: readonly Step[] = [
  {
    name: 'request',
    action: 'RequestErasure',
    description: 'request that the content of an item be erased',
    done: 'requested',
    arguments: [{ field: 'item', description: 'id of the item' }],
    options: [{ field: 'ground', description: 'why', words: ERASURE_GROUNDS }],
  },
  {
    name: 'decide',
    action: 'DecideErasure',
    description: 'decide on a request, as the claimant',
    done: 'decided',
    arguments: [erasure],
    options: [
      { field: 'decision', description: 'what is decided', words: ERASURE_DECISIONS },
      {
        field: 'custodians',
        description: 'with erase: ids of the key custodians',
        read: 'texts',
        optional: true,
      },
      {
        field: 'required',
        description: 'with erase: how many must attest',
        read: 'number',
        optional: true,
      },
    ],
  },
  {
    name: 'attest',
    action: 'AttestKeyDestruction',
    description: 'attest that your share of the key is destroyed',
    done: 'attested',
    arguments: [erasure, { field: 'proof', description: 'what the key store says', read: 'file' }],
  },
];

/** The command with its parts. */
export function holdCommand(context: CliContext): Command {
  return stepGroup(context, ['hold', 'orders that items stay as and where they are'], HOLD);
}

/** The command with its parts. */
export function eraseCommand(context: CliContext): Command {
  return stepGroup(context, ['erase', 'lawful erasure of content; proofs stay'], ERASE);
}
