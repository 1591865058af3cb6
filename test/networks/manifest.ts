/**
 * A test network as plain JSON: its validators, its load, and what goes wrong when. A manifest says
 * everything that a run depends on, so that one which has failed can be run again alone.
 *
 * Times are counts of acknowledged events, which every machine reaches, however slow. A fault that
 * takes a third of the voting power or more away stops the load, so it is lifted when the network
 * has been seen to stand still and to say so, whatever its `until` says.
 */
import type { NodeIndex, NodeSettings } from '../support/live/consortiumNetwork.js';

export const FORMAT = 'civic-ledger/test-network/v1';

/** Which of a node's two processes a fault hits. */
export const TARGETS = ['node', 'cometbft', 'both'] as const;
export type Target = (typeof TARGETS)[number];

/** What an application says that does not follow the rules (faults/liar.ts). */
export const LIES = [
  'wrong-signature',
  'malformed',
  'oversized-event',
  'oversized-block',
  'folded-block',
  'duplicate',
  'replay',
  'withhold-batches',
  'withhold-proposals',
  'withhold-votes',
  'refuse-proposals',
] as const;
export type Lie = (typeof LIES)[number];

/** From when to when, in acknowledged events. */
interface Span {
  readonly from: number;
  readonly until: number;
}

/** One thing that goes wrong. */
export type Fault = Span &
  (
    | { readonly kind: 'kill'; readonly node: NodeIndex; readonly target: Target }
    | { readonly kind: 'pause'; readonly node: NodeIndex; readonly target: Target }
    | { readonly kind: 'restart'; readonly node: NodeIndex }
    /** `nodes` reach one another, and nobody else. */
    | { readonly kind: 'partition'; readonly nodes: readonly NodeIndex[] }
    /** Both clocks of the node are off by `ms`, which may be negative. */
    | { readonly kind: 'clock'; readonly node: NodeIndex; readonly ms: number }
    /** Every fsync of the ledger takes `ms` longer. */
    | { readonly kind: 'slow-disk'; readonly node: NodeIndex; readonly ms: number }
    | { readonly kind: 'byzantine'; readonly node: NodeIndex; readonly lie: Lie }
    /** A second node signs with the key of `node`. */
    | { readonly kind: 'double-sign'; readonly node: NodeIndex }
  );

export type FaultKind = Fault['kind'];

export const FAULT_KINDS: readonly FaultKind[] = [
  'kill',
  'pause',
  'restart',
  'partition',
  'clock',
  'slow-disk',
  'byzantine',
  'double-sign',
];

export interface Manifest {
  readonly format: typeof FORMAT;
  /** Voting power of each of the four validators. */
  readonly powers: readonly number[];
  /** Whether a fifth node follows without a vote. */
  readonly follower: boolean;
  /**
   * For how long CometBFT waits for a proposal, in milliseconds: so much longer than one needs on a
   * busy machine that a further round tells of a fault and not of the machine.
   */
  readonly proposeMs: number;
  /** Of every node, as in config.ts, without the prefix. */
  readonly settings: NodeSettings;
  readonly load: {
    /** Acknowledged events after which the run ends, when every fault has been lifted. */
    readonly events: number;
    /** Events that a caller submits at once. */
    readonly eventsPerRequest: number;
  };
  readonly faults: readonly Fault[];
}

/** A manifest that cannot be run. */
export class ManifestFault extends Error {}

/**
 * The nodes whose votes `fault` may hold back until it is lifted. CometBFT alone is started again
 * by its node at once, and so is a node that is restarted.
 */
export function impairedBy(fault: Fault): readonly NodeIndex[] {
  if (fault.kind === 'partition') return fault.nodes;
  const isBack = fault.kind === 'restart' || (fault.kind === 'kill' && fault.target === 'cometbft');
  return isBack || fault.kind === 'slow-disk' ? [] : [fault.node];
}

/** Whether the validators that `faults` leave alone have more than two thirds of the power. */
export function goesOn(powers: readonly number[], faults: readonly Fault[]): boolean {
  const impaired = new Set(faults.flatMap(impairedBy));
  const sum = (some: readonly number[]): number => some.reduce((total, power) => total + power, 0);
  const well = powers.filter((_, node) => !impaired.has(node as NodeIndex));
  return 3 * sum(well) > 2 * sum(powers);
}

/** Reads what `MANIFEST` names. Throws ManifestFault naming the field. */
export function parseManifest(text: string): Manifest {
  const manifest = JSON.parse(text) as Manifest;
  const demand = (holds: boolean, field: string, limit: string, value: unknown): void => {
    if (!holds) throw new ManifestFault(`${field} must be ${limit}, not ${JSON.stringify(value)}`);
  };
  const { format, powers, proposeMs, load, faults } = manifest;
  demand(format === FORMAT, 'format', FORMAT, format);
  demand(powers?.length === 4 && powers.every(isCount), 'powers', 'four whole numbers', powers);
  demand(isCount(proposeMs), 'proposeMs', 'a whole number', proposeMs);
  demand(isCount(load?.events), 'load.events', 'a whole number', load?.events);
  const { eventsPerRequest } = load;
  demand(isCount(eventsPerRequest), 'load.eventsPerRequest', 'a whole number', eventsPerRequest);
  demand(Array.isArray(faults), 'faults', 'a list', faults);
  faults.forEach((fault, at) => {
    const field = `faults[${at}]`;
    demand(FAULT_KINDS.includes(fault.kind), `${field}.kind`, FAULT_KINDS.join(', '), fault.kind);
    const inOrder = isCount(fault.from) && isCount(fault.until) && fault.from < fault.until;
    demand(inOrder, `${field}.from`, 'a whole number below until', fault.from);
  });
  return manifest;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
