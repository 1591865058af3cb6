/**
 * The event batch (docs/formats.md §15): many signed events as one CometBFT transaction. One batch
 * has one spelling, so every validator reads the same events from the same bytes or none at all.
 */
import { concatBytes, equalBytes, fromHex, toHex, utf8 } from '../crypto/bytes.js';
import type { SignedEvent } from './signedEvent.js';

/** First bytes of every batch. */
export const EVENT_BATCH_PREFIX = 'civic-ledger/event-batch/v1\n';

/** Bytes of a batch that are no body and no signature: at most, and for each event. */
export const EVENT_BATCH_OVERHEAD = { batch: 44, event: 8 } as const;

/** Bytes after the prefix that make two batches of the same events different transactions. */
export const BATCH_NONCE_BYTES = 16;

const PREFIX = utf8(EVENT_BATCH_PREFIX);
const HEAD_BYTES = PREFIX.length + BATCH_NONCE_BYTES;
/** Lengths below 2^28: no event is larger. */
const LENGTH_BYTES_MAX = 4;

/** The batch of `events`, at least one. Throws a RangeError when `nonce` has another length. */
export function encodeEventBatch(events: readonly SignedEvent[], nonce: Uint8Array): Uint8Array {
  if (nonce.length !== BATCH_NONCE_BYTES) {
    throw new RangeError(`a nonce has ${BATCH_NONCE_BYTES} bytes, not ${nonce.length}`);
  }
  const parts = events.flatMap(({ body, signature }) => [
    ...withLength(utf8(body)),
    ...withLength(fromHex(signature)),
  ]);
  return concatBytes(PREFIX, nonce, ...parts);
}

/**
 * The events of a batch, in order, or undefined when `bytes` are none: another prefix, no event, a
 * length cut short, too long or not in its shortest form, or a body that is not UTF-8. Whether the
 * events are well-formed is for admission to say; who will refuse a body of fewer than
 * `bodyBytesMin` bytes need not have all that follows it read.
 */
export function decodeEventBatch(
  bytes: Uint8Array,
  bodyBytesMin = 0,
): readonly SignedEvent[] | undefined {
  if (bytes.length <= HEAD_BYTES) return undefined;
  if (!equalBytes(bytes.subarray(0, PREFIX.length), PREFIX)) return undefined;
  const reader = new BatchReader(bytes, HEAD_BYTES);
  const events: SignedEvent[] = [];
  while (!reader.atEnd()) {
    const event = readEvent(reader, bodyBytesMin);
    if (event === undefined) return undefined;
    events.push(event);
  }
  return events;
}

function readEvent(reader: BatchReader, bodyBytesMin: number): SignedEvent | undefined {
  const bodyBytes = reader.part();
  if (bodyBytes === undefined || bodyBytes.length < bodyBytesMin) return undefined;
  const body = decodeText(bodyBytes);
  const signature = reader.part();
  if (body === undefined || signature === undefined) return undefined;
  return { body, signature: toHex(signature) };
}

class BatchReader {
  readonly #bytes: Uint8Array;
  #offset: number;

  constructor(bytes: Uint8Array, offset: number) {
    this.#bytes = bytes;
    this.#offset = offset;
  }

  atEnd(): boolean {
    return this.#offset === this.#bytes.length;
  }

  /** The next length and as many bytes, or undefined when there is no such part. */
  part(): Uint8Array | undefined {
    const length = this.#length();
    if (length === undefined || this.#offset + length > this.#bytes.length) return undefined;
    const start = this.#offset;
    this.#offset += length;
    return this.#bytes.subarray(start, this.#offset);
  }

  #length(): number | undefined {
    let length = 0;
    for (let index = 0; index < LENGTH_BYTES_MAX; index += 1) {
      const byte = this.#bytes[this.#offset];
      if (byte === undefined) return undefined;
      this.#offset += 1;
      length |= (byte & 0x7f) << (7 * index);
      // A last byte of zero would be a second spelling of a shorter length.
      if (byte < 0x80) return byte === 0 && index > 0 ? undefined : length;
    }
    return undefined;
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function withLength(bytes: Uint8Array): readonly Uint8Array[] {
  const length: number[] = [];
  let rest = bytes.length;
  for (; rest > 0x7f; rest >>>= 7) length.push((rest & 0x7f) | 0x80);
  length.push(rest);
  return [Uint8Array.from(length), bytes];
}
