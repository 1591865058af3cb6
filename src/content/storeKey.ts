/**
 * The store key: wraps the data key of each object, so that the index alone opens nothing. It is a
 * file of 32 random bytes that only its owner can read. Keep it out of the backups of the data
 * folder: what a backup of the index and of this file opens, no erasure reaches.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { concatBytes, type Hex, toHex, utf8 } from '../crypto/bytes.js';
import { randomBytes } from '../crypto/randomBytes.js';
import { KEY_BYTES, seal, unseal } from './seal.js';

const OWNER_ONLY = 0o600;

/** The store key cannot be used: of another length, readable by others, or not the right one. */
export class StoreKeyUnusable extends Error {}

/** Reads the store key at `path`, or makes it. Throws StoreKeyUnusable. */
export function openStoreKey(path: string): Uint8Array {
  if (!existsSync(path)) makeKey(path);
  if ((statSync(path).mode & 0o077) !== 0) {
    throw new StoreKeyUnusable(`${path} can be read by others: chmod 600 it`);
  }
  const key = readFileSync(path);
  if (key.length === KEY_BYTES) return key;
  throw new StoreKeyUnusable(`${path} has ${key.length} bytes; a store key has ${KEY_BYTES}`);
}

/** Whole or not at all, and never in the place of another: a crash leaves no half a key. */
function makeKey(path: string): void {
  const made = `${path}.${toHex(randomBytes(8))}`;
  const file = openSync(made, 'wx', OWNER_ONLY);
  try {
    writeSync(file, randomBytes(KEY_BYTES));
    fsyncSync(file);
    linkSync(made, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    closeSync(file);
    rmSync(made);
  }
}

const WRAP_PREFIX = 'civic-ledger/content-key/v1\n';

/** The data key of the object `id`, sealed under the store key. */
export function wrapKey(storeKey: Uint8Array, dataKey: Uint8Array, id: Hex): Buffer {
  return seal(storeKey, dataKey, { context: wrapContext(id) });
}

/** The data key again. Throws StoreKeyUnusable when it was wrapped under another store key. */
export function unwrapKey(storeKey: Uint8Array, wrapped: Uint8Array, id: Hex): Buffer {
  const key = unseal(storeKey, wrapped, wrapContext(id));
  if (key !== undefined) return key;
  throw new StoreKeyUnusable(`the store key does not open the key of the object ${id}`);
}

function wrapContext(id: Hex): Uint8Array {
  return concatBytes(utf8(WRAP_PREFIX), Buffer.from(id, 'hex'));
}
