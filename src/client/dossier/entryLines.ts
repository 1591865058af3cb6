/**
 * The manifest of a dossier in a bundle (docs/formats.md §23): a line an entry, in order. An entry
 * is shown, or it is withheld: then its leaf stands in its place, with the reason of who made the
 * bundle. The root over all of them is the one that the ledger froze, whatever is withheld.
 */
import { fromHex, type Hex, isHex, toHex } from '../../crypto/bytes.js';
import { canonicalJson, type JsonObject, type JsonValue } from '../../crypto/canonicalJson.js';
import {
  DOSSIER_SALT_BYTES,
  type DossierEntry,
  dossierLeaf,
  type DossierRemoval,
  removalLeaf,
} from '../../ledger/dossierLeaf.js';
import { HASH_BYTES } from '../../ledger/merkleHash.js';
import { isCount, isObject } from '../../ledger/recordShape.js';
import { isItemId } from '../bundle/manifest.js';
import { type ManifestEntry, manifestLeaf } from './fetchDossier.js';

/** Why an entry is withheld. A closed list, so that the reason itself says nothing. */
export const WITHHELD_REASONS = [
  'personal-data',
  'trade-secret',
  'state-secret',
  'privilege',
  'not-concerned',
  'taken-out',
] as const;
export type WithheldReason = (typeof WITHHELD_REASONS)[number];

/** An entry that is not shown. */
export type WithheldEntry = {
  /** The data of its leaf. */
  readonly leaf: Hex;
  readonly number: number;
  readonly reason: WithheldReason;
};

/** One line. */
export type BundledEntry = DossierEntry | DossierRemoval | WithheldEntry;

/** The line of an entry that is shown. */
export function shownLine({ number, item, phase, salt, removes }: ManifestEntry): string {
  if (removes !== null) return canonicalJson({ number, removes });
  return canonicalJson({ item, number, phase, ...(salt === null ? {} : { salt }) });
}

/** The line of an entry that is withheld. */
export function withheldLine(entry: ManifestEntry, reason: WithheldReason): string {
  return canonicalJson({ leaf: toHex(manifestLeaf(entry)), number: entry.number, reason });
}

const PHASE = /^[a-z]+$/;

/** The entry in a line, or undefined unless it is written exactly so. */
export function parseEntryLine(line: string): BundledEntry | undefined {
  let value: JsonValue;
  try {
    value = JSON.parse(line) as JsonValue;
  } catch {
    return undefined;
  }
  if (!isObject(value) || !isCount(value['number']) || !isEntry(value)) return undefined;
  return canonicalJson(value) === line ? (value as unknown as BundledEntry) : undefined;
}

function isEntry(value: JsonObject): boolean {
  const { item, leaf, phase, reason, removes, salt } = value;
  switch (Object.keys(value).join()) {
    case 'item,number,phase':
      return isItemId(item) && isPhase(phase);
    case 'item,number,phase,salt':
      return isItemId(item) && isPhase(phase) && isHex(salt, DOSSIER_SALT_BYTES);
    case 'number,removes':
      return isCount(removes);
    case 'leaf,number,reason':
      return isHex(leaf, HASH_BYTES) && WITHHELD_REASONS.includes(reason as WithheldReason);
    default:
      return false;
  }
}

/** Its form only: which phases there are is for the rules, and the root covers the word. */
function isPhase(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && PHASE.test(value);
}

/** The data of a line's leaf. */
export function bundledLeaf(entry: BundledEntry): Uint8Array {
  if ('leaf' in entry) return fromHex(entry.leaf);
  return 'removes' in entry ? removalLeaf(entry) : dossierLeaf(entry);
}
