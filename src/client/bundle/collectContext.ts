/**
 * What a bundle holds about those who act in it: accreditations, relations between them, and where
 * their keys come from.
 */
import {
  BundleAccreditationsDocument,
  BundleIncidentsDocument,
  BundleKeysDocument,
  BundleRelationsDocument,
} from '../gen/operations.js';
import { type Endpoint, graphqlRequest } from '../graphqlRequest.js';
import type { FetchedReceipts } from './fetchedReceipts.js';

/** Members of one filter list. */
const NAMES_MAX = 100;
/** Enrolments of enrolments that are followed: admins who were enrolled by admins. */
const ROUNDS_MAX = 8;

/** Positions of accreditations and incidents of `organisations`, and of relations between them. */
export async function standingPositions(
  endpoint: Endpoint,
  organisations: readonly string[],
): Promise<readonly number[]> {
  const positions: (string | null)[] = [];
  for (let start = 0; start < organisations.length; start += NAMES_MAX) {
    const names = organisations.slice(start, start + NAMES_MAX);
    positions.push(...(await accreditations(endpoint, names)));
    positions.push(...(await incidents(endpoint, names)));
    positions.push(...(await relations(endpoint, names, new Set(organisations))));
  }
  return positions.filter((position) => position !== null).map(Number);
}

async function accreditations(endpoint: Endpoint, names: readonly string[]) {
  const where = { organisationId: { in: [...names] } };
  const positions: (string | null)[] = [];
  let after: string | null = null;
  do {
    const { evidenceAccreditations: page }: AccreditationsPage = await graphqlRequest(
      endpoint,
      BundleAccreditationsDocument,
      { where, after },
    );
    for (const node of page.nodes) positions.push(node.grantedPosition, node.endedPosition);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return positions;
}

async function incidents(endpoint: Endpoint, names: readonly string[]) {
  const where = { organisationId: { in: [...names] } };
  const positions: string[] = [];
  let after: string | null = null;
  do {
    const { evidenceIncidents: page }: IncidentsPage = await graphqlRequest(
      endpoint,
      BundleIncidentsDocument,
      { where, after },
    );
    positions.push(...page.nodes.map(({ position }) => position));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return positions;
}

interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
interface AccreditationsPage {
  readonly evidenceAccreditations: Page<{
    readonly grantedPosition: string;
    readonly endedPosition: string | null;
  }>;
}
interface IncidentsPage {
  readonly evidenceIncidents: Page<{ readonly position: string }>;
}
interface RelationsPage {
  readonly evidenceRelations: Page<{
    readonly organisationId: string;
    readonly otherId: string;
    readonly declaredPosition: string;
    readonly endedPosition: string | null;
  }>;
}

async function relations(
  endpoint: Endpoint,
  names: readonly string[],
  involved: ReadonlySet<string>,
) {
  const where = { organisationId: { in: [...names] } };
  const positions: (string | null)[] = [];
  let after: string | null = null;
  do {
    const { evidenceRelations: page }: RelationsPage = await graphqlRequest(
      endpoint,
      BundleRelationsDocument,
      { where, after },
    );
    for (const { otherId, declaredPosition, endedPosition } of page.nodes) {
      if (involved.has(otherId)) positions.push(declaredPosition, endedPosition);
    }
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return positions;
}

/** Fetches how the keys of all signers came onto the ledger, as far as not by genesis. */
export async function keyPositions(endpoint: Endpoint, receipts: FetchedReceipts): Promise<void> {
  const asked = new Set<string>();
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const signers = receipts.signers().filter((signer) => !asked.has(signer));
    if (signers.length === 0) return;
    for (const id of signers) {
      asked.add(id);
      await receipts.fetchAll(await positionsOfKeys(endpoint, id));
    }
  }
}

/** Where the keys of an actor came onto the ledger, and left it. */
export async function positionsOfKeys(endpoint: Endpoint, id: string): Promise<readonly number[]> {
  const { actor } = await graphqlRequest(endpoint, BundleKeysDocument, { id });
  const keys = actor?.keys ?? [];
  const named = keys.flatMap(({ addedPosition, revokedPosition }) => [
    addedPosition,
    revokedPosition,
  ]);
  const positions = [actor?.enrolledPosition ?? null, ...named];
  // Position 0 is the genesis document itself, which every bundle has.
  return positions.filter((position) => position !== null && position !== '0').map(Number);
}
