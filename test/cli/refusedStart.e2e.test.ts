/** A node that must not start says why, where and what to do, and leaves all as it was. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Database from 'better-sqlite3';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeLedgerFolder } from '../support/live/ledgerFolder.js';
import {
  type ServerOptions,
  type ServerProcess,
  startServer,
} from '../support/live/serverProcess.js';
import { alterLedger } from '../support/writtenLedger.js';
import { makeSmallLedger, type SmallLedger } from './support/smallLedger.js';

let ledger: SmallLedger;
const started: ServerProcess[] = [];
beforeAll(async () => {
  ledger = await makeSmallLedger();
});
afterAll(async () => {
  await Promise.all(started.map((server) => server.kill()));
  ledger.remove();
});

async function start(options: Partial<ServerOptions> = {}): Promise<ServerProcess> {
  const server = await startServer({ dataDirectory: ledger.data, ...options });
  started.push(server);
  return server;
}

/** A process that ended with a fault, printed with what to do next. */
function endedSaying(fault: string, next: string): RegExp {
  return new RegExp(`ended with [1-9][^]*${fault}.*next: ${next}`);
}

describe('a node does not start', () => {
  it('where a library gives a wrong verdict: the boot self-test names the case', async () => {
    const before = readFileSync(ledger.paths.ledger);
    const broken = fileURLToPath(new URL('support/wrongVerdicts.cjs', import.meta.url));
    await expect(start({ nodeArguments: ['--require', broken] })).rejects.toThrow(
      endedSaying(
        'crypto self-test: ".+" must be invalid; this node must not start\n',
        'this machine’s cryptography gives wrong answers',
      ),
    );
    expect(readFileSync(ledger.paths.ledger)).toEqual(before);
  });

  it('on read models that are damaged, and makes them again when they are moved away', async () => {
    writeFileSync(ledger.paths.readModels, 'not a database '.repeat(100));
    await expect(start()).rejects.toThrow(
      endedSaying('read-models.sqlite cannot be read .*\n', 'move read-models.sqlite out of'),
    );
    rmSync(ledger.paths.readModels);
    const server = await start();
    expect(await server.stop()).toEqual({ code: 0, signal: null });
    expect(readFileSync(ledger.paths.readModels).subarray(0, 6).toString()).toBe('SQLite');
  });

  it('on a file that is no ledger, or no longer one', async () => {
    const sound = readFileSync(ledger.paths.ledger);
    writeFileSync(ledger.paths.ledger, 'not a database '.repeat(10_000));
    await expect(start()).rejects.toThrow(
      /position 0: the file cannot be read there .*\n.*next: restore the ledger from a copy/,
    );
    writeFileSync(ledger.paths.ledger, sound);
  });

  it('without the genesis document of the ledger in its folder, or with another one', async () => {
    const { genesis, nodeKey } = ledger.paths;
    const own = [genesis, nodeKey].map((path) => [path, readFileSync(path)] as const);
    rmSync(genesis);
    await expect(start()).rejects.toThrow(
      endedSaying(
        'genesis.json is not there, but .*ledger.sqlite is\n',
        'copy genesis.json of this',
      ),
    );
    const other = makeLedgerFolder();
    for (const name of ['genesis.json', 'node-key.json']) {
      copyFileSync(join(other.directory, name), join(ledger.data, name));
    }
    await expect(start()).rejects.toThrow(
      endedSaying('but the genesis document is that of .*\n', 'copy genesis.json of that ledger'),
    );
    other.remove();
    for (const [path, content] of own) writeFileSync(path, content);
  });

  it('on a broken chain, whose position it names, and does once that is mended', async () => {
    const swap = (from: string, to: string): void =>
      alterLedger(
        ledger.paths.ledger,
        `UPDATE entries SET entry = replace(entry, '${from}', '${to}') WHERE position = 3`,
      );
    swap('"height":1', '"height":7');
    await expect(start()).rejects.toThrow(
      endedSaying(
        'position 4: the entry does not name the hash of the one before it\n',
        'restore the ledger from a copy',
      ),
    );
    swap('"height":7', '"height":1');
    const server = await start();
    expect(await server.stop()).toEqual({ code: 0, signal: null });
  });
});

describe('a node whose port is taken', () => {
  it('says so before it makes a ledger that could not start', async () => {
    const server = await start();
    const dataDirectory = join(ledger.data, 'none');
    await expect(start({ dataDirectory, settings: { PORT: `${server.port}` } })).rejects.toThrow(
      endedSaying(`127.0.0.1:${server.port} is taken\n`, 'another program listens there'),
    );
    expect(existsSync(dataDirectory)).toBe(false);
    await server.stop();
  });

  it('names the address that this machine has not', async () => {
    const settings = { HOST: '192.0.2.1', PORT: '40961' };
    await expect(start({ settings })).rejects.toThrow(
      endedSaying('192.0.2.1:40961\n', 'this machine has no such address'),
    );
  });
});

describe('a node that can make no block durable', () => {
  it('stops by itself, also when it has just been started', async () => {
    const { directory: dataDirectory, remove } = makeLedgerFolder();
    await (await start({ dataDirectory })).stop();
    damageIndexOfBlocks(join(dataDirectory, 'ledger.sqlite'));
    // The first start of a demonstration with its clocks registers them, by events of its own.
    const settings = { DEMONSTRATION_CLOCKS: 'on' };
    await expect(start({ dataDirectory, settings })).rejects.toThrow(
      /ended with [1-9][^]*the node had to stop: a block could not be made durable: .*\n.*next: /,
    );
    remove();
  });
});

/** As the store sets it. */
const PAGE_BYTES = 16_384;

/** Commits write it, and the check before a start does not read it. */
function damageIndexOfBlocks(path: string): void {
  const database = new Database(path, { readonly: true });
  const query = `SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_autoindex_blocks_1'`;
  const page = database.prepare<[], number>(query).pluck().get() ?? 0;
  database.close();
  const start = (page - 1) * PAGE_BYTES;
  writeFileSync(path, readFileSync(path).fill(0xa5, start, start + 200));
}
