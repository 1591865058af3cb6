/** The reader of certificates that the schema needs; the node provides it. */

/** What validators have signed of the ledger's blocks. */
export interface CertificateReads {
  /** Canonical text of the certificate of the block at `height`, or undefined without one. */
  of(height: number): string | undefined;
  /** The same, as soon as there is one; undefined after `timeoutMs`, or when too many wait. */
  waitFor(height: number, timeoutMs: number): Promise<string | undefined>;
}
