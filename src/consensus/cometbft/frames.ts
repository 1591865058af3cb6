/**
 * Frames of the ABCI socket (spec/abci, "TSP"): an unsigned varint with the length in bytes, then
 * one protobuf message. The reader takes the stream in pieces of any size, and never holds more
 * than one frame of the allowed size.
 */

/** The stream holds no frames: whoever sends it cannot be understood from here on. */
export class FrameFault extends Error {
  readonly limit: string;
  readonly value: string;

  constructor(limit: string, value: string) {
    super(`a frame must have ${limit}, but has ${value}`);
    this.limit = limit;
    this.value = value;
  }
}

/** A length below 2^35 has at most five bytes of seven bits. */
const LENGTH_BYTES_MAX = 5;

/** Cuts one connection's stream into messages. */
export class FrameReader {
  readonly #frameBytesMax: number;
  #length = 0;
  #lengthBytes = 0;
  /** The message in hand, once its length is known, and how much of it has arrived. */
  #message: Uint8Array | undefined;
  #filled = 0;

  constructor(frameBytesMax: number) {
    this.#frameBytesMax = frameBytesMax;
  }

  /**
   * The messages that `chunk` completes, in order: those before a fault, too. Throws FrameFault;
   * the reader is of no use after that. The caller takes all of them before the next chunk.
   */
  *push(chunk: Uint8Array): Generator<Uint8Array, void> {
    let offset = 0;
    while (offset < chunk.length) {
      if (this.#message === undefined) {
        this.#takeLengthByte(chunk[offset] as number);
        offset += 1;
      } else {
        const part = chunk.subarray(offset, offset + this.#message.length - this.#filled);
        this.#message.set(part, this.#filled);
        this.#filled += part.length;
        offset += part.length;
      }
      if (this.#message?.length === this.#filled) yield this.#takeMessage(this.#message);
    }
  }

  #takeLengthByte(byte: number): void {
    // Not a shift: the fifth byte reaches beyond 31 bits.
    this.#length += (byte & 0x7f) * 2 ** (7 * this.#lengthBytes);
    this.#lengthBytes += 1;
    if (this.#length > this.#frameBytesMax) {
      throw new FrameFault(`at most ${this.#frameBytesMax} bytes`, `${this.#length} or more`);
    }
    if (byte < 0x80) this.#message = new Uint8Array(this.#length);
    else if (this.#lengthBytes === LENGTH_BYTES_MAX) {
      throw new FrameFault(`a length of at most ${LENGTH_BYTES_MAX} bytes`, 'a longer one');
    }
  }

  #takeMessage(message: Uint8Array): Uint8Array {
    this.#message = undefined;
    this.#filled = 0;
    this.#length = 0;
    this.#lengthBytes = 0;
    return message;
  }
}

/** `message` as a frame. */
export function encodeFrame(message: Uint8Array): Uint8Array {
  const length: number[] = [];
  let rest = message.length;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) length.push((rest & 0x7f) | 0x80);
  length.push(rest);
  const frame = new Uint8Array(length.length + message.length);
  frame.set(length);
  frame.set(message, length.length);
  return frame;
}
