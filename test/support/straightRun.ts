/**
 * A straight run: the signed events of a log, block by block with the blocks' times, through a
 * fresh executor. What comes out must equal what the log says, header for header.
 */
import { evidence } from '../../src/domain/evidence/evidence.js';
import { foldGenesis } from '../../src/domain/governance/foldGenesis.js';
import { governance } from '../../src/domain/governance/governance.js';
import { Executor } from '../../src/execution/executor.js';
import type { OrderedEvent } from '../../src/execution/ports.js';
import type { Instant } from '../../src/ledger/instant.js';
import { eventHash, type SignedEvent } from '../../src/ledger/signedEvent.js';
import { memoryStore, type MemoryStore } from './memoryStore.js';

/** What one block ordered. */
export interface BlockInput {
  readonly time: Instant;
  readonly events: readonly SignedEvent[];
}

/** Executes `genesisText` and then `blocks`; the answer holds every head. */
export function straightRun(genesisText: string, blocks: Iterable<BlockInput>): MemoryStore {
  const store = memoryStore();
  const executor = new Executor(
    { cachedKeysMax: 10_000 },
    { store, modules: [governance, evidence], foldGenesis, signCheckpoint: () => 'unsigned' },
  );
  executor.init(genesisText);
  let engineHeight = 0;
  for (const { time, events } of blocks) {
    engineHeight += 1;
    executor.finalizeBlock({ engineHeight, time, events: events.map(ordered) });
    executor.commit();
  }
  return store;
}

function ordered(event: SignedEvent): OrderedEvent {
  return { ...event, hash: eventHash(event.body) };
}
