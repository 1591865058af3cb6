/**
 * Makes TimeStampTokens (RFC 3161 §2.4.2, RFC 5816): CMS signed data in DER over a TSTInfo.
 */
import { OID } from './oids.js';
import { derTstInfo, type NewTstInfo } from './tstInfo.js';
import { SignedDataWriter, type SigningKey } from './writeSignedData.js';

/** The signer of an authority's tokens. */
export type TokenKey = SigningKey;

/** What one token says; who says so is the key's certificate. */
export type TokenContent = Omit<NewTstInfo, 'authority'>;

/** Makes tokens with one key. */
export type TokenIssuer = (
  content: TokenContent,
  options: { readonly withCertificates: boolean },
) => Uint8Array;

/** An issuer for `key`. */
export function tokenIssuer(key: TokenKey): TokenIssuer {
  const writer = new SignedDataWriter(key);
  return (content, { withCertificates }) => {
    const bytes = derTstInfo({ ...content, authority: writer.certificate.subject });
    const info = { type: OID.tstInfo, bytes };
    return writer.write(info, writer.sign(info), {
      version: 3,
      isDetached: false,
      withCertificates,
    });
  };
}
