/**
 * The manifest of a proof bundle (docs/formats.md §18): canonical JSON that names every other file
 * with its role, length and two digests of different families. Nobody signs it: it finds accidents
 * and says what is what. What a bundle proves rests on the receipts in it, and on what the reader
 * pins.
 */
import { type Hex, isHex, toHex } from '../../crypto/bytes.js';
import { canonicalJson, type JsonValue } from '../../crypto/canonicalJson.js';
import { digest } from '../../crypto/digest.js';
import { sha256Hex } from '../../crypto/sha256.js';
import { HASH_BYTES } from '../../ledger/merkleHash.js';
import { parseCanonical } from '../../ledger/parseEvent.js';
import { hasMembers, isCount, isObject } from '../../ledger/recordShape.js';
import { isBundlePath, type ZipFile } from './zip.js';

/** Names the form of the bundle. */
export const BUNDLE_FORMAT = 'civic-ledger/evidence-bundle/v1';

/** Where the manifest is. */
export const MANIFEST_PATH = 'manifest.json';

/** What a file is in a bundle for. */
export const FILE_ROLES = [
  'certificate',
  'checkpoint',
  'consistency',
  'content',
  'genesis',
  'header',
  'instructions',
  'item-receipt',
  'salt',
  'step-receipt',
  'view',
] as const;
export type FileRole = (typeof FILE_ROLES)[number];

/** A file with its role. */
export interface BundleFile<Role extends string = FileRole> extends ZipFile {
  readonly role: Role;
}

/** A file as the manifest names it. */
export interface ManifestFile<Role extends string = FileRole> {
  readonly path: string;
  readonly role: Role;
  readonly length: number;
  readonly sha256: Hex;
  readonly sm3: Hex;
}

export interface Manifest {
  readonly format: typeof BUNDLE_FORMAT;
  /** `<event hash>`, or `<event hash>.<index>` of a member of a batch. */
  readonly item: string;
  /** Id of the ledger: a claim of the bundle, never what it is checked against. */
  readonly ledger: Hex;
  readonly files: readonly ManifestFile[];
}

/** What is said of a file. */
export function manifestFile<Role extends string>({
  path,
  role,
  bytes,
}: BundleFile<Role>): ManifestFile<Role> {
  const sm3 = toHex(digest('sm3', bytes));
  return { path, role, length: bytes.length, sha256: sha256Hex(bytes), sm3 };
}

/** The manifest's text: canonical JSON and a newline. */
export function encodeManifest(manifest: Omit<Manifest, 'format'>): string {
  return `${canonicalJson({ ...manifest, format: BUNDLE_FORMAT } as unknown as JsonValue)}\n`;
}

/** The manifest in `text`, or undefined unless encodeManifest writes just this text. */
export function parseManifest(text: string): Manifest | undefined {
  const value = text.endsWith('\n') ? parseCanonical(text.slice(0, -1)) : undefined;
  if (!isObject(value) || !hasMembers(value, 'files,format,item,ledger')) return undefined;
  const { files, format, item, ledger } = value;
  const fits =
    format === BUNDLE_FORMAT &&
    isItemId(item) &&
    isHex(ledger, HASH_BYTES) &&
    isManifestFiles(files, FILE_ROLES);
  return fits ? (value as unknown as Manifest) : undefined;
}

/** True for a manifest's list of files: well-formed, of these roles, paths ascending. */
export function isManifestFiles(
  files: JsonValue | undefined,
  roles: readonly string[],
): files is JsonValue[] {
  return (
    Array.isArray(files) &&
    files.every((value: JsonValue) => isManifestFile(value, roles)) &&
    areAscending(files)
  );
}

function areAscending(files: readonly JsonValue[]): boolean {
  const paths = (files as unknown as readonly ManifestFile[]).map(({ path }) => path);
  return paths.every((path, index) => index === 0 || (paths[index - 1] as string) < path);
}

const ITEM = /^[0-9a-f]{64}(?:\.(?:0|[1-9]\d{0,7}))?$/;

/** True for the id of an item. */
export function isItemId(value: unknown): value is string {
  return typeof value === 'string' && ITEM.test(value);
}

/** Hash of the event that registered the item, or its batch. */
export function registrationOf(item: string): Hex {
  return item.slice(0, 2 * HASH_BYTES);
}

function isManifestFile(value: JsonValue, roles: readonly string[]): boolean {
  if (!isObject(value) || !hasMembers(value, 'length,path,role,sha256,sm3')) return false;
  const { length, path, role, sha256, sm3 } = value;
  return (
    isCount(length) &&
    typeof path === 'string' &&
    isBundlePath(path) &&
    roles.includes(role as string) &&
    isHex(sha256, HASH_BYTES) &&
    isHex(sm3, HASH_BYTES)
  );
}
