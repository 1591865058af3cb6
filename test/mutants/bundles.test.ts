/**
 * Thousands of machine-made mutants of a bundle before the verifier. None may pass for the sound
 * one: each is refused in the section that it should be, or, where it is the same bundle after all,
 * gives the same report; and nothing throws. `SEED` and `MUTANTS` choose others.
 */
import { afterAll, expect, test } from '@jest/globals';
import { assembleBundle } from '../../src/client/bundle/assembleBundle.js';
import { readZip, type ZipFile } from '../../src/client/bundle/zip.js';
import type { BundleReport } from '../../src/client/verifier/report.js';
import { verifyBundle } from '../../src/client/verifier/verifyBundle.js';
import { concatBytes, equalBytes, utf8 } from '../../src/crypto/bytes.js';
import { BundleStory, PAGE } from '../client/verifier/bundleStory.js';
import { CertifiedStory } from '../client/verifier/certifiedStory.js';
import { failing, filesOf, forged } from '../client/verifier/reports.js';
import { type SeededRandom, seededRandom } from '../support/live/seededRandom.js';

const SEED = Number(process.env['SEED'] ?? 16);
const MUTANTS = Number(process.env['MUTANTS'] ?? 600);

/** Bundles by who keeps their ledger: what is registered, and the files that there are at least. */
const STORIES = [
  ['one operator keeps', new BundleStory(), PAGE, 50],
  ['validators keep', new CertifiedStory(), 'the item', 20],
] as const;
afterAll(async () => {
  for (const [, story] of STORIES) await story.close();
});

/** Bytes with one place changed, lost, added, doubled or cut off. */
function damaged(random: SeededRandom, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (random.below(6)) {
    case 0:
    case 1: {
      const copy = bytes.slice();
      copy[at] = (copy[at] as number) ^ (1 << random.below(8));
      return copy;
    }
    case 2:
      return concatBytes(before, after.subarray(1 + random.below(30)));
    case 3:
      return concatBytes(before, random.bytes(1 + random.below(8)), after);
    case 4:
      return concatBytes(before, after.subarray(0, 1 + random.below(40)), after);
    default:
      return before.slice();
  }
}

/** What a forger does who makes the manifest fit: files damaged, exchanged, left out, moved. */
function forgery(random: SeededRandom, bundle: Uint8Array): Uint8Array {
  return forged(bundle, (files) => {
    const pick = (): ZipFile => files[random.below(files.length)] as ZipFile;
    const [one, two] = [pick(), pick()];
    const kind = random.below(4);
    if (kind === 0) return files.filter((file) => file !== one);
    return files.map((file) => {
      if (kind === 1 && file === one) return { ...file, bytes: two.bytes };
      if (kind === 1 && file === two) return { ...file, bytes: one.bytes };
      return file === one ? { ...file, bytes: damaged(random, file.bytes) } : file;
    });
  });
}

/** Sections that a forger's change in a file may be refused in, by the folder of the file. */
function refused(report: BundleReport, mutant: Uint8Array, sound: Uint8Array): boolean {
  if (failing(report).length > 0) return true;
  // A forger may leave the content out, or the statement of the steps: then something is unproven.
  const left = new Set(pathsOf(mutant));
  return pathsOf(sound).some((path) => !left.has(path)) && report.code === 2;
}

function pathsOf(bundle: Uint8Array): readonly string[] {
  const content = readZip(bundle);
  return 'fault' in content ? [] : content.files.map(({ path }) => path);
}

const NAME = `${MUTANTS} damaged and ${MUTANTS} forged bundles of a ledger that %s: none passes`;

test.each(STORIES)(
  NAME,
  async (_, story, text, files) => {
    const random = seededRandom(SEED);
    const content = { name: 'page.png', bytes: utf8(text) };
    if ('pin' in story) await story.pin();
    const sound = assembleBundle({ ...(await story.parts()), content });
    const verify = (bytes: Uint8Array) => verifyBundle(bytes, { trust: story.trust() });
    expect(verify(sound).code).toBe('pin' in story ? 0 : 2);
    expect(filesOf(sound).length).toBeGreaterThan(files);
    const codes = new Map<string, number>();
    const passed: string[] = [];
    for (let count = 0; count < 2 * MUTANTS; count += 1) {
      const isForged = count % 2 === 1;
      const mutant = isForged ? forgery(random, sound) : damaged(random, sound);
      if (equalBytes(mutant, sound)) continue;
      const report = verify(mutant);
      const name = `${report.code} ${failing(report).join() || 'not proven'}`;
      codes.set(name, (codes.get(name) ?? 0) + 1);
      const isRefused = isForged ? refused(report, mutant, sound) : failing(report)[0]?.[0] === 'A';
      if (!isRefused) passed.push(`${count}: ${name}`);
    }
    for (const [name, count] of [...codes].sort()) process.stdout.write(`${count}  ${name}\n`);
    expect(passed).toEqual([]);
  },
  1_200_000,
);
