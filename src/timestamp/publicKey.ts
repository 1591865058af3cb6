/**
 * Public keys of certificates (SubjectPublicKeyInfo: RFC 5480, RFC 8017 §A.1, GM/T 0006) and the
 * one function that verifies with them: P-256, P-384, SM2, and RSA from 2,048 bits upwards.
 */
import { concatBytes, fromHex } from '../crypto/bytes.js';
import { integerOf, oidOf, sequenceFields, wholeBytesOf } from '../crypto/derFields.js';
import { type DerValue, NotDer, readDer, TAG } from '../crypto/derReader.js';
import { derBitString, derOid, derSequence } from '../crypto/derWriter.js';
import { CURVE_BYTES, CURVE_ORDER, type EcdsaCurve } from '../crypto/ecdsaMessage.js';
import { verifyEcdsa } from '../crypto/ecdsaVerify.js';
import type { MessageHash } from '../crypto/messageHash.js';
import { type RsaKey, verifyRsa } from '../crypto/rsaVerify.js';
import { SUITES } from '../crypto/suiteTable.js';
import { algorithmOf, type SignatureAlgorithm } from './algorithms.js';
import { TimestampInvalid } from './faults.js';
import { OID } from './oids.js';

export type CertificateKey =
  | { readonly scheme: 'ecdsa'; readonly curve: EcdsaCurve; readonly point: Uint8Array }
  | { readonly scheme: 'sm2'; readonly point: Uint8Array }
  | ({ readonly scheme: 'rsa' } & RsaKey);

const RSA_BITS = { min: 2048, max: 8192 } as const;
/** FIPS 186-5 §A.1.1 asks for more than 2^16; above 2^32 verifying would be slow for nothing. */
const RSA_EXPONENT = { min: 65_537n, max: 0xffff_ffffn } as const;
const UNCOMPRESSED = 0x04;

/** Reads a SubjectPublicKeyInfo. Throws KEY for a key that is not accepted. */
export function publicKeyOf(value: DerValue): CertificateKey {
  const fields = sequenceFields(value, 'subjectPublicKeyInfo');
  const { oid, parameters } = algorithmOf(fields.takeAny('algorithm'), 'key algorithm');
  const bytes = wholeBytesOf(fields.take(TAG.bitString, 'subjectPublicKey'), 'subjectPublicKey');
  fields.end();
  if (oid === OID.rsaEncryption && parameters?.tag === TAG.null) return rsaKey(bytes);
  if (oid !== OID.ecPublicKey || parameters?.tag !== TAG.oid) {
    throw new TimestampInvalid('KEY', `the key's algorithm is ${oid}`);
  }
  return pointKey(oidOf(parameters), bytes);
}

function pointKey(curveOid: string, point: Uint8Array): CertificateKey {
  const coordinate = curveOid === OID.p384 ? CURVE_BYTES['p-384'] : CURVE_BYTES['p-256'];
  const isKnown = curveOid === OID.p256 || curveOid === OID.p384 || curveOid === OID.sm2;
  if (!isKnown || point.length !== 1 + 2 * coordinate || point[0] !== UNCOMPRESSED) {
    throw new TimestampInvalid('KEY', `curve ${curveOid}, point of ${point.length} bytes`);
  }
  if (curveOid === OID.sm2) return { scheme: 'sm2', point };
  return { scheme: 'ecdsa', curve: curveOid === OID.p256 ? 'p-256' : 'p-384', point };
}

function rsaKey(der: Uint8Array): CertificateKey {
  const fields = sequenceFields(readDer(der), 'RSAPublicKey');
  const modulus = integerOf(fields.take(TAG.integer, 'modulus'));
  const exponent = integerOf(fields.take(TAG.integer, 'publicExponent'));
  fields.end();
  const bits = modulus > 0n ? modulus.toString(2).length : 0;
  const isSound =
    bits >= RSA_BITS.min &&
    bits <= RSA_BITS.max &&
    (modulus & 1n) === 1n &&
    (exponent & 1n) === 1n &&
    exponent >= RSA_EXPONENT.min &&
    exponent <= RSA_EXPONENT.max;
  if (!isSound) throw new TimestampInvalid('KEY', `RSA of ${bits} bits, exponent ${exponent}`);
  return { scheme: 'rsa', modulus, exponent, bytes: Math.ceil(bits / 8) };
}

/** A signature over `message`, as it stands in a certificate, a list or a token. */
export interface SignedBytes {
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * True when the signature is by `key`, made as `algorithm` says. `hash` is the one to use where the
 * algorithm leaves it open.
 */
export function verifies(
  key: CertificateKey,
  { scheme, hash: named }: SignatureAlgorithm,
  signed: SignedBytes & { readonly hash?: MessageHash },
): boolean {
  const hash = named ?? signed.hash;
  if (key.scheme !== scheme || hash === undefined) return false;
  if (key.scheme === 'rsa') return verifyRsa(key, hash, signed);
  if (key.scheme === 'sm2') return verifySm2(key.point, signed);
  const { curve, point } = key;
  const signature = fixedLength(signed.signature, curve);
  if (signature === undefined) return false;
  return verifyEcdsa({ curve, point, hash, message: signed.message, signature });
}

function verifySm2(point: Uint8Array, { message, signature }: SignedBytes): boolean {
  const sign = ((point.at(-1) as number) & 1) === 0 ? 2 : 3;
  const compressed = concatBytes(Uint8Array.of(sign), point.subarray(1, 33));
  const prepared = SUITES['sm2-sm3'].prepareKey(compressed);
  return prepared?.verify(message, signature) ?? false;
}

/** r ‖ s of an ECDSA-Sig-Value (RFC 3279 §2.2.3) with both in range, or undefined. */
function fixedLength(der: Uint8Array, curve: EcdsaCurve): Uint8Array | undefined {
  const numbers = readNumbers(der);
  if (numbers?.length !== 2) return undefined;
  if (numbers.some((number) => number < 1n || number >= CURVE_ORDER[curve])) return undefined;
  const length = CURVE_BYTES[curve] * 2;
  return fromHex(numbers.map((number) => number.toString(16).padStart(length, '0')).join(''));
}

function readNumbers(der: Uint8Array): readonly bigint[] | undefined {
  try {
    const { tag, parts } = readDer(der);
    const areIntegers = tag === TAG.sequence && parts.every((part) => part.tag === TAG.integer);
    return areIntegers ? parts.map(integerOf) : undefined;
  } catch (error) {
    if (error instanceof NotDer) return undefined;
    throw error;
  }
}

/** SubjectPublicKeyInfo of a P-256 key (uncompressed point). */
export function derP256Key(point: Uint8Array): Uint8Array {
  const algorithm = derSequence(derOid(OID.ecPublicKey), derOid(OID.p256));
  return derSequence(algorithm, derBitString(point));
}
