/**
 * A fifth node joins a running network through CometBFT's state sync: it refuses poisoned chunks
 * and names who sent them, a kill -9 in the middle leaves an empty ledger, and in the end it has
 * the same log, roots and read models as the others, without the blocks that made them.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { genesisHash } from '../../src/ledger/genesis.js';
import { verifyReceipt } from '../../src/ledger/verifyReceipt.js';
import {
  type ConsortiumNetwork,
  FIFTH,
  makeConsortium,
  type NodeIndex,
  NODES,
  sizeOf,
  until,
} from '../support/live/consortiumNetwork.js';
import { ask, askForAnswer } from '../support/live/graphqlClient.js';
import { earliestBlock } from '../support/live/nodeRpc.js';
import { startServer } from '../support/live/serverProcess.js';
import { storedHeaders, withStoredLog } from '../support/live/storedLog.js';
import { expectEqualBlocks } from './equalBlocks.js';
import { Submissions } from './submissions.js';

const STEP_MS_MAX = 240_000;
const INTERVAL = 4;
/** CometBFT looks around for snapshots for five seconds before it takes one up. */
const POISONED_MS = 40_000;
const ALL: readonly NodeIndex[] = [...NODES, FIFTH];
const SYNCING = { ENGINE: 'cometbft', LOG_LEVEL: 'warn', VERIFY_WORKERS: '1' };

let network: ConsortiumNetwork;
let submissions: Submissions;

beforeAll(async () => {
  network = await makeConsortium();
  submissions = new Submissions(network.ledger.depositor);
  await Promise.all(
    NODES.map((node) =>
      network.start([node], {
        SNAPSHOT_INTERVAL: String(INTERVAL),
        COMETBFT_RPC: network.rpcAddress(node),
      }),
    ),
  );
}, STEP_MS_MAX);

afterAll(async () => {
  await network.remove();
}, STEP_MS_MAX);

/** Changes or reads the index of a node's snapshots. */
function withIndex<T>(node: NodeIndex, use: (index: Database.Database) => T): T {
  const index = new Database(join(network.directory(node), 'snapshots.sqlite'));
  try {
    return use(index);
  } finally {
    index.close();
  }
}

/** Description by height, as a node lists them. */
function snapshotsOf(node: NodeIndex): ReadonlyMap<number, string> {
  const rows = withIndex(node, (index) =>
    index.prepare<[], { height: number; description: string }>('SELECT * FROM snapshots').all(),
  );
  return new Map(rows.map(({ height, description }) => [height, description]));
}

/** Every chunk that the first four hand out begins `bytes` later than it should. */
function shiftChunks(bytes: number): void {
  for (const node of NODES) {
    withIndex(node, (index) => index.prepare('UPDATE chunks SET skipped = skipped + ?').run(bytes));
  }
}

describe('snapshots', () => {
  it(
    'are taken at the same heights and are the same on every node',
    async () => {
      await until('two snapshots on every node', async () => {
        await submissions.everywhere(network, NODES, 3);
        return NODES.every((node) => snapshotsOf(node).size >= 2);
      });
      const [first, ...others] = NODES.map(snapshotsOf);
      let compared = 0;
      for (const [height, description] of first as ReadonlyMap<number, string>) {
        expect(height % INTERVAL).toBe(0);
        for (const other of others.filter((one) => one.has(height))) {
          expect(other.get(height)).toBe(description);
          compared += 1;
        }
      }
      expect(compared).toBeGreaterThan(0);
    },
    STEP_MS_MAX,
  );
});

describe('a node that joins by state sync', () => {
  it(
    'takes no poisoned chunk, and says who sent it',
    async () => {
      const servers = [0, 1].map((node) => `http://${network.rpcAddress(node as NodeIndex)}`);
      network.join(2, '--state-sync', servers.join(','));
      // The light client needs the two blocks after a snapshot.
      await submissions.everywhere(network, NODES, 3);
      shiftChunks(1);
      const dataDirectory = network.directory(FIFTH);
      const options = { dataDirectory, settings: SYNCING, startTimeoutMs: POISONED_MS };
      await expect(startServer(options)).rejects.toThrow(
        /"why":"chunk 0 has not the hash of the snapshot","sender":"[0-9a-f]{40}"/,
      );
      shiftChunks(-1);
      withStoredLog(dataDirectory, (log) => expect(log.size()).toBe(1));
    },
    STEP_MS_MAX,
  );

  it(
    'is empty after a kill -9 in the middle, and begins again',
    async () => {
      const started = network.start([FIFTH], { FAIL_POINT: 'restoring' });
      await expect(started).rejects.toThrow('ended with SIGKILL');
      withStoredLog(network.directory(FIFTH), (log) => expect(log.size()).toBe(1));
    },
    STEP_MS_MAX,
  );

  it(
    'has the whole log when it is killed before CometBFT knows, and goes on from there',
    async () => {
      const started = network.start([FIFTH], { FAIL_POINT: 'restored' });
      await expect(started).rejects.toThrow('ended with SIGKILL');
      withStoredLog(network.directory(FIFTH), (log) => expect(log.size()).toBeGreaterThan(1));
      await network.start([FIFTH]);
      await submissions.everywhere(network, ALL, 3);
      await expectEqualBlocks(network, ALL);
    },
    STEP_MS_MAX,
  );

  it(
    'has not executed the blocks before its snapshot, and answers as the others do',
    async () => {
      expect(await earliestBlock(network.directory(0))).toBe(1);
      expect(await earliestBlock(network.directory(FIFTH))).toBeGreaterThan(1);
      const minPosition = (await sizeOf(network.server(0))) - 1;
      const query = `{ evidenceItems(first: 100, minPosition: "${minPosition}") {
        totalCount nodes { commitment status entry { position } }
      } }`;
      const answers = await Promise.all(
        [0, FIFTH].map((node) => ask<object>(network.server(node as NodeIndex).url, query)),
      );
      expect(answers[1]).toEqual(answers[0]);
    },
    STEP_MS_MAX,
  );

  it(
    'gives receipts of what is older than its snapshot, signed by the validators',
    async () => {
      const { genesisText } = network.ledger;
      const trust = { ledger: genesisHash(genesisText), genesis: genesisText };
      for (const position of [1, 3]) {
        const { url } = network.server(FIFTH);
        await until(`a receipt of ${position}`, async () => {
          const query = `{ receipt(position: ${position}) { document } }`;
          const { data } = await askForAnswer<{ receipt: { document: string } }>(url, query);
          const verdict = verifyReceipt(data?.receipt.document ?? '', trust);
          return verdict.ok && verdict.quorum?.validators === NODES.length;
        });
      }
    },
    STEP_MS_MAX,
  );

  it(
    'has the same log as the others, header by header',
    async () => {
      await network.stop(ALL);
      const [first, ...others] = ALL.map((node) =>
        withStoredLog(network.directory(node), storedHeaders),
      );
      for (const headers of others) expect(headers).toEqual(first);
    },
    STEP_MS_MAX,
  );
});
