/**
 * Which keys are certainly not in a table: a Bloom filter in memory before an index on disk. Nearly
 * every event has a new id, and to find out from the index that it is new costs more the larger the
 * index is. A new key is now and then held to be an old one, never the other way round.
 */
import type { Hex } from '../crypto/bytes.js';

/** One key in two hundred that was not added is held to be there when a generation is full. */
const BITS_PER_KEY = 16;
/** Bits of a place in a block. */
const PLACE_BITS = 9;
/** All bits of a key lie in one block, so that one line of the processor's cache answers. */
const BLOCK_BITS = 2 ** PLACE_BITS;
const WORD_BITS = 32;
/** Digits of a key that are one word. */
const WORD_DIGITS = 8;

/** A filter for a number of keys that was known before. */
interface Generation {
  readonly keysMax: number;
  readonly words: Uint32Array;
  keys: number;
}

/** Keys are hex digits of a hash, 16 at least: their own digits say where their bits are. */
export class KeyFilter {
  /** Each for twice the keys of the one before; the last one takes what is added. */
  readonly #generations: Generation[];

  /** `keysMax`: keys of the first generation, a power of two and at least 32. */
  constructor(keysMax: number) {
    this.#generations = [generation(keysMax)];
  }

  add(key: Hex): void {
    let last = this.#generations.at(-1) as Generation;
    if (last.keys === last.keysMax) {
      last = generation(2 * last.keysMax);
      this.#generations.push(last);
    }
    last.keys += 1;
    const { words } = last;
    const block = blockOf(key, words);
    const places = wordOf(key, WORD_DIGITS);
    setBit(words, block, places);
    setBit(words, block, places >>> PLACE_BITS);
    setBit(words, block, places >>> (2 * PLACE_BITS));
  }

  /** False only for a key that was never added. */
  mayHave(key: Hex): boolean {
    const places = wordOf(key, WORD_DIGITS);
    return this.#generations.some(({ words }) => {
      const block = blockOf(key, words);
      return (
        hasBit(words, block, places) &&
        hasBit(words, block, places >>> PLACE_BITS) &&
        hasBit(words, block, places >>> (2 * PLACE_BITS))
      );
    });
  }
}

function generation(keysMax: number): Generation {
  return { keysMax, words: new Uint32Array((keysMax * BITS_PER_KEY) / WORD_BITS), keys: 0 };
}

/** Index of the first word of the key's block. */
function blockOf(key: Hex, words: Uint32Array): number {
  const wordsPerBlock = BLOCK_BITS / WORD_BITS;
  return (wordOf(key, 0) & (words.length / wordsPerBlock - 1)) * wordsPerBlock;
}

/** The eight digits from `at` on as 32 bits. */
function wordOf(key: Hex, at: number): number {
  let word = 0;
  for (let index = at; index < at + WORD_DIGITS; index += 1) {
    const code = key.charCodeAt(index);
    word = (word << 4) | (code < 0x3a ? code - 0x30 : code - 0x57);
  }
  return word;
}

function setBit(words: Uint32Array, block: number, place: number): void {
  const at = block + ((place & (BLOCK_BITS - 1)) >>> 5);
  words[at] = (words[at] as number) | (1 << (place & 31));
}

function hasBit(words: Uint32Array, block: number, place: number): boolean {
  const word = words[block + ((place & (BLOCK_BITS - 1)) >>> 5)] as number;
  return (word & (1 << (place & 31))) !== 0;
}
