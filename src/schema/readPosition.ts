/**
 * Read-your-writes: reads that wait until the read models show what the caller has seen elsewhere.
 */
import { ReadTimeout, TooManyWaits } from '../projections/readPosition.js';
import type { SchemaContext } from './context.js';
import { LedgerError } from './errors.js';
import { isGiven } from './given.js';

/** How long a read waits for the read models. */
export const MIN_POSITION_WAIT_MS = 5_000;

/** When too many reads wait at once: after this time there may be room again. */
const RETRY_AFTER_MS = 1_000;

/**
 * Resolves once the read models have applied the entry at `minPosition`, at once when it is absent;
 * then gives the position below which everything is visible. Throws POSITION_NOT_REACHED after 5 s.
 */
export async function readAt(
  context: Pick<SchemaContext, 'readPosition' | 'signal'>,
  minPosition: number | null | undefined,
): Promise<number> {
  const { readPosition } = context;
  if (isGiven(minPosition) && readPosition.applied() <= minPosition) {
    try {
      await readPosition.waitFor(minPosition, MIN_POSITION_WAIT_MS, context.signal);
    } catch (error) {
      throw waitError(error, minPosition, readPosition.applied());
    }
  }
  return readPosition.applied();
}

function waitError(error: unknown, minPosition: number, applied: number): unknown {
  if (error instanceof ReadTimeout) return notReached(minPosition, applied);
  if (!(error instanceof TooManyWaits)) return error;
  return new LedgerError('OVERLOADED', error.message, { retryAfterMs: RETRY_AFTER_MS });
}

function notReached(minPosition: number, applied: number): LedgerError {
  return new LedgerError(
    'POSITION_NOT_REACHED',
    `the read models did not reach position ${minPosition} within ${MIN_POSITION_WAIT_MS} ms`,
    {
      field: 'minPosition',
      limit: `${MIN_POSITION_WAIT_MS} ms`,
      value: `${minPosition}, next position to apply ${applied}`,
    },
  );
}
