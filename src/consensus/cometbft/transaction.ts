/**
 * The transaction: an event batch as CometBFT carries it, compressed (docs/formats.md §15). Every
 * byte of it reaches each validator twice, alone and in its block, and is written to two logs
 * there; a batch of events repeats itself so much that less than a third of its bytes remain.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  decodeEventBatch,
  encodeEventBatch,
  EVENT_BATCH_OVERHEAD,
} from '../../ledger/eventBatch.js';
import type { SignedEvent } from '../../ledger/signedEvent.js';

/** Bytes of a batch, so that a small transaction cannot unfold without end. */
export const BATCH_BYTES_MAX = 8 * 1024 * 1024;

/**
 * Bytes of all batches of a proposal. A thousandth of them can be on the wire, and validators would
 * be busy for longer than a round with what one of them proposes.
 */
export const PROPOSAL_BATCH_BYTES_MAX = 2 * BATCH_BYTES_MAX;

/** Ledger id and key alone have as many: no admissible body is shorter. */
const BODY_BYTES_MIN = 128;

/** The fastest: the higher levels take more time and save hardly anything of hashes and keys. */
const LEVEL = 1;

/** `events`, at least one, as a transaction; `nonce` as in a batch. */
export function encodeTransaction(events: readonly SignedEvent[], nonce: Uint8Array): Uint8Array {
  return deflateRawSync(encodeEventBatch(events, nonce), { level: LEVEL });
}

/**
 * The events of a transaction, in order, or undefined when `transaction` is not the whole DEFLATE
 * stream of one batch within BATCH_BYTES_MAX.
 */
export function decodeTransaction(transaction: Uint8Array): readonly SignedEvent[] | undefined {
  const batch = inflated(transaction);
  return batch && decodeEventBatch(batch);
}

/** The same, and undefined as well at the first body that is too short to be admissible. */
export function decodeAdmissible(transaction: Uint8Array): readonly SignedEvent[] | undefined {
  const batch = inflated(transaction);
  return batch && decodeEventBatch(batch, BODY_BYTES_MIN);
}

/** Bytes of `events` as a batch carries them, its frame left out; at most. */
export function batchBytes(events: readonly SignedEvent[]): number {
  let bytes = 0;
  for (const { body, signature } of events) {
    bytes += Buffer.byteLength(body) + signature.length / 2 + EVENT_BATCH_OVERHEAD.event;
  }
  return bytes;
}

function inflated(transaction: Uint8Array): Uint8Array | undefined {
  const options = { maxOutputLength: BATCH_BYTES_MAX, info: true };
  try {
    // With `info` the answer is not a Buffer, whatever the types say.
    const { buffer, engine } = inflateRawSync(transaction, options) as unknown as Inflated;
    return engine.bytesWritten === transaction.length ? buffer : undefined;
  } catch {
    return undefined;
  }
}

interface Inflated {
  readonly buffer: Buffer;
  /** `bytesWritten`: bytes of the stream; what follows its end is not read. */
  readonly engine: { readonly bytesWritten: number };
}
