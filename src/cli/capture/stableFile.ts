/**
 * A file hashed while others may write to it: what is recorded is one state of it, or nothing. A
 * link is not followed, and a file that changed under the reading is named as such.
 */
import { constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { DEFAULT_ALGORITHMS } from '../../client/item.js';
import { digestFile } from '../../crypto/digestFile.js';
import type { TypedDigest } from '../../ledger/itemCommitment.js';

/** Why a file is not recorded. */
export const UNSTABLE = {
  changed: 'changed while it was read',
  link: 'a symbolic link: not followed',
  special: 'no regular file',
  unreadable: 'cannot be read',
} as const;
export type Unstable = keyof typeof UNSTABLE;

export interface StableFile {
  readonly digests: readonly TypedDigest[];
  /** Nanoseconds of its last change, as text. */
  readonly modified: string;
}

const CHUNK_BYTES = 1_048_576;
// A pipe without a writer would hold the opening up for ever.
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** The digests of the file at `path` in one state, or why there are none. */
export async function hashStable(
  path: string,
  onProgress: (bytes: number) => void = () => {},
): Promise<StableFile | Unstable> {
  let file: FileHandle;
  try {
    file = await open(path, FLAGS);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ELOOP' ? 'link' : 'unreadable';
  }
  try {
    return await hashOpen(file, path, onProgress);
  } catch {
    return 'unreadable';
  } finally {
    await file.close();
  }
}

async function hashOpen(
  file: FileHandle,
  path: string,
  onProgress: (bytes: number) => void,
): Promise<StableFile | Unstable> {
  const before = await file.stat({ bigint: true });
  if (!before.isFile()) return 'special';
  const digests = await digestFile(chunksOf(file, before.size), DEFAULT_ALGORITHMS, onProgress);
  const after = await file.stat({ bigint: true });
  // Another file may have been put in its place meanwhile: then this one is no longer there.
  const there = await lstat(path, { bigint: true });
  const isSame =
    after.mtimeNs === before.mtimeNs &&
    after.ctimeNs === before.ctimeNs &&
    there.ino === before.ino &&
    digests[0]?.length === Number(before.size);
  return isSame ? { digests, modified: before.mtimeNs.toString() } : 'changed';
}

/** No further than a byte past its end: a file that grows as fast as it is read would never end. */
async function* chunksOf(file: FileHandle, length: bigint): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let left = Number(length) + 1;
  while (left > 0) {
    const { bytesRead } = await file.read(buffer, 0, Math.min(left, CHUNK_BYTES), null);
    if (bytesRead === 0) return;
    left -= bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
