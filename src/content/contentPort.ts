/**
 * The content store as the gateway and the life cycle of evidence see it. All methods throw a
 * ContentFault, or reject with one, when they say no.
 */
import type { Readable } from 'node:stream';
import type { Hex } from '../crypto/bytes.js';
import type { TypedDigest } from '../ledger/itemCommitment.js';
import type { ContentFacts } from './contentFacts.js';
import type { ByteRange } from './objectReader.js';

/** How far an upload is. Complete, and the content of its item, when both numbers are equal. */
export interface UploadProgress {
  readonly id: Hex;
  readonly item: string;
  /** Bytes taken; durable when a request that added them has been answered. */
  readonly offset: number;
  /** Bytes in all. */
  readonly length: number;
}

/** A content that is here. */
export interface HeldContent {
  readonly item: string;
  readonly length: number;
  readonly digests: readonly TypedDigest[];
  /** Of a private item. */
  readonly salt?: Hex;
}

/** A range of a content being read. */
export interface ContentReading extends HeldContent {
  /** Checked bytes. Throws CONTENT_DAMAGED in the middle when a later chunk fails its check. */
  readonly bytes: AsyncGenerator<Buffer>;
}

export interface ContentPort {
  /** Bytes of the longest content that is taken. */
  readonly lengthMax: number;
  /** Starts the upload of an item's content, or answers the one that is under way. */
  beginUpload(facts: ContentFacts): Promise<UploadProgress>;
  /** How far the upload `id` is; a request that is adding to it is cut off first. */
  uploadProgress(id: Hex): Promise<UploadProgress>;
  /** Adds bytes at `offset`; what arrived stays even when `bytes` breaks off. */
  append(id: Hex, offset: number, bytes: Readable): Promise<UploadProgress>;
  /** Gives an upload up. */
  discardUpload(id: Hex): Promise<void>;
  /** The content of `item`, without reading it. */
  describe(item: string): HeldContent;
  /** Reads `range`, which is within the content; absent: everything. */
  read(item: string, range?: ByteRange): ContentReading;
  /**
   * Destroys the content of `item` with its data key and salt, for ever: an upload under way is
   * ended, a read is cut off, and no later deposit is taken. What stays is the item's id and
   * when. Does nothing when it was erased before.
   */
  erase(item: string): Promise<void>;
}
