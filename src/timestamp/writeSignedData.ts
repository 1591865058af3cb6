/**
 * Writes signed data as CMS in DER (RFC 5652 §5) with one signer, whose certificate is named by its
 * SHA-256 in the signed attributes (RFC 5035). The signing key is P-256.
 */
import { concatBytes, fromHex } from '../crypto/bytes.js';
import { compareBytes } from '../crypto/derReader.js';
import {
  derContext,
  derInteger,
  derOctets,
  derOid,
  derSequence,
  derSet,
} from '../crypto/derWriter.js';
import { sha256 } from '../crypto/sha256.js';
import { messageSigner } from '../crypto/suites.js';
import { DER_ECDSA_WITH_SHA256, derHashAlgorithm } from './algorithms.js';
import { type Certificate, readCertificate } from './certificate.js';
import { OID } from './oids.js';
import type { SignedContent } from './signedAttributes.js';

/** A signer. */
export interface SigningKey {
  /** DER: the signer's own certificate first, then those up to its root. */
  readonly chain: readonly Uint8Array[];
  /** `p256-sha256:<hex>`, secret. */
  readonly privateKey: string;
}

/** The signature over the attributes, with what it covers. */
export interface SignedAttributesBytes {
  readonly attributes: Uint8Array;
  readonly signature: Uint8Array;
}

/** How the structure is put together. */
export interface SignedDataForm {
  readonly version: 1 | 3;
  /** The content is not inside. */
  readonly isDetached: boolean;
  readonly withCertificates: boolean;
  /** DER of a token over the signature. */
  readonly timestamp?: Uint8Array;
}

/** Signs with one key: what stays the same in every signature is made once. */
export class SignedDataWriter {
  readonly certificate: Certificate;
  readonly #sign: (message: Uint8Array) => string;
  readonly #certificates: Uint8Array;

  /** Throws a RangeError when the key has no certificate. */
  constructor({ chain, privateKey }: SigningKey) {
    const [bytes] = chain;
    if (bytes === undefined) throw new RangeError('an authority has a certificate');
    this.certificate = readCertificate(bytes);
    this.#sign = messageSigner(privateKey);
    // CMS has the certificates as a SET OF, so in the order of their bytes.
    this.#certificates = derContext(0, ...[...chain].sort(compareBytes));
  }

  /** Signs the content's digest. */
  sign({ type, bytes }: SignedContent): SignedAttributesBytes {
    const attributes = derSet(
      attribute(OID.contentType, derOid(type)),
      attribute(OID.messageDigest, derOctets(sha256(bytes))),
      attribute(OID.signingCertificateV2, this.#reference()),
    );
    return { attributes, signature: fromHex(this.#sign(attributes)) };
  }

  #reference(): Uint8Array {
    return derSequence(derSequence(derSequence(derOctets(sha256(this.certificate.bytes)))));
  }

  /** The ContentInfo. */
  write(
    { type, bytes }: SignedContent,
    { attributes, signature }: SignedAttributesBytes,
    { version, isDetached, withCertificates, timestamp }: SignedDataForm,
  ): Uint8Array {
    const { issuer, serial } = this.certificate;
    const stamp =
      timestamp === undefined ? [] : [derContext(1, attribute(OID.signatureTimestamp, timestamp))];
    const signer = derSequence(
      derInteger(1),
      derSequence(issuer, derInteger(serial)),
      derHashAlgorithm('sha-256'),
      concatBytes(Uint8Array.of(0xa0), attributes.subarray(1)),
      DER_ECDSA_WITH_SHA256,
      derOctets(signature),
      ...stamp,
    );
    const content = isDetached ? [] : [derContext(0, derOctets(bytes))];
    const data = derSequence(
      derInteger(version),
      derSet(derHashAlgorithm('sha-256')),
      derSequence(derOid(type), ...content),
      ...(withCertificates ? [this.#certificates] : []),
      derSet(signer),
    );
    return derSequence(derOid(OID.signedData), derContext(0, data));
  }
}

function attribute(oid: string, value: Uint8Array): Uint8Array {
  return derSequence(derOid(oid), derSet(value));
}
