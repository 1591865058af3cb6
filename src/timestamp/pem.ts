/** PEM (RFC 7468): certificates as text, the leaf first. */
import { fromBase64, toBase64 } from '../ledger/base64.js';

const LINE = 64;
const BLOCK = /-----BEGIN CERTIFICATE-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END CERTIFICATE-----/g;

/** Certificates (DER) as PEM text. */
export function certificatesToPem(certificates: readonly Uint8Array[]): string {
  return certificates.map(toPem).join('');
}

function toPem(certificate: Uint8Array): string {
  const lines = toBase64(certificate).match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  const [begin, end] = ['-----BEGIN CERTIFICATE-----', '-----END CERTIFICATE-----'];
  return `${[begin, ...lines, end].join('\n')}\n`;
}

/** The DER of the certificates in a PEM text; undefined when a block is not base64. */
export function certificatesFromPem(text: string): readonly Uint8Array[] | undefined {
  const blocks = [...text.matchAll(BLOCK)].map((match) => (match[1] as string).replace(/\s/g, ''));
  const certificates = blocks.map(fromBase64).filter((der) => der !== undefined);
  return certificates.length === blocks.length ? certificates : undefined;
}
