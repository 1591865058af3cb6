/**
 * State sync between ledgers on disk: the same snapshot from every node, the same ledger out of it,
 * and nothing taken that is not what the validators have agreed on.
 */
import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { ResponseValue } from '../../../src/consensus/cometbft/abciMessages.js';
import { type SnapshotKeeper, StateSync } from '../../../src/consensus/cometbft/stateSync.js';
import { fromHex } from '../../../src/crypto/bytes.js';
import { sha256Hex } from '../../../src/crypto/sha256.js';
import type { Executor } from '../../../src/execution/executor.js';
import {
  encodeDescription,
  parseDescription,
  SNAPSHOT_CHUNK_BYTES,
  type SnapshotDescription,
  SnapshotInvalid,
} from '../../../src/ledger/snapshot.js';
import type { SnapshotTask } from '../../../src/node/snapshots/snapshotMessages.js';
import { SnapshotTasks } from '../../../src/node/snapshots/snapshotTasks.js';
import { SqliteStore } from '../../../src/store/sqliteStore.js';
import { consortium, registration, signed, type TestActor } from '../../support/consortium.js';
import { batchOf, commitments } from '../../support/evidence.js';
import { executorOver, runBlock } from '../../support/testNode.js';

const kit = consortium('state sync');
const parent = mkdtempSync(join(tmpdir(), 'civic-ledger-snapshots-'));
const closers: (() => void)[] = [];
afterAll(() => {
  for (const close of closers.reverse()) close();
  rmSync(parent, { recursive: true, force: true });
});
let folders = 0;
/** Commitments in a batch of nearly the largest event. */
const LARGE_BATCH = 7_500;

type Sending = Omit<SnapshotTask, 'number'>;

/** A ledger on disk with its snapshots, without an engine. */
class Node {
  readonly ledgerPath: string;
  readonly indexPath: string;
  readonly executor: Executor;
  readonly refused: string[] = [];
  readonly faults: unknown[] = [];
  readonly steps: string[] = [];
  readonly sync: StateSync;
  #store: SqliteStore;
  readonly #tasks: SnapshotTasks;

  constructor(blocks = 0) {
    folders += 1;
    this.ledgerPath = join(parent, `${folders}.sqlite`);
    this.indexPath = join(parent, `${folders}-snapshots.sqlite`);
    this.#store = new SqliteStore(this.ledgerPath, { pendingWritesMax: 20 });
    this.executor = executorOver(this.#store, kit);
    this.executor.init(kit.genesisText);
    for (let block = 0; block < blocks; block += 1) this.add(block);
    const { genesisText, nodePrivateKey } = kit;
    const { ledgerPath, indexPath } = this;
    this.#tasks = new SnapshotTasks({ ledgerPath, indexPath, genesisText, nodePrivateKey });
    closers.push(() => {
      this.#tasks.close();
      this.#store.close();
    });
    this.sync = new StateSync({
      ledgerId: kit.ledger,
      keeper: this.#keeper(),
      onRefused: (why, sender) => this.refused.push(`${sender}: ${why}`),
      onNotServed: (error) => this.faults.push(error),
      reached: (step) => this.steps.push(step),
    });
  }

  /** Block `number`, with what the rules refuse, ids used twice, and events that change nothing. */
  add(number: number): void {
    const depositor = kit.actors['depositor@evidence-platform'] as TestActor;
    const withdraw = { item: '0a'.repeat(32), reason: 'other' };
    runBlock(this.executor, [
      ...[0, 1, 2].map((item) => registration(kit, `${number}.${item}`)),
      registration(kit, `again ${number}`, '0.0'),
      signed(kit, depositor, { type: 'evidence.WithdrawItem', id: `no-${number}`, data: withdraw }),
    ]);
  }

  take(): void {
    const { engineHeight, header } = this.executor.head()!;
    this.do({ take: { height: engineHeight, last: header.height } });
  }

  do(task: Sending): unknown {
    const { result, fault } = this.#tasks.answer({ ...task, number: 1 } as SnapshotTask);
    if (fault?.invalid === true) throw new SnapshotInvalid(fault.message);
    if (fault !== undefined) throw new Error(fault.message);
    return result;
  }

  /** A block whose stream is longer than a chunk: batches as large as an event may be. */
  addLarge(): void {
    const depositor = kit.actors['depositor@evidence-platform'] as TestActor;
    const leaves = commitments(LARGE_BATCH);
    const events = Array.from({ length: 10 }, (_, index) => {
      const data = batchOf(leaves.slice(index), {});
      return signed(kit, depositor, { type: 'evidence.RegisterBatch', id: `large-${index}`, data });
    });
    const results = runBlock(this.executor, events);
    expect(results.every(({ refused }) => refused === null)).toBe(true);
  }

  /** Every row of the state and of the used ids; the ledger is closed with that. */
  state(): readonly unknown[] {
    this.#store.close();
    const all = this.#read('SELECT * FROM state ORDER BY key', 'SELECT * FROM used_ids ORDER BY 1');
    this.#store = new SqliteStore(this.ledgerPath, { pendingWritesMax: 20 });
    return all;
  }

  /** Every entry, header and tile. */
  rows(): readonly unknown[] {
    this.#store.reload();
    return this.#read(
      'SELECT position, entry, event FROM entries ORDER BY position',
      'SELECT height, header FROM blocks ORDER BY height',
      'SELECT level, number, hashes FROM tiles ORDER BY level, number',
    );
  }

  #read(...queries: readonly string[]): readonly unknown[] {
    const database = new Database(this.ledgerPath, { readonly: true });
    const rows = queries.flatMap((query) => database.prepare(query).raw().all());
    database.close();
    return rows;
  }

  #keeper(): SnapshotKeeper {
    const run = async (task: object): Promise<never> => this.do(task) as never;
    return {
      reached: () => undefined,
      joinersFrom: () => undefined,
      list: () => run({ list: true }),
      chunk: (height, index) => run({ chunk: { height, index } }),
      begin: (header) => run({ begin: { header } }),
      append: (chunk) => run({ append: chunk }),
      finish: async (engineHeight) => {
        await run({ finish: { engineHeight } });
        this.#store.reload();
        this.executor.reload();
      },
      abandon: () => run({ abandon: true }),
      close: async () => undefined,
    };
  }
}

interface Offered {
  readonly height: bigint;
  readonly format: number;
  readonly chunks: number;
  readonly hash: Uint8Array;
  readonly metadata: Uint8Array;
}

const valueOf = (response: ResponseValue): Record<string, unknown> =>
  response.value as Record<string, unknown>;

async function newest(node: Node): Promise<Offered> {
  const { snapshots } = valueOf(await node.sync.list());
  return (snapshots as readonly Offered[])[0] as Offered;
}

async function chunkOf(node: Node, { height }: Offered, chunk = 0): Promise<Uint8Array> {
  const request = { height, format: 1, chunk } as Parameters<StateSync['load']>[0];
  return valueOf(await node.sync.load(request))['chunk'] as Uint8Array;
}

async function offer(node: Node, snapshot: Offered, appHash: string): Promise<unknown> {
  const request = { snapshot, appHash: fromHex(appHash) };
  return valueOf(await node.sync.offer(request as Parameters<StateSync['offer']>[0]))['value'];
}

async function apply(node: Node, chunk: Uint8Array, index = 0): Promise<Record<string, unknown>> {
  const request = { index, chunk, sender: 'peer-7' };
  return valueOf(await node.sync.apply(request as Parameters<StateSync['apply']>[0]));
}

/** The snapshot with another description, consistent in itself. */
function described(snapshot: Offered, change: Partial<SnapshotDescription>): Offered {
  const before = parseDescription(Buffer.from(snapshot.metadata).toString());
  const text = encodeDescription({ ...(before as SnapshotDescription), ...change });
  return { ...snapshot, hash: fromHex(sha256Hex(text)), metadata: Buffer.from(text) };
}

const source = new Node(6);
source.take();
const appHash = source.executor.head()!.headerHash;

describe('a snapshot', () => {
  test('is the same on every node, whenever they took others before', async () => {
    const other = new Node();
    for (let block = 0; block < 6; block += 1) {
      other.add(block);
      other.take();
    }
    expect(await newest(other)).toEqual(await newest(source));
    expect(await chunkOf(other, await newest(other))).toEqual(
      await chunkOf(source, await newest(source)),
    );
  });

  test('is kept with the nine before it, and none of a log without events', async () => {
    const node = new Node();
    node.take();
    expect(valueOf(await node.sync.list())['snapshots']).toEqual([]);
    for (let block = 0; block < 12; block += 1) {
      node.add(block);
      node.take();
    }
    const { snapshots } = valueOf(await node.sync.list());
    const heights = (snapshots as readonly Offered[]).map(({ height }) => Number(height));
    expect(heights).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3]);
  });

  test('has no chunk beyond its last, of another height or of another format', async () => {
    const snapshot = await newest(source);
    expect(await chunkOf(source, snapshot, 1)).toHaveLength(0);
    expect(await chunkOf(source, { ...snapshot, height: 99n })).toHaveLength(0);
    const request = { height: snapshot.height, format: 2, chunk: 0 };
    const other = await source.sync.load(request as Parameters<StateSync['load']>[0]);
    expect(valueOf(other)['chunk']).toHaveLength(0);
  });
});

describe('an index that cannot be read', () => {
  test('hands out nothing, is reported, and stops nobody', async () => {
    const node = new Node(2);
    node.take();
    const snapshot = await newest(node);
    const index = new Database(node.indexPath);
    index.exec('DROP TABLE snapshots');
    index.close();
    expect(valueOf(await node.sync.list())['snapshots']).toEqual([]);
    expect(await chunkOf(node, snapshot)).toHaveLength(0);
    expect(node.faults).toHaveLength(2);
  });
});

describe('a restore', () => {
  test('makes the same ledger, which goes on as the other one does', async () => {
    const node = new Node();
    const snapshot = await newest(source);
    expect(await offer(node, snapshot, appHash)).toBe(1);
    expect(await apply(node, await chunkOf(source, snapshot))).toEqual({ result: 1 });
    expect(node.steps).toEqual(['restoring', 'restored']);
    expect(node.executor.head()).toEqual(source.executor.head());
    expect(node.rows()).toEqual(source.rows());
    const reference = new Node(7);
    node.add(6);
    expect(node.executor.head()?.headerHash).toBe(reference.executor.head()?.headerHash);
    // Ids that were used before are known again.
    expect(runBlock(node.executor, [registration(kit, '0.0')])[0]?.duplicate).toBe(true);
  });

  test('has the same state and used ids, row by row, however many chunks it came in', async () => {
    const [large, node] = [new Node(2), new Node()];
    large.addLarge();
    large.add(2);
    large.take();
    const snapshot = await newest(large);
    expect(snapshot.chunks).toBeGreaterThan(1);
    await offer(node, snapshot, large.executor.head()!.headerHash);
    for (let index = 0; index < snapshot.chunks; index += 1) {
      const chunk = await chunkOf(large, snapshot, index);
      expect(chunk.length <= SNAPSHOT_CHUNK_BYTES).toBe(true);
      expect(await apply(node, chunk, index)).toEqual({ result: 1 });
    }
    // The first chunk of a later snapshot is that of an earlier one.
    const first = await chunkOf(large, snapshot);
    for (const one of [large, node]) one.add(3);
    large.take();
    expect(Buffer.compare(await chunkOf(large, await newest(large)), first)).toBe(0);
    expect(node.rows()).toEqual(large.rows());
    expect(node.state()).toEqual(large.state());
  });

  test('takes the place of a log that is a part of it, and of no other', async () => {
    const [behind, fork] = [new Node(3), new Node()];
    const snapshot = await newest(source);
    await offer(behind, snapshot, appHash);
    expect(await apply(behind, await chunkOf(source, snapshot))).toEqual({ result: 1 });
    fork.add(1);
    const before = fork.executor.head();
    await offer(fork, snapshot, appHash);
    expect(await apply(fork, await chunkOf(source, snapshot))).toEqual({ result: 5 });
    expect(fork.refused).toEqual([expect.stringContaining('another block 1')]);
    expect(fork.executor.head()).toEqual(before);
    const ahead = new Node(8);
    expect(await offer(ahead, snapshot, appHash)).toBe(3);
  });

  test('that is not finished has changed nothing', async () => {
    const node = new Node();
    const rows = node.rows();
    const snapshot = await newest(source);
    await offer(node, snapshot, appHash);
    node.do({ append: await chunkOf(source, snapshot) });
    expect(node.rows()).toEqual(rows);
    node.do({ abandon: true });
    expect(node.rows()).toEqual(rows);
    // And the next offer begins anew.
    await offer(node, snapshot, appHash);
    expect(await apply(node, await chunkOf(source, snapshot))).toEqual({ result: 1 });
  });
});

describe('what is refused', () => {
  test('a snapshot of another head, ledger, format or form', async () => {
    const node = new Node();
    const snapshot = await newest(source);
    const header = parseDescription(Buffer.from(snapshot.metadata).toString())!.header;
    expect(await offer(node, snapshot, '00'.repeat(32))).toBe(3);
    expect(await offer(node, { ...snapshot, format: 2 }, appHash)).toBe(4);
    expect(await offer(node, { ...snapshot, chunks: 2 }, appHash)).toBe(3);
    expect(await offer(node, { ...snapshot, metadata: Buffer.from('{}') }, appHash)).toBe(3);
    const foreign = described(snapshot, { header: { ...header, ledger: '1e'.repeat(32) } });
    expect(await offer(node, foreign, appHash)).toBe(3);
  });

  test('every chunk in which a byte was changed: again, and not from that sender', async () => {
    const node = new Node();
    const snapshot = await newest(source);
    const chunk = await chunkOf(source, snapshot);
    await offer(node, snapshot, appHash);
    for (let index = 0; index < chunk.length; index += 97) {
      const poisoned = Uint8Array.from(chunk);
      poisoned[index] = (poisoned[index] as number) ^ 1;
      expect(await apply(node, poisoned)).toEqual({
        result: 3,
        refetchChunks: [0],
        rejectSenders: ['peer-7'],
      });
    }
    expect(node.refused[0]).toBe('peer-7: chunk 0 has not the hash of the snapshot');
    expect(await apply(node, chunk)).toEqual({ result: 1 });
    expect(node.executor.head()?.headerHash).toBe(appHash);
  });

  test('a whole snapshot whose stream leads elsewhere; the ledger stays as it was', async () => {
    const snapshot = await newest(source);
    const chunk = await chunkOf(source, snapshot);
    for (const lie of [chunk.subarray(0, chunk.length - 1), Buffer.from(lieAbout(chunk))]) {
      const node = new Node();
      const change = { chunks: [sha256Hex(lie)], bytes: lie.length };
      expect(await offer(node, described(snapshot, change), appHash)).toBe(1);
      expect(await apply(node, lie)).toEqual({ result: 5 });
      expect(node.executor.head()?.header.height).toBe(0);
      expect(await offer(node, snapshot, appHash)).toBe(1);
      expect(await apply(node, chunk)).toEqual({ result: 1 });
    }
  });

  test('a chunk that nobody has offered, or out of its turn', async () => {
    const node = new Node();
    const snapshot = await newest(source);
    const chunk = await chunkOf(source, snapshot);
    expect(await apply(node, chunk)).toEqual({ result: 4 });
    await offer(node, snapshot, appHash);
    expect(await apply(node, chunk, 1)).toEqual({ result: 4 });
  });
});

/** The same stream with one derived fact changed: another state than the rules have made. */
function lieAbout(chunk: Uint8Array): Uint8Array {
  const text = Buffer.from(chunk).toString('latin1');
  return Buffer.from(text.replace('"claim":"custodian"', '"claim":"custodiam"'), 'latin1');
}
