/** A log to audit, wherever it comes from: the ledger's own database or an exported file. */
import type { BlockTexts } from '../../ledger/logVerifier.js';

/** Where worker threads find the same log: they read it themselves, so that nothing is copied. */
export interface SourceLocation {
  readonly kind: 'database' | 'export' | 'archive';
  readonly path: string;
  /** Entries of a database or an archive, bytes of an export: what chunks are cut from. */
  readonly length: number;
  /** Folder that has what a database has pruned. */
  readonly archive?: string | undefined;
}

export interface LogSource {
  readonly location: SourceLocation;
  /**
   * The blocks in order, from the genesis block, as stored: nothing of them is believed yet. Throws
   * SourceFault where the source cannot be read any further.
   */
  blocks(): Iterable<SourceBlock>;
  close(): void;
}

export interface SourceBlock extends BlockTexts {
  /** How far into `location.length` the source has been read: for progress. */
  readonly reached: number;
  /** In an archive, of the last block of a segment: what vouches for all of them. */
  readonly voucher?: string;
}

/** The source is not a log from `position` on. */
export class SourceFault extends Error {
  readonly position: number;

  constructor(position: number, what: string) {
    super(what);
    this.name = 'SourceFault';
    this.position = position;
  }
}
