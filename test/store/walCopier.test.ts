import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { SqliteStore } from '../../src/store/sqliteStore.js';
import { WalCopier } from '../../src/store/walCopier.js';
import { type CompiledWorker, compileWorker } from '../support/compiledWorker.js';
import { consortium, registration } from '../support/consortium.js';
import { executorOver, runBlock } from '../support/testNode.js';

const kit = consortium();
let worker: CompiledWorker;
let folder: string;

beforeAll(async () => {
  worker = await compileWorker('src/store/walCopierWorker.ts');
  folder = mkdtempSync(join(tmpdir(), 'civic-ledger-wal-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await worker.remove();
});

describe('the copier of the write-ahead log', () => {
  let store: SqliteStore;
  afterEach(() => store.close());

  function written(path: string): SqliteStore {
    const opened = new SqliteStore(path, { pendingWritesMax: 1_000 });
    const executor = executorOver(opened, kit);
    executor.init(kit.genesisText);
    runBlock(
      executor,
      Array.from({ length: 400 }, (_, n) => registration(kit, `item ${n}`)),
    );
    return opened;
  }

  test('brings the blocks into the database file while the writer has it open', async () => {
    const path = join(folder, 'copied.sqlite');
    store = written(path);
    const before = statSync(path).size;
    const failures: Error[] = [];
    const copier = new WalCopier({ path, onFailure: (error) => failures.push(error) }, worker.file);
    copier.grew(10_000);
    await copier.close();
    expect(statSync(path).size).toBeGreaterThan(before + 400 * 1_000);
    expect(failures).toEqual([]);
  });

  test('leaves a short log alone', async () => {
    const path = join(folder, 'short.sqlite');
    store = written(path);
    const before = statSync(path).size;
    const copier = new WalCopier({ path, onFailure: () => undefined }, worker.file);
    copier.grew(100);
    await copier.close();
    expect(statSync(path).size).toBe(before);
  });

  test('tells that it cannot work, and can still be closed', async () => {
    store = written(join(folder, 'other.sqlite'));
    const path = join(folder, 'missing.sqlite');
    const failure = await new Promise<Error>((resolve) => {
      const copier = new WalCopier({ path, onFailure: resolve }, worker.file);
      void copier.close();
    });
    expect(failure).toMatchObject({ code: 'SQLITE_CANTOPEN' });
  });
});
