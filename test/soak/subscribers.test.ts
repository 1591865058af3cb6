/**
 * 200 subscribers with random disconnects, stalled readers and a server restart under load: each
 * rebuilds the same list; nothing is lost or comes twice; every gap is announced; the server's
 * memory stays bounded. `SOAK_SECONDS` says how long; `SEED` replays the order of the mishaps.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signItem } from '../support/live/depositor.js';
import { freePorts } from '../support/live/freePorts.js';
import { askForAnswer } from '../support/live/graphqlClient.js';
import { type LedgerFolder, makeLedgerFolder } from '../support/live/ledgerFolder.js';
import { SUBMIT_BATCH_POSITIONS } from '../support/live/operations.js';
import { runSeed, seededRandom } from '../support/live/seededRandom.js';
import { pause, type ServerProcess, startServer } from '../support/live/serverProcess.js';
import { storedEntries, withStoredLog } from '../support/live/storedLog.js';
import { FOLLOW, FOLLOW_TEXTS, ListDigest } from './follower.js';
import { Subscriber } from './subscriber.js';

const SECONDS = Number(process.env['SOAK_SECONDS'] ?? 40);
const READERS = 196;
const STALLING = 4;
const SUBSCRIPTIONS_PER_STALLING = 4;
/** Small, so that a stalled reader falls behind it within the test. */
const LAG_MAX = 60;
const BATCH_EVENTS = 10;
const BATCH_EVERY_MS = 250;
const STALL_MS = 6_000;
const SETTLE_MS = 120_000;
const RESIDENT_BYTES_MAX = 768 * 2 ** 20;

const random = seededRandom(runSeed('soak'));
const readers: Subscriber[] = [];
const stalling: Subscriber[] = [];
let folder: LedgerFolder;
let server: ServerProcess;
let residentBytesMax = 0;
let restarts = 0;

async function start(port: number): Promise<ServerProcess> {
  const settings = {
    LOG_LEVEL: 'error',
    PORT: String(port),
    SUBSCRIPTION_LAG_MAX: String(LAG_MAX),
  };
  return startServer({ dataDirectory: folder.directory, settings });
}

/**
 * Submits a batch; while the server restarts there is nobody to submit to, and that is all right.
 */
async function submitBatch(round: number): Promise<void> {
  const events = Array.from({ length: BATCH_EVENTS }, (_, index) =>
    signItem(folder.depositor, `soak-${round}-${index}`),
  );
  await askForAnswer(server.url, SUBMIT_BATCH_POSITIONS, { input: { events, wait: 'WAIT' } }).catch(
    () => undefined,
  );
}

/** Random mishaps, about ten a second, until `over`. */
async function mishaps(over: () => boolean): Promise<void> {
  while (!over()) {
    random.pick(readers).drop();
    if (random.below(10) === 0) {
      const reader = random.pick([...readers, ...stalling]);
      reader.stall();
      setTimeout(() => reader.resume(), random.below(STALL_MS)).unref();
    }
    residentBytesMax = Math.max(residentBytesMax, server.running() ? server.residentBytes() : 0);
    await pause(100);
  }
}

/** The stalling readers stop and go in turns that are longer than their lag allows. */
async function longStalls(over: () => boolean): Promise<void> {
  while (!over()) {
    for (const subscriber of stalling) subscriber.stall();
    await pause(STALL_MS);
    for (const subscriber of stalling) subscriber.resume();
    await pause(STALL_MS / 4);
  }
  for (const subscriber of [...stalling, ...readers]) subscriber.resume();
}

async function restartOnce(afterMs: number): Promise<void> {
  await pause(afterMs);
  const { port } = server;
  expect(await server.stop()).toEqual({ code: 0, signal: null });
  server = await start(port);
  restarts += 1;
}

async function load(over: () => boolean): Promise<void> {
  for (let round = 0; !over(); round += 1) {
    await submitBatch(round);
    await pause(BATCH_EVERY_MS);
  }
}

/** Waits until every list has `size` entries. Resolves false after SETTLE_MS. */
async function settled(size: number): Promise<boolean> {
  const lists = [...readers, ...stalling].flatMap(({ followers }) => followers);
  for (let waited = 0; waited < SETTLE_MS; waited += 100) {
    if (lists.every((list) => list.size === size)) return true;
    await pause(100);
  }
  return false;
}

describe(`${READERS + STALLING} subscribers for ${SECONDS} seconds`, () => {
  beforeAll(async () => {
    folder = makeLedgerFolder();
    server = await start((await freePorts(1))[0] as number);
    const { url } = server;
    const { ledgerId } = folder;
    for (let count = 0; count < READERS; count += 1) {
      readers.push(new Subscriber({ url, ledgerId, document: FOLLOW, subscriptions: 1 }));
    }
    for (let count = 0; count < STALLING; count += 1) {
      const subscriptions = SUBSCRIPTIONS_PER_STALLING;
      stalling.push(new Subscriber({ url, ledgerId, document: FOLLOW_TEXTS, subscriptions }));
    }
  }, 60_000);

  afterAll(async () => {
    for (const subscriber of [...readers, ...stalling]) subscriber.close();
    if (server.running()) await server.stop();
    folder.remove();
  });

  it(
    'rebuild the same list through disconnects, stalls and a restart',
    async () => {
      const end = performance.now() + SECONDS * 1_000;
      const over = (): boolean => performance.now() > end;
      await Promise.all([load(over), mishaps(over), longStalls(over), restartOnce(SECONDS * 500)]);
      const { size, digest } = withStoredLog(folder.directory, (log) => {
        const list = new ListDigest();
        for (const { entry } of storedEntries(log)) list.add(entry.position, entry.event);
        return { size: log.size(), digest: list.value() };
      });
      process.stdout.write(`the log has ${size} entries\n`);
      expect(size).toBeGreaterThan(SECONDS * 5);
      expect(await settled(size)).toBe(true);
      for (const { followers, errors } of [...readers, ...stalling]) {
        expect(errors).toEqual([]);
        for (const { faults, list } of followers) {
          expect(faults).toEqual([]);
          expect(list.value()).toBe(digest);
        }
      }
    },
    SECONDS * 1_000 + SETTLE_MS + 60_000,
  );

  it('went through what they were meant to go through', () => {
    expect(restarts).toBe(1);
    const connections = readers.reduce((sum, { connections: count }) => sum + count, 0);
    expect(connections).toBeGreaterThan(READERS * 1.5);
    const gaps = stalling
      .flatMap(({ followers }) => followers)
      .reduce((sum, { gaps: n }) => sum + n, 0);
    process.stdout.write(`${connections} connections, ${gaps} gaps announced\n`);
    expect(gaps).toBeGreaterThan(0);
  });

  it('left the server’s memory bounded', async () => {
    process.stdout.write(`at most ${Math.round(residentBytesMax / 2 ** 20)} MiB resident\n`);
    expect(residentBytesMax).toBeGreaterThan(0);
    expect(residentBytesMax).toBeLessThan(RESIDENT_BYTES_MAX);
    expect(await server.stop()).toEqual({ code: 0, signal: null });
  });
});
