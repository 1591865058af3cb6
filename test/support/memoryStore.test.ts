import { describe } from '@jest/globals';
import { commitStoreContract } from './commitStore.contract.js';
import { memoryStore } from './memoryStore.js';

describe('the memory store of the tests', () => {
  commitStoreContract(() => {
    const store = memoryStore();
    return { store: () => store, reopen: undefined };
  });
});
