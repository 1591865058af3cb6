/** What commands share that run until they are told to stop. */
import { InvalidArgumentError } from 'commander';

/** The largest TCP port. */
export const PORT_MAX = 65_535;

/** A TCP port from the command line. */
export function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= PORT_MAX) return Number(text);
  throw new InvalidArgumentError(`give a whole number up to ${PORT_MAX}`);
}

/** Resolves when `signal` is aborted. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
