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
/**
 * All but double signing, which needs luck: nodes pass a validator's vote on to those that have
 * none of it yet, so that a twin's other vote seldom reaches anybody: then there is no evidence.
 */
const BY_CHANCE = FAULT_KINDS.filter((kind) => kind !== 'double-sign');
const FAULTS_MAX = 3;
const PROPOSE_MS = 3_000;
/** In acknowledged events: before the first fault, between two, and for how long one lasts. */
const QUIET = 40;
const SPAN_MIN = 60;
const SPAN_MAX = 160;
const CLOCKS_MS = [-600_000, -30_000, -2_000, 2_000, 30_000, 600_000] as const;
const DISKS_MS = [20, 100, 400] as const;

interface Choice {
  readonly random: SeededRandom;
  readonly kind: FaultKind;
  readonly powers: readonly number[];
}

/** The manifest of `seed`; `kinds`, when given, are its faults in order. */
export function generateManifest(seed: number, kinds?: readonly FaultKind[]): Manifest {
  const random = seededRandom(seed);
  const powers = random.pick(POWERS);
  const wanted = kinds ?? someKinds(random);
  const faults: Fault[] = [];
  let at = QUIET;
  for (const kind of wanted) {
    const until = at + SPAN_MIN + random.below(SPAN_MAX - SPAN_MIN);
    const fault = makeFault({ random, kind, powers }, { from: at, until });
    faults.push(fault);
    if (isAbsence(fault) && random.below(3) === 0) faults.push(secondAbsence(random, fault));
    at = until + QUIET;
  }
  const follower = !wanted.includes('double-sign') && random.below(4) === 0;
  const load = { events: at, eventsPerRequest: 1 + random.below(5) };
  const settings = { SNAPSHOT_INTERVAL: String(random.pick([0, 20])) };
  return { format: FORMAT, powers, follower, proposeMs: PROPOSE_MS, settings, load, faults };
}

function someKinds(random: SeededRandom): readonly FaultKind[] {
  return Array.from({ length: 1 + random.below(FAULTS_MAX) }, () => random.pick(BY_CHANCE));
}

function makeFault(
  { random, kind, powers }: Choice,
  span: { readonly from: number; readonly until: number },
): Fault {
  const node = random.pick(NODES);
  const lesser = random.pick(lesserThanThird(powers));
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
      return { kind, node: lesser, lie: random.pick(LIES), ...span };
    case 'double-sign':
      return { kind, node: lesser, ...span };
    case 'restart':
      return { kind, node, ...span };
  }
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
