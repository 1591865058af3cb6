/**
 * The boot self-test: a node whose libraries give another verdict on one of these signatures, or
 * another digest, would fork from the rest of the ledger, so it must not start. About 50 ms.
 */
import { fromHex, type Hex, toHex, utf8 } from './bytes.js';
import { digest } from './digest.js';
import type { DigestAlgorithm } from './digestAlgorithm.js';
import { checkPublicKey } from './publicKey.js';
import { ECDSA_VECTORS } from './selfTestEcdsa.js';
import { ED25519_VECTORS, type SignatureVector } from './selfTestEd25519.js';
import { sha256Hex } from './sha256.js';
import { verifySignature } from './suites.js';

/** The verdict of this build on one case is not the ledger's. */
export class SelfTestFailed extends Error {
  /** The case, as the vector files name it. */
  readonly caseName: string;

  constructor(caseName: string, expected: string) {
    super(`crypto self-test: "${caseName}" must be ${expected}; this node must not start`);
    this.caseName = caseName;
  }
}

/** Verifies a signature: verifySignature, or a wrong one in the test of this test. */
export type Verify = (key: string, message: Uint8Array, signature: Hex) => boolean;

/** Digests of "abc" (FIPS 180-4, FIPS 202 and GB/T 32905 examples). */
const ABC_DIGESTS: { readonly [Algorithm in DigestAlgorithm]: Hex } = {
  'sha-256': 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  'sha-512':
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a' +
    '2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
  'sha3-256': '3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532',
  sm3: '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
};

/** Throws SelfTestFailed, with the case's name, at the first wrong answer. */
export function selfTest(verify: Verify = verifySignature): void {
  if (sha256Hex('abc') !== ABC_DIGESTS['sha-256'])
    throw new SelfTestFailed('SHA-256 "abc"', 'exact');
  for (const [algorithm, expected] of Object.entries(ABC_DIGESTS)) {
    assertDigest(algorithm, toHex(digest(algorithm as DigestAlgorithm, utf8('abc'))), expected);
  }
  for (const vector of [...ED25519_VECTORS, ...ECDSA_VECTORS]) assertVerdict(vector, verify);
}

function assertDigest(name: string, found: Hex, expected: Hex): void {
  if (found !== expected) throw new SelfTestFailed(`${name} of "abc"`, expected);
}

function assertVerdict(vector: SignatureVector, verify: Verify): void {
  const verdict = verify(vector.key, fromHex(vector.message), vector.signature);
  if (verdict !== vector.valid) {
    throw new SelfTestFailed(vector.name, vector.valid ? 'valid' : 'invalid');
  }
  if (vector.keyRefused === true && checkPublicKey(vector.key) === undefined) {
    throw new SelfTestFailed(`enrolment with ${vector.name}`, 'refused');
  }
  if (vector.valid && checkPublicKey(vector.key) !== undefined) {
    throw new SelfTestFailed(`enrolment with the key of ${vector.name}`, 'accepted');
  }
}
