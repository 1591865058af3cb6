/**
 * The manifest of a dossier as a client sees it: all its entries, and the root that they give. Who
 * freezes a dossier states that root, so that nothing from another hand slips in.
 */
import type { Hex } from '../../crypto/bytes.js';
import { dossierLeaf, removalLeaf } from '../../ledger/dossierLeaf.js';
import { leafHash } from '../../ledger/merkleHash.js';
import { MerkleTree } from '../../ledger/merkleTree.js';
import { DossierEntriesDocument, type DossierEntriesQuery } from '../gen/operations.js';
import { newestPosition } from '../newestPosition.js';
import { type Endpoint, graphqlRequest, RequestRefused } from '../graphqlRequest.js';

const PAGE_SIZE = 1_000;

/** An entry of the manifest. */
export interface ManifestEntry {
  readonly number: number;
  readonly item: string;
  /** As in signed data: `collection`. */
  readonly phase: string;
  readonly salt: Hex | null;
  /** The entry that this one takes out; null for a filing. */
  readonly removes: number | null;
  /** The entry that takes this one out; null while it stands. */
  readonly removedBy: number | null;
}

/** A dossier with its whole manifest. */
export interface DossierManifest {
  readonly dossier: Hex;
  /** `OPEN`, `FROZEN`, `SUBMITTED` or `CLOSED`. */
  readonly status: string;
  /** Positions of the entries that opened, froze, submitted and closed it, as far as it went. */
  readonly steps: readonly number[];
  /** In order, without a gap. */
  readonly entries: readonly ManifestEntry[];
}

/** Told of every page: how many of how many entries are here. */
export type OnEntries = (done: number, total: number) => void;

type FoundDossier = NonNullable<DossierEntriesQuery['dossier']>;

/** The whole manifest. Throws NoAnswer, or RequestRefused when there is no such dossier. */
export async function fetchDossier(
  endpoint: Endpoint,
  id: Hex,
  onEntries: OnEntries = () => {},
): Promise<DossierManifest> {
  const entries: ManifestEntry[] = [];
  const seen = await newestPosition(endpoint);
  let after: string | null = null;
  for (;;) {
    const found: FoundDossier = await askPage(endpoint, { id, seen, after });
    entries.push(...found.entries.nodes.map(entryOf));
    onEntries(entries.length, found.entryCount);
    const { hasNextPage, endCursor } = found.entries.pageInfo;
    if (!hasNextPage) {
      const { dossierId, status } = found;
      return { dossier: dossierId, status, steps: stepsOf(found), entries };
    }
    after = endCursor;
  }
}

function stepsOf(found: FoundDossier): readonly number[] {
  const { openedPosition, frozenPosition, submittedPosition, closedPosition } = found;
  const steps = [openedPosition, frozenPosition, submittedPosition, closedPosition];
  return steps.filter((position) => position !== null).map(Number);
}

async function askPage(
  endpoint: Endpoint,
  page: { readonly id: Hex; readonly seen: number; readonly after: string | null },
): Promise<FoundDossier> {
  const variables = { ...page, first: PAGE_SIZE };
  const { dossier } = await graphqlRequest(endpoint, DossierEntriesDocument, variables);
  if (dossier !== null) return dossier;
  throw new RequestRefused({ code: 'NOT_FOUND', message: `no dossier ${page.id}` });
}

function entryOf(node: FoundDossier['entries']['nodes'][number]): ManifestEntry {
  const { itemId, phase, ...others } = node;
  return { ...others, item: itemId, phase: phase.toLowerCase().replaceAll('_', '-') };
}

/** The data of an entry's leaf. */
export function manifestLeaf({ number, item, phase, salt, removes }: ManifestEntry): Uint8Array {
  if (removes !== null) return removalLeaf({ number, removes });
  return dossierLeaf({ number, item, phase, ...(salt === null ? {} : { salt }) });
}

/** The RFC 9162 root over all entries: what freezing states, with their count. */
export function manifestRoot(entries: readonly ManifestEntry[]): Hex {
  const tree = new MerkleTree();
  for (const entry of entries) tree.appendHash(leafHash(manifestLeaf(entry)));
  return tree.root();
}
