/** The files of a folder and its folders, in the order of their paths; links are not followed. */
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode, systemReason } from '../dataFolder.js';
import { UserError } from '../userError.js';
import type { Unstable } from './stableFile.js';

/** A file that is there now. */
export interface FolderFile {
  /** Below the folder, with `/`. */
  readonly path: string;
  readonly length: number;
  /** Nanoseconds of its last change, as text. */
  readonly modified: string;
}

export interface FolderListing {
  readonly files: readonly FolderFile[];
  /** What else is there and is not captured. */
  readonly others: readonly { readonly path: string; readonly why: Unstable }[];
}

/** Lists `folder`. Throws UserError when it, or a folder in it, cannot be read. */
export function listFolder(folder: string): FolderListing {
  const files: FolderFile[] = [];
  const others: { path: string; why: Unstable }[] = [];
  const walk = (below: string): void => {
    for (const entry of entriesOf(folder, below)) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) addFile(files, folder, path);
      else others.push({ path, why: entry.isSymbolicLink() ? 'link' : 'special' });
    }
  };
  walk('');
  // In code unit order, so that the same folder gives the same numbers on every machine.
  files.sort((left, right) => (left.path < right.path ? -1 : 1));
  return { files, others };
}

function entriesOf(folder: string, below: string) {
  try {
    return readdirSync(join(folder, below), { withFileTypes: true });
  } catch (error) {
    // A folder that went away since its name was read is not there; the first one has to be.
    if (below !== '' && systemCode(error) === 'ENOENT') return [];
    const what = `cannot read the folder ${join(folder, below)} (${systemReason(error)})`;
    throw new UserError(what, 'check its name');
  }
}

/** A file that went away between the listing and this is not there. */
function addFile(files: FolderFile[], folder: string, path: string): void {
  const found = lstatSync(join(folder, path), { bigint: true, throwIfNoEntry: false });
  if (found === undefined) return;
  files.push({ path, length: Number(found.size), modified: found.mtimeNs.toString() });
}
