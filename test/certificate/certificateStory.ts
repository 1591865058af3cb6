/** Certificates about the items of a story, by a certifier whose keys are made from a name. */
import { assembleBundle } from '../../src/client/bundle/assembleBundle.js';
import { type CertificateRequest, makeCertificate } from '../../src/certificate/makeCertificate.js';
import { signPdf } from '../../src/certificate/signing/certifier.js';
import { utf8 } from '../../src/crypto/bytes.js';
import type { Instant } from '../../src/ledger/instant.js';
import { issueDocumentSigner, issueRoot } from '../../src/timestamp/issueCertificate.js';
import type { SigningKey } from '../../src/timestamp/writeSignedData.js';
import { type BundleStory, PAGE } from '../client/verifier/bundleStory.js';
import { p256Keys, VALIDITY } from '../support/timeAuthority.js';

export const ISSUED = '2026-01-02T03:04:05.000Z' as Instant;

const made = new Map<string, SigningKey>();

/** The certifier of this name; its certificates are made once. */
export function testCertifier(organisation = '江城市公证处'): SigningKey {
  const certifier = made.get(organisation) ?? makeCertifier(organisation);
  made.set(organisation, certifier);
  return certifier;
}

function makeCertifier(organisation: string): SigningKey {
  const [rootKeys, keys] = [p256Keys(`${organisation} root`), p256Keys(organisation)];
  const ca = { name: { organisation, commonName: `${organisation} root` }, keys: rootKeys };
  const root = issueRoot(ca, VALIDITY, 1n);
  const subject = { name: { organisation, commonName: `${organisation} certification` }, keys };
  const certificate = issueDocumentSigner(ca, subject, { validity: VALIDITY, serial: 2n });
  return { chain: [certificate, root], privateKey: keys.privateKey };
}

/** The captured item's bundle, with its content. */
export async function capturedBundle(story: BundleStory): Promise<Uint8Array> {
  const content = { name: '页面.PNG', bytes: utf8(PAGE) };
  return assembleBundle({ ...(await story.parts()), content });
}

/** A request for a bundle of the story. */
export function requestFor(
  story: BundleStory,
  bundle: Uint8Array,
  more: Partial<CertificateRequest> = {},
): CertificateRequest {
  return {
    bundle,
    trust: story.trust(),
    language: 'both',
    issued: ISSUED,
    signer: testCertifier(),
    attachBundle: true,
    ...more,
  };
}

/** The signed file. */
export async function signedCertificate(request: CertificateRequest): Promise<Uint8Array> {
  const { unsigned } = await makeCertificate(request);
  return signPdf(unsigned, testCertifier());
}
