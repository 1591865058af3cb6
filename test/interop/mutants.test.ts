/**
 * Thousands of damaged tokens before three verifiers. What ours accepts the others have to accept;
 * where ours refuses alone, the reason is one of the leniencies below.
 */
import { afterAll, expect, test } from '@jest/globals';
import type { TimestampFault } from '../../src/timestamp/faults.js';
import { certificatesToPem } from '../../src/timestamp/pem.js';
import { verifyTimestampResponse } from '../../src/timestamp/verifyTimestamp.js';
import { type SeededRandom, seededRandom } from '../support/live/seededRandom.js';
import { publishedTokens } from '../timestamp/publishedTokens.js';
import { type JudgedResponse, startBouncyCastle } from './bouncyCastle.js';
import { Openssl } from './openssl.js';

/** The token is always the same one, so the same seed makes the same mutants on every machine. */
const SEED = Number(process.env['SEED'] ?? 3161);
const MUTANTS = Number(process.env['MUTANTS'] ?? 2_000);

const openssl = new Openssl();
const bouncyCastle = startBouncyCastle();
afterAll(() => {
  openssl.close();
  bouncyCastle.close();
});

/** `bytes` with one place changed, lost, added or doubled. */
function mutant(random: SeededRandom, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length);
  const [before, after] = [[...bytes.subarray(0, at)], [...bytes.subarray(at)]];
  const first = after[0] as number;
  switch (random.below(7)) {
    case 0:
      return Uint8Array.from([...before, first ^ (1 << random.below(8)), ...after.slice(1)]);
    case 1:
      return Uint8Array.from([...before, random.below(256), ...after.slice(1)]);
    case 2:
      return Uint8Array.from([...before, ...after.slice(1)]);
    case 3:
      return Uint8Array.from([...before, random.below(256), ...after]);
    case 4:
      return Uint8Array.from([...before, ...after.slice(0, 1 + random.below(40)), ...after]);
    case 5:
      return Uint8Array.from([...bytes, ...random.bytes(1 + random.below(8))]);
    default:
      return Uint8Array.from([...before, ...after.slice(random.below(after.length))]);
  }
}

/** `accepted`, or the code of the check that refused. */
function ourAnswer({ response, root, imprint, nonce }: JudgedResponse): string {
  const expected = { roots: [root], nonce, imprint: () => imprint };
  const verdict = verifyTimestampResponse(response, expected);
  return verdict.ok ? 'accepted' : verdict.code;
}

/** Where ours refuses and another accepts: code → how often. */
class Leniencies {
  readonly counts = new Map<string, number>();

  note(code: string): void {
    this.counts.set(code, (this.counts.get(code) ?? 0) + 1);
  }

  /** Fails for a code that is not among the known ones. */
  expectOnly(known: readonly TimestampFault[]): void {
    expect([...this.counts.keys()].filter((code) => !known.includes(code as never))).toEqual([]);
  }

  text(): string {
    return [...this.counts].map(([code, count]) => `${code} ${count}`).join(', ') || 'none';
  }
}

test(`${MUTANTS} mutants: nothing is accepted that Bouncy Castle or openssl refuses`, async () => {
  const random = seededRandom(SEED);
  const [sound] = publishedTokens();
  const judged = (response: Uint8Array): JudgedResponse => ({ ...sound, response });
  openssl.write('query.tsq', sound.query);
  openssl.write('root.pem', certificatesToPem([sound.root]));
  expect(ourAnswer(sound)).toBe('accepted');
  expect(await bouncyCastle.verify(sound)).toBe('accepted');
  expect(await openssl.accepts(sound.response)).toBe(true);
  const [ofBouncyCastle, ofOpenssl] = [new Leniencies(), new Leniencies()];
  let accepted = 0;
  const looser: string[] = [];
  for (let count = 0; count < MUTANTS; count += 1) {
    const response = mutant(random, sound.response);
    const ours = ourAnswer(judged(response));
    const [theirs, byOpenssl] = await Promise.all([
      bouncyCastle.verify(judged(response)),
      openssl.accepts(response),
    ]);
    if (ours === 'accepted') {
      accepted += 1;
      if (theirs === 'accepted' && byOpenssl) continue;
      const at = Buffer.from(response).toString('base64');
      looser.push(`${theirs}; openssl ${byOpenssl}: ${at}`);
      continue;
    }
    if (theirs === 'accepted') ofBouncyCastle.note(ours);
    if (byOpenssl) ofOpenssl.note(ours);
  }
  process.stdout.write(`accepted by all: ${accepted - looser.length}\n`);
  process.stdout.write(`refused by us alone; Bouncy Castle accepts: ${ofBouncyCastle.text()}\n`);
  process.stdout.write(`refused by us alone; openssl accepts: ${ofOpenssl.text()}\n`);
  expect(looser).toEqual([]);
  ofBouncyCastle.expectOnly(BOUNCY_CASTLE_LENIENCIES);
  ofOpenssl.expectOnly(BOTH);
}, 600_000);

/**
 * Both read BER where DER is meant, stop at the end of the first value, do not look at certificates
 * that they do not need, and let pass what they need not know.
 */
const BOTH: readonly TimestampFault[] = [
  'TRAILING_BYTES',
  'NOT_DER',
  // Version numbers, digestAlgorithms, names and further certificates are not looked at.
  'MALFORMED',
  'VERSION',
  'ALGORITHM',
  'KEY',
];
/** Bouncy Castle also takes a token under any outer content type. */
const BOUNCY_CASTLE_LENIENCIES: readonly TimestampFault[] = [...BOTH, 'CONTENT_TYPE'];
