/**
 * Makes TimeStampTokens (RFC 3161 §2.4.2, RFC 5816): CMS signed data in DER with the certificate's
 * SHA-256 in its signed attributes. The signing key is P-256.
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
import { derTstInfo, type NewTstInfo } from './tstInfo.js';

/** The signer of an authority's tokens. */
export interface TokenKey {
  /** DER: the signer's own certificate first, then those up to its root. */
  readonly chain: readonly Uint8Array[];
  /** `p256-sha256:<hex>`, secret. */
  readonly privateKey: string;
}

/** What one token says; who says so is the key's certificate. */
export type TokenContent = Omit<NewTstInfo, 'authority'>;

/** Makes tokens with one key. */
export type TokenIssuer = (
  content: TokenContent,
  options: { readonly withCertificates: boolean },
) => Uint8Array;

/** An issuer for `key`: what stays the same in every token is made once. */
export function tokenIssuer({ chain, privateKey }: TokenKey): TokenIssuer {
  const [bytes] = chain;
  if (bytes === undefined) throw new RangeError('an authority has a certificate');
  const certificate = readCertificate(bytes);
  const sign = messageSigner(privateKey);
  // CMS has the certificates as a SET OF, so in the order of their bytes.
  const certificates = derContext(0, ...[...chain].sort(compareBytes));
  return (content, { withCertificates }) => {
    const info = derTstInfo({ ...content, authority: certificate.subject });
    const attributes = signedAttributes(info, certificate);
    const signature = fromHex(sign(attributes));
    const signer = derSequence(
      derInteger(1),
      derSequence(certificate.issuer, derInteger(certificate.serial)),
      derHashAlgorithm('sha-256'),
      concatBytes(Uint8Array.of(0xa0), attributes.subarray(1)),
      DER_ECDSA_WITH_SHA256,
      derOctets(signature),
    );
    const data = derSequence(
      derInteger(3),
      derSet(derHashAlgorithm('sha-256')),
      derSequence(derOid(OID.tstInfo), derContext(0, derOctets(info))),
      ...(withCertificates ? [certificates] : []),
      derSet(signer),
    );
    return derSequence(derOid(OID.signedData), derContext(0, data));
  };
}

function signedAttributes(info: Uint8Array, { bytes }: Certificate): Uint8Array {
  const attribute = (oid: string, value: Uint8Array): Uint8Array =>
    derSequence(derOid(oid), derSet(value));
  const reference = derSequence(derOctets(sha256(bytes)));
  return derSet(
    attribute(OID.contentType, derOid(OID.tstInfo)),
    attribute(OID.messageDigest, derOctets(sha256(info))),
    attribute(OID.signingCertificateV2, derSequence(derSequence(reference))),
  );
}
