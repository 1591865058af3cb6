/**
 * Asks a ledger for everything that the bundle of a frozen dossier holds. Nothing is checked here;
 * whoever gets the bundle does that. Entries that were taken out are withheld, and of what is
 * withheld no registration is fetched.
 */
import type { Hex } from '../../crypto/bytes.js';
import { registrationOf } from '../bundle/manifest.js';
import { positionsOfKeys } from '../bundle/collectContext.js';
import { fetchHead } from '../bundle/fetchHead.js';
import { ItemRegistrationsDocument, type ItemRegistrationsQuery } from '../gen/operations.js';
import { type Endpoint, graphqlRequest, RequestRefused } from '../graphqlRequest.js';
import type { DossierParts } from './dossierBundle.js';
import { shownLine, withheldLine, type WithheldReason } from './entryLines.js';
import { fetchDossier, type ManifestEntry } from './fetchDossier.js';
import { FetchedRecords } from './fetchRecords.js';

/** What is being fetched, and how much of it is here. */
export type OnCollected = (
  stage: 'manifest' | 'items' | 'records',
  done: number,
  total: number,
) => void;

/** Which bundle. */
export interface DossierRequest {
  readonly dossier: Hex;
  /** Canonical text of the pinned genesis document. */
  readonly genesis: string;
  /** Why the items with these ids are withheld. */
  readonly withheld?: ReadonlyMap<string, WithheldReason>;
  /** False leaves time-stamps out. */
  readonly tokens?: boolean;
  /** Height of the block whose checkpoint is the head; absent: the block of the last step. */
  readonly height?: number;
  readonly onCollected?: OnCollected;
}

/** The parts of a bundle, and what its maker should know of them. */
export interface CollectedDossier extends DossierParts {
  /** Withheld entries that were filed without a salt: who tries ids may find out which they are. */
  readonly guessable: number;
}

/** Items in one request: their tokens count towards its cost. */
const ITEMS_AT_ONCE = 200;
/** Single registrations in one request. A batch of ten thousand has 1.4 million characters. */
const RECORDS_AT_ONCE = 500;
const BATCHES_AT_ONCE = 5;
/** Enrolments of enrolments that are followed: admins who were enrolled by admins. */
const ROUNDS_MAX = 8;

/**
 * The parts of the bundle: of the dossier's own steps opening, freezing and what came after, for of
 * its filings the manifest says everything. Throws NoAnswer, or RequestRefused with DOSSIER_OPEN; a
 * RangeError when something is to be withheld that is not in the dossier.
 */
export async function collectDossier(
  endpoint: Endpoint,
  request: DossierRequest,
): Promise<CollectedDossier> {
  const { dossier, genesis, withheld = new Map(), onCollected = () => {} } = request;
  const { entries, status, steps } = await fetchDossier(endpoint, dossier, (done, total) =>
    onCollected('manifest', done, total),
  );
  if (status === 'OPEN') throw notFrozen(dossier);
  requireFiled(entries, withheld);
  const shown = entries.filter(({ item, removes, removedBy }) => {
    return removes === null && removedBy === null && !withheld.has(item);
  });
  const places = await registrationsOf(endpoint, shown, request);
  const { singles, batches, others } = places;
  const last = Math.max(...steps, ...others, maximum(singles), maximum(batches));
  const head = await fetchHead(
    endpoint,
    request.height ?? (await heightAt(endpoint, last)),
    genesis,
  );
  const records = new FetchedRecords(endpoint, head.size);
  const total = singles.length + batches.length;
  await records.fetch(batches, BATCHES_AT_ONCE, (done) => onCollected('records', done, total));
  await records.fetch(singles, RECORDS_AT_ONCE, (done) =>
    onCollected('records', batches.length + done, total),
  );
  const inHead = [...steps, ...others].filter((position) => position < head.size);
  await records.fetch(inHead, RECORDS_AT_ONCE);
  await fetchKeys(endpoint, records);
  return {
    dossier,
    genesis,
    entries: entries.map((entry) => lineOf(entry, withheld)),
    records: records.all().map(({ text }) => text),
    inclusion: records.proof(),
    checkpoint: head.note,
    ...(head.certificate === null ? {} : { certificate: head.certificate }),
    header: head.header,
    guessable: entries.filter(({ item, salt }) => salt === null && withheld.has(item)).length,
  };
}

/** A slip in an id would show what was to be withheld. */
function requireFiled(
  entries: readonly ManifestEntry[],
  withheld: ReadonlyMap<string, WithheldReason>,
): void {
  const filed = new Set(entries.map(({ item }) => item));
  const stray = [...withheld.keys()].find((item) => !filed.has(item));
  if (stray !== undefined)
    throw new RangeError(`${stray} is to be withheld, but not in the dossier`);
}

function notFrozen(dossier: Hex): RequestRefused {
  const message = `dossier ${dossier} is still open; a bundle is made of a frozen one`;
  return new RequestRefused({ code: 'DOSSIER_OPEN', message });
}

function lineOf(entry: ManifestEntry, withheld: ReadonlyMap<string, WithheldReason>): string {
  if (entry.removes !== null) return shownLine(entry);
  const reason = withheld.get(entry.item) ?? (entry.removedBy === null ? undefined : 'taken-out');
  return reason === undefined ? shownLine(entry) : withheldLine(entry, reason);
}

/** Math.max takes no hundred thousand arguments. */
function maximum(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

interface Places {
  readonly singles: readonly number[];
  readonly batches: readonly number[];
  /** Of tokens and of the authorities that made them. */
  readonly others: readonly number[];
}

/** Where the registrations of the items are, each asked for once, with their tokens. */
async function registrationsOf(
  endpoint: Endpoint,
  shown: readonly ManifestEntry[],
  { tokens = true, onCollected = () => {} }: DossierRequest,
): Promise<Places> {
  const samples = new Map(shown.map(({ item }) => [registrationOf(item), item] as const));
  const ids = [...samples.values()];
  const places = { singles: [] as number[], batches: [] as number[], others: new Set<number>() };
  for (let start = 0; start < ids.length; start += ITEMS_AT_ONCE) {
    const group = ids.slice(start, start + ITEMS_AT_ONCE);
    const found = await graphqlRequest(endpoint, ItemRegistrationsDocument, { ids: group });
    found.evidenceItemsById.forEach((item, index) => {
      if (item === null) throw unknownItem(group[index] as string);
      const own = group[index]?.includes('.') === true ? places.batches : places.singles;
      own.push(Number(item.position));
      if (tokens) for (const position of tokenPlaces(item)) places.others.add(position);
    });
    onCollected('items', start + group.length, ids.length);
  }
  return { ...places, others: [...places.others] };
}

type FoundItem = NonNullable<ItemRegistrationsQuery['evidenceItemsById'][number]>;

function tokenPlaces({ timestamps }: FoundItem): readonly number[] {
  const places = timestamps.flatMap(({ position, authority }) => [
    position,
    ...(authority === null ? [] : [authority.registeredPosition]),
  ]);
  return places.map(Number);
}

function unknownItem(id: string): RequestRefused {
  return new RequestRefused({ code: 'NOT_FOUND', message: `no item ${id}` });
}

async function heightAt(endpoint: Endpoint, position: number): Promise<number> {
  const records = new FetchedRecords(endpoint, position + 1);
  await records.fetch([position], 1);
  return records.all()[0]?.height ?? 0;
}

/** How the keys of all signers came onto the ledger, as far as not by genesis. */
async function fetchKeys(endpoint: Endpoint, records: FetchedRecords): Promise<void> {
  const asked = new Set<string>();
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const signers = new Set(records.all().map(({ signer }) => signer));
    const unknown = [...signers].filter((signer) => !asked.has(signer)).sort();
    if (unknown.length === 0) return;
    for (const id of unknown) {
      asked.add(id);
      const positions = await positionsOfKeys(endpoint, id);
      await records.fetch(
        positions.filter((position) => position < records.size),
        RECORDS_AT_ONCE,
      );
    }
  }
}
