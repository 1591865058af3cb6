/** Submits without waiting for the outcome: the ASYNC mode of the mutations. */
import type { SignedEvent } from '../../ledger/signedEvent.js';
import type { SchemaContext } from '../context.js';

/**
 * Resolves once the events are admitted; rejects when one is not, and nothing is ordered then. What
 * happens later is told by `eventOutcome` only.
 */
export function admitted(context: SchemaContext, events: readonly SignedEvent[]): Promise<void> {
  return new Promise((resolve, reject) => {
    context.submit(events, resolve).then(() => resolve(), reject);
  });
}
