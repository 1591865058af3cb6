/**
 * Pinning the steps of an item: the ledger states, for each subject that the signer names, how many
 * steps it has and the digest over them. Whoever holds the receipt of the statement can tell a
 * whole bundle from one that was cut (互联网法院规定 第11条: additions, deletions, gaps). Anybody may
 * ask, as often as they like; it says nothing about what the steps are.
 */
import type { Hex } from '../../crypto/bytes.js';
import { action, type Action, type Decision, event, type StateReader } from '../domainModule.js';
import { actionData, object, set, text } from '../shape.js';
import { claimantOf, itemId } from './item.js';
import { stepsOf } from './stepCount.js';

/** Subjects that one statement may name: the records of an item, and pairs of those who act. */
const SUBJECTS_MAX = 1_000;

export type StepPin = {
  readonly subject: string;
  readonly count: number;
  readonly digest: Hex;
};

export type StepsPinned = {
  readonly item: string;
  /** One a subject, sorted. A subject without steps has the count 0. */
  readonly pins: readonly StepPin[];
  readonly by: string;
};

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

/** An item, a record by its id, an organisation, or a pair of them `<one>/<other>`. */
const subject = text({
  min: 1,
  max: 127,
  pattern: new RegExp(
    `^(?:[0-9a-f]{64}(?:\\.(?:0|[1-9][0-9]{0,7}))?` +
      `|(?![a-z0-9-/]*[0-9]{11})${LABEL}(?:/${LABEL})?)$`,
  ),
  what: 'an item id, the id of a record, an organisation, or a pair <one>/<other>',
});

const pinning = object({ item: itemId, subjects: set(1, SUBJECTS_MAX, subject) });

export const pinStepsActions = {
  'evidence.PinSteps': action({ read: actionData(pinning), decide }),
};

export const pinStepsEvents = {
  // The statement is a view of the state and changes none.
  'evidence.StepsPinned': event((_: StepsPinned) => []),
};

function decide(
  { actor, data: { item, subjects } }: Action<ReturnType<typeof pinning>>,
  state: StateReader,
): Decision {
  const claimant = claimantOf(item, state);
  if (typeof claimant === 'object') return claimant;
  const pins = subjects.map((name): StepPin => {
    const { count, digest } = stepsOf(state, name);
    return { subject: name, count, digest };
  });
  const pinned: StepsPinned = { item, pins, by: actor };
  return [{ type: 'evidence.StepsPinned', data: pinned }];
}
