/**
 * The networks that run when nobody asks for others: few, always the same, and with every kind of
 * fault and every lie among them.
 */
import { type NodeIndex, NODES } from '../support/live/consortiumNetwork.js';
import { generateManifest, PROPOSE_MS, type Trouble } from './generateManifest.js';
import { FORMAT, LIES, type Manifest } from './manifest.js';

/** The faults of each network in order; the seed decides who, when and for how long. */
const SEEDED: readonly (readonly [seed: number, troubles: readonly Trouble[]])[] = [
  [1, ['kill', 'pause']],
  [2, ['partition', 'restart']],
  [88, ['clock', 'slow-disk']],
  [3, ['double-sign']],
];

/** Four validators of equal power, and nobody else. */
const EQUALS = {
  format: FORMAT,
  powers: [1, 1, 1, 1],
  follower: false,
  proposeMs: PROPOSE_MS,
  settings: {},
} as const;

/**
 * What a validator that was restarted withholds, others have sent it: transactions reach it again,
 * though its own callers are silent.
 */
const RESTARTED: Manifest = {
  ...EQUALS,
  load: { events: 120, eventsPerRequest: 3 },
  faults: [
    { kind: 'restart', node: 1, from: 20, until: 30 },
    { kind: 'byzantine', node: 1, lie: 'withhold-batches', from: 40, until: 80 },
  ],
};

/** One validator after the other tells a lie, for a few events each: what shows it ends it. */
const LYING: Manifest = {
  ...EQUALS,
  load: { events: 20 + 30 * LIES.length, eventsPerRequest: 3 },
  faults: LIES.map((lie, at) => ({
    kind: 'byzantine',
    node: NODES[at % NODES.length] as NodeIndex,
    lie,
    from: 20 + 30 * at,
    until: 40 + 30 * at,
  })),
};

export const FIXED_MANIFESTS: readonly (readonly [name: string, manifest: Manifest])[] = [
  ...SEEDED.map(([seed, troubles]) => [troubles.join(), generateManifest(seed, troubles)] as const),
  ['validators that lie in turn', LYING],
  ['a validator that was restarted', RESTARTED],
];
