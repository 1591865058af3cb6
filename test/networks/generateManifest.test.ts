import { describe, expect, it } from '@jest/globals';
import { FIXED_MANIFESTS } from './fixedManifests.js';
import { generateManifest, TROUBLES } from './generateManifest.js';
import type { Manifest } from './manifest.js';

function troublesOf(manifests: readonly Manifest[]): ReadonlySet<string> {
  const faults = manifests.flatMap((manifest) => manifest.faults);
  return new Set(faults.map((fault) => (fault.kind === 'byzantine' ? fault.lie : fault.kind)));
}

describe('test networks', () => {
  it('are the same for the same seed', () => {
    expect(generateManifest(7)).toEqual(generateManifest(7));
    expect(generateManifest(7)).not.toEqual(generateManifest(8));
  });

  it.each([0, 1, 999_999_990])(
    'have every fault and every lie in as many seeds as there are, from %i on',
    (first) => {
      const some = TROUBLES.map((_, at) => generateManifest(first + at));
      expect(troublesOf(some)).toEqual(new Set(TROUBLES));
    },
  );

  it('have every fault and every lie when nobody asks for others', () => {
    expect(troublesOf(FIXED_MANIFESTS.map(([, manifest]) => manifest))).toEqual(new Set(TROUBLES));
  });
});
