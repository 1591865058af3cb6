/**
 * Several digests of one file in one pass: the file may be larger than memory and is read once, so
 * that all digests are of the same bytes. Server only.
 */
import type { DigestAlgorithm } from './digestAlgorithm.js';
import { type ContentDigest, RunningDigests } from './runningDigests.js';

/**
 * The digests of everything in `chunks` (a file stream), in the order of `algorithms`.
 * `onProgress` gets the number of bytes read so far. Rejects with the stream's own error.
 */
export async function digestFile(
  chunks: AsyncIterable<Uint8Array>,
  algorithms: readonly DigestAlgorithm[],
  onProgress: (bytes: number) => void = () => {},
): Promise<readonly ContentDigest[]> {
  const digests = new RunningDigests(algorithms);
  for await (const chunk of chunks) {
    digests.update(chunk);
    onProgress(digests.length);
  }
  return digests.finish();
}
