/**
 * What a crash leaves behind, put right before the store is used: a move that did not become a
 * content is undone, files without a row are deleted, and an erasure is brought to its end.
 */
import { existsSync } from 'node:fs';
import type { ContentFiles } from './contentFiles.js';
import type { ContentIndex } from './contentIndex.js';

export async function collectLeftovers(index: ContentIndex, files: ContentFiles): Promise<void> {
  const known = index.objects();
  const { objects, uploads } = await files.list();
  for (const id of objects) if (index.uploadOfObject(id) !== undefined) await files.demote(id);
  for (const id of [...objects, ...uploads]) if (!known.has(id)) await files.remove(id);
  for (const id of known) await removeWithoutFile(index, files, id);
  if (index.hasUncleanErasure()) index.cleanErasures();
}

/** An upload whose file was never made, or is lost, starts anew. */
async function removeWithoutFile(
  index: ContentIndex,
  files: ContentFiles,
  id: string,
): Promise<void> {
  if (index.uploadOfObject(id) === undefined || existsSync(files.upload(id))) return;
  index.removeUpload(id);
  await files.remove(id);
}
