/**
 * What can be wrong with a time-stamp (RFC 3161, RFC 5816), with the certificates behind it
 * (RFC 5280) or with a request for one: one stable code for each check, in the order of the checks.
 */
import { DerShape, NotDer } from '../crypto/derReader.js';

/** Every code with what it means. */
export const TIMESTAMP_FAULTS = {
  TRAILING_BYTES: 'there are bytes after the end of the encoding',
  NOT_DER: 'the bytes are not DER: BER, lengths in too many bytes, unsorted sets and the like',
  MALFORMED: 'the encoding has not the structure that RFC 3161, 5652 or 5280 gives it',
  NOT_GRANTED: 'the authority has not granted the request',
  CONTENT_TYPE: 'the token is not signed data over a TSTInfo',
  VERSION: 'a version number is not the one of RFC 3161',
  SIGNER_COUNT: 'the token has not exactly one signer',
  GEN_TIME: 'the time is not a GeneralizedTime in UTC with up to six fraction digits',
  NONCE_NEGATIVE: 'the nonce is negative',
  TOKEN_EXTENSION: 'the token has an extension that is critical and not understood',
  ALGORITHM: 'a hash or signature algorithm is not among the accepted ones; SHA-1 never is',
  IMPRINT_ALGORITHM: 'the imprint is made with another hash than the one that is expected',
  IMPRINT_VALUE: 'the imprint is of something else',
  NONCE_MISMATCH: 'the nonce is not the one of the request',
  POLICY_MISMATCH: 'the policy is not the one that is asked for',
  CERTIFICATE_MISSING: 'the signer’s certificate is neither in the token nor given beside it',
  SIGNED_ATTRIBUTES: 'a signed attribute is missing, stands twice or contradicts the token',
  UNSIGNED_ATTRIBUTES: 'the token has attributes that nobody has signed',
  MESSAGE_DIGEST: 'the signed digest is not that of the TSTInfo',
  SIGNING_CERTIFICATE_V1: 'the certificate is named by its SHA-1 hash only (ESSCertID)',
  SIGNING_CERTIFICATE: 'the signed reference (ESSCertIDv2) is missing or of another certificate',
  TSA_NAME: 'the authority’s name in the token is not one of its certificate’s',
  EKU_MISSING: 'the certificate has no extended key usage',
  EKU_NOT_CRITICAL: 'the extended key usage is not critical',
  EKU_NOT_ALONE: 'the extended key usage is not timeStamping and nothing else',
  KEY_USAGE: 'the certificate’s key usage or basic constraints are not those of a signer',
  KEY: 'the public key is of a kind, curve or size that is not accepted',
  SIGNATURE: 'the signature on the token is wrong',
  CHAIN_UNTRUSTED: 'no chain leads from the certificate to a pinned root',
  CHAIN_SIGNATURE: 'a certificate is not signed by the issuer that it names',
  CHAIN_NOT_YET_VALID: 'a certificate of the chain was not valid yet at the time of the token',
  CHAIN_EXPIRED: 'a certificate of the chain had expired at the time of the token',
  CHAIN_CA: 'an issuer of the chain may not issue this certificate',
  CHAIN_EXTENSION: 'a certificate has a critical extension that is not understood',
  CRL: 'the revocation list does not speak for this certificate at the time of the token',
  CRL_SIGNATURE: 'the revocation list is not signed by the certificate’s issuer',
  REVOKED: 'a certificate of the chain was revoked, or tokens under it are not to be trusted',
} as const;

export type TimestampFault = keyof typeof TIMESTAMP_FAULTS;

/** A check failed. Thrown inside this layer only; its public functions answer with values. */
export class TimestampInvalid extends Error {
  readonly code: TimestampFault;

  /** `detail` names what was found, for people. */
  constructor(code: TimestampFault, detail: string) {
    super(detail);
    this.name = 'TimestampInvalid';
    this.code = code;
  }
}

/** A failed check as a value. */
export interface TimestampRefusal {
  readonly ok: false;
  readonly code: TimestampFault;
  /** What the code means. */
  readonly message: string;
  /** What was found. */
  readonly detail: string;
}

/** Runs `read`; the failure of a check becomes a value, a programming error stays one. */
export function answering<Answer>(read: () => Answer): Answer | TimestampRefusal {
  try {
    return read();
  } catch (error) {
    const code = faultCode(error);
    if (code === undefined) throw error;
    return refusalOf(code, (error as Error).message);
  }
}

/** A failed check as a value. */
export function refusalOf(code: TimestampFault, detail: string): TimestampRefusal {
  return { ok: false, code, message: TIMESTAMP_FAULTS[code], detail };
}

function faultCode(error: unknown): TimestampFault | undefined {
  if (error instanceof TimestampInvalid || error instanceof NotDer) return error.code;
  return error instanceof DerShape ? 'MALFORMED' : undefined;
}
