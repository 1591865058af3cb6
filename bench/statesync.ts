/**
 * A fifth node joins a consortium with a large log by CometBFT's state sync: seconds from its start
 * until its log has the others' head, until it is ready, and until its read models show everything.
 * The log is made beforehand by the executor alone and put into every node before CometBFT's first
 * block, so that filling it does not take longer than the measurement.
 */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { evidence } from '../src/domain/evidence/evidence.js';
import { foldGenesis } from '../src/domain/governance/foldGenesis.js';
import { governance } from '../src/domain/governance/governance.js';
import { Executor } from '../src/execution/executor.js';
import type { Instant } from '../src/ledger/instant.js';
import { eventHash, type SignedEvent } from '../src/ledger/signedEvent.js';
import type { Genesis } from '../src/ledger/genesis.js';
import { checkpointSigner } from '../src/node/checkpointSigner.js';
import { SqliteStore } from '../src/store/sqliteStore.js';
import {
  type ConsortiumNetwork,
  FIFTH,
  makeConsortium,
  type NodeIndex,
  sizeOf,
  until,
} from '../test/support/live/consortiumNetwork.js';
import { signItem } from '../test/support/live/depositor.js';
import { askForAnswer } from '../test/support/live/graphqlClient.js';
import { readNodeKey } from '../test/support/live/ledgerFolder.js';
import { SUBMIT_BATCH } from '../test/support/live/operations.js';
import { pause } from '../test/support/live/serverProcess.js';
import { withStoredLog } from '../test/support/live/storedLog.js';
import type { BenchOptions, Figure } from './question.js';
import { untilVisible } from './visible.js';

/** Three of four validators decide; the fourth would only take processor time from the others. */
const VALIDATORS: readonly NodeIndex[] = [0, 1, 2];
const EVENTS_PER_BLOCK = 200;
const INTERVAL = 2;
const POLL_MS = 100;
const PATIENCE_MS = 900_000;

interface Question {
  readonly options: BenchOptions;
  readonly note: (text: string) => void;
}

export async function stateSyncFigures({ options, note }: Question): Promise<readonly Figure[]> {
  const network = await makeConsortium();
  try {
    note(`making a log of ${options.largeLogEntries} entries`);
    await prefill(network, options.largeLogEntries);
    note('starting three of four validators on it');
    await Promise.all(
      VALIDATORS.map((node) => {
        const rpc = network.rpcAddress(node);
        const settings = { SNAPSHOT_INTERVAL: `${INTERVAL}`, COMETBFT_RPC: rpc };
        return network.start([node], settings, PATIENCE_MS);
      }),
    );
    for (const node of VALIDATORS) await untilVisible(network.server(node).url);
    const snapshotSeconds = await firstSnapshot(network);
    note(`a snapshot after ${snapshotSeconds.toFixed(1)} s; the fifth node joins`);
    return [...(await joinFifth(network)), snapshotFigure(snapshotSeconds, options)];
  } finally {
    await network.remove();
  }
}

function snapshotFigure(value: number, { largeLogEntries }: BenchOptions): Figure {
  const at = `${largeLogEntries.toLocaleString('en-US')} entries`;
  return { question: `first snapshot of ${at}, beside the running engine`, value, unit: 's' };
}

/** Fills the ledger of the first validator as of CometBFT's height 0, and copies it. */
async function prefill(network: ConsortiumNetwork, entries: number): Promise<void> {
  const path = (node: NodeIndex): string => join(network.directory(node), 'ledger.sqlite');
  const { genesisText, depositor } = network.ledger;
  const store = new SqliteStore(path(0), { pendingWritesMax: 100_000 });
  const genesis = JSON.parse(genesisText) as Genesis;
  const signCheckpoint = checkpointSigner(readNodeKey(network.directory(0)), genesis);
  const executor = new Executor(
    { cachedKeysMax: 50_000 },
    { store, modules: [governance, evidence], foldGenesis, signCheckpoint },
  );
  executor.init(genesisText);
  for (let events = 0; 2 * events < entries; events += EVENTS_PER_BLOCK) {
    const signed = Array.from({ length: EVENTS_PER_BLOCK }, (_, index) => {
      const event = signItem(depositor, `prefilled-${events + index}`);
      return { ...event, hash: eventHash(event.body) };
    });
    const time = new Date(Date.parse(genesis.time) + events).toISOString() as Instant;
    executor.finalizeBlock({ engineHeight: 0, time, events: signed });
    executor.commit();
    // Lets a signal to end through.
    await pause(0);
  }
  store.close();
  for (const node of VALIDATORS.slice(1)) copyFileSync(path(0), path(node));
}

/** Submits until every validator has a snapshot; seconds from the first block to that. */
async function firstSnapshot(network: ConsortiumNetwork): Promise<number> {
  const started = performance.now();
  for (let count = 0; count < INTERVAL; count += 1) await submit(network, count);
  await until(
    'a snapshot',
    async () => VALIDATORS.every((node) => hasSnapshot(network, node)),
    PATIENCE_MS,
  );
  const seconds = (performance.now() - started) / 1_000;
  // The light client needs the two blocks after it.
  await submit(network, INTERVAL);
  return seconds;
}

async function submit(network: ConsortiumNetwork, count: number): Promise<void> {
  const events: SignedEvent[] = [signItem(network.ledger.depositor, `later-${count}`)];
  await askForAnswer(network.server(0).url, SUBMIT_BATCH, { input: { events, wait: 'WAIT' } });
}

function hasSnapshot(network: ConsortiumNetwork, node: NodeIndex): boolean {
  const index = new Database(join(network.directory(node), 'snapshots.sqlite'), { readonly: true });
  try {
    return index.prepare('SELECT 1 FROM snapshots').get() !== undefined;
  } finally {
    index.close();
  }
}

async function joinFifth(network: ConsortiumNetwork): Promise<readonly Figure[]> {
  const servers = [0, 1].map((node) => `http://${network.rpcAddress(node as NodeIndex)}`);
  const head = await sizeOf(network.server(0));
  network.join(2, '--state-sync', servers.join(','));
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1_000;
  const ready = network.start([FIFTH], {}, PATIENCE_MS).then(seconds);
  const reached = reachedHead(network, head).then(seconds);
  const [readySeconds, reachedSeconds] = await Promise.all([ready, reached]);
  await untilVisible(network.server(FIFTH).url);
  const joins = `a fifth node joins a log of ${head.toLocaleString('en-US')} entries`;
  return [
    { question: `${joins}: at the head`, value: reachedSeconds, unit: 's', bar: { atMost: 60 } },
    { question: `${joins}: ready`, value: readySeconds, unit: 's' },
    { question: `${joins}: all read models`, value: seconds(), unit: 's' },
  ];
}

/** Resolves when the log of the fifth node is as long as that of the others. */
async function reachedHead(network: ConsortiumNetwork, head: number): Promise<void> {
  const size = (): number => {
    try {
      return withStoredLog(network.directory(FIFTH), (log) => log.size());
    } catch {
      // Not made yet.
      return 0;
    }
  };
  while (size() < head) await pause(POLL_MS);
}
