/** Reads a stream of bytes in pieces of known length or up to a mark, holding little of it. */

/** A reader over chunks, each longer than nothing. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** True when nothing is left. */
  async isAtEnd(): Promise<boolean> {
    return this.#held.length === 0 && !(await this.#more());
  }

  /** The bytes up to and with `mark`; undefined when it does not come within `max` bytes. */
  async upTo(mark: Buffer, max: number): Promise<Buffer | undefined> {
    for (;;) {
      const at = this.#held.indexOf(mark);
      if (at !== -1 && at + mark.length <= max) return this.#take(at + mark.length);
      if (this.#held.length >= max || !(await this.#more())) return undefined;
    }
  }

  /** The next `length` bytes; undefined when there are fewer. */
  async exactly(length: number): Promise<Buffer | undefined> {
    while (this.#held.length < length) if (!(await this.#more())) return undefined;
    return this.#take(length);
  }

  /** Passes over `length` bytes without holding them; false when there are fewer. */
  async skip(length: number): Promise<boolean> {
    let left = length;
    for (;;) {
      const taken = Math.min(left, this.#held.length);
      this.#take(taken);
      left -= taken;
      if (left === 0) return true;
      if (!(await this.#more())) return false;
    }
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done === true) return false;
    const { value } = next;
    this.#held = this.#held.length === 0 ? value : Buffer.concat([this.#held, value]);
    return true;
  }

  #take(length: number): Buffer {
    const taken = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    return taken;
  }
}
