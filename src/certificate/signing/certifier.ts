/** Who signs certificates: a P-256 key with a certificate for signing documents under a root. */
import type { Hex } from '../../crypto/bytes.js';
import { sha256Hex } from '../../crypto/sha256.js';
import type { Instant } from '../../ledger/instant.js';
import { readCertificate } from '../../timestamp/certificate.js';
import { nameAttribute } from '../../timestamp/distinguishedName.js';
import { OID } from '../../timestamp/oids.js';
import { SignedDataWriter, type SigningKey } from '../../timestamp/writeSignedData.js';
import { signedBytes, type Unsigned, withSignature } from '../pdf/signatureField.js';

/** A certificate as a document names it. */
export interface CertificateSummary {
  readonly organisation: string;
  readonly commonName: string;
  readonly notAfter: Instant;
  /** SHA-256 of the whole certificate. */
  readonly fingerprint: Hex;
}

/** What a reader is told of a certificate (DER). */
export function summaryOf(certificate: Uint8Array): CertificateSummary {
  const { subject, notAfter } = readCertificate(certificate);
  return {
    organisation: nameAttribute(subject, OID.organizationName) ?? '',
    commonName: nameAttribute(subject, OID.commonName) ?? '',
    notAfter,
    fingerprint: sha256Hex(certificate),
  };
}

/** Gets a token over a signature; DER. */
export type StampSignature = (signature: Uint8Array) => Promise<Uint8Array>;

/** Signs a file (PAdES, ETSI EN 319 142-1 B-B; with `stamp` B-T). */
export async function signPdf(
  unsigned: Unsigned,
  key: SigningKey,
  stamp?: StampSignature,
): Promise<Uint8Array> {
  // The root is the reader's to pin; a copy of it in the file would be bytes that nothing covers.
  const writer = new SignedDataWriter({ ...key, chain: key.chain.slice(0, 1) });
  const content = { type: OID.data, bytes: signedBytes(unsigned) };
  const signed = writer.sign(content);
  const timestamp = await stamp?.(signed.signature);
  const cms = writer.write(content, signed, {
    version: 1,
    isDetached: true,
    withCertificates: true,
    ...(timestamp === undefined ? {} : { timestamp }),
  });
  return withSignature(unsigned, cms);
}
