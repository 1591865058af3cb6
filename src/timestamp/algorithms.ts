/**
 * The algorithms that are accepted in tokens and certificates: SHA-256, SHA-384, SHA-512 and SM3;
 * ECDSA over P-256 and P-384, RSA PKCS #1 v1.5, SM2. Everything else, SHA-1 above all, is refused
 * by name (RFC 5758, RFC 8017 §A.2, GM/T 0006).
 */
import { oidOf, sequenceFields } from '../crypto/derFields.js';
import { DerShape, type DerValue, TAG } from '../crypto/derReader.js';
import { DER_NULL, derOid, derSequence } from '../crypto/derWriter.js';
import type { MessageHash } from '../crypto/messageHash.js';
import { TimestampInvalid } from './faults.js';
import { OID } from './oids.js';

/** How a signature is made; `rsa` and `ecdsa` leave the size to the key. */
export type SignatureScheme = 'ecdsa' | 'rsa' | 'sm2';

export interface SignatureAlgorithm {
  readonly scheme: SignatureScheme;
  /** Undefined: rsaEncryption, which leaves the hash to the signer's digestAlgorithm. */
  readonly hash: MessageHash | undefined;
}

const HASH_OIDS: { readonly [Hash in MessageHash]: string } = {
  'sha-256': '2.16.840.1.101.3.4.2.1',
  'sha-384': '2.16.840.1.101.3.4.2.2',
  'sha-512': '2.16.840.1.101.3.4.2.3',
  sm3: '1.2.156.10197.1.401',
};

const HASH_OF_OID = new Map(
  Object.entries(HASH_OIDS).map(([hash, oid]) => [oid, hash as MessageHash]),
);

const SIGNATURE_OF_OID: ReadonlyMap<string, SignatureAlgorithm> = new Map([
  [OID.ecdsaWithSha256, { scheme: 'ecdsa', hash: 'sha-256' }],
  ['1.2.840.10045.4.3.3', { scheme: 'ecdsa', hash: 'sha-384' }],
  ['1.2.840.10045.4.3.4', { scheme: 'ecdsa', hash: 'sha-512' }],
  ['1.2.840.113549.1.1.11', { scheme: 'rsa', hash: 'sha-256' }],
  ['1.2.840.113549.1.1.12', { scheme: 'rsa', hash: 'sha-384' }],
  ['1.2.840.113549.1.1.13', { scheme: 'rsa', hash: 'sha-512' }],
  ['1.2.156.10197.1.501', { scheme: 'sm2', hash: 'sm3' }],
  [OID.rsaEncryption, { scheme: 'rsa', hash: undefined }],
]);

/** The hash that an AlgorithmIdentifier names. Parameters are absent or NULL. */
export function hashOf(value: DerValue, name: string): MessageHash {
  const { oid, parameters } = algorithmOf(value, name);
  const hash = HASH_OF_OID.get(oid);
  if (hash === undefined) throw new TimestampInvalid('ALGORITHM', `${name} is ${oid}`);
  requireNoParameters(parameters, name);
  return hash;
}

/** The signature algorithm that an AlgorithmIdentifier names. */
export function signatureAlgorithmOf(value: DerValue, name: string): SignatureAlgorithm {
  const { oid, parameters } = algorithmOf(value, name);
  const algorithm = SIGNATURE_OF_OID.get(oid);
  if (algorithm === undefined) throw new TimestampInvalid('ALGORITHM', `${name} is ${oid}`);
  if (algorithm.scheme === 'ecdsa' && parameters !== undefined) {
    throw new DerShape(`${name} has parameters`);
  }
  requireNoParameters(parameters, name);
  return algorithm;
}

/** The identifier and the parameters of an AlgorithmIdentifier. */
export function algorithmOf(
  value: DerValue,
  name: string,
): { readonly oid: string; readonly parameters: DerValue | undefined } {
  const fields = sequenceFields(value, name);
  const oid = oidOf(fields.take(TAG.oid, 'algorithm'));
  const parameters = value.parts.length > 1 ? fields.takeAny('parameters') : undefined;
  fields.end();
  return { oid, parameters };
}

function requireNoParameters(parameters: DerValue | undefined, name: string): void {
  if (parameters === undefined || parameters.tag === TAG.null) return;
  throw new DerShape(`${name} has parameters`);
}

/** AlgorithmIdentifier of a hash, with the NULL that RFC 3161 clients expect. */
export function derHashAlgorithm(hash: MessageHash): Uint8Array {
  return derSequence(derOid(HASH_OIDS[hash]), DER_NULL);
}

/** AlgorithmIdentifier of ECDSA with SHA-256. */
export const DER_ECDSA_WITH_SHA256: Uint8Array = derSequence(derOid(OID.ecdsaWithSha256));
