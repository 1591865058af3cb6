/** `p256-sha256`: the published verdicts, and one answer from node:crypto and the browser build. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromHex, toHex, utf8 } from '../../src/crypto/bytes.js';
import { readEcdsaDer, writeEcdsaDer } from '../../src/crypto/ecdsaDer.js';
import { p256Sha256Over } from '../../src/crypto/p256Sha256.js';
import { p256Verifier as browserVerifier } from '../../src/crypto/p256Verifier.browser.js';
import { p256Verifier } from '../../src/crypto/p256Verifier.js';
import { type SignatureCase, signatureCases } from './publishedVectors.js';

const WYCHEPROOF = signatureCases('wycheproof/p256.jsonl');
const SERVER = p256Sha256Over(p256Verifier);
const BROWSER = p256Sha256Over(browserVerifier);
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

function verdict(suite: typeof SERVER, { key, message, signature }: SignatureCase): boolean {
  return suite.prepareKey(fromHex(key))?.verify(fromHex(message), fromHex(signature)) ?? false;
}

describe.each([
  ['node:crypto', SERVER],
  ['noble', BROWSER],
])('p256-sha256 over %s', (_, suite) => {
  it('answers all 484 Wycheproof cases as published', () => {
    expect(WYCHEPROOF).toHaveLength(484);
    const wrong = WYCHEPROOF.filter((vector) => verdict(suite, vector) !== vector.valid);
    expect(wrong).toEqual([]);
  });

  it('verifies what it signs, under either s, and nothing else', () => {
    const privateKey = suite.generatePrivateKey();
    const key = suite.prepareKey(suite.publicKeyOf(privateKey));
    const message = utf8('message');
    const signature = suite.signer(privateKey)(message);
    const { r, s } = readEcdsaDer(signature) as { readonly r: bigint; readonly s: bigint };
    expect(suite.isSignatureForm(signature)).toBe(true);
    expect(key?.verify(message, signature)).toBe(true);
    expect(key?.verify(message, writeEcdsaDer({ r, s: ORDER - s }))).toBe(true);
    expect(key?.verify(utf8('massage'), signature)).toBe(false);
    expect(key?.verify(message, writeEcdsaDer({ r, s: s + ORDER }))).toBe(false);
    expect(key?.verify(message, new Uint8Array())).toBe(false);
  });

  it('refuses r or s at or above the group order as a form', () => {
    expect(suite.isSignatureForm(writeEcdsaDer({ r: ORDER - 1n, s: 1n }))).toBe(true);
    expect(suite.isSignatureForm(writeEcdsaDer({ r: ORDER, s: 1n }))).toBe(false);
    expect(suite.isSignatureForm(writeEcdsaDer({ r: 1n, s: ORDER }))).toBe(false);
  });
});

describe('the libraries under p256-sha256', () => {
  it('agree on mutants of every published case', () => {
    const flip = fc.tuple(fc.constantFrom(...WYCHEPROOF), fc.nat(), fc.nat(7), fc.boolean());
    fc.assert(
      fc.property(flip, ([vector, at, bit, inKey]) => {
        const bytes = fromHex(inKey ? vector.key : vector.signature);
        const index = at % Math.max(1, bytes.length);
        bytes[index] = (bytes[index] as number) ^ (1 << bit);
        const mutant = { ...vector, [inKey ? 'key' : 'signature']: toHex(bytes) };
        expect(verdict(BROWSER, mutant)).toBe(verdict(SERVER, mutant));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a P-256 key', () => {
  const key = SERVER.publicKeyOf(new Uint8Array(32).fill(7));

  it.each([
    ['33 bytes', key.slice(1)],
    ['33 bytes', new Uint8Array(65).fill(4, 0, 1)],
    ['compressed point', Uint8Array.of(4, ...key.slice(1))],
    ['compressed point', Uint8Array.of(0, ...key.slice(1))],
    ['compressed point', Uint8Array.of(2, ...new Uint8Array(32).fill(0xff))],
    ['compressed point', Uint8Array.of(2, ...new Uint8Array(31), 1)],
  ])('is refused unless it is a %s on the curve (case %#)', (reason, bytes) => {
    expect(SERVER.keyFault(bytes)).toContain(reason);
    expect(SERVER.prepareKey(bytes)).toBeUndefined();
  });

  it('is accepted, and has a private key in range', () => {
    expect(SERVER.keyFault(key)).toBeUndefined();
    expect(() => SERVER.publicKeyOf(new Uint8Array(32))).toThrow(RangeError);
    expect(() => SERVER.signer(new Uint8Array(32).fill(0xff))).toThrow(RangeError);
  });
});
