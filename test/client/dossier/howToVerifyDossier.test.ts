/**
 * Every command of a dossier's HOW-TO-VERIFY.txt, run as it stands by bash with stock openssl and
 * Python in the unpacked bundle, on a machine without any of this project's software.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assembleDossier } from '../../../src/client/dossier/dossierBundle.js';
import { UnpackedBundle } from '../bundle/unpackedBundle.js';
import { DossierStory } from '../verifier/dossierStory.js';

let story: DossierStory;
let unpacked: UnpackedBundle;

beforeAll(async () => {
  story = new DossierStory();
  await story.freeze();
  const withheld = new Map([[story.design, 'trade-secret' as const]]);
  unpacked = new UnpackedBundle(assembleDossier(await story.collect({ withheld })));
}, 120_000);
afterAll(async () => {
  await story.close();
  unpacked.remove();
});

const outOf = (number: number): string => unpacked.bash(unpacked.step(number)).out;

describe('HOW-TO-VERIFY.txt of a dossier', () => {
  it('gives the ledger’s id', () => {
    expect(outOf(1)).toContain(story.kit.ledger);
  });

  it('verifies the log’s head under a key of the genesis document', () => {
    expect(outOf(2)).toContain('Signature Verified Successfully');
  });

  it('finds the manifest whole, withheld leaves among it, and every record in the log', () => {
    expect(outOf(3)).toMatch(/^manifest OK 7 [0-9a-f]{64}\nlog OK \d+ [0-9a-f]{64}\n$/);
  });

  it.each([
    ['dossier/entries.jsonl', '"phase":"proceedings"', '"phase":"origin"', 'manifest WRONG'],
    ['log/records.jsonl', '"category":"', '"category":"x', 'log WRONG'],
  ])('finds a change in %s', (path, text, other, verdict) => {
    const bytes = unpacked.read(path);
    unpacked.write(path, bytes.toString().replace(text, other));
    expect(outOf(3)).toContain(verdict);
    unpacked.write(path, bytes);
  });
});
