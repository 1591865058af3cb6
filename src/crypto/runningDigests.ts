/**
 * Several digests over bytes that arrive piece by piece: everything is read once, so that all of
 * them are of the same bytes. Server only.
 */
import { createHash, type Hash } from 'node:crypto';
import type { Hex } from './bytes.js';
import { openSslName } from './digest.js';
import type { DigestAlgorithm } from './digestAlgorithm.js';

/** One digest, with the length that it covers. */
export interface ContentDigest {
  readonly algorithm: DigestAlgorithm;
  /** Bytes that were digested. */
  readonly length: number;
  readonly value: Hex;
}

/** Digests in the making. */
export class RunningDigests {
  readonly #algorithms: readonly DigestAlgorithm[];
  readonly #hashes: readonly Hash[];
  #length = 0;

  constructor(algorithms: readonly DigestAlgorithm[]) {
    this.#algorithms = algorithms;
    this.#hashes = algorithms.map((algorithm) => createHash(openSslName(algorithm)));
  }

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  update(bytes: Uint8Array): void {
    for (const hash of this.#hashes) hash.update(bytes);
    this.#length += bytes.length;
  }

  /** The digests of everything so far, in the order of the algorithms. Ends the calculation. */
  finish(): readonly ContentDigest[] {
    return this.#algorithms.map((algorithm, index) => {
      const value = this.#hashes[index]?.digest('hex') as Hex;
      return { algorithm, length: this.#length, value };
    });
  }
}
