/**
 * The leaf of a dossier's manifest (docs/formats.md §14): 32 bytes that bind an entry's number,
 * item and phase. An export that withholds an entry shows these bytes in its place.
 */
import { canonicalJson } from '../crypto/canonicalJson.js';
import { sha256 } from '../crypto/sha256.js';

/** Domain separation of dossier entries. */
export const DOSSIER_ENTRY_PREFIX = 'civic-ledger/dossier-entry/v1\n';

/** One entry of a dossier. */
export type DossierEntry = {
  /** 0, 1, 2 … in the order of filing. */
  readonly number: number;
  readonly item: string;
  readonly phase: string;
};

/** The data of the entry's leaf in the dossier's RFC 9162 tree. */
export function dossierLeaf({ item, number, phase }: DossierEntry): Uint8Array {
  return sha256(DOSSIER_ENTRY_PREFIX + canonicalJson({ item, number, phase }));
}
