/**
 * The alarm of late seals (invariant 24: pending is loud). A registration that should be sealed and
 * has not got the tokens of two unrelated owners in time is warned of once in the log, and counted
 * for as long as it waits.
 */
import type { Kysely } from 'kysely';
import type { ReadModels } from '../projections/readModels.js';

export interface SealWatchParts {
  readonly readModels: Kysely<ReadModels>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: { warn(facts: object, text: string): void };
}

/** Registrations that are told of by name; beyond that only their number is right. */
const NAMED_MAX = 1_000;

/** Looks for late seals, and remembers which it has told of. */
export class SealWatch {
  readonly #dueMs: number;
  readonly #parts: SealWatchParts;
  #told: ReadonlySet<string> = new Set();
  #overdue = 0;

  constructor(dueMinutes: number, parts: SealWatchParts) {
    this.#dueMs = dueMinutes * 60_000;
    this.#parts = parts;
  }

  /** Registrations that were overdue when it was looked last. */
  overdue(): number {
    return this.#overdue;
  }

  async check(): Promise<void> {
    const { readModels, now, log } = this.#parts;
    const latest = new Date(now() - this.#dueMs).toISOString();
    const late = readModels.selectFrom('evidence_unsealed').where('time', '<=', latest);
    const { count } = await late
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    const rows = await late.selectAll().orderBy('time').limit(NAMED_MAX).execute();
    for (const { registration, time: since } of rows) {
      if (this.#told.has(registration)) continue;
      log.warn({ registration, since }, 'a registration has not got the tokens of a seal in time');
    }
    this.#told = new Set(rows.map(({ registration }) => registration));
    this.#overdue = count;
  }
}

/** Checks now and every `intervalMs`. */
export function startSealWatch(
  { dueMinutes, intervalMs }: { readonly dueMinutes: number; readonly intervalMs: number },
  parts: SealWatchParts,
): { readonly overdue: () => number; readonly stop: () => Promise<void> } {
  const watch = new SealWatch(dueMinutes, parts);
  const look = (): Promise<void> =>
    watch.check().catch((error: unknown) => {
      parts.log.warn({ err: error }, 'late seals could not be looked for');
    });
  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, intervalMs);
  timer.unref();
  return {
    overdue: () => watch.overdue(),
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
