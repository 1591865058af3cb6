/** What a node with a pruned ledger checks before it starts, and what it hands to others. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify from 'fastify';
import { pino } from 'pino';
import { ConfigError, configFromEnvironment } from '../../src/config.js';
import { tilesGateway } from '../../src/gateways/tiles.js';
import { EntriesPruned } from '../../src/ledger/archive/entriesPruned.js';
import { requireArchive } from '../../src/node/archiving/archiving.js';
import { SnapshotTasks } from '../../src/node/snapshots/snapshotTasks.js';
import { ALL_PROJECTIONS } from '../../src/projections/allProjections.js';
import { rebuildReadModels } from '../../src/projections/runner.js';
import { ArchiveUnusable } from '../../src/store/archive/archive.js';
import { consortium } from '../support/consortium.js';
import { type ArchivedLedger, archivedLedger } from '../store/archive/archivedLedger.js';

const kit = consortium();
const ITEMS = 300;
let folder: string;
let whole: ArchivedLedger;
let pruned: ArchivedLedger;
let indexes = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'civic-ledger-archiving-'));
  [whole, pruned] = [archivedLedger(kit, ITEMS), archivedLedger(kit, ITEMS)];
  pruned.archiveBefore(1 + 2 * ITEMS);
  expect(pruned.prune(20)).toBe(512);
});
afterAll(() => {
  for (const ledger of [whole, pruned]) ledger.remove();
  rmSync(folder, { recursive: true });
});

function start(ledger: ArchivedLedger, archive: string | undefined, readModelsPath = 'none'): void {
  const config = { ...configFromEnvironment({}), archive };
  const { ledger: id } = kit;
  const log = pino({ level: 'silent' });
  requireArchive(config, { ledger: id, ledgerPath: ledger.ledgerPath, readModelsPath, log });
}

describe('a start on a pruned ledger', () => {
  test('goes on with the archive that has what is gone', () => {
    expect(() => start(pruned, pruned.archive)).not.toThrow();
  });

  test('is refused with an archive that has it not, naming the position', () => {
    expect(() => start(pruned, join(folder, 'nothing'))).toThrow(ArchiveUnusable);
    expect(() => start(pruned, join(folder, 'nothing'))).toThrow('it ends at 0');
  });

  test('is refused without an archive when the read models need what is gone', () => {
    expect(() => start(pruned, undefined)).toThrow(EntriesPruned);
    expect(() => start(whole, undefined)).not.toThrow();
  });

  test('goes on without an archive when the read models are beyond it', async () => {
    const databasePath = join(folder, 'read-models.sqlite');
    const signal = new AbortController().signal;
    const onProgress = (): void => undefined;
    const fold = { databasePath, projections: ALL_PROJECTIONS, signal, onProgress };
    await pruned.withReader(pruned.archive, (reader) => rebuildReadModels({ ...fold, reader }));
    expect(() => start(pruned, undefined, databasePath)).not.toThrow();
  });

  test('never begins to prune into nowhere', () => {
    const settings = { CIVIC_LEDGER_PRUNE_KEEP: '1000' };
    expect(() => configFromEnvironment(settings)).toThrow(ConfigError);
    const both = { ...settings, CIVIC_LEDGER_ARCHIVE: '/archive' };
    expect(configFromEnvironment(both)).toMatchObject({ archive: '/archive', pruneKeep: 1_000 });
  });
});

/** What a node over `ledger` offers to those who join: descriptions, and every chunk. */
function offered(ledger: ArchivedLedger, archive: string | undefined): readonly unknown[] {
  const { genesisText, nodePrivateKey } = kit;
  const indexPath = join(folder, `${(indexes += 1)}.sqlite`);
  const { ledgerPath } = ledger;
  const tasks = new SnapshotTasks({ ledgerPath, indexPath, genesisText, nodePrivateKey, archive });
  tasks.answer({ number: 1, take: { height: 9, last: 6 } });
  const { result: list } = tasks.answer({ number: 2, list: true });
  const { result: chunk } = tasks.answer({ number: 3, chunk: { height: 9, index: 0 } });
  tasks.close();
  return [list, chunk];
}

describe('a pruned ledger', () => {
  test('offers the snapshot of the whole log out of its archive, and none without', () => {
    const [list, chunk] = offered(whole, undefined);
    expect(list).toHaveLength(1);
    expect(offered(pruned, pruned.archive)).toEqual([list, chunk]);
    expect(offered(pruned, undefined)).toEqual([[], undefined]);
  });

  test('serves every tile, and bundles and events from its archive or with 410', async () => {
    const answers = async (ledger: ArchivedLedger, archive: string | undefined) => {
      const app = fastify();
      try {
        return await ledger.withReader(archive, async (log) => {
          await app.register(tilesGateway(log));
          const paths = ['tile/0/000', 'tile/entries/001', 'event/9', 'event/0', 'event/590'];
          const origin = await app.listen({ port: 0, host: '127.0.0.1' });
          const replies = await Promise.all(paths.map((path) => fetch(`${origin}/log/${path}`)));
          return Promise.all(
            replies.map(async (reply) => [reply.status, Buffer.from(await reply.arrayBuffer())]),
          );
        });
      } finally {
        await app.close();
      }
    };
    const before = await answers(whole, undefined);
    expect(before.map(([status]) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await answers(pruned, pruned.archive)).toEqual(before);
    const without = await answers(pruned, undefined);
    expect(without.map(([status]) => status)).toEqual([200, 410, 410, 200, 200]);
    expect(without[0]).toEqual(before[0]);
  });
});
