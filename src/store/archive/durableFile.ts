/**
 * Files that are there whole or not at all: written under another name, made durable, renamed, and
 * the folder made durable too. Who is killed in between leaves a `.part` that nobody reads.
 */
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes the file at `path` whole; one of that name is replaced. */
export function writeDurably(path: string, pieces: readonly Uint8Array[]): void {
  const draft = `${path}.part`;
  const file = openSync(draft, 'w');
  try {
    for (const piece of pieces) writeWhole(file, piece);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  syncFolder(dirname(path));
}

/** Adds to the end of the file at `path`; makes it when it is not there. */
export function appendDurably(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'a');
  try {
    writeWhole(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  syncFolder(dirname(path));
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
