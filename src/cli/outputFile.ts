/**
 * Files that commands leave behind. One that cannot be written is the person's to mend: the error
 * names the file and the reason, and does not look like a fault of the program.
 */
import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemReason } from './dataFolder.js';
import { EXIT } from './exitCode.js';
import { UserError } from './userError.js';

const NEXT = 'check that its folder is there and that you may write in it, or name another';

/** Writes `path`. `isNew`: fails when there is a file already. Throws UserError when it cannot. */
export function writeOutput(path: string, data: string | Uint8Array, isNew = false): void {
  try {
    writeFileSync(path, data, { flag: isNew ? 'wx' : 'w' });
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** Writes a receipt whose event the ledger has taken: an error says where to get it again. */
export function writeReceipt(path: string, text: string, position: number): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new UserError(
      `it is registered at position ${position}, but ${cannotWrite(path, error).message}`,
      `fetch the receipt: npx civic-ledger receipt get ${position} --out <file>`,
      EXIT.fail,
    );
  }
}

/** Throws UserError unless a file can be put at `path`: before anything is on the ledger. */
export function requireWritable(path: string): void {
  requireNoFolder(path);
  try {
    accessSync(dirname(path), constants.W_OK);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/** Throws UserError when `path` is a folder, which no file can take the place of. */
export function requireNoFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return;
  throw new UserError(`cannot write ${path} (it is a folder)`, 'name a file in it');
}

/** The error for a file that cannot be written. */
export function cannotWrite(path: string, error: unknown): UserError {
  return new UserError(`cannot write ${path} (${systemReason(error)})`, NEXT);
}
