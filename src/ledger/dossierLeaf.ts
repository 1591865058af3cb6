/**
 * The leaves of a dossier's manifest (docs/formats.md §14): 32 bytes that bind an entry's number,
 * item and phase, or say which entry was taken out again. A bundle that withholds an entry shows
 * these bytes in its place; with a salt in them nobody can find out by trying what they stand for.
 */
import type { Hex } from '../crypto/bytes.js';
import { canonicalJson } from '../crypto/canonicalJson.js';
import { sha256, sha256Hex } from '../crypto/sha256.js';

/** Domain separation of dossier entries. */
export const DOSSIER_ENTRY_PREFIX = 'civic-ledger/dossier-entry/v1\n';
export const SALTED_ENTRY_PREFIX = 'civic-ledger/dossier-entry-salted/v1\n';
export const DOSSIER_REMOVAL_PREFIX = 'civic-ledger/dossier-removal/v1\n';
export const ENTRY_SALT_PREFIX = 'civic-ledger/dossier-entry-salt/v1\n';

/** Bytes of the salt of a filing, and of an entry. */
export const DOSSIER_SALT_BYTES = 32;

/** One entry of a dossier. */
export type DossierEntry = {
  /** 0, 1, 2 … in the order of filing. */
  readonly number: number;
  readonly item: string;
  readonly phase: string;
  /** The entry's own; absent when it was filed without one. */
  readonly salt?: Hex;
};

/** An entry that takes an earlier one out of the dossier. */
export type DossierRemoval = {
  readonly number: number;
  /** Number of the entry that no longer counts. */
  readonly removes: number;
};

/** The data of the entry's leaf in the dossier's RFC 9162 tree. */
export function dossierLeaf({ item, number, phase, salt }: DossierEntry): Uint8Array {
  if (salt === undefined) {
    return sha256(DOSSIER_ENTRY_PREFIX + canonicalJson({ item, number, phase }));
  }
  return sha256(SALTED_ENTRY_PREFIX + canonicalJson({ item, number, phase, salt }));
}

/** The data of the leaf of a removal. There is nothing in it to guess, and so no salt. */
export function removalLeaf({ number, removes }: DossierRemoval): Uint8Array {
  return sha256(DOSSIER_REMOVAL_PREFIX + canonicalJson({ number, removes }));
}

/**
 * The salt of one entry, out of the salt of its filing: whoever is shown an entry learns nothing of
 * the salts of its neighbours.
 */
export function entrySalt(filingSalt: Hex, number: number): Hex {
  return sha256Hex(ENTRY_SALT_PREFIX + canonicalJson({ number, salt: filingSalt }));
}
