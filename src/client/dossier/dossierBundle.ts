/**
 * The bundle of a dossier (docs/formats.md §23): the manifest as it was frozen, a record for each
 * registration behind it, and one proof that all of them stand in the log under one head. A hundred
 * thousand items share what a hundred thousand receipts would repeat. The same parts give the same
 * bytes, so that both parties of a case and the court hold the same file.
 */
import { type Hex, isHex, utf8 } from '../../crypto/bytes.js';
import { canonicalJson, type JsonValue } from '../../crypto/canonicalJson.js';
import { genesisHash } from '../../ledger/genesis.js';
import { HASH_BYTES } from '../../ledger/merkleHash.js';
import { parseCanonical } from '../../ledger/parseEvent.js';
import { hasMembers, isCount, isObject } from '../../ledger/recordShape.js';
import {
  type BundleFile,
  isManifestFiles,
  MANIFEST_PATH,
  type ManifestFile,
  manifestFile,
} from '../bundle/manifest.js';
import { PATH } from '../bundle/paths.js';
import { writeZip } from '../bundle/zip.js';
import { howToVerifyDossier } from './howToVerifyDossier.js';
import { bytesOfLines } from './jsonLines.js';

/** Names the form of the bundle. */
export const DOSSIER_BUNDLE_FORMAT = 'civic-ledger/dossier-bundle/v1';

/** Where each file of a dossier's bundle is, beside the head, the genesis document and the text. */
export const DOSSIER_PATH = {
  entries: 'dossier/entries.jsonl',
  inclusion: 'log/inclusion.json',
  records: 'log/records.jsonl',
} as const;

/** What a file is in the bundle for. */
export const DOSSIER_ROLES = [
  'certificate',
  'checkpoint',
  'entries',
  'genesis',
  'header',
  'inclusion',
  'instructions',
  'records',
] as const;
type DossierRole = (typeof DOSSIER_ROLES)[number];

const ROLE_AT: { readonly [path: string]: DossierRole } = {
  [PATH.genesis]: 'genesis',
  [PATH.header]: 'header',
  [PATH.checkpoint]: 'checkpoint',
  [PATH.lightBlock]: 'certificate',
  [PATH.instructions]: 'instructions',
  [DOSSIER_PATH.entries]: 'entries',
  [DOSSIER_PATH.inclusion]: 'inclusion',
  [DOSSIER_PATH.records]: 'records',
};

/** The one role that a file at `path` has; undefined: no check would look at it. */
export function dossierRoleAt(path: string): DossierRole | undefined {
  return ROLE_AT[path];
}

export interface DossierBundleManifest {
  readonly dossier: Hex;
  readonly files: readonly ManifestFile<DossierRole>[];
  readonly format: typeof DOSSIER_BUNDLE_FORMAT;
  /** Id of the ledger: a claim of the bundle, never what it is checked against. */
  readonly ledger: Hex;
}

/** The proof of all records. */
export interface BundledInclusion {
  readonly hashes: readonly Hex[];
  readonly size: number;
}

/** What a bundle is made of. */
export interface DossierParts {
  readonly dossier: Hex;
  /** Canonical text of the genesis document. */
  readonly genesis: string;
  /** Lines of the manifest, in order. */
  readonly entries: readonly string[];
  /** Records in the order of the log. */
  readonly records: readonly string[];
  readonly inclusion: BundledInclusion;
  readonly checkpoint: string;
  /** Where validators keep the ledger: the certificate of the head, in the checkpoint's place. */
  readonly certificate?: string;
  readonly header: string;
}

/** The bundle's bytes. Throws a RangeError when they would be too many. */
export function assembleDossier(parts: DossierParts): Uint8Array {
  const { dossier, genesis, certificate } = parts;
  const ledger = genesisHash(genesis);
  const text = (path: string, role: DossierRole, content: string): BundleFile<DossierRole> => ({
    path,
    role,
    bytes: utf8(content),
  });
  const files: readonly BundleFile<DossierRole>[] = [
    text(PATH.genesis, 'genesis', genesis),
    { path: DOSSIER_PATH.entries, role: 'entries', bytes: bytesOfLines(parts.entries) },
    { path: DOSSIER_PATH.records, role: 'records', bytes: bytesOfLines(parts.records) },
    text(DOSSIER_PATH.inclusion, 'inclusion', encodeInclusion(parts.inclusion)),
    text(PATH.header, 'header', parts.header),
    certificate === undefined
      ? text(PATH.checkpoint, 'checkpoint', parts.checkpoint)
      : text(PATH.lightBlock, 'certificate', `${certificate}\n`),
    text(PATH.instructions, 'instructions', howToVerifyDossier(dossier)),
  ];
  const listed = [...files].sort((a, b) => (a.path < b.path ? -1 : 1)).map(manifestFile);
  const manifest = { dossier, files: listed, format: DOSSIER_BUNDLE_FORMAT, ledger };
  const bytes = utf8(`${canonicalJson(manifest as unknown as JsonValue)}\n`);
  return writeZip([...files, { path: MANIFEST_PATH, bytes }]);
}

/** The manifest in `text`, or undefined unless it is the canonical one of a dossier's bundle. */
export function parseDossierManifest(text: string): DossierBundleManifest | undefined {
  const value = text.endsWith('\n') ? parseCanonical(text.slice(0, -1)) : undefined;
  if (!isObject(value) || !hasMembers(value, 'dossier,files,format,ledger')) return undefined;
  const { dossier, files, format, ledger } = value;
  const fits =
    format === DOSSIER_BUNDLE_FORMAT &&
    isHex(dossier, HASH_BYTES) &&
    isHex(ledger, HASH_BYTES) &&
    isManifestFiles(files, DOSSIER_ROLES);
  return fits ? (value as unknown as DossierBundleManifest) : undefined;
}

function encodeInclusion({ hashes, size }: BundledInclusion): string {
  return `${canonicalJson({ hashes, size })}\n`;
}

/** The proof in `text`, or undefined unless it is such a file. */
export function parseInclusion(text: string): BundledInclusion | undefined {
  const value = text.endsWith('\n') ? parseCanonical(text.slice(0, -1)) : undefined;
  if (!isObject(value) || !hasMembers(value, 'hashes,size')) return undefined;
  const { hashes, size } = value;
  const fits =
    isCount(size) &&
    Array.isArray(hashes) &&
    hashes.every((hash: JsonValue) => isHex(hash, HASH_BYTES));
  return fits ? (value as unknown as BundledInclusion) : undefined;
}
