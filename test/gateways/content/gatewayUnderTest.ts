/**
 * The content gateway on a real socket over a real content store and a real executor's state; only
 * the read models are replaced by what was registered.
 */
import { sign } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import type { ContentStore, ContentStoreOptions } from '../../../src/content/contentStore.js';
import type { JsonObject, JsonValue } from '../../../src/crypto/canonicalJson.js';
import type { Executor } from '../../../src/execution/executor.js';
import { contentGateway } from '../../../src/gateways/content/contentGateway.js';
import {
  capabilityHeader,
  capabilitySigningText,
  type ContentCapability,
  encodeCapability,
} from '../../../src/ledger/contentCapability.js';
import type { Instant } from '../../../src/ledger/instant.js';
import { openCommitment, saltedCommitment } from '../../../src/ledger/itemCommitment.js';
import type { ItemFacts } from '../../../src/projections/evidence/itemFacts.js';
import { newFolder, openStore, sample } from '../../content/support.js';
import { consortium, signed, type TestActor } from '../../support/consortium.js';
import { memoryStore } from '../../support/memoryStore.js';
import { executorOver, runBlock } from '../../support/testNode.js';

export const NOW = '2026-11-24T08:00:00.000Z' as Instant;
export const SOON = '2026-11-24T08:10:00.000Z' as Instant;

export const kit = consortium();
export const DEPOSITOR = kit.actors['depositor@evidence-platform'] as TestActor;
export const COURT = kit.actors['admin@court'] as TestActor;
export const PLATFORM_ADMIN = kit.actors['admin@evidence-platform'] as TestActor;

/** A registered item with its content. */
export interface Registered {
  readonly item: string;
  readonly bytes: Buffer;
  readonly facts: ReturnType<typeof sample>['facts'];
}

export interface GatewayUnderTest {
  readonly url: string;
  readonly folder: string;
  readonly content: ContentStore;
  /** Registers a content; with a salt: privately. The depositor’s reading of it is on record. */
  register(length: number, salt?: string): Registered;
  /** Executes another action of the depositor's organisation. */
  execute(type: string, data: JsonObject, actor?: TestActor): void;
  close(): Promise<void>;
}

export async function startGateway(
  limits: Partial<ContentStoreOptions> = {},
): Promise<GatewayUnderTest> {
  const { folder, remove } = newFolder();
  const content = await openStore(folder, limits, () => NOW);
  const store = memoryStore();
  const executor = executorOver(store, kit);
  executor.init(kit.genesisText);
  const registered = new Map<string, ItemFacts>();
  const app = fastify({ bodyLimit: 1_024 });
  const state = {
    get(key: string): JsonValue | undefined {
      const text = store.readState(key);
      return text === undefined ? undefined : (JSON.parse(text) as JsonValue);
    },
  };
  const itemFacts = (item: string): Promise<ItemFacts | undefined> =>
    Promise.resolve(registered.get(item));
  await app.register(
    contentGateway({ ledgerId: kit.ledger, content, state, itemFacts, now: () => NOW }),
  );
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    folder,
    content,
    register: (length, salt) => register(executor, registered, sample(length, salt)),
    execute: (type, data, actor = PLATFORM_ADMIN) => execute(executor, type, data, actor),
    async close() {
      app.server.closeAllConnections();
      await app.close();
      await content.close();
      remove();
    },
  };
}

function register(
  executor: Executor,
  registered: Map<string, ItemFacts>,
  { bytes, facts }: ReturnType<typeof sample>,
): Registered {
  const { digests, salt } = facts;
  const commitment = salt === undefined ? openCommitment(digests) : saltedCommitment(digests, salt);
  const shown = salt === undefined ? { digests: digests.map((digest) => ({ ...digest })) } : {};
  const item = { commitment, ...shown, category: 'document', claim: 'custodian' };
  const hash = execute(executor, 'evidence.RegisterItem', { item }, DEPOSITOR);
  execute(executor, 'evidence.LogAccess', reading(hash), DEPOSITOR);
  registered.set(hash, salt === undefined ? { commitment, digests } : { commitment });
  return { item: hash, bytes, facts };
}

/** Data of evidence.LogAccess. */
export const reading = (item: string): JsonObject => ({
  item,
  purpose: 'own-use',
  authority: 'claimant',
});

let ids = 0;

function execute(executor: Executor, type: string, data: JsonObject, actor: TestActor): string {
  const event = signed(kit, actor, { type, id: `id-${(ids += 1)}`, data });
  const [result] = runBlock(executor, [event], NOW);
  if (result?.refused !== null) throw new Error(`refused: ${String(result?.refused)}`);
  return event.hash;
}

/** An Authorization header; `changes` replace members of the capability. */
export function grant(
  item: string,
  changes: Partial<ContentCapability> = {},
  actor: TestActor = DEPOSITOR,
): string {
  const text = encodeCapability({
    actor: actor.id,
    item,
    key: actor.key,
    ledger: kit.ledger,
    method: 'deposit',
    notAfter: SOON,
    ...changes,
  });
  const signature = sign(null, Buffer.from(capabilitySigningText(text)), actor.privateKey);
  return capabilityHeader({ text, signature: signature.toString('hex') });
}

export const TUS = { 'tus-resumable': '1.0.0' };
export const BYTES = { 'content-type': 'application/offset+octet-stream' };

type Headers = { readonly [name: string]: string };

/** Starts an upload; resolves to its address. */
export async function begin(
  { url }: GatewayUnderTest,
  { item, bytes }: Registered,
  headers: Headers = {},
): Promise<string> {
  const length = String(bytes.length);
  const answer = await fetch(`${url}/content/`, {
    method: 'POST',
    headers: { ...TUS, authorization: grant(item), 'upload-length': length, ...headers },
  });
  if (answer.status !== 201) throw new Error(await answer.text());
  return url + (answer.headers.get('location') as string);
}

/** Adds bytes at `offset`. */
export function patch(
  upload: string,
  { item }: Registered,
  { offset, bytes, headers = {} }: { offset: number; bytes: Buffer; headers?: Headers },
): Promise<Response> {
  return fetch(upload, {
    method: 'PATCH',
    headers: {
      ...TUS,
      ...BYTES,
      authorization: grant(item),
      'upload-offset': String(offset),
      ...headers,
    },
    body: new Uint8Array(bytes),
  });
}

/** Deposits a content whole. */
export async function depositAll(gateway: GatewayUnderTest, registered: Registered): Promise<void> {
  const upload = await begin(gateway, registered);
  await patch(upload, registered, { offset: 0, bytes: registered.bytes });
}

/** Status, code and facts of a refused request. */
export async function faultOf(answer: Response): Promise<object> {
  const { errors } = (await answer.json()) as { errors: { extensions: object }[] };
  return { status: answer.status, ...errors[0]?.extensions };
}
