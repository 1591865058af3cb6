/** What became of a signed event, as its entries say. */
import { PROPOSAL_OPENED_TYPE } from '../domain/governance/proposal.js';
import { REFUSED_TYPE } from '../domain/refusals.js';
import type { DerivedEvent } from '../ledger/derivedEvent.js';
import type { SignedEntry } from '../ledger/entry.js';
import type { RecordedOutcome } from './ports.js';

/** `next`: event of the entry after the signed one, whose first derived entry it then is. */
export function recordedOutcome(signedEntry: string, next: string | undefined): RecordedOutcome {
  const { derived } = JSON.parse(signedEntry) as SignedEntry;
  const first =
    derived === 0 || next === undefined ? undefined : (JSON.parse(next) as DerivedEvent);
  return outcomeOf(derived, first);
}

/** `first`: the first of the `derived` events. */
export function outcomeOf(derived: number, first: DerivedEvent | undefined): RecordedOutcome {
  const refused = first?.type === REFUSED_TYPE ? (first.data['code'] as string) : null;
  return { derived, refused, proposed: first?.type === PROPOSAL_OPENED_TYPE };
}
