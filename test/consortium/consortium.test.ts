/**
 * Four validators with the real CometBFT program: what every node has after each trouble, asked
 * through GraphQL and /readyz while it runs, and compared header by header at the end, also with a
 * replay of the same events by one node alone.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import type { Entry } from '../../src/ledger/entry.js';
import {
  type ConsortiumNetwork,
  makeConsortium,
  type NodeIndex,
  NODES,
  notReady,
  sizeOf,
  until,
  untilNotReady,
} from '../support/live/consortiumNetwork.js';
import {
  chainFault,
  storedBlocks,
  storedEntries,
  storedHeaders,
  withStoredLog,
} from '../support/live/storedLog.js';
import type { ServerProcess } from '../support/live/serverProcess.js';
import { straightRun } from '../support/straightRun.js';
import { expectEqualBlocks } from './equalBlocks.js';
import { Submissions } from './submissions.js';

const STEP_MS_MAX = 240_000;
const STEPS = ['finalized', 'commit-asked', 'committed'] as const;
/** Each node in turn, at each step of a commit. */
const CRASHES = STEPS.flatMap((step) => NODES.map((node) => [step, node] as const));

let network: ConsortiumNetwork;
let submissions: Submissions;

beforeAll(async () => {
  network = await makeConsortium();
  submissions = new Submissions(network.ledger.depositor);
  await network.start(NODES);
}, STEP_MS_MAX);

afterAll(async () => {
  await network.remove();
}, STEP_MS_MAX);

describe('four validators', () => {
  it(
    'order the events of callers at every node, and have the same blocks',
    async () => {
      for (let round = 0; round < 3; round += 1) await submissions.everywhere(network, NODES, 20);
      await expectEqualBlocks(network, NODES);
      expect(await sizeOf(network.server(0))).toBe(1 + 2 * 240);
    },
    STEP_MS_MAX,
  );

  it(
    'count batches, rounds, peers and the checks of others’ batches at /metrics',
    async () => {
      for (const node of NODES) {
        const metrics = await metricsOf(network.server(node));
        expect(metrics.get('consensus_peers')).toBe(NODES.length - 1);
        expect(metrics.get('consensus_height')).toBeGreaterThan(1);
        // Twenty events a round, each in a batch of this node.
        expect(metrics.get('batch_events_sum')).toBe(60);
        for (const name of [
          'batch_bytes_sum',
          'batch_verify_seconds_count',
          'consensus_rounds_count',
          'consensus_transactions_sum',
        ]) {
          expect([name, metrics.get(name)]).toEqual([name, expect.any(Number)]);
          expect(metrics.get(name)).toBeGreaterThan(0);
        }
      }
    },
    STEP_MS_MAX,
  );

  it(
    'make one entry of an event that comes through two of them, and tell both callers its place',
    async () => {
      const size = await sizeOf(network.server(0));
      const events = submissions.sign(5);
      const answers = await Promise.all(
        [0, 1].map((node) => submissions.submit(network.server(node as NodeIndex), events)),
      );
      const again = await submissions.submit(network.server(2), events);
      expect(answers).toEqual([again, again]);
      await expectEqualBlocks(network, NODES);
      expect(await sizeOf(network.server(3))).toBe(size + 10);
    },
    STEP_MS_MAX,
  );

  it(
    'go on when one of them is killed, and it catches up when it is back',
    async () => {
      await network.kill(1);
      await submissions.everywhere(network, [0, 2, 3], 20);
      await expectEqualBlocks(network, [0, 2, 3]);
      await network.start([1]);
      await expectEqualBlocks(network, NODES);
      await submissions.everywhere(network, NODES, 5);
      await expectEqualBlocks(network, NODES);
    },
    STEP_MS_MAX,
  );

  it(
    'stand still with two of them gone and say so, and go on when they return',
    async () => {
      // One that hangs would keep its connections, and its place in the quorum.
      process.kill(cometBftOf(network.server(3)), 'SIGSTOP');
      await Promise.all([network.kill(2), network.kill(3)]);
      const events = submissions.sign(3);
      await untilNotReady(network.server(0), 'no quorum: 20 of 40');
      const size = await sizeOf(network.server(0));
      const waiting = submissions.submit(network.server(0), events);
      await untilNotReady(network.server(0), 'with 3 events waiting');
      expect(await notReady(network.server(0))).toContain('no quorum: 20 of 40');
      expect(await sizeOf(network.server(0))).toBe(size);
      await network.start([2, 3]);
      await waiting;
      await expectEqualBlocks(network, NODES);
      expect(await notReady(network.server(0))).toBe('');
    },
    STEP_MS_MAX,
  );

  it(
    'tell callers when CometBFT alone has ended, start it again, and lose nothing',
    async () => {
      const server = network.server(0);
      const events = submissions.sign(10);
      process.kill(cometBftOf(server), 'SIGKILL');
      const codes = new Set<string>();
      await until('a typed error', async () => {
        const attempt = await submissions.attempt(server, submissions.sign(1));
        if ('code' in attempt) codes.add(attempt.code);
        return codes.size > 0;
      });
      for (const code of codes) expect(['OVERLOADED', 'ENGINE_STOPPED']).toContain(code);
      await submissions.submit(server, events);
      await expectEqualBlocks(network, NODES);
    },
    STEP_MS_MAX,
  );

  it.each(CRASHES)(
    'have equal blocks after a crash at the step "%s" of a commit on node %i',
    async (step, node) => {
      await network.stop([node]);
      await network.start([node], { FAIL_POINT: step });
      const crashing = network.server(node);
      const events = submissions.sign(10);
      const attempt = submissions.attempt(crashing, events);
      expect(await crashing.exited).toEqual({ code: null, signal: 'SIGKILL' });
      expect(await attempt).toEqual({ code: 'NO_ANSWER' });
      await submissions.everywhere(
        network,
        NODES.filter((other) => other !== node),
        10,
      );
      await network.start([node]);
      // Whether the crash was before or after the block: asked again, each event stands once.
      await submissions.submit(network.server(node), events);
      await expectEqualBlocks(network, NODES);
    },
    STEP_MS_MAX,
  );
});

describe('the four logs, when everything has stopped', () => {
  it(
    'are one log, with every acknowledged event once in its place, as one node alone makes it',
    async () => {
      await network.stop(NODES);
      const { ledgerId, genesisText } = network.ledger;
      const logs = NODES.map((node) =>
        withStoredLog(network.directory(node), (log) => {
          expect(chainFault(log, ledgerId)).toBeUndefined();
          const positions = signedPositions(storedEntries(log));
          return { headers: storedHeaders(log), positions, blocks: [...storedBlocks(log)] };
        }),
      );
      for (const { headers, positions, blocks } of logs) {
        for (const [id, position] of submissions.acknowledged) {
          expect({ id, positions: positions.get(id) }).toEqual({ id, positions: [position] });
        }
        const { heads } = straightRun(genesisText, blocks);
        expect(heads.map(({ headerText }) => headerText)).toEqual(headers);
        expect(headers).toEqual(logs[0]?.headers);
      }
    },
    STEP_MS_MAX,
  );
});

/** What /metrics says, by name without the prefix; labelled ones are left out. */
async function metricsOf({ port }: ServerProcess): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const lines = text.matchAll(/^civic_ledger_(\w+) (\S+)$/gm);
  return new Map([...lines].map(([, name = '', value]) => [name, Number(value)]));
}

function signedPositions(
  entries: Iterable<{ readonly entry: Entry; readonly event: string }>,
): ReadonlyMap<string, readonly number[]> {
  const positions = new Map<string, number[]>();
  for (const { entry, event } of entries) {
    if (entry.kind !== 'signed') continue;
    const { id } = JSON.parse(event) as { readonly id: string };
    positions.set(id, [...(positions.get(id) ?? []), entry.position]);
  }
  return positions;
}

/** The process id of the CometBFT beside `server`. */
function cometBftOf(server: ServerProcess): number {
  return Number(execFileSync('pgrep', ['-P', String(server.pid), 'cometbft']).toString());
}
