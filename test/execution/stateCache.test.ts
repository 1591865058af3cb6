import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonValue } from '../../src/crypto/canonicalJson.js';
import type { CommitStore } from '../../src/execution/ports.js';
import { StateCache } from '../../src/execution/stateCache.js';
import { memoryStore } from '../support/memoryStore.js';

const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const change = fc.tuple(key, fc.option(fc.nat(9)));

test('state is read as it was committed last, however few of its keys fit into the cache', () => {
  const steps = fc.array(fc.oneof(key, fc.array(change, { maxLength: 4 })), { maxLength: 40 });
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 3 }), (all, keysMax) => {
      const stored = new Map<string, JsonValue>();
      const cache = new StateCache(storeOver(stored), keysMax);
      for (const step of all) {
        if (typeof step === 'string') expect(cache.get(step)).toEqual(stored.get(step));
        else commit(new Map(step), stored, cache);
      }
    }),
  );
});

test('a key that was read is not read from the store again, present or absent', () => {
  const asked: string[] = [];
  const store = { ...storeOver(new Map([['here', 1]])) };
  const counting = {
    ...store,
    readState: (name: string) => (asked.push(name), store.readState(name)),
  };
  const cache = new StateCache(counting, 10);
  const read = ['here', 'gone', 'here', 'gone'].map((name) => cache.get(name));
  expect(read).toEqual([1, undefined, 1, undefined]);
  expect(asked).toEqual(['here', 'gone']);
});

function storeOver(values: ReadonlyMap<string, JsonValue>): CommitStore {
  const readState = (name: string): string | undefined => {
    const value = values.get(name);
    return value === undefined ? undefined : JSON.stringify(value);
  };
  return { ...memoryStore(), readState };
}

/** As the executor does it: durable first, then the cache. */
function commit(
  changes: ReadonlyMap<string, JsonValue | null>,
  stored: Map<string, JsonValue>,
  cache: StateCache,
): void {
  for (const [name, value] of changes) {
    if (value === null) stored.delete(name);
    else stored.set(name, value);
  }
  cache.committed(changes);
}
