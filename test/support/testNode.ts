/**
 * An executor over a given store, wired as the node wires it, with a signer of the test consortium.
 */
import { sign } from 'node:crypto';
import { evidence } from '../../src/domain/evidence/evidence.js';
import { foldGenesis } from '../../src/domain/governance/foldGenesis.js';
import { governance } from '../../src/domain/governance/governance.js';
import { Executor } from '../../src/execution/executor.js';
import type {
  BlockRecord,
  CommitStore,
  EventResult,
  OrderedEvent,
} from '../../src/execution/ports.js';
import { signCheckpoint } from '../../src/ledger/checkpoint.js';
import type { Instant } from '../../src/ledger/instant.js';
import { publicHex, START, type TestConsortium } from './consortium.js';

export function executorOver(store: CommitStore, kit: TestConsortium): Executor {
  const publicKey = Buffer.from(publicHex(kit.nodeKey), 'hex');
  const { origin } = kit.genesis;
  return new Executor(
    { cachedKeysMax: 100 },
    {
      store,
      modules: [governance, evidence],
      foldGenesis,
      signCheckpoint: ({ header: { size, root }, headerHash }) =>
        signCheckpoint(
          { origin, size, root, headerHash },
          { publicKey, sign: (message) => sign(null, message, kit.nodeKey) },
        ),
    },
  );
}

/** Executes and commits one block at `time`. */
export function runBlock(
  executor: Executor,
  events: readonly OrderedEvent[],
  time: Instant = START,
): readonly EventResult[] {
  const engineHeight = (executor.head()?.engineHeight ?? 0) + 1;
  const { results } = executor.finalizeBlock({ engineHeight, time, events });
  executor.commit();
  return results;
}

/** A store that keeps every record it is given, and otherwise does what `inner` does. */
export function recordingStore(inner: CommitStore): {
  readonly store: CommitStore;
  readonly records: BlockRecord[];
} {
  const records: BlockRecord[] = [];
  const store: CommitStore = {
    head: () => inner.head(),
    commit: (record) => {
      inner.commit(record);
      records.push(record);
    },
    readState: (key) => inner.readState(key),
    findId: (name) => inner.findId(name),
    headerOfSize: (size) => inner.headerOfSize(size),
    entry: (position) => inner.entry(position),
    prunedOutcome: (position) => inner.prunedOutcome(position),
    tile: (level, index) => inner.tile(level, index),
  };
  return { store, records };
}
