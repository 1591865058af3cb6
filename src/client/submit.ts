/**
 * Submits signed events and stays with them until their outcome is known. Asking again is always
 * safe: the same id with the same bytes is executed once, and every later answer is the first one.
 */
import type { Hex } from '../crypto/bytes.js';
import type { SignedEvent } from '../ledger/signedEvent.js';
import { SubmitDocument } from './gen/operations.js';
import { type Endpoint, graphqlRequest, NoAnswer, RequestRefused } from './graphqlRequest.js';

/** What became of one event. */
export interface Outcome {
  readonly eventHash: Hex;
  /** Position of the signed entry: the first one's, when `duplicate`. */
  readonly position: number;
  /** Refusal code, or null when the rules accepted it. */
  readonly refused: string | null;
  /** True when the event had been in the log before. */
  readonly duplicate: boolean;
}

export interface SubmitOptions {
  /** Tries in all, the first one included; absent: 8. */
  readonly attempts?: number;
  /** Told before each wait, for example to show it to a person. */
  readonly onRetry?: (reason: Error, waitMs: number) => void;
  /** Waits; tests hand in one that does not. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

const ATTEMPTS_DEFAULT = 8;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/**
 * Submits `events` in one request and returns one outcome per event, in order, when all are
 * durable. Retries while there is no answer, while the server is full, and when it stopped with the
 * outcome unknown. Throws RequestRefused when the request itself is wrong (nothing of it was
 * ordered), or the last error when the attempts are used up: the outcome is then unknown, and the
 * same events can be submitted again at any later time.
 */
export async function submitEvents(
  endpoint: Endpoint,
  events: readonly SignedEvent[],
  options: SubmitOptions = {},
): Promise<readonly Outcome[]> {
  const { attempts = ATTEMPTS_DEFAULT, onRetry, sleep = wait } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await submitOnce(endpoint, events);
    } catch (error) {
      const waitMs = retryWaitMs(error, attempt);
      if (waitMs === undefined || attempt >= attempts) throw error;
      onRetry?.(error as Error, waitMs);
      await sleep(waitMs);
    }
  }
}

async function submitOnce(
  endpoint: Endpoint,
  events: readonly SignedEvent[],
): Promise<readonly Outcome[]> {
  const texts = events.map(({ body, signature }) => ({ body, signature }));
  const input = { events: texts, wait: 'WAIT' } as const;
  const { submitSignedEvents: answer } = await graphqlRequest(endpoint, SubmitDocument, { input });
  if (answer.__typename !== 'EventsSubmitted') {
    throw new NoAnswer(endpoint.url, `answered WAIT with ${answer.__typename}`);
  }
  return answer.results.map((result) => ({ ...result, position: Number(result.position) }));
}

/** Codes after which the same request may succeed. */
const PASSING_FAULTS: ReadonlySet<string> = new Set([
  'OVERLOADED',
  'RATE_LIMITED',
  'TIMEOUT',
  'ENGINE_STOPPED',
]);

/** Doubling, with a random half so that many clients do not come back at once. */
function retryWaitMs(error: unknown, attempt: number): number | undefined {
  const passing =
    error instanceof NoAnswer ||
    (error instanceof RequestRefused && PASSING_FAULTS.has(error.fault.code));
  if (!passing) return undefined;
  const asked = error instanceof RequestRefused ? (error.fault.retryAfterMs ?? 0) : 0;
  const backOff = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
  return Math.round(Math.max(asked, backOff) * (0.5 + Math.random()));
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
