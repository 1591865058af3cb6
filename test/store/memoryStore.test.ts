import { describe, expect, test } from '@jest/globals';
import { MemoryStore } from '../../src/store/memoryStore.js';
import { commitStoreContract } from '../support/commitStore.contract.js';
import { consortium, registration } from '../support/consortium.js';
import { executorOver, runBlock } from '../support/testNode.js';

describe('the memory store', () => {
  commitStoreContract(() => {
    const store = new MemoryStore({ keepsLog: true });
    return { store: () => store, reopen: undefined };
  });

  test('without the log it keeps what execution needs, and no entries', () => {
    const kit = consortium();
    const store = new MemoryStore({ keepsLog: false });
    const executor = executorOver(store, kit);
    executor.init(kit.genesisText);
    const event = registration(kit, 'a deed');
    runBlock(executor, [event]);
    expect(store.entry(1)).toBeUndefined();
    expect(store.state().map(([key]) => key)).toContain(`evidence/item/${event.hash}`);
  });
});
