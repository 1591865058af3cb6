/**
 * Destroys what the ledger has decided to erase: every content whose `evidence.ErasureExecuted` the
 * read models know, at the start and from then on. The rules let that event through only without a
 * hold and with the retention over, so nothing is destroyed that somebody may still ask for.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { ContentPort } from '../content/contentPort.js';
import { placedHolds } from '../projections/evidence/placedHolds.js';
import type { AppliedPosition } from '../projections/readPosition.js';
import type { ReadModels } from '../projections/readModels.js';

export interface EraserParts {
  readonly content: Pick<ContentPort, 'erase'>;
  readonly readModels: Kysely<ReadModels>;
  readonly position: Pick<AppliedPosition, 'applied' | 'changed'>;
  /** Told when a content could not be destroyed; it is tried again after the next block. */
  readonly onFailure: (item: string, error: unknown) => void;
}

/** A look is a query on the main thread: a busy ledger is not looked at after every block. */
const GATHER_MS = 250;

/** Starts destroying; `stop` resolves when nothing is under way any more. */
export function startEraser(parts: EraserParts): { readonly stop: () => Promise<void> } {
  const stopping = new AbortController();
  const running = follow(parts, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function follow(parts: EraserParts, signal: AbortSignal): Promise<void> {
  const { position } = parts;
  let from = 0;
  while (!signal.aborted) {
    const seen = position.applied();
    from = await eraseFrom(parts, from);
    // It rejects when the node stops, or the read models do: either way there is no more to do.
    await position.changed(seen, signal).catch(() => stopped(signal));
    await pause(GATHER_MS, undefined, { signal }).catch(() => undefined);
  }
}

/** The read models have stopped: so does the node, and this with it. */
function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Erases what was executed at `from` or later; where to go on. */
async function eraseFrom({ content, readModels, onFailure }: EraserParts, from: number) {
  const query = readModels.selectFrom('evidence_erasures').select(['item', 'executed_position']);
  const rows = await query
    .where('executed_position', '>=', from)
    .orderBy('executed_position')
    .execute();
  let next = from;
  for (const { item, executed_position: at } of rows) {
    try {
      await content.erase(item);
    } catch (error) {
      onFailure(item, error);
      return next;
    }
    next = (at as number) + 1;
  }
  return next;
}

/** Why the content of `item` may not be destroyed now, in words; undefined: it may. */
export async function erasureObstacle(
  readModels: Kysely<ReadModels>,
  item: string,
): Promise<string | undefined> {
  const executed = await readModels
    .selectFrom('evidence_erasures')
    .select('erasure')
    .where('item', '=', item)
    .where('status', '=', 'executed')
    .executeTakeFirst();
  if (executed !== undefined) return undefined;
  const hold = (await placedHolds(readModels, [item])).get(item);
  if (hold !== undefined) return `ITEM_HELD, by the hold ${hold}`;
  return 'ERASURE_STATUS, no erasure of it was executed';
}
