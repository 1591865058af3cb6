/**
 * Generated test networks: four validators with real processes, and what goes wrong with them. By
 * itself a few fixed networks with every kind of fault but one; `NETWORKS=50` makes as many by
 * chance, `SEED=` begins at that seed, and `MANIFEST=file` runs one manifest alone. What a manifest
 * says, and a failing one, is printed.
 */
import { describe, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { runSeed } from '../support/live/seededRandom.js';
import { expectAgreement } from './agreement.js';
import { generateManifest } from './generateManifest.js';
import { type FaultKind, FORMAT, type Manifest, parseManifest } from './manifest.js';
import { runManifest } from './runManifest.js';
import { unavailable } from './testNetwork.js';

const NETWORK_MS_MAX = 600_000;
const { MANIFEST, NETWORKS, SEED } = process.env;
const isFixed = MANIFEST === undefined && NETWORKS === undefined && SEED === undefined;

/** Seeds whose networks have, together, every kind of fault that is made by chance. */
const FIXED: readonly (readonly [seed: number, kinds: readonly FaultKind[]])[] = [
  [1, ['kill', 'pause']],
  [2, ['partition', 'restart']],
  [217, ['byzantine']],
  [88, ['clock', 'slow-disk']],
];

/**
 * What a validator that was restarted withholds, others have sent it: transactions reach it again,
 * though its own callers are silent.
 */
const RESTARTED: Manifest = {
  format: FORMAT,
  powers: [1, 1, 1, 1],
  follower: false,
  proposeMs: 3_000,
  settings: {},
  load: { events: 120, eventsPerRequest: 3 },
  faults: [
    { kind: 'restart', node: 1, from: 20, until: 30 },
    { kind: 'byzantine', node: 1, lie: 'withhold-batches', from: 40, until: 80 },
  ],
};

const started = performance.now();

/** How far the run is: where a network spends its time is worth seeing. */
function say(text: string): void {
  const seconds = Math.round((performance.now() - started) / 1_000);
  process.stdout.write(`networks ${String(seconds).padStart(4)} s: ${text}\n`);
}
const missing = unavailable();

function manifests(): readonly (readonly [name: string, manifest: Manifest])[] {
  if (MANIFEST !== undefined) return [[MANIFEST, parseManifest(readFileSync(MANIFEST, 'utf8'))]];
  if (isFixed) {
    const fixed = FIXED.map(
      ([seed, kinds]) => [kinds.join(), generateManifest(seed, kinds)] as const,
    );
    return [...fixed, ['a validator that was restarted', RESTARTED]];
  }
  const first = runSeed('networks');
  return Array.from({ length: Number(NETWORKS ?? 1) }, (_, at) => [
    `seed ${first + at}`,
    generateManifest(first + at),
  ]);
}

/** Without the faults that this machine does not permit; nobody may take that for the whole. */
function permitted(manifest: Manifest): Manifest {
  const faults = manifest.faults.filter(({ kind }) => {
    const why = missing.get(kind);
    if (why !== undefined) say(`NOT TESTED: ${kind}, which this machine does not permit: ${why}`);
    return why === undefined;
  });
  return { ...manifest, faults };
}

async function hold(manifest: Manifest): Promise<void> {
  say(JSON.stringify(manifest));
  try {
    await runManifest(manifest, say, (run) => expectAgreement(manifest, run));
  } catch (error) {
    say(`FAILED; run it alone with MANIFEST=<file with this>: ${JSON.stringify(manifest)}`);
    throw error;
  }
}

describe('four validators agree, lose nothing, and stop only without a quorum', () => {
  it.each(manifests())(
    'in the network of %s',
    (_, given) => hold(permitted(given)),
    NETWORK_MS_MAX,
  );
});
