/**
 * Several digests of one file in one pass: the file may be larger than memory and is read once, so
 * that all digests are of the same bytes. Server only.
 */
import { createHash } from 'node:crypto';
import type { Hex } from './bytes.js';
import { openSslName } from './digest.js';
import type { DigestAlgorithm } from './digestAlgorithm.js';

/** One digest of a file, with the length that it covers. */
export interface FileDigest {
  readonly algorithm: DigestAlgorithm;
  /** Length of the file in bytes. */
  readonly length: number;
  readonly value: Hex;
}

/**
 * The digests of everything in `chunks` (a file stream), in the order of `algorithms`.
 * `onProgress` gets the number of bytes read so far. Rejects with the stream's own error.
 */
export async function digestFile(
  chunks: AsyncIterable<Uint8Array>,
  algorithms: readonly DigestAlgorithm[],
  onProgress: (bytes: number) => void = () => {},
): Promise<readonly FileDigest[]> {
  const hashes = algorithms.map((algorithm) => createHash(openSslName(algorithm)));
  let length = 0;
  for await (const chunk of chunks) {
    for (const hash of hashes) hash.update(chunk);
    length += chunk.length;
    onProgress(length);
  }
  return algorithms.map((algorithm, index) => {
    const value = hashes[index]?.digest('hex') as Hex;
    return { algorithm, length, value };
  });
}
