/**
 * A network that is cut in two for longer than CometBFT goes on calling lost peers often comes
 * together as soon as the cut is mended. Nearly all of it is waiting, so it has a script of its
 * own. Needs root and network namespaces (test/networks/faults/wires.ts).
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  type NodeIndex,
  NODES,
  notReady,
  until,
  untilSize,
} from '../support/live/consortiumNetwork.js';
import { pause } from '../support/live/serverProcess.js';
import { PROPOSE_MS } from '../networks/generateManifest.js';
import { FORMAT } from '../networks/manifest.js';
import { makeTestNetwork, type TestNetwork } from '../networks/testNetwork.js';

/** Where the wire is cut: two validators on each side, so that nobody has a quorum. */
const APART: readonly NodeIndex[] = [0, 1];
/**
 * CometBFT calls a lost peer twenty times within some three minutes and then after 3, 9, 27, 81 and
 * 243 seconds: the cut is mended within the last of these.
 */
const CUT_MS = 350_000;
/** Until the pings of an idle connection have not been answered. */
const NOTICED_MS_MAX = 180_000;
/** A fraction of what CometBFT would still wait for by itself. */
const TOGETHER_MS_MAX = 60_000;
const TEST_MS_MAX = 900_000;

let network: TestNetwork;

beforeAll(async () => {
  network = await makeTestNetwork({
    format: FORMAT,
    powers: [1, 1, 1, 1],
    follower: false,
    proposeMs: PROPOSE_MS,
    settings: {},
    load: { events: 0, eventsPerRequest: 1 },
    faults: [{ kind: 'partition', nodes: APART, from: 0, until: 0 }],
  });
  await network.consortium.start(NODES);
});
afterAll(() => network.remove());

/** Resolves when /readyz of every node says what `expected` matches; rejects after `ms`. */
function untilAllSay(expected: RegExp, ms: number): Promise<void> {
  const { consortium } = network;
  const says = async (): Promise<boolean> => {
    const all = await Promise.all(NODES.map((node) => notReady(consortium.server(node))));
    return all.every((text) => expected.test(text));
  };
  return until(`${expected}`, says, ms);
}

test(
  'a network that was cut in two for long comes together when the cut is mended',
  async () => {
    const { consortium, submissions, wires } = network;
    await submissions.submit(consortium.server(0), submissions.sign(1));
    wires?.part(APART);
    await untilAllSay(/no quorum: 2 of 4/, NOTICED_MS_MAX);
    await pause(CUT_MS);
    wires?.join();
    await untilAllSay(/^$/, TOGETHER_MS_MAX);
    const [position = 0] = await submissions.submit(consortium.server(1), submissions.sign(1));
    for (const node of NODES) await untilSize(consortium.server(node), position + 1);
    expect(submissions.acknowledged.size).toBe(2);
  },
  TEST_MS_MAX,
);
