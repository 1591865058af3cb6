import { describe, expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import {
  feed,
  type FeedOptions,
  type FeedPayload,
  type FeedRow,
} from '../../src/projections/feed.js';
import { AppliedPosition } from '../../src/projections/readPosition.js';

type Payload = FeedPayload<string>;

/** Read models in memory: a row at each position that `isShown`. */
class Source {
  readonly position = new AppliedPosition({ waitsMax: 100 });
  readonly isShown: (position: number) => boolean;
  rowsRead = 0;
  longestRead = 0;

  constructor(isShown: (position: number) => boolean = () => true) {
    this.isShown = isShown;
  }

  advanceBy(entries: number): void {
    this.position.advance(this.position.applied() + entries);
  }

  options(varied: Partial<FeedOptions<string>> = {}): FeedOptions<string> {
    const signal = new AbortController().signal;
    const read = (from: number, upTo: number, limit: number) => this.#read(from, upTo, limit);
    return { after: -1, read, position: this.position, maxLag: 1_000, signal, ...varied };
  }

  #read(from: number, upTo: number, limit: number): FeedRow<string>[] {
    if (upTo > this.position.applied()) throw new Error('read beyond what is applied');
    const found: FeedRow<string>[] = [];
    for (let position = from; position < upTo && found.length < limit; position += 1) {
      if (this.isShown(position)) found.push({ position, item: `item ${position}` });
    }
    this.rowsRead += found.length;
    this.longestRead = Math.max(this.longestRead, upTo - from);
    return found;
  }
}

async function take(payloads: AsyncIterator<Payload>, count: number): Promise<Payload[]> {
  const taken: Payload[] = [];
  while (taken.length < count) {
    const step = await payloads.next();
    if (step.done === true) break;
    taken.push(step.value);
  }
  return taken;
}

function positions(payloads: readonly Payload[]): (number | string)[] {
  return payloads.map((payload) =>
    'gap' in payload ? `gap ${payload.gap.from}-${payload.gap.to}` : payload.position,
  );
}

describe('feed', () => {
  it('delivers what happened, then what happens, each with the position before', async () => {
    const source = new Source((position) => position % 2 === 1);
    source.advanceBy(4);
    const payloads = feed(source.options());
    expect(await take(payloads, 2)).toEqual([
      { prev: -1, position: 1, item: 'item 1' },
      { prev: 1, position: 3, item: 'item 3' },
    ]);
    const next = take(payloads, 1);
    source.advanceBy(1);
    source.advanceBy(1);
    expect(await next).toEqual([{ prev: 3, position: 5, item: 'item 5' }]);
    await payloads.return();
  });

  it('begins after the position that the subscriber has seen', async () => {
    const source = new Source();
    source.advanceBy(10);
    const payloads = feed(source.options({ after: 7 }));
    expect(await take(payloads, 2)).toEqual([
      { prev: 7, position: 8, item: 'item 8' },
      { prev: 8, position: 9, item: 'item 9' },
    ]);
    await payloads.return();
  });

  it('waits for read models that are behind the subscriber after a restart', async () => {
    const source = new Source();
    source.advanceBy(3);
    const payloads = feed(source.options({ after: 5, maxLag: 0 }));
    const next = take(payloads, 1);
    for (let entry = 0; entry < 4; entry += 1) {
      source.advanceBy(1);
      await new Promise(setImmediate);
    }
    expect(positions(await next)).toEqual([6]);
    await payloads.return();
  });

  it('delivers a history longer than any lag without a gap', async () => {
    const source = new Source();
    source.advanceBy(500);
    const payloads = feed(source.options({ maxLag: 10 }));
    expect(positions(await take(payloads, 500))).toEqual([...Array(500).keys()]);
    await payloads.return();
  });

  it('does not blame the subscriber for a large commit of the read models', async () => {
    const source = new Source();
    source.advanceBy(1);
    const payloads = feed(source.options({ maxLag: 10 }));
    await take(payloads, 1);
    const next = take(payloads, 200);
    await new Promise(setImmediate);
    source.advanceBy(200);
    expect(positions(await next)).toEqual(Array.from({ length: 200 }, (_, n) => n + 1));
    await payloads.return();
  });

  it('announces a gap to a subscriber that stalls, and goes on behind it', async () => {
    const source = new Source();
    source.advanceBy(1);
    const payloads = feed(source.options({ maxLag: 10 }));
    await take(payloads, 1);
    const next = take(payloads, 1);
    source.advanceBy(1);
    await next;
    // The subscriber holds row 1 and takes nothing while the log grows by more than maxLag.
    source.advanceBy(11);
    expect(await take(payloads, 1)).toEqual([{ gap: { from: 2, to: 12, resumeFrom: 1 } }]);
    const live = take(payloads, 1);
    source.advanceBy(1);
    expect(await live).toEqual([{ prev: 12, position: 13, item: 'item 13' }]);
    const missed = feed(source.options({ after: 1 }));
    expect(positions(await take(missed, 11))).toEqual(Array.from({ length: 11 }, (_, n) => n + 2));
    await Promise.all([payloads.return(), missed.return()]);
  });

  it('forgives a subscriber that stalls within the lag', async () => {
    const source = new Source();
    source.advanceBy(1);
    const payloads = feed(source.options({ maxLag: 10 }));
    await take(payloads, 1);
    source.advanceBy(10);
    expect(positions(await take(payloads, 10))).toEqual(
      Array.from({ length: 10 }, (_, n) => n + 1),
    );
    await payloads.return();
  });

  it('reads one batch at most ahead of the subscriber', async () => {
    const source = new Source();
    source.advanceBy(10_000);
    const payloads = feed(source.options());
    await take(payloads, 1);
    expect(source.rowsRead).toBeLessThanOrEqual(64);
    await payloads.return();
  });

  it('looks at a bounded range at a time when few rows fit, and serves others', async () => {
    const source = new Source((position) => position === 50_000);
    source.advanceBy(50_001);
    const payloads = feed(source.options());
    let turns = 0;
    const count = (): void => {
      turns += 1;
      next = setImmediate(count);
    };
    let next = setImmediate(count);
    expect(positions(await take(payloads, 1))).toEqual([50_000]);
    clearImmediate(next);
    expect(source.longestRead).toBeLessThanOrEqual(4_096);
    expect(turns).toBeGreaterThanOrEqual(10);
    await payloads.return();
  });

  it('takes rows that are read in a moment like those that are there at once', async () => {
    const source = new Source((position) => position % 3 === 0);
    source.position.advance(200);
    const options = source.options({});
    const read: FeedOptions<string>['read'] = async (...range) => {
      await nextTurn();
      return options.read(...range);
    };
    const payloads = feed({ ...options, read });
    const multiples = Array.from({ length: 67 }, (_, index) => index * 3);
    expect(positions(await take(payloads, 67))).toEqual(multiples);
    await payloads.return();
  });

  it('ends on abort while it waits, and leaves nothing behind', async () => {
    const source = new Source();
    const abort = new AbortController();
    const payloads = feed(source.options({ signal: abort.signal }));
    const next = payloads.next();
    await nextTurn();
    expect(source.position.waits()).toBe(1);
    abort.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(source.position.waits()).toBe(0);
  });

  it('ends when the subscriber returns it while it waits', async () => {
    const source = new Source();
    const payloads = feed(source.options());
    const next = payloads.next();
    await nextTurn();
    await payloads.return();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(source.position.waits()).toBe(0);
  });

  it('ends on abort between the rows of one batch', async () => {
    const source = new Source();
    source.advanceBy(10);
    const abort = new AbortController();
    const payloads = feed(source.options({ signal: abort.signal }));
    await take(payloads, 3);
    abort.abort();
    expect(await payloads.next()).toEqual({ done: true, value: undefined });
  });

  it('delivers nothing when it is aborted before it begins', async () => {
    const source = new Source();
    source.advanceBy(1);
    const payloads = feed(source.options({ signal: AbortSignal.abort() }));
    expect(await payloads.next()).toEqual({ done: true, value: undefined });
  });

  it('fails when the runner has failed', async () => {
    const source = new Source();
    const next = feed(source.options()).next();
    await nextTurn();
    source.position.fail(new Error('disk full'));
    await expect(next).rejects.toThrow('disk full');
  });

  it('fails rather than deliver two rows of one position', async () => {
    const source = new Source();
    source.advanceBy(3);
    const read = (): FeedRow<string>[] => [1, 1].map((position) => ({ position, item: 'x' }));
    const payloads = feed(source.options({ read }));
    await payloads.next();
    await expect(payloads.next()).rejects.toThrow('a feed row of position 1 is out of order');
  });

  it('loses nothing and repeats nothing, whatever happens in between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 120 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 3 }),
        async (scheduler, commits, maxLag, disconnects) => {
          const source = new Source((position) => position % 3 !== 1);
          const total = commits.reduce((sum, entries) => sum + entries, 0);
          const writing = scheduler.scheduleSequence(
            commits.map((entries) => async () => source.advanceBy(entries)),
          );
          const received: Payload[] = [];
          const subscribing = follow(source, {
            received,
            disconnects: [...disconnects],
            maxLag,
            total,
            scheduler,
          });
          await scheduler.waitFor(Promise.all([writing.task, subscribing]));
          expectComplete(source, received, total);
        },
      ),
      { numRuns: 60 },
    );
  });
});

interface Following {
  readonly received: Payload[];
  /** After how many payloads the connection breaks, in turn. */
  readonly disconnects: number[];
  readonly maxLag: number;
  readonly total: number;
  readonly scheduler: fc.Scheduler;
}

/** Follows until the end of the log, slow at random, and resumes after each broken connection. */
async function follow(source: Source, following: Following): Promise<void> {
  const { received, disconnects, maxLag, total, scheduler } = following;
  let seen = -1;
  const last = lastShown(source, total);
  while (seen < last) {
    const payloads = feed(source.options({ after: seen, maxLag }));
    let left = disconnects.shift() ?? Infinity;
    while (left > 0 && seen < last) {
      const { value } = await payloads.next();
      const payload = value as Payload;
      received.push(payload);
      seen = 'gap' in payload ? payload.gap.to : payload.position;
      left -= 1;
      await scheduler.schedule(Promise.resolve());
    }
    await payloads.return();
  }
}

function lastShown(source: Source, total: number): number {
  let last = total - 1;
  while (last >= 0 && !source.isShown(last)) last -= 1;
  return last;
}

/** Every shown position was delivered once or lies in an announced gap, and each `prev` fits. */
function expectComplete(source: Source, received: readonly Payload[], total: number): void {
  let seen = -1;
  for (const payload of received) {
    const [from, to] =
      'gap' in payload ? [payload.gap.from, payload.gap.to] : [payload.position, payload.position];
    if ('gap' in payload) expect(payload.gap.resumeFrom).toBe(from - 1);
    else expect(payload.prev).toBe(seen);
    expect(from).toBeGreaterThan(seen);
    for (let skipped = seen + 1; skipped < from; skipped += 1) {
      expect(source.isShown(skipped)).toBe(false);
    }
    seen = to;
  }
  expect(seen).toBeGreaterThanOrEqual(lastShown(source, total));
}
