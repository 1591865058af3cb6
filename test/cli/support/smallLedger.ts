/** A small ledger in a temporary folder, made by the executor and the store that a node runs. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initLedger } from '../../../src/cli/init.js';
import { dataPaths, type PinnedGenesis, readGenesis } from '../../../src/cli/dataFolder.js';
import { readActorKey } from '../../../src/cli/keyFile.js';
import { makeBatch } from '../../../src/client/batch.js';
import { commitOpenly, commitWithSalt, digestContent } from '../../../src/client/item.js';
import { keySigner, signAction, type Signer } from '../../../src/client/sign.js';
import { utf8 } from '../../../src/crypto/bytes.js';
import type { JsonObject } from '../../../src/crypto/canonicalJson.js';
import type { KeyPair } from '../../../src/crypto/suites.js';
import { evidence } from '../../../src/domain/evidence/evidence.js';
import { foldGenesis } from '../../../src/domain/governance/foldGenesis.js';
import { governance } from '../../../src/domain/governance/governance.js';
import { Executor } from '../../../src/execution/executor.js';
import type { Instant } from '../../../src/ledger/instant.js';
import { eventHash, type SignedEvent } from '../../../src/ledger/signedEvent.js';
import { checkpointSigner } from '../../../src/node/checkpointSigner.js';
import { ALL_PROJECTIONS } from '../../../src/projections/allProjections.js';
import { rebuildReadModels } from '../../../src/projections/runner.js';
import { openLogReader } from '../../../src/store/sqliteLogReader.js';
import { SqliteStore } from '../../../src/store/sqliteStore.js';

export interface SmallLedger {
  readonly data: string;
  readonly paths: ReturnType<typeof dataPaths>;
  readonly pinned: PinnedGenesis;
  /** Entries in the log. */
  readonly size: number;
  remove(): void;
}

export const NOT_AFTER = '2099-12-31T23:59:59.999Z' as Instant;

/** Five blocks: open and salted items, a batch, a refused withdrawal, an item superseded. */
export async function makeSmallLedger(): Promise<SmallLedger> {
  const data = join(mkdtempSync(join(tmpdir(), 'civic-ledger-cli-')), 'data');
  initLedger(data);
  const paths = dataPaths(data);
  const pinned = readGenesis(paths.genesis);
  const signer = actorSigner(data, 'depositor@evidence-platform');
  const court = actorSigner(data, 'admin@court');
  const sign = (who: Signer, type: string, id: string, fields: JsonObject): Promise<SignedEvent> =>
    signAction(who, { ledger: pinned.ledger, type, data: fields, id, notAfter: NOT_AFTER });
  const items = await Promise.all(
    Array.from({ length: 5 }, (_, index) => itemData(`content ${index}`, index % 2 === 1)),
  );
  const registered = await Promise.all(
    items.map((item, index) => sign(signer, 'evidence.RegisterItem', `item-${index}`, { item })),
  );
  const [first, second] = registered.map(({ body }) => eventHash(body)) as [string, string];
  const batch = await batchData(['one', 'two', 'three']);
  const blocks = [
    registered.slice(0, 3),
    registered.slice(3),
    [await sign(signer, 'evidence.RegisterBatch', 'batch-1', batch)],
    [await sign(court, 'evidence.WithdrawItem', 'not-mine', { item: first, reason: 'other' })],
    [
      await sign(signer, 'evidence.SupersedeItem', 'new-version', {
        item: first,
        replacement: second,
        reason: 'new-version',
      }),
    ],
  ];
  const size = execute(data, blocks);
  await foldReadModels(paths);
  const remove = (): void => rmSync(join(data, '..'), { recursive: true, force: true });
  return { data, paths, pinned, size, remove };
}

/** Executes `blocks` on the ledger in `data`, a second apart, and returns the log's size. */
export function execute(data: string, blocks: readonly (readonly SignedEvent[])[]): number {
  const paths = dataPaths(data);
  const { document, text } = readGenesis(paths.genesis);
  const nodeKey = JSON.parse(readFileSync(paths.nodeKey, 'utf8')) as KeyPair;
  const store = new SqliteStore(paths.ledger, { pendingWritesMax: 4 });
  const signCheckpoint = checkpointSigner(nodeKey.privateKey, document);
  const executor = new Executor(
    { cachedKeysMax: 100 },
    { store, modules: [governance, evidence], foldGenesis, signCheckpoint },
  );
  if (executor.head() === undefined) executor.init(text);
  for (const block of blocks) {
    const engineHeight = (executor.head()?.engineHeight ?? 0) + 1;
    const time = new Date(Date.UTC(2030, 0, 1) + engineHeight * 1_000).toISOString() as Instant;
    const events = block.map((event) => ({ ...event, hash: eventHash(event.body) }));
    executor.finalizeBlock({ engineHeight, time, events });
    executor.commit();
  }
  const size = store.head()?.header.size ?? 0;
  store.close();
  return size;
}

/** A signer with the key file of `actor`. */
export function actorSigner(data: string, actor: string): Signer {
  return keySigner(actor, readActorKey(data, actor).privateKey);
}

async function itemData(content: string, salted: boolean): Promise<JsonObject> {
  const digests = await digestContent(utf8(content));
  const { commitment } = salted ? commitWithSalt(digests, '5a'.repeat(32)) : commitOpenly(digests);
  const plain = digests.map((digest) => ({ ...digest }));
  const fields = { commitment, category: 'document', claim: 'author' };
  return salted ? fields : { ...fields, digests: plain };
}

async function batchData(contents: readonly string[]): Promise<JsonObject> {
  const digests = await Promise.all(contents.map((content) => digestContent(utf8(content))));
  const { root, leaves } = makeBatch(digests.map((each) => commitOpenly(each).commitment));
  return { root, count: leaves.length, leaves, category: 'document', claim: 'collector' };
}

async function foldReadModels(paths: SmallLedger['paths']): Promise<void> {
  const reader = openLogReader(paths.ledger);
  try {
    await rebuildReadModels({
      reader,
      databasePath: paths.readModels,
      projections: ALL_PROJECTIONS,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
  } finally {
    reader.close();
  }
}
