/**
 * Follows the ledger: what happened, then what happens, each item exactly once and in order,
 * through lost connections, server restarts and announced gaps. The position of the last item is
 * the only thing to remember: whoever keeps it can go on from there at any later time.
 */

/** An item at its place in the log. */
export interface Placed<Item> {
  readonly position: number;
  readonly item: Item;
}

/** What a live source sends: the next item, or word that items up to a position were left out. */
export type Live<Item> =
  | (Placed<Item> & {
      readonly kind: 'item';
      /** Position of the item sent before, or what the subscription asked to start after. */
      readonly prev: number | null;
    })
  | { readonly kind: 'gap'; readonly to: number };

/** Where items come from. */
export interface FollowSource<Item> {
  /**
   * Items after position `after` (null: from the start) as they arrive. Ends or throws when the
   * connection does; throws FollowRefused when asking again is of no use.
   */
  live(after: number | null, signal: AbortSignal): AsyncIterable<Live<Item>>;
  /** The items after `after` up to and including position `to`, by paged queries. */
  between(after: number | null, to: number, signal: AbortSignal): AsyncIterable<Placed<Item>>;
}

/** The server says no for good: a wrong query, or a client that it does not let in. */
export class FollowRefused extends Error {}

export interface FollowOptions {
  /** Position of the last item that the caller has; null or absent: from the start of the log. */
  readonly after?: number | null;
  readonly signal: AbortSignal;
  /** Told when the connection was lost, before the wait. */
  readonly onReconnect?: (reason: unknown, waitMs: number) => void;
  /** Waits; tests hand in one that does not. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 10_000;

/**
 * Yields every item after `options.after`, for ever, until the signal aborts. Throws FollowRefused
 * when the server does not want the subscription; everything else is waited out.
 */
export async function* follow<Item>(
  source: FollowSource<Item>,
  options: FollowOptions,
): AsyncGenerator<Placed<Item>, void, void> {
  const { signal, onReconnect, sleep = wait } = options;
  let after = options.after ?? null;
  let failures = 0;
  while (!signal.aborted) {
    let reason: unknown;
    try {
      for await (const placed of once(source, after, signal)) {
        after = placed.position;
        failures = 0;
        yield placed;
      }
    } catch (error) {
      if (error instanceof FollowRefused) throw error;
      reason = error;
    }
    if (signal.aborted) return;
    const waitMs = backOff(failures);
    failures += 1;
    onReconnect?.(reason, waitMs);
    await sleep(waitMs, signal);
  }
}

/** One connection's worth of items. Closes every hole before it goes on. */
async function* once<Item>(
  source: FollowSource<Item>,
  from: number | null,
  signal: AbortSignal,
): AsyncGenerator<Placed<Item>, void, void> {
  let after = from;
  for await (const payload of source.live(from, signal)) {
    const holeEnd = payload.kind === 'gap' ? payload.to : holeBefore(payload, after);
    if (holeEnd !== undefined) {
      for await (const placed of source.between(after, holeEnd, signal)) {
        after = placed.position;
        yield placed;
      }
    }
    if (payload.kind === 'gap') {
      // Nothing up to here is missing any more, even when none of it was an item.
      after = Math.max(after ?? -1, payload.to);
    } else if (payload.position > (after ?? -1)) {
      after = payload.position;
      yield { position: payload.position, item: payload.item };
    }
  }
}

/** The last position of a hole before `payload`: there is none when it follows what we have. */
function holeBefore(
  { prev, position }: { readonly prev: number | null; readonly position: number },
  after: number | null,
): number | undefined {
  return (prev ?? -1) > (after ?? -1) ? Math.min(prev as number, position - 1) : undefined;
}

function backOff(failures: number): number {
  const doubled = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS);
  return Math.round(doubled * (0.5 + Math.random() / 2));
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
