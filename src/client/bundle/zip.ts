/**
 * The container of proof bundles (docs/formats.md §18): a zip with one spelling. Files are stored,
 * never compressed, in the order of their names, with fixed times and without anything optional, so
 * that the same files give the same bytes; and a reader compares every header with the one that it
 * would have written. So there is no compressed bomb, no second file of a name, no link, no
 * directory, no path out of the folder, no byte before, between or after, and nothing is ever
 * written to disk. Sizes stay below 4 GiB (no zip64).
 */
import { concatBytes, equalBytes, utf8 } from '../../crypto/bytes.js';
import { crc32 } from './crc32.js';

/** One file of a bundle. */
export interface ZipFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Why bytes are not a container that this writer would have written. */
export const ZIP_FAULTS = {
  ZIP_SIZE: 'the container is empty, or larger than 2 GiB',
  ZIP_TRUNCATED: 'the container ends in the middle of a part',
  ZIP_LEADING: 'the container does not begin with a file',
  ZIP_METHOD: 'a file is compressed, encrypted or of unstated length',
  ZIP_NAME: 'a name is not a plain path of lower-case folders and ASCII letters',
  ZIP_ORDER: 'a name stands twice, or the names are not in order',
  ZIP_FILES: 'there are more than 20,000 files',
  ZIP_HEADER: 'a header is not the one that the file asks for: time, attributes, link, comment',
  ZIP_TRAILING: 'there are bytes after the end of the container',
} as const;

export type ZipFault = keyof typeof ZIP_FAULTS;

/** The files, or what is wrong. A file whose checksum is wrong is named, not refused. */
export type ZipContent = SoundZip | { readonly fault: ZipFault; readonly at: string };

/** A container that could be read. */
export interface SoundZip {
  readonly files: readonly ZipFile[];
  readonly damaged: readonly string[];
}

const BYTES_MAX = 2 ** 31;
const FILES_MAX = 20_000;
const PATH_MAX = 100;
/** Folders in lower case, one file name, ASCII only: nothing looks like anything else. */
const PATH = /^(?:[a-z][a-z-]*\/)?[A-Za-z0-9][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*$/;

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const LOCAL_BYTES = 30;
const VERSION = 20;
/** 1980-01-01, the first day that a zip can name: no clock is in a bundle. */
const DATE = 0x21;

/** True for a path that a bundle may hold. */
export function isBundlePath(path: string): boolean {
  return path.length <= PATH_MAX && PATH.test(path);
}

/**
 * The container of `files`, whose order does not matter. Throws a RangeError for a path that is not
 * a bundle's, stands twice, or when it would grow beyond 2 GiB.
 */
export function writeZip(files: readonly ZipFile[]): Uint8Array {
  const sorted = [...files].sort((left, right) => (left.path < right.path ? -1 : 1));
  const parts: Uint8Array[] = [];
  const places: Place[] = [];
  let offset = 0;
  for (const [index, { path, bytes }] of sorted.entries()) {
    const isNew = sorted[index + 1]?.path !== path;
    if (!isBundlePath(path) || !isNew) throw new RangeError(`"${path}" cannot be in a bundle`);
    const place = { path, size: bytes.length, crc: crc32(bytes), offset };
    const header = localHeader(place);
    parts.push(header, bytes);
    places.push(place);
    offset += header.length + bytes.length;
  }
  if (offset >= BYTES_MAX) throw new RangeError('a bundle is smaller than 2 GiB');
  return concatBytes(...parts, directory(places, offset));
}

/** Where a file is and what its headers say. */
interface Place {
  readonly path: string;
  readonly size: number;
  readonly crc: number;
  readonly offset: number;
}

function localHeader({ path, size, crc }: Place): Uint8Array {
  const name = utf8(path);
  const header = new Fields(LOCAL_BYTES + name.length);
  header.four(LOCAL).two(VERSION).two(0).two(0).two(0).two(DATE);
  header.four(crc).four(size).four(size).two(name.length).two(0).put(name);
  return header.bytes;
}

function directory(places: readonly Place[], start: number): Uint8Array {
  const entries = concatBytes(...places.map(centralHeader));
  const end = new Fields(22);
  end.four(END).two(0).two(0).two(places.length).two(places.length);
  end.four(entries.length).four(start).two(0);
  return concatBytes(entries, end.bytes);
}

function centralHeader({ path, size, crc, offset }: Place): Uint8Array {
  const name = utf8(path);
  const header = new Fields(46 + name.length);
  header.four(CENTRAL).two(VERSION).two(VERSION).two(0).two(0).two(0).two(DATE);
  header.four(crc).four(size).four(size).two(name.length).two(0).two(0).two(0).two(0);
  header.four(0).four(offset).put(name);
  return header.bytes;
}

/** Little-endian fields one after another. */
class Fields {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(length: number) {
    this.bytes = new Uint8Array(length);
    this.#view = new DataView(this.bytes.buffer);
  }

  two(value: number): this {
    this.#view.setUint16(this.#at, value, true);
    this.#at += 2;
    return this;
  }

  four(value: number): this {
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
    return this;
  }

  put(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.#at);
  }
}

/** Reads a container. The files are views into `bytes`, not copies. Never throws. */
export function readZip(bytes: Uint8Array): ZipContent {
  if (bytes.length === 0 || bytes.length >= BYTES_MAX) return { fault: 'ZIP_SIZE', at: '' };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const files: ZipFile[] = [];
  const places: Place[] = [];
  let offset = 0;
  while (bytes.length >= offset + 4 && view.getUint32(offset, true) === LOCAL) {
    const last = files.at(-1)?.path ?? '';
    const read = readLocal(bytes, view, offset);
    if (typeof read === 'string') return { fault: read, at: last };
    const { place, file } = read;
    if (files.length > 0 && place.path <= last) return { fault: 'ZIP_ORDER', at: place.path };
    if (files.length === FILES_MAX) return { fault: 'ZIP_FILES', at: place.path };
    files.push(file);
    places.push(place);
    offset += LOCAL_BYTES + place.path.length + place.size;
  }
  if (files.length === 0) return { fault: 'ZIP_LEADING', at: '' };
  const fault = endFault(bytes.subarray(offset), directory(places, offset));
  if (fault !== undefined) return { fault, at: files.at(-1)?.path ?? '' };
  const damaged = files.filter((file, index) => crc32(file.bytes) !== places[index]?.crc);
  return { files, damaged: damaged.map(({ path }) => path) };
}

function readLocal(
  bytes: Uint8Array,
  view: DataView,
  offset: number,
): { readonly place: Place; readonly file: ZipFile } | ZipFault {
  if (bytes.length < offset + LOCAL_BYTES) return 'ZIP_TRUNCATED';
  const [flags, method] = [view.getUint16(offset + 6, true), view.getUint16(offset + 8, true)];
  const [crc, size] = [view.getUint32(offset + 14, true), view.getUint32(offset + 18, true)];
  if (flags !== 0 || method !== 0 || view.getUint32(offset + 22, true) !== size) {
    return 'ZIP_METHOD';
  }
  const start = offset + LOCAL_BYTES + view.getUint16(offset + 26, true);
  if (bytes.length < start + size) return 'ZIP_TRUNCATED';
  const path = String.fromCharCode(...bytes.subarray(offset + LOCAL_BYTES, start).slice(0, 200));
  if (!isBundlePath(path)) return 'ZIP_NAME';
  const place = { path, size, crc, offset };
  const isOurs = equalBytes(bytes.subarray(offset, start), localHeader(place));
  if (!isOurs) return 'ZIP_HEADER';
  return { place, file: { path, bytes: bytes.subarray(start, start + size) } };
}

function endFault(found: Uint8Array, expected: Uint8Array): ZipFault | undefined {
  if (equalBytes(found, expected)) return undefined;
  if (found.length < expected.length) return 'ZIP_TRUNCATED';
  const isLonger = equalBytes(found.subarray(0, expected.length), expected);
  return isLonger ? 'ZIP_TRAILING' : 'ZIP_HEADER';
}
