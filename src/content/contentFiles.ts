/**
 * Where the content store keeps its files: complete objects, objects being uploaded, index and
 * store key. Moving an object from one folder to the other is durable when it returns.
 */
import { mkdirSync } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Hex } from '../crypto/bytes.js';

export class ContentFiles {
  readonly index: string;
  readonly storeKey: string;
  readonly #objects: string;
  readonly #uploads: string;

  /** Makes the folders below `folder` when they are missing. */
  constructor(folder: string) {
    this.index = join(folder, 'index.sqlite');
    this.storeKey = join(folder, 'store.key');
    this.#objects = join(folder, 'objects');
    this.#uploads = join(folder, 'uploads');
    for (const path of [this.#objects, this.#uploads]) {
      mkdirSync(path, { recursive: true, mode: 0o700 });
    }
  }

  object(id: Hex): string {
    return join(this.#objects, id);
  }

  upload(id: Hex): string {
    return join(this.#uploads, id);
  }

  /** Puts an upload where complete objects are. */
  async promote(id: Hex): Promise<void> {
    await rename(this.upload(id), this.object(id));
    await Promise.all([syncFolder(this.#objects), syncFolder(this.#uploads)]);
  }

  /** Undoes `promote`: the row of the upload had not become that of a content. */
  async demote(id: Hex): Promise<void> {
    await rename(this.object(id), this.upload(id));
    await Promise.all([syncFolder(this.#objects), syncFolder(this.#uploads)]);
  }

  /** Deletes the file of `id`, wherever it is. */
  async remove(id: Hex): Promise<void> {
    for (const path of [this.object(id), this.upload(id)]) {
      await rm(path, { force: true });
      await syncFolder(dirname(path));
    }
  }

  /** Names of all files in both folders. */
  async list(): Promise<{
    readonly objects: readonly string[];
    readonly uploads: readonly string[];
  }> {
    return { objects: await readdir(this.#objects), uploads: await readdir(this.#uploads) };
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
