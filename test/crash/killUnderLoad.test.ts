/**
 * kill -9 at random moments under load: after every restart, which needs no hand, each acknowledged
 * event stands where its caller was told; at the end the chain verifies and the headers equal those
 * of a straight run of the same events. `CRASH_KILLS` says how often; `SEED` replays the moments.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { performance } from 'node:perf_hooks';
import { ask } from '../support/live/graphqlClient.js';
import { type LedgerFolder, makeLedgerFolder } from '../support/live/ledgerFolder.js';
import { runSeed, seededRandom } from '../support/live/seededRandom.js';
import { pause, type ServerProcess, startServer } from '../support/live/serverProcess.js';
import {
  type StoredEntry,
  chainFault,
  storedBlocks,
  storedEntries,
  storedHeaders,
  withStoredLog,
} from '../support/live/storedLog.js';
import { straightRun } from '../support/straightRun.js';
import { type Book, callUntilLost, settleUnanswered } from './callers.js';

const KILLS = Number(process.env['CRASH_KILLS'] ?? 20);
const CONNECTIONS = 6;
const LOAD_MS_MAX = 1_200;
const KILL_MS_MAX = 30_000;
/** Work over the whole log, and settling, have this long. */
const WHOLE_LOG_MS_MAX = 300_000;
const OUTCOMES_PER_REQUEST = 20;

const random = seededRandom(runSeed('crash'));
const book: Book = { acknowledged: new Map(), unanswered: new Map() };
let folder: LedgerFolder;

/** Starts the server; one start in five is itself killed at a random moment first. */
async function restart(): Promise<ServerProcess> {
  const options = { dataDirectory: folder.directory, settings: { LOG_LEVEL: 'warn' } };
  if (random.below(5) === 0) {
    const killAfterMs = random.below(1_500);
    await startServer({ ...options, startTimeoutMs: killAfterMs }).then(
      (server) => server.kill(),
      () => undefined,
    );
  }
  return startServer(options);
}

/** Every acknowledged event of `ids` stands in the log where its caller was told. */
function expectInLog(ids: readonly string[]): void {
  const first = Math.min(...ids.map((id) => book.acknowledged.get(id) as number));
  const found = withStoredLog(folder.directory, (log) =>
    signedPositions(storedEntries(log, first)),
  );
  for (const id of ids) {
    const expected = { id, positions: [book.acknowledged.get(id)] };
    expect({ id, positions: found.get(id) }).toEqual(expected);
  }
}

/** The restarted server says of each of `ids` what it acknowledged before. */
async function expectRemembered(server: ServerProcess, ids: readonly string[]): Promise<void> {
  const { actor } = folder.depositor;
  const fields = ids.map(
    (id, index) => `e${index}: eventOutcome(actor: "${actor}", id: "${id}") { status position }`,
  );
  const found = await ask<{ [alias: string]: unknown }>(server.url, `{ ${fields.join(' ')} }`);
  ids.forEach((id, index) => {
    const expected = { status: 'ACCEPTED', position: String(book.acknowledged.get(id)) };
    expect(found[`e${index}`]).toEqual(expected);
  });
}

async function killOnce(): Promise<void> {
  const before = new Set(book.acknowledged.keys());
  const server = await restart();
  const lost = callUntilLost(loadOn(server));
  await pause(random.below(LOAD_MS_MAX));
  await server.kill();
  await lost;
  const again = await restart();
  const fresh = [...book.acknowledged.keys()].filter((id) => !before.has(id));
  if (fresh.length > 0) {
    expectInLog(fresh);
    await expectRemembered(again, fresh.slice(-OUTCOMES_PER_REQUEST));
  }
  await again.kill();
}

function loadOn({ port }: ServerProcess) {
  return { port, connections: CONNECTIONS, depositor: folder.depositor, book, random };
}

/** Has everything that nobody answered answered, and stops in good order. */
async function settle(): Promise<void> {
  const server = await restart();
  await settleUnanswered(loadOn(server));
  expect(await server.stop()).toEqual({ code: 0, signal: null });
}

function signedPositions(entries: Iterable<StoredEntry>): ReadonlyMap<string, readonly number[]> {
  const positions = new Map<string, number[]>();
  for (const { entry, event } of entries) {
    if (entry.kind !== 'signed') continue;
    const { id } = JSON.parse(event) as { readonly id: string };
    positions.set(id, [...(positions.get(id) ?? []), entry.position]);
  }
  return positions;
}

describe(`a server killed ${KILLS} times under load`, () => {
  beforeAll(() => {
    folder = makeLedgerFolder();
  });

  afterAll(() => folder.remove());

  it(
    'has every acknowledged event in its place after each restart',
    async () => {
      const started = performance.now();
      for (let kill = 1; kill <= KILLS; kill += 1) {
        await killOnce();
        if (kill % 10 === 0) {
          const seconds = Math.round((performance.now() - started) / 1_000);
          process.stdout.write(`${kill} kills, ${book.acknowledged.size} events, ${seconds} s\n`);
        }
      }
      expect(book.acknowledged.size).toBeGreaterThan(KILLS);
    },
    KILLS * KILL_MS_MAX,
  );

  it(
    'executes what nobody answered once, when it is sent again',
    async () => {
      await settle();
      const positions = withStoredLog(folder.directory, (log) =>
        signedPositions(storedEntries(log)),
      );
      expect(positions.size).toBe(book.acknowledged.size);
      for (const [id, position] of book.acknowledged) {
        expect({ id, positions: positions.get(id) }).toEqual({ id, positions: [position] });
      }
    },
    WHOLE_LOG_MS_MAX,
  );

  it(
    'has the chain, the roots and the state of a straight run of the same events',
    () => {
      withStoredLog(folder.directory, (log) => {
        expect(chainFault(log, folder.ledgerId)).toBeUndefined();
        const { heads } = straightRun(folder.genesisText, storedBlocks(log));
        expect(heads.map(({ headerText }) => headerText)).toEqual(storedHeaders(log));
      });
    },
    WHOLE_LOG_MS_MAX,
  );
});
