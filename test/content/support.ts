/** Content stores on real folders, and contents with their facts. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ContentFacts } from '../../src/content/contentFacts.js';
import { ContentStore, type ContentStoreOptions } from '../../src/content/contentStore.js';
import type { Instant } from '../../src/ledger/instant.js';

export const NOW = '2026-11-24T08:00:00.000Z' as Instant;

export const OPTIONS: Omit<ContentStoreOptions, 'folder'> = {
  lengthMax: 1_000_000_000,
  uploadsMax: 4,
  appendsMax: 4,
  readsMax: 4,
  uploadIdleMs: 3_600_000,
};

export function newFolder(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'civic-ledger-content-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export async function openStore(
  folder: string,
  changes: Partial<ContentStoreOptions> = {},
  now: () => Instant = () => NOW,
): Promise<ContentStore> {
  const store = new ContentStore({ ...OPTIONS, folder, ...changes }, now);
  await store.collectLeftovers();
  return store;
}

/** An item's content with facts that fit; random bytes, so that a scan for them means something. */
export function sample(length: number, salt?: string): { bytes: Buffer; facts: ContentFacts } {
  const bytes = randomBytes(length);
  const item = randomBytes(32).toString('hex');
  const digests = (['sha-256', 'sha-512', 'sha3-256', 'sm3'] as const).map((algorithm) => ({
    algorithm,
    length,
    value: createHash(algorithm.replace('sha-', 'sha')).update(bytes).digest('hex'),
  }));
  return { bytes, facts: { item, digests, ...(salt === undefined ? {} : { salt }) } };
}

/** `bytes` as they might come from a socket: in pieces of odd sizes. */
export function pieces(bytes: Buffer): Readable {
  const cut: Buffer[] = [];
  for (let from = 0, size = 1; from < bytes.length; from += size, size = (size * 7) % 100_003) {
    cut.push(bytes.subarray(from, from + size));
  }
  return Readable.from(cut);
}

/** Deposits a content whole; resolves to the object's id. */
export async function deposit(
  store: ContentStore,
  { bytes, facts }: ReturnType<typeof sample>,
): Promise<string> {
  const { id } = await store.beginUpload(facts);
  await store.append(id, 0, pieces(bytes));
  return id;
}

export async function readAll(
  store: ContentStore,
  item: string,
  range?: { readonly from: number; readonly to: number },
): Promise<Buffer> {
  const parts: Buffer[] = [];
  const { bytes } = store.read(item, range);
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts);
}

/** All files below `folder`. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

/** The files below `folder` whose raw bytes hold one of `needles`. */
export function filesHolding(folder: string, needles: readonly Buffer[]): readonly string[] {
  return filesIn(folder).filter((path) => {
    const bytes = readFileSync(path);
    return needles.some((needle) => bytes.includes(needle));
  });
}
