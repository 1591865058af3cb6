/**
 * `ed25519-strict-1`: the published verdicts, and one answer from three libraries: on every vector,
 * on mutants of them, and on encodings made to separate implementations.
 */
import { describe, expect, it } from '@jest/globals';
import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { concatBytes, fromHex, toHex, utf8 } from '../../src/crypto/bytes.js';
import { digest } from '../../src/crypto/digest.js';
import type { Ed25519Arithmetic } from '../../src/crypto/ed25519Arithmetic.js';
import { ed25519Backend as browserBackend } from '../../src/crypto/ed25519Backend.browser.js';
import { ed25519Backend } from '../../src/crypto/ed25519Backend.js';
import { isCanonicalY, isReducedScalar, isSmallOrder } from '../../src/crypto/ed25519Encoding.js';
import { ed25519Noble } from '../../src/crypto/ed25519Noble.js';
import { ed25519Node } from '../../src/crypto/ed25519Node.js';
import { loadEd25519Sodium } from '../../src/crypto/ed25519Sodium.js';
import { ed25519StrictOver } from '../../src/crypto/ed25519Strict.js';
import { ED25519_VECTORS } from '../../src/crypto/selfTestEd25519.js';
import type { SignatureSuite } from '../../src/crypto/signatureSuite.js';
import { type SignatureCase, signatureCases } from './publishedVectors.js';

const WYCHEPROOF = signatureCases('wycheproof/ed25519.jsonl');
const SPECCHECK = signatureCases('speccheck/ed25519.jsonl');

/** Absent on platforms without a prebuilt libsodium. */
const sodium = loadEd25519Sodium();
const ARITHMETICS: readonly Ed25519Arithmetic[] = [
  ...(sodium === undefined ? [] : [sodium]),
  ed25519Node,
  ed25519Noble,
];
const SUITES = ARITHMETICS.map((arithmetic): readonly [string, SignatureSuite] => [
  arithmetic.name,
  ed25519StrictOver(arithmetic),
]);

type Bytes = {
  readonly key: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
};

function verdict(suite: SignatureSuite, { key, message, signature }: Bytes): boolean {
  return suite.prepareKey(key)?.verify(message, signature) ?? false;
}

function bytesOf({ key, message, signature }: Omit<SignatureCase, 'case'>): Bytes {
  return { key: fromHex(key), message: fromHex(message), signature: fromHex(signature) };
}

/** The one verdict of all libraries; fails when they differ. */
function commonVerdict(bytes: Bytes): boolean {
  const verdicts = SUITES.map(([, suite]) => verdict(suite, bytes));
  expect(verdicts).toEqual(verdicts.map(() => verdicts[0]));
  return verdicts[0] as boolean;
}

describe.each(SUITES)('ed25519-strict-1 over %s', (_, suite) => {
  it('answers all 151 Wycheproof cases as published', () => {
    expect(WYCHEPROOF).toHaveLength(151);
    const wrong = WYCHEPROOF.filter((vector) => verdict(suite, bytesOf(vector)) !== vector.valid);
    expect(wrong).toEqual([]);
  });

  it('refuses all 12 speccheck cases', () => {
    expect(SPECCHECK).toHaveLength(12);
    expect(SPECCHECK.filter((vector) => verdict(suite, bytesOf(vector)))).toEqual([]);
  });

  it.each(ED25519_VECTORS)('answers "$name" as every node must', (vector) => {
    const key = vector.key.slice(vector.key.indexOf(':') + 1);
    expect(verdict(suite, bytesOf({ ...vector, key }))).toBe(vector.valid);
    if (vector.keyRefused === true) expect(suite.keyFault(fromHex(key))).toBeDefined();
  });

  it('signs what RFC 8032 says, and verifies it', () => {
    fc.assert(
      fc.property(seed(), fc.uint8Array({ maxLength: 100 }), (privateKey, message) => {
        const signature = suite.signer(privateKey)(message);
        expect(toHex(signature)).toBe(toHex(ed25519.sign(message, privateKey)));
        const key = suite.publicKeyOf(privateKey);
        expect(toHex(key)).toBe(toHex(ed25519.getPublicKey(privateKey)));
        expect(verdict(suite, { key, message, signature })).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('refuses keys and signatures of other lengths, and private keys too', () => {
    const privateKey = suite.generatePrivateKey();
    const key = suite.publicKeyOf(privateKey);
    const message = utf8('message');
    const signature = suite.signer(privateKey)(message);
    for (const length of [0, 63, 65]) {
      const other = concatBytes(signature, new Uint8Array(1)).slice(0, length);
      expect(suite.isSignatureForm(other)).toBe(false);
      expect(verdict(suite, { key, message, signature: other })).toBe(false);
    }
    expect(suite.keyFault(key.slice(1))).toContain('32 bytes');
    expect(suite.prepareKey(concatBytes(key, key))).toBeUndefined();
    expect(() => suite.signer(privateKey.slice(1))).toThrow(RangeError);
    expect(() => suite.publicKeyOf(new Uint8Array(33))).toThrow(RangeError);
  });

  it('keeps a prepared key when the caller changes the bytes it was made from', () => {
    const privateKey = suite.generatePrivateKey();
    const key = suite.publicKeyOf(privateKey);
    const prepared = suite.prepareKey(key);
    key.fill(1);
    const message = utf8('message');
    expect(prepared?.verify(message, suite.signer(privateKey)(message))).toBe(true);
  });
});

describe('the libraries under ed25519-strict-1', () => {
  it('are libsodium where it loads, else node:crypto, and noble in browsers', () => {
    expect(ed25519Backend.name).toBe(sodium === undefined ? 'node:crypto' : 'sodium-native');
    expect(browserBackend.name).toBe('noble');
  });

  it('agree on mutants of every published case', () => {
    const vectors = [...WYCHEPROOF, ...SPECCHECK].map(bytesOf).filter(hasLengths);
    fc.assert(
      fc.property(fc.constantFrom(...vectors), mutation(), (vector, mutate) => {
        commonVerdict(mutate(vector));
      }),
      { numRuns: 300 },
    );
  });

  it('agree on small-order and non-canonical points as key, as R, and as both', () => {
    const honest = bytesOf(WYCHEPROOF[1] as SignatureCase);
    for (const key of [...HOSTILE_POINTS, honest.key]) {
      for (const nonce of [...HOSTILE_POINTS, honest.signature.slice(0, 32)]) {
        for (const scalar of [new Uint8Array(32), honest.signature.slice(32)]) {
          const bytes = { key, message: honest.message, signature: concatBytes(nonce, scalar) };
          const isHonest = key === honest.key && toHex(bytes.signature) === toHex(honest.signature);
          expect(commonVerdict(bytes)).toBe(isHonest);
        }
      }
    }
  });

  it('agree on keys and on R with any torsion component, and refuse them', () => {
    fc.assert(
      fc.property(
        seed(),
        fc.constantFrom(...TORSION),
        fc.boolean(),
        (privateKey, torsion, inKey) => {
          const forged = forge(privateKey, torsion, inKey);
          expect(ed25519.verify(forged.signature, forged.message, forged.key)).toBe(true);
          expect(commonVerdict(forged)).toBe(false);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('agree on which random encodings are keys', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (key) => {
        const faults = SUITES.map(([, suite]) => suite.keyFault(key));
        expect(faults).toEqual(faults.map(() => faults[0]));
      }),
      { numRuns: 100 },
    );
  });
});

describe('what Ed25519 encodings show', () => {
  it('finds y at or above p', () => {
    expect(isCanonicalY(littleEndian(P - 1n))).toBe(true);
    for (let above = 0n; above < 19n; above += 1n) {
      expect(isCanonicalY(littleEndian(P + above))).toBe(false);
      expect(isCanonicalY(littleEndian(P + above + 2n ** 255n))).toBe(false);
    }
    expect(isCanonicalY(littleEndian(P + 2n ** 255n - 1n))).toBe(true);
  });

  it('finds S at or above the group order', () => {
    for (const offset of [0n, 1n, 2n ** 128n, ORDER, 2n ** 255n - ORDER]) {
      expect(isReducedScalar(littleEndian(ORDER + offset))).toBe(false);
    }
    for (const scalar of [0n, 1n, ORDER - 1n, ORDER - 2n ** 200n, 2n ** 252n]) {
      expect(isReducedScalar(littleEndian(scalar))).toBe(true);
    }
  });

  it('finds all eight points of small order under either sign bit, and no other', () => {
    const encodings = TORSION_AND_ZERO.map((point) => point.toBytes());
    for (const encoding of encodings) {
      const flipped = encoding.slice();
      flipped[31] = (flipped[31] as number) ^ 0x80;
      expect([isSmallOrder(encoding), isSmallOrder(flipped)]).toEqual([true, true]);
    }
    expect(isSmallOrder(ed25519.Point.BASE.toBytes())).toBe(false);
  });
});

const P = 2n ** 255n - 19n;
const ORDER = ed25519.Point.Fn.ORDER;
const GENERATOR_OF_TORSION = ed25519.Point.fromHex(
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
);
const TORSION_AND_ZERO = Array.from({ length: 8 }, (_, index) =>
  GENERATOR_OF_TORSION.multiplyUnsafe(BigInt(index)),
);
const TORSION = TORSION_AND_ZERO.slice(1);

/** Every encoding whose y is that of a small-order point modulo p, with both sign bits. */
const HOSTILE_POINTS = TORSION_AND_ZERO.flatMap((point) => {
  const y = point.toAffine().y;
  const ys = y < 19n ? [y, y + P] : [y];
  return ys.flatMap((value) => [littleEndian(value), littleEndian(value + 2n ** 255n)]);
});

function littleEndian(value: bigint): Uint8Array {
  return fromHex((value % 2n ** 256n).toString(16).padStart(64, '0')).reverse();
}

function number(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes.slice().reverse())}`);
}

function seed(): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ minLength: 32, maxLength: 32 });
}

function hasLengths({ key, signature }: Bytes): boolean {
  return key.length === 32 && signature.length === 64;
}

/** Changes a few bits of key, R, S or message, or adds a multiple of the group order to S. */
function mutation(): fc.Arbitrary<(bytes: Bytes) => Bytes> {
  const field = fc.constantFrom('key', 'message', 'signature' as const);
  const flip = fc.tuple(field, fc.nat(), fc.nat(7)).map(([name, at, bit]) => (bytes: Bytes) => {
    const changed = bytes[name].slice();
    const index = at % Math.max(1, changed.length);
    changed[index] = (changed[index] as number) ^ (1 << bit);
    return { ...bytes, [name]: changed };
  });
  const addOrder = fc.bigInt(1n, 15n).map((times) => (bytes: Bytes) => {
    const scalar = littleEndian(number(bytes.signature.slice(32)) + times * ORDER);
    return { ...bytes, signature: concatBytes(bytes.signature.slice(0, 32), scalar) };
  });
  return fc.oneof({ weight: 4, arbitrary: flip }, { weight: 1, arbitrary: addOrder });
}

/** A signature that the cofactored equation accepts, with `torsion` added to the key or to R. */
function forge(
  privateKey: Uint8Array,
  torsion: InstanceType<typeof ed25519.Point>,
  inKey: boolean,
): Bytes {
  const { Point } = ed25519;
  const { scalar, pointBytes } = ed25519.utils.getExtendedPublicKey(privateKey);
  const message = utf8('torsion');
  const r = (number(privateKey) % (ORDER - 1n)) + 1n;
  const key = inKey ? Point.fromBytes(pointBytes).add(torsion).toBytes() : pointBytes;
  const nonce = Point.BASE.multiply(r);
  const nonceBytes = (inKey ? nonce : nonce.add(torsion)).toBytes();
  const challenge = number(digest('sha-512', concatBytes(nonceBytes, key, message))) % ORDER;
  const signature = concatBytes(nonceBytes, littleEndian((r + challenge * scalar) % ORDER));
  return { key, message, signature };
}
