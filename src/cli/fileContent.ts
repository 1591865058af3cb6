/** Files as evidence: digests in one pass over the file, salts, and where receipts are put. */
import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Hex } from '../crypto/bytes.js';
import { isHex } from '../crypto/bytes.js';
import type { DigestAlgorithm } from '../crypto/digestAlgorithm.js';
import { digestFile } from '../crypto/digestFile.js';
import { SALT_BYTES, type TypedDigest } from '../ledger/itemCommitment.js';
import { readText, systemReason } from './dataFolder.js';
import { EXIT } from './exitCode.js';
import { UserError } from './userError.js';

/** Where the receipt of a file is put. */
export function receiptPath(file: string): string {
  return `${file}.receipt.json`;
}

/** Where the salt of a private file is put. */
export function saltPath(file: string): string {
  return `${file}.salt.json`;
}

/** Length of a file in bytes. Throws UserError unless it is one. */
export function fileLength(path: string): number {
  let found;
  try {
    found = statSync(path);
  } catch (error) {
    throw new UserError(`cannot read ${path} (${systemReason(error)})`, 'check the name');
  }
  if (found.isFile()) return found.size;
  throw new UserError(
    `${path} is not a file`,
    'for a folder use "npx civic-ledger evidence batch"',
  );
}

/** The digests of a file of any size, read once. */
export async function digestsOfFile(
  path: string,
  algorithms: readonly DigestAlgorithm[],
  onProgress?: (bytes: number) => void,
): Promise<readonly TypedDigest[]> {
  fileLength(path);
  try {
    return await digestFile(createReadStream(path, CHUNKS), algorithms, onProgress);
  } catch (error) {
    throw new UserError(`cannot read ${path} (${systemReason(error)})`, 'check the file');
  }
}

const CHUNKS = { highWaterMark: 1_048_576 };

/** Name of the salt file's format. */
export const SALT_FORMAT = 'civic-ledger/evidence-salt/v1';

/** The text of a salt file: what proves a private item later, together with the content. */
export function saltFileText(salt: Hex, digests: readonly TypedDigest[]): string {
  return JSON.stringify({ format: SALT_FORMAT, salt, digests }, null, 2);
}

/** A salt with the digests that it was used with. */
export interface SaltFile {
  readonly salt: Hex;
  readonly digests: readonly TypedDigest[];
}

/** Reads a salt file. Throws UserError when it is not one. */
export function readSaltFile(path: string): SaltFile {
  const text = readText(path, 'without the salt file a private item cannot be proven');
  try {
    const { format, salt, digests } = JSON.parse(text) as SaltFile & { format: string };
    if (format === SALT_FORMAT && isHex(salt, SALT_BYTES) && Array.isArray(digests)) {
      return { salt, digests };
    }
  } catch {
    // Reported below, like every other text that is no salt file.
  }
  throw new UserError(`${path} is not a salt file`, 'restore it from a copy', EXIT.malformed);
}

/** Paths of all files below a folder, in code unit order: the same on every machine. */
export function filesBelow(folder: string): readonly string[] {
  try {
    const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return all.filter((name) => statSync(join(folder, name)).isFile()).sort();
  } catch (error) {
    throw new UserError(
      `cannot read the folder ${folder} (${systemReason(error)})`,
      'check its name',
    );
  }
}

/** True for the path of a folder. */
export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}
