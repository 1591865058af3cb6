/**
 * Hostile HTTP bodies and GraphQL documents at a running server: the process lives, and every
 * answer is typed. `FUZZ_CASES` says how many of each kind; `SEED` replays them.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LedgerFolder, makeLedgerFolder } from '../support/live/ledgerFolder.js';
import { HttpConnection, requestJson } from '../support/live/httpConnection.js';
import { runSeed, seededRandom } from '../support/live/seededRandom.js';
import { type ServerProcess, startServer } from '../support/live/serverProcess.js';
import { mutateBytes, mutateDocument, mutateJson } from './mutations.js';
import { unsoundness } from './soundAnswer.js';

const CASES = Number(process.env['FUZZ_CASES'] ?? 1_000);
const CASE_MS_MAX = 100;
const IN_FLIGHT = 8;

const random = seededRandom(runSeed('hostile requests'));
let folder: LedgerFolder;
let server: ServerProcess;

const DOCUMENTS: readonly string[] = [
  '{ ledger { id ledgerId size limits { eventBytes batchItems } projection { position lag } } }',
  '{ entries(first: 5) { edges { cursor node { __typename position } } pageInfo { endCursor } } }',
  '{ entry(position: "0") { position text event block { height root } } }',
  '{ eventOutcome(actor: "a@court", id: "x") { status refusal { code field limit value } } }',
  '{ inclusionProof(position: "0") { index root hashes } consistencyProof(from: "1") { hashes } }',
  'query Q($first: Int) { actors(first: $first) { nodes { id } } organisations { nodes { id } } }',
  '{ evidenceItems(first: 3, where: { status: { eq: ACTIVE } }) { nodes { id } } }',
  'query Q { __schema { queryType { name } } ...F } fragment F on Query { head { height } }',
];

async function post(body: Buffer | string, type = 'application/json'): Promise<string | undefined> {
  const bytes = Buffer.from(body);
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': type, accept: 'application/json' },
    body: new Uint8Array(bytes),
  });
  const fault = unsoundness(response.status, await response.text());
  return fault === undefined ? undefined : `${fault}\n  for ${bytes.toString('utf8', 0, 1_000)}`;
}

/** Sends `CASES` made requests, a few at once, and returns what was not sound. */
async function faultsOf(make: () => Buffer | string): Promise<readonly string[]> {
  const faults: string[] = [];
  for (let sent = 0; sent < CASES && faults.length === 0; sent += IN_FLIGHT) {
    const answers = await Promise.all(Array.from({ length: IN_FLIGHT }, () => post(make())));
    faults.push(...answers.filter((fault) => fault !== undefined));
  }
  return faults;
}

function validRequest(): string {
  return requestJson(random.pick(DOCUMENTS), { first: random.below(10) });
}

describe('a server under hostile requests', () => {
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

  it('answers the requests that the mutations start from', async () => {
    for (const document of DOCUMENTS) {
      const response = await fetch(server.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: requestJson(document),
      });
      expect(await response.json()).not.toHaveProperty('errors');
    }
  });

  it.each([
    ['bodies of changed bytes', () => mutateBytes(random, Buffer.from(validRequest()))],
    [
      'bodies of changed JSON',
      () => JSON.stringify(mutateJson(random, JSON.parse(validRequest()))),
    ],
    ['changed documents', () => requestJson(mutateDocument(random, random.pick(DOCUMENTS)))],
    ['random bytes', () => Buffer.from(random.bytes(1 + random.below(300)))],
  ] as const)(
    'gives a typed answer to %s',
    async (_kind, make) => {
      expect(await faultsOf(make)).toEqual([]);
      expect(server.running()).toBe(true);
    },
    CASES * CASE_MS_MAX,
  );

  it('gives a typed answer to other content types and methods', async () => {
    const body = requestJson('{ ledger { size } }');
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'x',
    ]) {
      expect(
        (await fetch(server.url, { method: 'POST', headers: { 'content-type': type }, body }))
          .status,
      ).toBeLessThan(500);
    }
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
      expect((await fetch(server.url, { method })).status).toBeLessThan(500);
    }
  });

  it('says no to an oversized body before it has come', async () => {
    const connection = await HttpConnection.open(server.port);
    const head = `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n`;
    const answer = await connection.send(Buffer.from(`${head}content-length: ${2 ** 30}\r\n\r\n{`));
    connection.close();
    expect(answer.status).toBe(413);
    expect(unsoundness(answer.status, answer.body.toString())).toBeUndefined();
  });

  it('still serves', async () => {
    expect(server.running()).toBe(true);
    expect(await post(requestJson('{ ledger { size } }'))).toBeUndefined();
    expect(await server.stop()).toEqual({ code: 0, signal: null });
  });
});
