/**
 * Callers that submit batches without pause until the server is gone, and the book in which they
 * write what was acknowledged and what was not: only the acknowledged is owed.
 */
import type { SignedEvent } from '../../src/ledger/signedEvent.js';
import { type Depositor, signItem } from '../support/live/depositor.js';
import { ConnectionLost, HttpConnection, requestBytes } from '../support/live/httpConnection.js';
import { submitBatchJson, type SubmitBatchData } from '../support/live/operations.js';
import type { SeededRandom } from '../support/live/seededRandom.js';

/** What was submitted so far, over all runs of the server. */
export interface Book {
  /** Position by idempotency key, as the server acknowledged it. */
  readonly acknowledged: Map<string, number>;
  /** Sent without an answer: may or may not be in the log. */
  readonly unanswered: Map<string, SignedEvent>;
}

interface Load {
  readonly port: number;
  readonly connections: number;
  readonly depositor: Depositor;
  readonly book: Book;
  readonly random: SeededRandom;
}

const BATCH_MAX = 40;

/**
 * Starts `connections` callers. Their first batches are retries of what nobody answered. Resolves
 * when every caller has lost its connection.
 */
export async function callUntilLost(load: Load): Promise<void> {
  const retries = [...load.book.unanswered.values()];
  const nextBatch = (): readonly SignedEvent[] =>
    retries.length > 0 ? retries.splice(0, BATCH_MAX) : newBatch(load);
  const callers = Array.from({ length: load.connections }, async () => {
    const connection = await HttpConnection.open(load.port).catch(() => undefined);
    while (connection !== undefined && (await submit(connection, nextBatch(), load.book)));
    connection?.close();
  });
  await Promise.all(callers);
}

/** Sends what nobody answered again, until all of it is answered. */
export async function settleUnanswered({ port, book }: Load): Promise<void> {
  const connection = await HttpConnection.open(port);
  while (book.unanswered.size > 0) {
    const batch = [...book.unanswered.values()].slice(0, BATCH_MAX);
    if (!(await submit(connection, batch, book))) throw new Error('the server is gone');
  }
  connection.close();
}

function newBatch({ depositor, book, random }: Load): readonly SignedEvent[] {
  return Array.from({ length: 1 + random.below(BATCH_MAX) }, () => {
    const id = `crash-${book.acknowledged.size}-${book.unanswered.size}-${random.below(2 ** 31)}`;
    return signItem(depositor, id);
  });
}

/** False when the connection was lost: the batch then stays among the unanswered. */
async function submit(
  connection: HttpConnection,
  batch: readonly SignedEvent[],
  { acknowledged, unanswered }: Book,
): Promise<boolean> {
  const ids = batch.map(idOf);
  batch.forEach((event, index) => unanswered.set(ids[index] as string, event));
  try {
    const { body } = await connection.send(requestBytes(submitBatchJson(batch)));
    const answer = JSON.parse(body.toString()) as { readonly data?: SubmitBatchData | null };
    const results = answer.data?.submitSignedEvents?.results;
    // A server that is stopping says so; the events stay unanswered and are sent again.
    if (results === undefined) return acceptedFault(body.toString());
    results.forEach(({ position }, index) => {
      acknowledged.set(ids[index] as string, Number(position));
      unanswered.delete(ids[index] as string);
    });
    return true;
  } catch (error) {
    if (error instanceof ConnectionLost) return false;
    throw error;
  }
}

const PASSING_FAULT = /"code":"(?:ENGINE_STOPPED|OVERLOADED|RATE_LIMITED)"/;

function acceptedFault(answer: string): boolean {
  if (PASSING_FAULT.test(answer)) return true;
  throw new Error(`the server answered ${answer.slice(0, 2_000)}`);
}

function idOf({ body }: SignedEvent): string {
  return (JSON.parse(body) as { readonly id: string }).id;
}
