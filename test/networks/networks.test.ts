/**
 * Generated test networks: four validators with real processes, and what goes wrong with them. By
 * itself a few fixed networks with every kind of fault and every lie; `NETWORKS=50` makes as many
 * by chance, `SEED=` begins at that seed, and `MANIFEST=file` runs one manifest alone. What a
 * manifest says, and a failing one, is printed.
 */
import { describe, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { runSeed } from '../support/live/seededRandom.js';
import { expectAgreement } from './agreement.js';
import { removeLeftNamespaces } from './faults/namespaces.js';
import { FIXED_MANIFESTS } from './fixedManifests.js';
import { generateManifest } from './generateManifest.js';
import { type Manifest, parseManifest } from './manifest.js';
import { runManifest } from './runManifest.js';
import { unavailable } from './testNetwork.js';

const NETWORK_MS_MAX = 600_000;
const { MANIFEST, NETWORKS, SEED } = process.env;
const isFixed = MANIFEST === undefined && NETWORKS === undefined && SEED === undefined;

const started = performance.now();

/** How far the run is: where a network spends its time is worth seeing. */
function say(text: string): void {
  const seconds = Math.round((performance.now() - started) / 1_000);
  process.stdout.write(`networks ${String(seconds).padStart(4)} s: ${text}\n`);
}
for (const name of removeLeftNamespaces()) say(`removed the namespace ${name} of a killed run`);
const missing = unavailable();

function manifests(): readonly (readonly [name: string, manifest: Manifest])[] {
  if (MANIFEST !== undefined) return [[MANIFEST, parseManifest(readFileSync(MANIFEST, 'utf8'))]];
  if (isFixed) return FIXED_MANIFESTS;
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
