import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  follow,
  FollowRefused,
  type FollowSource,
  type Live,
  type Placed,
} from '../../src/client/follow.js';

const noWait = (): Promise<void> => Promise.resolve();

/** Takes `count` items and then stops following. */
async function take(source: FollowSource<string>, count: number, after: number | null = null) {
  const stop = new AbortController();
  const items: Placed<string>[] = [];
  const options = { after, signal: stop.signal, sleep: noWait };
  for await (const placed of follow(source, options)) {
    items.push(placed);
    if (items.length === count) stop.abort();
  }
  return items;
}

/** A log in which every position of `positions` holds an item; `live` plays one connection each. */
function source(
  positions: readonly number[],
  connections: readonly (() => readonly (Live<string> | Error)[])[],
): FollowSource<string> & { readonly asked: (number | null)[] } {
  const asked: (number | null)[] = [];
  let next = 0;
  return {
    asked,
    async *live(after) {
      asked.push(after);
      const connection = connections[Math.min(next++, connections.length - 1)];
      for (const payload of connection?.() ?? []) {
        await Promise.resolve();
        if (payload instanceof Error) throw payload;
        yield payload;
      }
    },
    async *between(after, to) {
      for (const position of positions) {
        await Promise.resolve();
        if (position > (after ?? -1) && position <= to) yield at(position);
      }
    },
  };
}

const at = (position: number): Placed<string> => ({ position, item: `item ${position}` });
const item = (position: number, prev: number | null): Live<string> => ({
  kind: 'item',
  prev,
  ...at(position),
});

describe('following the ledger', () => {
  it('yields what a connection sends, in order', async () => {
    const items = await take(source([], [() => [item(0, null), item(3, 0)]]), 2);
    expect(items).toEqual([at(0), at(3)]);
  });

  it('asks for what follows the last item after a lost connection', async () => {
    const lost = source(
      [],
      [() => [item(0, null), item(3, 0), new Error('lost')], () => [item(5, 3)]],
    );
    expect(await take(lost, 3)).toEqual([at(0), at(3), at(5)]);
    expect(lost.asked).toEqual([null, 3]);
  });

  it('yields no item twice when a server sends it again', async () => {
    const again = source([], [() => [item(0, null)], () => [item(0, null), item(2, 0)]]);
    expect(await take(again, 2)).toEqual([at(0), at(2)]);
  });

  it('fills an announced gap by queries before it goes on', async () => {
    const gap: Live<string> = { kind: 'gap', to: 6 };
    const lagging = source([1, 4, 6, 9], [() => [item(1, null), gap, item(9, 6)]]);
    expect(await take(lagging, 4)).toEqual([at(1), at(4), at(6), at(9)]);
  });

  it('does not lose its place when a gap holds no item', async () => {
    const gap: Live<string> = { kind: 'gap', to: 6 };
    const lagging = source(
      [1],
      [() => [item(1, null), gap, new Error('lost')], () => [item(8, 6)]],
    );
    expect(await take(lagging, 2)).toEqual([at(1), at(8)]);
  });

  it('fills a hole that nobody announced', async () => {
    const holed = source([1, 4, 9], [() => [item(1, null), item(9, 4)]]);
    expect(await take(holed, 3)).toEqual([at(1), at(4), at(9)]);
  });

  it('starts behind the position that it is given', async () => {
    const resumed = source([], [() => [item(8, 7)]]);
    expect(await take(resumed, 1, 7)).toEqual([at(8)]);
    expect(resumed.asked).toEqual([7]);
  });

  it('ends when the server refuses the subscription for good', async () => {
    const refusing = source([], [() => [new FollowRefused('no such field')]]);
    await expect(take(refusing, 1)).rejects.toThrow('no such field');
  });

  it('yields each item exactly once however connections break and gaps fall', async () => {
    const script = fc.array(
      fc.record({ send: fc.integer({ min: 0, max: 6 }), gap: fc.integer({ min: 0, max: 4 }) }),
      { minLength: 1, maxLength: 12 },
    );
    const positions = Array.from({ length: 40 }, (_, index) => index * 2 + 1);
    await fc.assert(
      fc.asyncProperty(script, async (connections) => {
        let next = 0;
        const broken: FollowSource<string> = {
          ...source(positions, []),
          async *live(after) {
            const { send, gap } = connections[next++ % connections.length] as {
              send: number;
              gap: number;
            };
            await Promise.resolve();
            const left = positions.filter((position) => position > (after ?? -1));
            const skipped = left.slice(0, gap);
            if (skipped.length > 0) yield { kind: 'gap', to: skipped.at(-1) as number };
            let prev = skipped.at(-1) ?? after;
            for (const position of left.slice(gap, gap + send + 1)) {
              yield item(position, prev);
              prev = position;
            }
            throw new Error('lost');
          },
        };
        expect(await take(broken, positions.length)).toEqual(positions.map(at));
      }),
      { numRuns: 60 },
    );
  });
});
