/**
 * The hot path: a hundred events a request, many requests a second. One promise a request, plain
 * objects, and nothing is read from the log unless an event was refused and its facts are asked
 * for.
 */
import { eventHash, type SignedEvent } from '../../ledger/signedEvent.js';
import type { SchemaContext, SubmitResult } from '../context.js';
import { LedgerError } from '../errors.js';
import { refusalAt } from '../ledger/outcomes.js';
import { admitted } from './admitted.js';
import {
  EventsSubmittedAsyncObject,
  EventsSubmittedObject,
  type SubmittedEventObject,
} from './submit.types.js';

/** Events in one request. */
export const EVENTS_PER_REQUEST_MAX = 1_000;

/**
 * Submits `events` and answers by `wait`. Throws LIMIT_EXCEEDED, and what `Submit` rejects with.
 */
export async function submitSignedEvents(
  context: SchemaContext,
  { events, wait }: { readonly events: readonly SignedEvent[]; readonly wait: string },
): Promise<EventsSubmittedObject | EventsSubmittedAsyncObject> {
  requireCount(events.length);
  if (wait === 'ASYNC') {
    await admitted(context, events);
    const eventHashes = events.map(({ body }) => eventHash(body));
    return Object.assign(new EventsSubmittedAsyncObject(), { eventHashes });
  }
  const submitted = await context.submit(events);
  context.loaders.clear();
  return submittedEvents(context, submitted);
}

function requireCount(count: number): void {
  if (count >= 1 && count <= EVENTS_PER_REQUEST_MAX) return;
  const limit = `1 to ${EVENTS_PER_REQUEST_MAX} events`;
  const facts = { field: 'events', limit, value: `${count} events` };
  throw new LedgerError('LIMIT_EXCEEDED', `a request takes ${limit}, but has ${count}`, facts);
}

function submittedEvents(
  context: SchemaContext,
  submitted: readonly SubmitResult[],
): EventsSubmittedObject {
  const results: SubmittedEventObject[] = [];
  const positions: number[] = [];
  const refusedPositions: number[] = [];
  for (const { position, eventHash: hash, duplicate, refused } of submitted) {
    const refusal = refused === null ? null : () => refusalAt(context.log, position);
    results.push({ position, eventHash: hash, duplicate, refused, refusal });
    positions.push(position);
    if (refused !== null) refusedPositions.push(position);
  }
  return Object.assign(new EventsSubmittedObject(), { results, positions, refusedPositions });
}
