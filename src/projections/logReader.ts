/**
 * The reader of the log that the projections, the schema and the gateways need; `store/` provides
 * it.
 */
import type { Hex } from '../crypto/bytes.js';

/** One entry with its event, as stored. */
export interface LogEntry {
  readonly position: number;
  /** Canonical JSON text of the entry: the Merkle leaf. */
  readonly entry: string;
  /** The event's text: body, derived event or genesis document. */
  readonly event: string;
}

/** One block, as stored. */
export interface LogBlock {
  readonly height: number;
  /** Canonical JSON text of the header. */
  readonly header: string;
  /** C2SP signed note. */
  readonly checkpoint: string;
}

/** Reads what is durable. Every read sees whole blocks only. */
export interface LogReader {
  /** Number of entries; the next position. */
  size(): number;
  /**
   * Up to `limit` entries from `from` upwards, gap-free. Throws EntriesPruned (ledger/archive) for
   * an entry that was pruned and cannot be read from an archive.
   */
  entries(from: number, limit: number): readonly LogEntry[];
  block(height: number): LogBlock | undefined;
  /** The block that holds `position`. */
  blockAt(position: number): LogBlock | undefined;
  /** Up to `limit` blocks from `fromHeight` upwards. */
  blocks(fromHeight: number, limit: number): readonly LogBlock[];
  /** Height of the newest block. */
  height(): number;
  /** The signed entry that first used an idempotency key (idempotencyName). */
  findId(name: string): { readonly eventHash: Hex; readonly position: number } | undefined;
  /** A complete tile of 256 hashes, or undefined. */
  tile(level: number, index: number): Uint8Array | undefined;
  /** Leaf hashes of entries `from` to `from + count - 1`, 32 bytes each. */
  leafHashes(from: number, count: number): Uint8Array;
}
