/**
 * A zip that others have made, read where it lies: nothing is unpacked to disk, every entry is a
 * stream. Names that lead out of the archive, names that stand twice, links, encrypted entries,
 * entries that share bytes and archives that would unpack to far more than they are, are refused
 * before a byte of content is read.
 */
import { once } from 'node:events';
import { statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { ArchiveFault } from './archiveFault.js';

/** A file of the archive. */
export interface ZipEntry {
  readonly path: string;
  readonly length: number;
  /** Its bytes; the stream fails when they are not as long as stated, or cannot be inflated. */
  open(): Promise<Readable>;
}

const ENTRIES_MAX = 100_000;
/** Web archives are packed already: theirs is seldom more than 20. */
const RATIO_MAX = 200;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
const FILE_TYPE_MASK = 0o170000;
const REGULAR_FILE = 0o100000;
/** Folders, one name, no part of dots alone: nothing looks like anything else. */
const PATH = /^(?:(?!\.{1,2}\/)[!-.0-[\]-~]+\/)*(?!\.{1,2}$)[!-.0-[\]-~]+$/;

/** Runs `use` on the files of the zip at `path`, which is closed afterwards. */
export async function withZipEntries<Answer>(
  path: string,
  use: (entries: readonly ZipEntry[]) => Promise<Answer>,
): Promise<Answer> {
  const zip = await openZip(path);
  try {
    return await use(await entriesOf(zip, statSync(path).size));
  } finally {
    zip.close();
  }
}

async function openZip(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true });
  } catch (error) {
    throw zipFault(error);
  }
}

async function entriesOf(zip: ZipFile, archiveLength: number): Promise<readonly ZipEntry[]> {
  const entries = (await readDirectory(zip)).filter(({ fileName }) => !fileName.endsWith('/'));
  const names = new Set<string>();
  let [packed, unpacked] = [0, 0];
  for (const entry of entries) {
    refuseEntry(entry);
    if (names.has(entry.fileName)) throw new ArchiveFault('ZIP_TWICE', entry.fileName);
    names.add(entry.fileName);
    packed += entry.compressedSize;
    unpacked += entry.uncompressedSize;
  }
  // Entries that share bytes add up to more than there are.
  if (packed > archiveLength) throw new ArchiveFault('ZIP_FORM', 'entries that share bytes');
  if (unpacked > RATIO_MAX * archiveLength) throw new ArchiveFault('ZIP_BOMB', `${unpacked} bytes`);
  return entries.map((entry) => ({
    path: entry.fileName,
    length: entry.uncompressedSize,
    open: () => openEntry(zip, entry),
  }));
}

async function readDirectory(zip: ZipFile): Promise<readonly Entry[]> {
  if (zip.entryCount > ENTRIES_MAX) throw new ArchiveFault('ZIP_BOMB', `${zip.entryCount} entries`);
  const entries: Entry[] = [];
  zip.on('entry', (entry: Entry) => {
    entries.push(entry);
    zip.readEntry();
  });
  const ended = once(zip, 'end');
  zip.readEntry();
  try {
    await ended;
  } catch (error) {
    throw zipFault(error);
  }
  return entries;
}

function refuseEntry(entry: Entry): void {
  const { fileName, compressionMethod, generalPurposeBitFlag, externalFileAttributes } = entry;
  if (!PATH.test(fileName)) throw new ArchiveFault('ZIP_NAME', fileName);
  const type = (externalFileAttributes >>> 16) & FILE_TYPE_MASK;
  const isFile = type === 0 || type === REGULAR_FILE;
  const isPlain = compressionMethod === STORED || compressionMethod === DEFLATED;
  if (isFile && isPlain && (generalPurposeBitFlag & ENCRYPTED) === 0) return;
  throw new ArchiveFault('ZIP_KIND', fileName);
}

async function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  try {
    return await zip.openReadStreamPromise(entry);
  } catch (error) {
    throw zipFault(error);
  }
}

/** What the reader of zips says becomes a fault of ours; what the disk says does not. */
export function zipFault(error: unknown): unknown {
  if (error instanceof ArchiveFault) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined && !code.startsWith('Z_')) return error;
  const isName = /relative path|absolute path|characters in fileName/.test(message);
  return new ArchiveFault(isName ? 'ZIP_NAME' : 'ZIP_FORM', message);
}
