/**
 * Asks a ledger for the receipts that the course of an item, or of all items of a dossier, is read
 * from. What comes back is not checked here: whoever exports a course verifies the receipts first.
 */
import { collectBundle } from '../bundle/collectBundle.js';
import { FetchedReceipts } from '../bundle/fetchedReceipts.js';
import { CourseDossierDocument } from '../gen/operations.js';
import { type Endpoint, graphqlRequest, RequestRefused } from '../graphqlRequest.js';

/** Receipts with the items that they are about. */
export interface CollectedCourse {
  readonly items: readonly string[];
  readonly receipts: readonly string[];
}

/** Canonical text of the pinned genesis document, for `collectBundle`. */
type GenesisText = string;

/** The receipts of one item. Throws NoAnswer or RequestRefused. */
export async function collectItemCourse(
  endpoint: Endpoint,
  item: string,
  genesis: GenesisText,
): Promise<CollectedCourse> {
  const { itemReceipt, steps } = await collectBundle(endpoint, { item, genesis });
  return { items: [item], receipts: [itemReceipt, ...steps.map(({ receipt }) => receipt)] };
}

/** The receipts of a dossier and of all its items. Throws NoAnswer or RequestRefused. */
export async function collectDossierCourse(
  endpoint: Endpoint,
  id: string,
  genesis: GenesisText,
): Promise<CollectedCourse> {
  const { dossier } = await graphqlRequest(endpoint, CourseDossierDocument, { id });
  if (dossier === null) throw refused('NOT_FOUND', `no dossier ${id}`);
  const own = new FetchedReceipts(endpoint);
  await own.fetchAll(dossier.history.map(({ position }) => Number(position)));
  const filed = own
    .all()
    .flatMap(({ derived }) => derived.flatMap(({ data }) => data['items'] ?? []));
  const items = filed.filter((name): name is string => typeof name === 'string');
  if (items.length !== dossier.itemCount) {
    const message = `the dossier has ${dossier.itemCount} items; its steps name ${items.length}`;
    throw refused('TOO_MANY_STEPS', message);
  }
  const texts = new Set(own.all().map(({ text }) => text));
  for (const item of items) {
    const { receipts } = await collectItemCourse(endpoint, item, genesis);
    for (const receipt of receipts) texts.add(receipt);
  }
  return { items, receipts: [...texts] };
}

function refused(code: string, message: string): RequestRefused {
  return new RequestRefused({ code, message });
}
