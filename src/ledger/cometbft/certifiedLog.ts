/**
 * Follows the certificates of a whole log, block by block: each has to hold, and each brings only
 * the changes of the validators since the one before. A block without one is vouched for by the
 * next that has one, through the chain of headers.
 */
import type { Hex } from '../../crypto/bytes.js';
import { parseCertificate } from './certificate.js';
import { CERTIFICATE_FAULTS, verifyCertificate } from './verifyCertificate.js';
import type { ValidatorTrust } from './verifyLightBlock.js';

/** What can be wrong with the certificates of a log. */
export const CERTIFIED_LOG_FAULTS = {
  CERTIFICATE_MALFORMED: 'the certificate is not the canonical text of one',
  ...CERTIFICATE_FAULTS,
} as const;

export type CertifiedLogFault = keyof typeof CERTIFIED_LOG_FAULTS;

export class CertifiedLog {
  #trust: ValidatorTrust;
  #engineHeight = 0;
  #certified = 0;
  #size = 0;

  /** `trust`: the validators of the genesis document. */
  constructor(trust: ValidatorTrust) {
    this.#trust = trust;
  }

  /** Blocks that had a certificate. */
  get certified(): number {
    return this.#certified;
  }

  /** Entries that validators vouch for: the log's size after the newest certified block. */
  get size(): number {
    return this.#size;
  }

  /** Takes the next block of the log; the fault of its certificate, if it has one with a fault. */
  add(
    block: { readonly headerHash: Hex; readonly size: number },
    certificateText: string | undefined,
  ): CertifiedLogFault | undefined {
    if (certificateText === undefined) return undefined;
    const certificate = parseCertificate(certificateText);
    if (certificate === undefined) return 'CERTIFICATE_MALFORMED';
    // The validators' block of the last certificate may itself announce the next set.
    const after = Math.max(this.#engineHeight - 1, 0);
    const trust = { ...this.#trust, appHash: block.headerHash, after };
    const verdict = verifyCertificate(certificate, trust);
    if (!verdict.ok) return verdict.code;
    this.#trust = { ...this.#trust, validators: verdict.validators };
    this.#engineHeight = verdict.engineHeight;
    this.#certified += 1;
    this.#size = block.size;
    return undefined;
  }
}
