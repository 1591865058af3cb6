/**
 * A stream of results that ends its operation when the consumer is done. A generator that waits for
 * the next event hears `return` only after that event; the signal wakes it at once.
 */
import type { ExecutionResult } from 'graphql';
import type { Lifetime } from './execution.js';

export type ResultStream = AsyncGenerator<ExecutionResult, void, void>;

/** True for what `subscribe` gives when it did not fail. */
export function isStream(outcome: object): outcome is ResultStream {
  return Symbol.asyncIterator in outcome;
}

/** `source` with `lifetime` over and `ended` called once, when either side ends it. */
export function watched(source: ResultStream, lifetime: Lifetime, ended: () => void): ResultStream {
  let open = true;
  const end = (): void => {
    if (!open) return;
    open = false;
    lifetime.abort();
    ended();
  };
  const stream: Omit<ResultStream, typeof Symbol.asyncDispose> = {
    next: async () => {
      try {
        const result = await source.next();
        if (result.done === true) end();
        return result;
      } catch (error) {
        end();
        throw error;
      }
    },
    return: (value) => {
      end();
      return source.return(value);
    },
    throw: (error) => {
      end();
      return source.throw(error);
    },
    [Symbol.asyncIterator]: () => stream as ResultStream,
  };
  return stream as ResultStream;
}
