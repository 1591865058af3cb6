/**
 * What the snapshots' thread does: takes and hands out snapshots beside the running engine, and
 * restores one into the ledger. One task after the other, each on connections of its own.
 */
import { evidence } from '../../domain/evidence/evidence.js';
import { foldGenesis } from '../../domain/governance/foldGenesis.js';
import { governance } from '../../domain/governance/governance.js';
import { Executor } from '../../execution/executor.js';
import { LogRestore } from '../../execution/logRestore.js';
import type { BlockHeader } from '../../ledger/blockHeader.js';
import type { Genesis } from '../../ledger/genesis.js';
import { SnapshotInvalid } from '../../ledger/snapshot.js';
import { SnapshotIndex } from '../../store/snapshotIndex.js';
import { openLogReader, type SqliteLogReader } from '../../store/sqliteLogReader.js';
import { SqliteRestore } from '../../store/sqliteRestore.js';
import { headOf } from '../../store/storedHead.js';
import { checkpointSigner } from '../checkpointSigner.js';
import type {
  SnapshotAnswer,
  SnapshotResult,
  SnapshotTask,
  SnapshotThreadData,
} from './snapshotMessages.js';

/** About 60 MB of memory; the same for state keys and for ids. */
const PENDING_WRITES_MAX = 100_000;
const CACHED_KEYS_MAX = 50_000;

/** A restore that has begun. */
interface Restore {
  readonly store: SqliteRestore;
  readonly log: LogRestore;
}

export class SnapshotTasks {
  readonly #data: SnapshotThreadData;
  readonly #reader: SqliteLogReader;
  readonly #index: SnapshotIndex;
  #restore: Restore | undefined;

  constructor(data: SnapshotThreadData) {
    this.#data = data;
    this.#reader = openLogReader(data.ledgerPath, data.archive);
    this.#index = new SnapshotIndex(data.indexPath, this.#reader);
  }

  /** Never throws: what goes wrong is the answer. */
  answer(task: SnapshotTask): SnapshotAnswer {
    const { number } = task;
    try {
      return { number, result: this.#run(task) };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { number, fault: { message, invalid: error instanceof SnapshotInvalid } };
    }
  }

  close(): void {
    this.#abandon();
    this.#index.close();
    this.#reader.close();
  }

  #run(task: SnapshotTask): SnapshotResult {
    // A snapshot is the whole log: who has pruned it and names no archive has none to offer.
    if ('list' in task) return this.#reader.isWhole() ? this.#index.list() : [];
    if ('chunk' in task) return this.#index.chunk(task.chunk.height, task.chunk.index);
    if ('take' in task) this.#take(task.take);
    else if ('begin' in task) this.#begin(task.begin.header);
    else if ('append' in task) this.#begun().log.push(task.append);
    else if ('finish' in task) this.#finish(task.finish.engineHeight);
    else this.#abandon();
    return undefined;
  }

  #take({ height, last }: { readonly height: number; readonly last: number }): void {
    if (this.#reader.isWhole()) this.#index.take(height, last);
  }

  #begin(header: BlockHeader): void {
    this.#abandon();
    const { ledgerPath, genesisText, nodePrivateKey } = this.#data;
    const before = headOf(this.#reader);
    const store = new SqliteRestore(ledgerPath, { pendingWritesMax: PENDING_WRITES_MAX });
    const signCheckpoint = checkpointSigner(nodePrivateKey, JSON.parse(genesisText) as Genesis);
    const executor = new Executor(
      { cachedKeysMax: CACHED_KEYS_MAX },
      { store, modules: [governance, evidence], foldGenesis, signCheckpoint },
    );
    try {
      executor.init(genesisText);
      this.#restore = { store, log: new LogRestore(executor, { header, before }) };
    } catch (error) {
      store.abandon();
      throw error;
    }
  }

  #finish(engineHeight: number): void {
    const { store, log } = this.#begun();
    log.end();
    store.finish(engineHeight);
    this.#restore = undefined;
  }

  #abandon(): void {
    this.#restore?.store.abandon();
    this.#restore = undefined;
  }

  #begun(): Restore {
    if (this.#restore === undefined) throw new Error('no restore has begun');
    return this.#restore;
  }
}
