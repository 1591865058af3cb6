/**
 * Test networks by chance: four validators, sometimes of unequal power, sometimes with a fifth node
 * that follows, and a few faults each. A seed gives the same manifest everywhere. Some faults take
 * so much power away that the network has to stop.
 */
import type { NodeIndex } from '../support/live/consortiumNetwork.js';
import { NODES } from '../support/live/consortiumNetwork.js';
import { type SeededRandom, seededRandom } from '../support/live/seededRandom.js';
import {
  type Fault,
  FAULT_KINDS,
  type FaultKind,
  FORMAT,
  type Lie,
  LIES,
  type Manifest,
  TARGETS,
} from './manifest.js';

/** Unequal ones are such that one validator of the largest power is a third, or is not. */
const POWERS: readonly (readonly number[])[] = [
  [1, 1, 1, 1],
  [1, 1, 1, 1],
  [3, 2, 2, 2],
  [2, 2, 2, 1],
];
/** What may go wrong: a kind of fault, or the lie that a byzantine validator tells. */
export type Trouble = FaultKind | Lie;
/** One of each: a lie is as much a fault of its own as any kind. */
export const TROUBLES: readonly Trouble[] = [
  ...FAULT_KINDS.filter((kind) => kind !== 'byzantine'),
  ...LIES,
];
const FAULTS_MAX = 3;
/** As Manifest says of it. */
export const PROPOSE_MS = 3_000;
/** In acknowledged events: before the first fault, between two, and for how long one lasts. */
const QUIET = 40;
const SPAN_MIN = 60;
const SPAN_MAX = 160;
const CLOCKS_MS = [-600_000, -30_000, -2_000, 2_000, 30_000, 600_000] as const;
const DISKS_MS = [20, 100, 400] as const;

interface Choice {
  readonly random: SeededRandom;
  readonly trouble: Trouble;
  readonly powers: readonly number[];
}

/** The manifest of `seed`; `troubles`, when given, are its faults in order. */
export function generateManifest(seed: number, troubles?: readonly Trouble[]): Manifest {
  const random = seededRandom(seed);
  const powers = random.pick(POWERS);
  const wanted = troubles ?? someTroubles(random, seed);
  const faults: Fault[] = [];
  let at = QUIET;
  for (const trouble of wanted) {
    const until = at + SPAN_MIN + random.below(SPAN_MAX - SPAN_MIN);
    const fault = makeFault({ random, trouble, powers }, { from: at, until });
    faults.push(fault);
    if (isAbsence(fault) && random.below(3) === 0) faults.push(secondAbsence(random, fault));
    at = until + QUIET;
  }
  const follower = !wanted.includes('double-sign') && random.below(4) === 0;
  const load = { events: at, eventsPerRequest: 1 + random.below(5) };
  const settings = { SNAPSHOT_INTERVAL: String(random.pick([0, 20])) };
  return { format: FORMAT, powers, follower, proposeMs: PROPOSE_MS, settings, load, faults };
}

/** The first goes through all of them with the seed, so that as many seeds in a row have each. */
function someTroubles(random: SeededRandom, seed: number): readonly Trouble[] {
  const first = TROUBLES[seed % TROUBLES.length] as Trouble;
  const others = Array.from({ length: random.below(FAULTS_MAX) }, () => random.pick(FAULT_KINDS));
  return [first, ...others];
}

function makeFault(
  { random, trouble, powers }: Choice,
  span: { readonly from: number; readonly until: number },
): Fault {
  const node = random.pick(NODES);
  const lesser = random.pick(lesserThanThird(powers));
  const kind = isLie(trouble) ? 'byzantine' : trouble;
  switch (kind) {
    case 'kill':
    case 'pause':
      return { kind, node, target: random.pick(TARGETS), ...span };
    case 'partition':
      return { kind, nodes: groupOf(random, node), ...span };
    case 'clock':
      return { kind, node: lesser, ms: random.pick(CLOCKS_MS), ...span };
    case 'slow-disk':
      return { kind, node, ms: random.pick(DISKS_MS), ...span };
    case 'byzantine':
      return { kind, node: lesser, lie: isLie(trouble) ? trouble : random.pick(LIES), ...span };
    case 'double-sign':
      return { kind, node: lesser, ...span };
    case 'restart':
      return { kind, node, ...span };
  }
}

function isLie(trouble: Trouble): trouble is Lie {
  return LIES.some((lie) => lie === trouble);
}

/** The validators that agreement holds against, whatever one of them does. */
function lesserThanThird(powers: readonly number[]): readonly NodeIndex[] {
  const total = powers.reduce((sum, power) => sum + power, 0);
  return NODES.filter((node) => 3 * (powers[node] as number) < total);
}

/** One node alone, or two against two. */
function groupOf(random: SeededRandom, node: NodeIndex): readonly NodeIndex[] {
  if (random.below(2) === 0) return [node];
  return [node, random.pick(NODES.filter((other) => other !== node))].sort();
}

/** Keeps its node from voting until it is lifted: CometBFT alone is started again at once. */
function isAbsence(fault: Fault): boolean {
  return fault.kind === 'pause' || (fault.kind === 'kill' && fault.target !== 'cometbft');
}

/** Another node is gone as well, in the midst of `first`. */
function secondAbsence(random: SeededRandom, first: Fault): Fault {
  const gone = 'node' in first ? first.node : undefined;
  const node = random.pick(NODES.filter((other) => other !== gone));
  const from = first.from + Math.floor((first.until - first.from) / 3);
  const target = random.pick(['node', 'both'] as const);
  return { kind: random.pick(['kill', 'pause'] as const), node, target, from, until: first.until };
}
