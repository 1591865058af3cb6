/**
 * The disks of a consortium: every node archives the log into equal bytes; one prunes its ledger
 * and its CometBFT's blocks, and answers as before; a fifth node joins from it and the others.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SEGMENT_ENTRIES } from '../../src/ledger/archive/segment.js';
import type { SignedEvent } from '../../src/ledger/signedEvent.js';
import {
  type ConsortiumNetwork,
  FIFTH,
  makeConsortium,
  type NodeIndex,
  NODES,
  runProgram,
  sizeOf,
  until,
  untilSize,
} from '../support/live/consortiumNetwork.js';
import { earliestBlock } from '../support/live/nodeRpc.js';
import { storedHeaders, withStoredLog } from '../support/live/storedLog.js';
import { expectEqualBlocks } from './equalBlocks.js';
import { Submissions } from './submissions.js';

const STEP_MS_MAX = 240_000;
const INTERVAL = 4;
const KEEP = 500;
const PRUNED: NodeIndex = 0;
const ALL: readonly NodeIndex[] = [...NODES, FIFTH];

let network: ConsortiumNetwork;
let submissions: Submissions;
/** Events at the beginning of the log. */
let early: readonly SignedEvent[];

beforeAll(async () => {
  network = await makeConsortium();
  submissions = new Submissions(network.ledger.depositor);
  await start(NODES);
}, STEP_MS_MAX);

afterAll(async () => {
  await network.remove();
}, STEP_MS_MAX);

async function start(nodes: readonly NodeIndex[], more: object = {}): Promise<void> {
  await Promise.all(
    nodes.map((node) =>
      network.start([node], {
        // What joins, later, can only do so from the node that prunes.
        SNAPSHOT_INTERVAL: node === PRUNED ? String(INTERVAL) : '0',
        COMETBFT_RPC: network.rpcAddress(node),
        ...more,
      }),
    ),
  );
}

const archiveOf = (node: NodeIndex): string => join(network.directory(node), 'archive');

/** Submits until the log has a segment and what a pruned node keeps. */
async function fill(): Promise<void> {
  early = submissions.sign(3);
  await submissions.submit(network.server(1), early);
  while ((await sizeOf(network.server(0))) < SEGMENT_ENTRIES + 3 * KEEP) {
    await submissions.everywhere(network, NODES, 100);
  }
  const size = await sizeOf(network.server(0));
  await Promise.all(NODES.map((node) => untilSize(network.server(node), size)));
}

/** The verdict on the receipt of `position`, fetched from `node` and checked without it. */
function checkedReceipt(node: NodeIndex, position: number): string {
  const file = join(network.directory(node), 'receipt.json');
  runProgram([
    'receipt',
    'get',
    String(position),
    '--out',
    file,
    '--url',
    network.server(node).url,
  ]);
  const genesis = join(network.directory(node), 'genesis.json');
  return runProgram(['receipt', 'verify', file, '--genesis', genesis]);
}

describe('an archive of a consortium', () => {
  it(
    'has equal segments on every node, each vouched for by the validators',
    async () => {
      await fill();
      for (const node of NODES) {
        // Beside the running node.
        await until('an archive', async () => {
          runProgram(['log', 'archive', archiveOf(node), '--data', network.directory(node)]);
          return readdirSync(archiveOf(node)).length >= 3;
        });
      }
      const filesOf = (node: NodeIndex) =>
        readdirSync(archiveOf(node))
          .filter((name) => !name.endsWith('.voucher.json'))
          .map((name) => [name, readFileSync(join(archiveOf(node), name), 'base64')]);
      for (const node of NODES.slice(1)) expect(filesOf(node)).toEqual(filesOf(0));
      const genesis = join(network.directory(0), 'genesis.json');
      const segments = readdirSync(archiveOf(2)).filter((name) => name.endsWith('.clseg'));
      for (const path of [archiveOf(2), join(archiveOf(2), segments[0] as string)]) {
        expect(runProgram(['audit', path, '--genesis', genesis])).toContain('PASS');
      }
    },
    STEP_MS_MAX,
  );
});

describe('a node that prunes', () => {
  it(
    'has removed entries and answers receipts of them from the archive',
    async () => {
      await network.stop([PRUNED]);
      const options = ['--archive', archiveOf(PRUNED), '--keep', String(KEEP)];
      runProgram(['log', 'prune', ...options, '--data', network.directory(PRUNED)]);
      withStoredLog(network.directory(PRUNED), (log) => {
        expect(log.prunedBelow()).toBeGreaterThan(SEGMENT_ENTRIES - 256);
      });
      await start([PRUNED], { ARCHIVE: archiveOf(PRUNED), COMETBFT_KEEP_BLOCKS: '1' });
      for (const position of [1, 2001]) expect(checkedReceipt(PRUNED, position)).toContain('PASS');
    },
    STEP_MS_MAX,
  );

  it(
    'answers a repeated id as the others do, and goes on with them',
    async () => {
      // A position other than the first one would be a contradiction, which Submissions throws at.
      for (const node of NODES) await submissions.submit(network.server(node), early);
      await submissions.everywhere(network, NODES, 3);
      await expectEqualBlocks(network, NODES);
    },
    STEP_MS_MAX,
  );

  it(
    'lets CometBFT remove blocks, but none that a joining node needs',
    async () => {
      await until('blocks are removed', async () => {
        await submissions.everywhere(network, NODES, 1);
        return (await earliestBlock(network.directory(PRUNED))) > 1;
      });
      expect(await earliestBlock(network.directory(1))).toBe(1);
    },
    STEP_MS_MAX,
  );

  it(
    'hands its whole log to a fifth node, out of the archive',
    async () => {
      const servers = [PRUNED, 1].map((node) => `http://${network.rpcAddress(node as NodeIndex)}`);
      network.join(2, '--state-sync', servers.join(','));
      await submissions.everywhere(network, NODES, 3);
      await network.start([FIFTH]);
      await submissions.everywhere(network, ALL, 3);
      await expectEqualBlocks(network, ALL);
      await network.stop(ALL);
      const [first, ...others] = ALL.map((node) =>
        withStoredLog(network.directory(node), storedHeaders),
      );
      for (const headers of others) expect(headers).toEqual(first);
    },
    STEP_MS_MAX,
  );
});
