/**
 * Hostile WebSocket clients at a running server: bad frames, bad order, bad JSON, floods. The
 * server answers or closes with a code of the protocol, never with an internal fault, and goes on
 * serving.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { ask } from '../support/live/graphqlClient.js';
import { type LedgerFolder, makeLedgerFolder } from '../support/live/ledgerFolder.js';
import { POSITIONS } from '../support/live/operations.js';
import { type SeededRandom, runSeed, seededRandom } from '../support/live/seededRandom.js';
import { pause, type ServerProcess, startServer } from '../support/live/serverProcess.js';
import { mutateBytes, mutateDocument } from './mutations.js';
import { errorFault } from './soundAnswer.js';

const SOCKETS = Math.ceil(Number(process.env['FUZZ_CASES'] ?? 1_000) / 10);
const AT_ONCE = 10;
const SOCKET_MS_MAX = 1_000;

/** RFC 6455 codes a server may choose, and those of the graphql-transport-ws protocol. */
const SOUND_CLOSE = new Set([
  1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1013, 4400, 4401, 4403, 4406, 4408, 4409,
  4429,
]);

const random = seededRandom(runSeed('hostile sockets'));
let folder: LedgerFolder;
let server: ServerProcess;

const SUBSCRIPTION = 'subscription { entries(after: "0") { __typename } }';

function messages(chance: SeededRandom): readonly (string | Buffer)[] {
  const id = String(chance.below(3));
  const query = mutateDocument(chance, chance.pick([SUBSCRIPTION, POSITIONS]));
  const subscribe = JSON.stringify({ id, type: 'subscribe', payload: { query } });
  return [
    JSON.stringify({ type: 'connection_init', payload: { any: 'thing' } }),
    JSON.stringify({ id, type: 'subscribe', payload: { query: SUBSCRIPTION } }),
    subscribe,
    JSON.stringify({ id, type: 'complete' }),
    JSON.stringify({ type: 'ping', payload: {} }),
    JSON.stringify({ type: 'pong' }),
    JSON.stringify({ id, type: chance.pick(['start', 'next', 'error', '', '__proto__']) }),
    mutateBytes(chance, Buffer.from(subscribe)),
    mutateBytes(chance, Buffer.from(subscribe)).toString('utf8'),
    Buffer.from(chance.bytes(chance.below(200))),
    'null',
    '[]',
    'x'.repeat(chance.below(5) * 2_000_000),
  ];
}

/** Talks nonsense over one socket; returns what the server did wrong, if anything. */
async function talk(): Promise<string | undefined> {
  const socket = new WebSocket(server.url.replace('http', 'ws'), 'graphql-transport-ws');
  const faults: string[] = [];
  const closed = new Promise<number>((resolve) => {
    socket.on('close', resolve);
  });
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer) => faults.push(...messageFaults(data.toString('utf8'))));
  await new Promise((resolve) => {
    socket.on('open', resolve);
    socket.on('close', resolve);
  });
  if (random.below(3) > 0) socket.send(JSON.stringify({ type: 'connection_init' }));
  for (let count = random.below(12); count > 0 && socket.readyState === socket.OPEN; count -= 1) {
    socket.send(random.pick(messages(random)));
    if (random.below(3) === 0) await pause(random.below(20));
  }
  await Promise.race([closed, pause(random.below(100))]);
  if (random.below(2) === 0) socket.terminate();
  else socket.close();
  const code = await closed;
  if (!SOUND_CLOSE.has(code)) faults.push(`closed with ${code}`);
  return faults[0];
}

/** Faults in a message of the server: errors that are untyped or internal. */
function messageFaults(text: string): readonly string[] {
  const { type, payload } = JSON.parse(text) as {
    readonly type: string;
    readonly payload?: unknown;
  };
  if (type !== 'error') return [];
  const errors = payload as Parameters<typeof errorFault>[0][];
  return errors.flatMap((error) => errorFault(error) ?? []);
}

describe('a server under hostile sockets', () => {
  beforeAll(async () => {
    folder = makeLedgerFolder();
    server = await startServer({
      dataDirectory: folder.directory,
      settings: { LOG_LEVEL: 'error' },
    });
  }, 60_000);

  afterAll(async () => {
    await server.stop();
    folder.remove();
  });

  it(
    'answers or closes with a code of the protocol',
    async () => {
      for (let opened = 0; opened < SOCKETS; opened += AT_ONCE) {
        const faults = await Promise.all(Array.from({ length: AT_ONCE }, talk));
        expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
        expect(server.running()).toBe(true);
      }
    },
    SOCKETS * SOCKET_MS_MAX + 10_000,
  );

  it('still serves, and stops in good order', async () => {
    expect(await ask(server.url, POSITIONS)).toHaveProperty('ledger');
    expect(await server.stop()).toEqual({ code: 0, signal: null });
  });
});
