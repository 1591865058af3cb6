/** TimeStampReq (RFC 3161 §2.4.1): what a client asks for. Written and strictly read. */
import { oidOf, integerOf, sequenceFields } from '../crypto/derFields.js';
import { contextTag, DerShape, type DerValue, readDer, TAG } from '../crypto/derReader.js';
import { DER_TRUE, derInteger, derOctets, derOid, derSequence } from '../crypto/derWriter.js';
import { MESSAGE_HASH_BYTES, type MessageHash } from '../crypto/messageHash.js';
import { derHashAlgorithm, hashOf } from './algorithms.js';
import { type Extensions, extensionsOf, trueOnly } from './extensions.js';
import { TimestampInvalid } from './faults.js';

/** The hash of what is stamped, with its algorithm. */
export interface Imprint {
  readonly hash: MessageHash;
  readonly value: Uint8Array;
}

export interface TimestampRequest {
  readonly imprint: Imprint;
  /** The policy that the token has to be issued under, dotted. */
  readonly policy: string | undefined;
  /** Ties the answer to this request; not negative. */
  readonly nonce: bigint | undefined;
  /** Whether the token has to carry the signer's certificate. */
  readonly wantsCertificate: boolean;
  readonly extensions: Extensions;
}

const VERSION = 1n;
/** Longer than any client makes one. */
const NONCE_BYTES_MAX = 32;

/** DER of a request without extensions. */
export function derTimestampRequest(request: Omit<TimestampRequest, 'extensions'>): Uint8Array {
  const { imprint, policy, nonce, wantsCertificate } = request;
  return derSequence(
    derInteger(VERSION),
    derImprint(imprint),
    ...(policy === undefined ? [] : [derOid(policy)]),
    ...(nonce === undefined ? [] : [derInteger(nonce)]),
    ...(wantsCertificate ? [DER_TRUE] : []),
  );
}

/** The request that `bytes` are the DER of. Throws TimestampInvalid, NotDer or DerShape. */
export function readTimestampRequest(bytes: Uint8Array): TimestampRequest {
  const fields = sequenceFields(readDer(bytes), 'request');
  requireVersion(fields.take(TAG.integer, 'version'));
  const imprint = imprintOf(fields.take(TAG.sequence, 'messageImprint'));
  const policy = fields.takeIf(TAG.oid);
  const nonce = nonceOf(fields.takeIf(TAG.integer));
  const wantsCertificate = trueOnly(fields.takeIf(TAG.boolean), 'certReq');
  const extensions = fields.takeIf(contextTag(0));
  fields.end();
  return {
    imprint,
    policy: policy && oidOf(policy),
    nonce,
    wantsCertificate,
    extensions: extensions === undefined ? new Map() : extensionsOf(extensions, 'the request'),
  };
}

/** Throws VERSION unless the number is 1. */
export function requireVersion(value: DerValue): void {
  const version = integerOf(value);
  if (version !== VERSION) throw new TimestampInvalid('VERSION', `version ${version}`);
}

/** The number of a nonce. Throws NONCE_NEGATIVE below zero. */
export function nonceOf(value: DerValue | undefined): bigint | undefined {
  if (value === undefined) return undefined;
  if (value.content.length > NONCE_BYTES_MAX) throw new DerShape('a nonce is too long');
  const nonce = integerOf(value);
  if (nonce < 0n) throw new TimestampInvalid('NONCE_NEGATIVE', `${nonce}`);
  return nonce;
}

/** A MessageImprint whose value has the length of its hash. */
export function imprintOf(value: DerValue): Imprint {
  const fields = sequenceFields(value, 'messageImprint');
  const hash = hashOf(fields.takeAny('hashAlgorithm'), 'hashAlgorithm');
  const { content } = fields.take(TAG.octetString, 'hashedMessage');
  fields.end();
  if (content.length === MESSAGE_HASH_BYTES[hash]) return { hash, value: content };
  throw new DerShape(`a ${hash} imprint has ${content.length} bytes`);
}

/** MessageImprint. */
export function derImprint({ hash, value }: Imprint): Uint8Array {
  return derSequence(derHashAlgorithm(hash), derOctets(value));
}
