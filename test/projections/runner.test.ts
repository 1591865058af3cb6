import { afterAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { readFileSync, writeFileSync } from 'node:fs';
import { ALL_PROJECTIONS } from '../../src/projections/allProjections.js';
import { compareReadModels } from '../../src/projections/compare.js';
import { openReadModels, ReadModelsUnusable } from '../../src/projections/database.js';
import type { LogReader } from '../../src/projections/logReader.js';
import type { Projection } from '../../src/projections/projection.js';
import { rebuildReadModels, runProjections } from '../../src/projections/runner.js';
import { GENESIS, registers } from './support/consortium.js';
import { MemoryLog } from './support/memoryLog.js';
import { foldAll, ReadModelDirectory, rows } from './support/readModelFile.js';

const directory = new ReadModelDirectory();
afterAll(() => directory.remove());

function logOf(registrations: number, genesis = GENESIS): MemoryLog {
  const log = new MemoryLog(genesis);
  for (let n = 0; n < registrations; n += 1) log.add([registers(`item ${n}`)]);
  return log;
}

/** Runs until the read models have caught up with the log; returns what was reported. */
async function runOnce(
  reader: LogReader,
  databasePath: string,
  projections: readonly Projection[] = ALL_PROJECTIONS,
): Promise<{ readonly advances: number[]; readonly rebuilds: string[] }> {
  const stop = new AbortController();
  const advances: number[] = [];
  const rebuilds: string[] = [];
  await runProjections({
    reader,
    databasePath,
    projections,
    signal: stop.signal,
    onAdvance: (position) => advances.push(position),
    onRebuild: (reason) => rebuilds.push(reason),
    waitForHead: async () => stop.abort(),
  });
  return { advances, rebuilds };
}

function countItems(path: string): number {
  return rows<{ n: number }>(path, 'SELECT count(*) AS n FROM evidence_items')[0]?.n ?? -1;
}

describe('runProjections', () => {
  it('reports where it stands, catches up and goes on with what comes', async () => {
    const log = logOf(2);
    const path = directory.newPath();
    const stop = new AbortController();
    const advances: number[] = [];
    let waits = 0;
    await runProjections({
      reader: log,
      databasePath: path,
      projections: ALL_PROJECTIONS,
      signal: stop.signal,
      onAdvance: (position) => advances.push(position),
      onRebuild: () => undefined,
      waitForHead: async (position) => {
        expect(position).toBe(log.size());
        waits += 1;
        if (waits === 1) log.add([registers('late')]);
        else stop.abort();
      },
    });
    expect(advances).toEqual([0, 5, 7]);
    expect(countItems(path)).toBe(3);
  });

  it('goes on from its own position after a restart', async () => {
    const log = logOf(3);
    const path = directory.newPath();
    await runOnce(log, path);
    log.add([registers('more')]);
    const { advances, rebuilds } = await runOnce(log, path);
    expect([advances, rebuilds]).toEqual([[7, 9], []]);
    expect(countItems(path)).toBe(4);
  });

  it('folds again from position 0 when a projection has another version', async () => {
    const log = logOf(3);
    const path = directory.newPath();
    await runOnce(log, path);
    const raised = ALL_PROJECTIONS.map((projection) => ({ ...projection, version: 2 }));
    expect((await runOnce(log, path, raised)).advances).toEqual([0, 7]);
    expect(countItems(path)).toBe(3);
  });

  it('folds again from position 0 when there is one projection more', async () => {
    const log = logOf(1);
    const path = directory.newPath();
    await runOnce(log, path, ALL_PROJECTIONS.slice(1));
    expect((await runOnce(log, path)).advances).toEqual([0, 3]);
  });

  it('folds again from position 0 when the file was made from another log', async () => {
    const path = directory.newPath();
    await runOnce(logOf(3), path);
    const other = logOf(5, { ...GENESIS, origin: 'civic-ledger.example/other' });
    const { advances, rebuilds } = await runOnce(other, path);
    expect(rebuilds).toEqual(['the read models were folded from another log than this one']);
    expect(advances).toEqual([0, 11]);
    expect(countItems(path)).toBe(5);
  });

  it('folds again from position 0 when the log is shorter than the read models', async () => {
    const path = directory.newPath();
    await runOnce(logOf(3), path);
    const { rebuilds } = await runOnce(logOf(1), path);
    expect(rebuilds).toEqual(['the log has 3 entries, the read models 7']);
    expect(countItems(path)).toBe(1);
  });

  it('stops with projection and position when a fold fails, and keeps the rest', async () => {
    const log = logOf(2);
    const path = directory.newPath();
    const failing: Projection = {
      name: 'failing',
      version: 1,
      tables: '',
      writer: () => ({
        apply: ({ entry }) => {
          if (entry.position === 6) throw new Error('no such case');
        },
      }),
    };
    const projections = [...ALL_PROJECTIONS, failing];
    await runOnce(log, path, projections);
    log.add([registers('bad')]);
    await expect(runOnce(log, path, projections)).rejects.toMatchObject({
      message: 'projection failing failed at position 6: no such case',
      projection: 'failing',
      position: 6,
    });
    expect(countItems(path)).toBe(2);
  });

  it('stops when the log has a hole', async () => {
    const log = logOf(3);
    const holed = Object.assign(Object.create(log) as LogReader, {
      size: () => log.size(),
      entries: (from: number, limit: number) =>
        log.entries(from, limit).filter(({ position }) => position !== 3),
    });
    await expect(runOnce(holed, directory.newPath())).rejects.toThrow(
      'the log answers position 3 with entry 4',
    );
  });

  it('stops when the log has less than it says', async () => {
    const log = logOf(1);
    const short = Object.assign(Object.create(log) as LogReader, {
      size: () => 99,
      entries: (from: number, limit: number) => log.entries(from, limit),
    });
    await expect(runOnce(short, directory.newPath())).rejects.toThrow(
      'the log has no entry at position 3',
    );
  });

  it('does not touch a database of another kind', async () => {
    const path = directory.newPath();
    const other = new Database(path);
    other.exec('CREATE TABLE accounts (id INTEGER)');
    other.close();
    await expect(runOnce(logOf(1), path)).rejects.toThrow('is a database of another kind');
    expect(rows(path, 'SELECT * FROM accounts')).toEqual([]);
  });
});

describe('a file of read models that is damaged', () => {
  it('is told by its name, and stays as it is', async () => {
    const path = directory.newPath();
    const damaged = Buffer.alloc(40_000, 'no database');
    writeFileSync(path, damaged);
    await expect(runOnce(logOf(1), path)).rejects.toThrow(ReadModelsUnusable);
    await expect(runOnce(logOf(1), path)).rejects.toThrow(`${path} cannot be read (file is not`);
    expect(readFileSync(path)).toEqual(damaged);
  });
});

describe('rebuildReadModels', () => {
  it('gives the tables of the first fold, and reports its progress', async () => {
    const log = logOf(4);
    const [live, rebuilt] = [directory.newPath(), directory.newPath()];
    foldAll(log, live, { entries: 3 });
    const progress: unknown[] = [];
    foldAll(logOf(1), rebuilt);
    const position = await rebuildReadModels({
      reader: log,
      databasePath: rebuilt,
      projections: ALL_PROJECTIONS,
      signal: new AbortController().signal,
      onProgress: (step) => progress.push(step),
    });
    expect(position).toBe(9);
    expect(progress).toEqual([
      { done: 0, total: 9 },
      { done: 9, total: 9 },
    ]);
    expect(compareReadModels(live, rebuilt)).toBeUndefined();
  });

  it('stops early on abort', async () => {
    const position = await rebuildReadModels({
      reader: logOf(1),
      databasePath: directory.newPath(),
      projections: ALL_PROJECTIONS,
      signal: AbortSignal.abort(),
      onProgress: () => undefined,
    });
    expect(position).toBe(0);
  });
});

describe('openReadModels', () => {
  it('answers queries and refuses writes', async () => {
    const path = directory.newPath();
    foldAll(logOf(2), path);
    const readModels = openReadModels(path);
    const items = await readModels.selectFrom('evidence_items').select('position').execute();
    expect(items).toEqual([{ position: 2 }, { position: 4 }]);
    const write = readModels.deleteFrom('evidence_items').execute();
    await expect(write).rejects.toMatchObject({ code: 'SQLITE_READONLY' });
    await readModels.destroy();
  });

  it('refuses a file that is not there', () => {
    expect(() => openReadModels(directory.newPath())).toThrow(/unable to open/);
  });
});
