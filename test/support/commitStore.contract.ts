/**
 * What every CommitStore promises (src/execution/ports.ts). A store's test runs this over its
 * maker.
 */
import { expect, test } from '@jest/globals';
import type { CommitStore } from '../../src/execution/ports.js';
import { consortium, itemData, registration, signed, stranger } from './consortium.js';
import { executorOver, runBlock } from './testNode.js';

export interface StoreHarness {
  readonly store: () => CommitStore;
  /** Closes the store and opens what is durable of it; undefined for a store that forgets. */
  readonly reopen: (() => void) | undefined;
}

const kit = consortium();

/** Declares the contract's tests; `make` gives a fresh harness to each. */
export function commitStoreContract(make: () => StoreHarness): void {
  headersBySize(make);
  eventsWithoutId(make);

  test('is empty at first', () => {
    const { store } = make();
    expect(store().head()).toBeUndefined();
    expect(store().entry(0)).toBeUndefined();
    expect(store().readState('governance/organisations')).toBeUndefined();
    expect(store().findId('a@b/c')).toBeUndefined();
    expect(store().tile(0, 0)).toBeUndefined();
  });

  test('reads back what a block committed', () => {
    const harness = make();
    const executor = executorOver(harness.store(), kit);
    executor.init(kit.genesisText);
    const event = registration(kit, 'a deed', 'deed');
    runBlock(executor, [event]);
    const head = harness.store().head();
    harness.reopen?.();
    const store = harness.store();
    expect(store.head()).toEqual(head);
    expect(store.entry(1)?.event).toBe(event.body);
    expect(store.entry(3)).toBeUndefined();
    expect(store.findId('depositor@evidence-platform/deed')).toEqual({
      eventHash: event.hash,
      position: 1,
    });
    expect(JSON.parse(store.readState(`evidence/item/${event.hash}`) ?? '')).toMatchObject({
      status: 'active',
    });
  });

  test('gives complete tiles of 256 hashes, and none before they are complete', () => {
    const harness = make();
    const executor = executorOver(harness.store(), kit);
    executor.init(kit.genesisText);
    const events = Array.from({ length: 300 }, (_, index) => registration(kit, `item ${index}`));
    for (let from = 0; from < events.length; from += 100) {
      runBlock(executor, events.slice(from, from + 100));
    }
    harness.reopen?.();
    const store = harness.store();
    const tile = store.tile(0, 1);
    expect(tile?.length).toBe(256 * 32);
    expect(Buffer.from(tile?.subarray(0, 32) ?? []).toString('hex')).toBe(store.entry(256)?.hash);
    expect(store.tile(0, 2)).toBeUndefined();
    expect(store.tile(1, 0)).toBeUndefined();
  });
}

function headersBySize(make: () => StoreHarness): void {
  test('finds a header by the size that the log had after it, and by no other', () => {
    const harness = make();
    const executor = executorOver(harness.store(), kit);
    executor.init(kit.genesisText);
    runBlock(executor, [registration(kit, 'one'), registration(kit, 'two')]);
    runBlock(executor, [registration(kit, 'three')]);
    harness.reopen?.();
    const sizes = Array.from({ length: 9 }, (_, size) => {
      const text = harness.store().headerOfSize(size);
      return text === undefined ? undefined : (JSON.parse(text) as { size: number }).size;
    });
    const none = undefined;
    expect(sizes).toEqual([none, 1, none, none, none, 5, none, 7, none]);
    expect(harness.store().headerOfSize(7)).toBe(harness.store().head()?.headerText);
  });
}

function eventsWithoutId(make: () => StoreHarness): void {
  test('knows again an event that used up no id', () => {
    const harness = make();
    const executor = executorOver(harness.store(), kit);
    executor.init(kit.genesisText);
    const request = { type: 'evidence.RegisterItem', id: 'one', data: itemData('theirs') };
    const theirs = signed(kit, stranger('depositor@evidence-platform'), request);
    const [first] = runBlock(executor, [theirs]);
    harness.reopen?.();
    const after = executorOver(harness.store(), kit);
    expect(harness.store().findId('depositor@evidence-platform/one')).toBeUndefined();
    expect(runBlock(after, [theirs])).toEqual([{ ...first, duplicate: true }]);
  });
}
