/**
 * WACZ 1.x: a zip of WARC files with a datapackage.json that names each file with its SHA-256.
 * Every file is read once, hashed, and compared with what is stated; what is not named, or named
 * and not there, makes the whole archive none. Signatures in datapackage-digest.json are left to
 * whoever trusts their keys.
 */
import type { JsonValue } from '../../crypto/canonicalJson.js';
import { digestFile } from '../../crypto/digestFile.js';
import { strictJson } from '../../crypto/strictJson.js';
import type { TypedDigest } from '../../ledger/itemCommitment.js';
import { isCount, isObject } from '../../ledger/recordShape.js';
import { DEFAULT_ALGORITHMS } from '../../client/item.js';
import { ArchiveFault } from './archiveFault.js';
import { warcExchanges } from './warc.js';
import type { WebExchange } from './webClaims.js';
import { withZipEntries, type ZipEntry, zipFault } from './zipEntries.js';

/** A file inside a web archive. */
export interface ArchivedFile {
  readonly path: string;
  readonly digests: readonly TypedDigest[];
}

export interface ReadArchive {
  /** `WACZ 1.1.1`. */
  readonly archive: string;
  readonly files: readonly ArchivedFile[];
  readonly exchanges: readonly WebExchange[];
}

const PACKAGE = 'datapackage.json';
const PACKAGE_DIGEST = 'datapackage-digest.json';
const PACKAGE_BYTES_MAX = 16 * 1_048_576;
const WARC = /^archive\/.+\.warc(?:\.gz)?$/;

/** Told how many bytes inside the archive are read, and of how many. */
export type ArchiveProgress = (done: number, total: number) => void;

/** Reads and checks the WACZ at `path`. Throws ArchiveFault, or the disk's own error. */
export function readWacz(path: string, onProgress: ArchiveProgress): Promise<ReadArchive> {
  return withZipEntries(path, async (entries) => {
    const stated = await readPackage(entries);
    refuseOthers(entries, stated.resources);
    const total = entries.reduce((sum, { length }) => sum + length, 0);
    const files: ArchivedFile[] = [];
    let done = 0;
    for (const entry of entries) {
      const digests = await digestsOf(entry, (bytes) => onProgress(done + bytes, total));
      done += entry.length;
      refuseDifferent(entry.path, digests, stated.resources);
      files.push({ path: entry.path, digests });
    }
    const exchanges: WebExchange[] = [];
    for (const entry of entries.filter((each) => WARC.test(each.path))) {
      exchanges.push(...(await exchangesIn(entry)));
    }
    return { archive: `WACZ ${stated.version}`, files, exchanges };
  });
}

interface Resource {
  readonly sha256: string;
  readonly bytes: number;
}

interface Package {
  readonly version: string;
  readonly resources: ReadonlyMap<string, Resource>;
}

async function readPackage(entries: readonly ZipEntry[]): Promise<Package> {
  const entry = entries.find(({ path }) => path === PACKAGE);
  if (entry === undefined || entry.length > PACKAGE_BYTES_MAX) {
    throw new ArchiveFault('WACZ_PACKAGE', PACKAGE);
  }
  const value = jsonIn(await bytesOf(entry));
  const { profile, wacz_version: version, resources } = isObject(value) ? value : {};
  const isOne =
    profile === 'data-package' &&
    typeof version === 'string' &&
    /^1\.\d{1,3}\.\d{1,3}$/.test(version) &&
    Array.isArray(resources);
  if (!isOne) throw new ArchiveFault('WACZ_PACKAGE', PACKAGE);
  const stated = new Map<string, Resource>();
  for (const resource of resources as readonly JsonValue[]) {
    const { path, hash, bytes } = isObject(resource) ? resource : {};
    const [, sha256] = /^sha256:([0-9a-f]{64})$/.exec(typeof hash === 'string' ? hash : '') ?? [];
    const isSound = typeof path === 'string' && isCount(bytes) && !stated.has(path);
    if (sha256 === undefined || !isSound)
      throw new ArchiveFault('WACZ_PACKAGE', JSON.stringify(path ?? null));
    stated.set(path, { sha256, bytes });
  }
  return { version, resources: stated };
}

function jsonIn(bytes: Buffer): JsonValue {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return strictJson(text, { characters: PACKAGE_BYTES_MAX });
  } catch {
    throw new ArchiveFault('WACZ_PACKAGE', PACKAGE);
  }
}

async function bytesOf(entry: ZipEntry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of (await entry.open()) as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch (error) {
    throw zipFault(error);
  }
  return Buffer.concat(chunks);
}

function refuseOthers(
  entries: readonly ZipEntry[],
  resources: ReadonlyMap<string, Resource>,
): void {
  const present = new Set(entries.map(({ path }) => path));
  for (const path of resources.keys()) {
    if (!present.has(path)) throw new ArchiveFault('WACZ_MISSING', path);
  }
  for (const path of present) {
    const isNamed = resources.has(path) || path === PACKAGE || path === PACKAGE_DIGEST;
    if (!isNamed) throw new ArchiveFault('WACZ_EXTRA', path);
  }
  if (![...present].some((path) => WARC.test(path)))
    throw new ArchiveFault('WACZ_EMPTY', 'archive/');
}

async function digestsOf(
  entry: ZipEntry,
  onProgress: (bytes: number) => void,
): Promise<readonly TypedDigest[]> {
  try {
    return await digestFile(await entry.open(), DEFAULT_ALGORITHMS, onProgress);
  } catch (error) {
    throw zipFault(error);
  }
}

function refuseDifferent(
  path: string,
  digests: readonly TypedDigest[],
  resources: ReadonlyMap<string, Resource>,
): void {
  const stated = resources.get(path);
  if (stated === undefined) return;
  const sha256 = digests.find(({ algorithm }) => algorithm === 'sha-256');
  if (sha256?.value === stated.sha256 && sha256.length === stated.bytes) return;
  throw new ArchiveFault('WACZ_HASH', path);
}

async function exchangesIn(entry: ZipEntry): Promise<readonly WebExchange[]> {
  const { path, length } = entry;
  try {
    return await warcExchanges({ path, length, bytes: await entry.open() });
  } catch (error) {
    throw zipFault(error);
  }
}
