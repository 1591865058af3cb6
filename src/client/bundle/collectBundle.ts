/**
 * Asks a ledger for everything that a bundle of one item holds: GraphQL says where the steps are,
 * receipts carry them. What comes back is not checked here; whoever gets the bundle does that. The
 * head is the block of the last step unless another one is asked for, so that two parties who ask
 * at different times get the same bytes as long as nothing new concerns the item.
 */
import {
  BundleCaptureDocument,
  BundleItemDocument,
  type BundleItemQuery,
  BundlePlatformFactsDocument,
  BundleToolDocument,
  ConsistencyDocument,
} from '../gen/operations.js';
import { type Endpoint, graphqlRequest, RequestRefused } from '../graphqlRequest.js';
import { newestPosition } from '../newestPosition.js';
import { keyPositions, standingPositions } from './collectContext.js';
import { type FetchedReceipt, FetchedReceipts } from './fetchedReceipts.js';
import { fetchHead } from './fetchHead.js';
import { pinnedSubjects } from './pinnedSubjects.js';
import type { BundleParts, StepReceipt } from './assembleBundle.js';
import type { ConsistencyStep } from './consistency.js';

/** Which bundle. */
export interface BundleRequest {
  readonly item: string;
  /** Canonical text of the pinned genesis document. */
  readonly genesis: string;
  /** Height of the block whose checkpoint is the head; absent: the block of the last step. */
  readonly height?: number;
}

type Item = NonNullable<BundleItemQuery['evidenceItem']>;

/** The parts of the bundle, without content and salt. Throws NoAnswer or RequestRefused. */
export async function collectBundle(
  endpoint: Endpoint,
  { item: id, genesis, height }: BundleRequest,
): Promise<BundleParts> {
  const { registration, receipts } = await storyOf(endpoint, id);
  await keyPositions(endpoint, receipts);
  const last = Math.max(...receipts.all().map((receipt) => receipt.height));
  const head = await fetchHead(endpoint, height ?? last, genesis);
  const inHead = receipts.all().filter(({ size }) => size <= head.size);
  const steps = inHead.filter(({ position }) => position !== registration.position);
  if (registration.size > head.size) throw notYet(id);
  return {
    item: id,
    genesis,
    itemReceipt: registration.text,
    steps: steps.map(({ position, text }): StepReceipt => ({ position, receipt: text })),
    checkpoint: head.note,
    ...(head.certificate === null ? {} : { certificate: head.certificate }),
    header: head.header,
    consistency: await askConsistency(
      endpoint,
      inHead.map(({ size }) => size),
      head.size,
    ),
  };
}

/**
 * What to sign as `evidence.PinSteps` so that the item's bundle is complete up to now: every
 * subject that its steps name. Throws NoAnswer or RequestRefused.
 */
export async function stepsToPin(
  endpoint: Endpoint,
  item: string,
): Promise<{ readonly item: string; readonly subjects: readonly string[] }> {
  const { receipts } = await storyOf(endpoint, item);
  return { item, subjects: pinnedSubjects(receipts.events(), item) };
}

/** The receipts of all that concerns the item, but for where keys come from. */
async function storyOf(
  endpoint: Endpoint,
  id: string,
): Promise<{ readonly registration: FetchedReceipt; readonly receipts: FetchedReceipts }> {
  const item = await askItem(endpoint, id);
  const receipts = new FetchedReceipts(endpoint);
  const registration = await receipts.fetch(Number(item.position));
  await receipts.fetchAll(await ownPositions(endpoint, item));
  await receipts.fetchAll(await standingPositions(endpoint, receipts.organisations()));
  return { registration, receipts };
}

/** The item as of all that is in the log by now: read models may be a moment behind. */
async function askItem(endpoint: Endpoint, id: string): Promise<Item> {
  const seen = await newestPosition(endpoint);
  const { evidenceItem } = await graphqlRequest(endpoint, BundleItemDocument, { id, seen });
  if (evidenceItem === null) {
    throw new RequestRefused({ code: 'NOT_FOUND', message: `no item ${id}` });
  }
  const { stepCount, steps } = evidenceItem.trace;
  if (stepCount <= steps.length) return evidenceItem;
  const message = `the item has ${stepCount} steps; a bundle holds ${steps.length}`;
  throw new RequestRefused({ code: 'TOO_MANY_STEPS', message });
}

function notYet(id: string): RequestRefused {
  const message = `item ${id} is registered after that block`;
  return new RequestRefused({ code: 'NOT_FOUND', message });
}

/** Steps of the item itself, of its capture and tool, its tokens, and its platform's facts. */
async function ownPositions(endpoint: Endpoint, item: Item): Promise<readonly number[]> {
  const { closedPosition, stepsPinned, timestamps, trace } = item;
  const steps = trace.steps.map(({ step }) => step);
  const capture = steps.find(({ recordKind }) => recordKind === 'capture')?.recordId;
  return [
    ...steps.map(({ position }) => position),
    ...(closedPosition === null ? [] : [closedPosition]),
    ...(stepsPinned === null ? [] : [stepsPinned.position]),
    ...timestamps.map(({ position }) => position),
    ...timestamps.flatMap(({ authority }) => authority?.registeredPosition ?? []),
    ...(await captureContext(endpoint, item, capture)),
  ].map(Number);
}

async function captureContext(
  endpoint: Endpoint,
  { claimantId, registeredTime }: Item,
  id: string | undefined,
): Promise<readonly string[]> {
  const session =
    id === undefined
      ? null
      : (await graphqlRequest(endpoint, BundleCaptureDocument, { id })).capture;
  const platformId = session?.organisationId ?? claimantId;
  const time = session?.openedTime ?? registeredTime;
  const variables = { platformId, time };
  const { platformFactsAt } = await graphqlRequest(
    endpoint,
    BundlePlatformFactsDocument,
    variables,
  );
  const facts = platformFactsAt.flatMap(({ history }) => history);
  if (session === null) return facts.map(({ position }) => position);
  const tool = await graphqlRequest(endpoint, BundleToolDocument, { id: session.tool });
  const history = tool.captureTool?.history ?? [];
  return [...facts, ...history].map(({ position }) => position);
}

async function askConsistency(
  endpoint: Endpoint,
  sizes: readonly number[],
  to: number,
): Promise<readonly ConsistencyStep[]> {
  const smaller = [...new Set(sizes)].filter((size) => size < to).sort((a, b) => a - b);
  const steps: ConsistencyStep[] = [];
  for (const from of smaller) {
    const answer = await graphqlRequest(endpoint, ConsistencyDocument, { from, to });
    steps.push({ from, hashes: answer.consistencyProof.hashes });
  }
  return steps;
}
