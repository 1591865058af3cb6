/**
 * A dossier of a hundred thousand items: filed, frozen, made into a bundle over the socket that a
 * client uses, and verified offline. Once registered in batches, as a folder or a capture is, and
 * once one by one, which is the worst case: a signature and a record for every item.
 */
import { randomBytes } from 'node:crypto';
import { batchRoot } from '../src/domain/evidence/batch.js';
import { FILED_ITEMS_MAX } from '../src/domain/evidence/case/dossierFiling.js';
import { assembleDossier } from '../src/client/dossier/dossierBundle.js';
import { collectDossier } from '../src/client/dossier/collectDossier.js';
import { fetchDossier, manifestRoot } from '../src/client/dossier/fetchDossier.js';
import { submitEvents } from '../src/client/submit.js';
import { verifyBundle } from '../src/client/verifier/verifyBundle.js';
import type { Hex } from '../src/crypto/bytes.js';
import type { JsonObject } from '../src/crypto/canonicalJson.js';
import type { LedgerFolder } from '../test/support/live/ledgerFolder.js';
import type { ServerProcess } from '../test/support/live/serverProcess.js';
import type { Figure } from './question.js';

/** Where the dossiers are. */
export interface DossierBench {
  readonly folder: LedgerFolder;
  readonly server: ServerProcess;
  readonly items: number;
  readonly note: (text: string) => void;
}

const BATCH_ITEMS = 10_000;
const SINGLES_AT_ONCE = 500;
const MEBIBYTE = 2 ** 20;

type Action = readonly [type: string, data: JsonObject];

/** Registered in batches. */
export async function batchDossierFigures(bench: DossierBench): Promise<readonly Figure[]> {
  return figuresOf(
    bench,
    `${bench.items.toLocaleString('en-US')} items in batches`,
    registerBatches,
  );
}

/** Registered one by one. */
export async function singleDossierFigures(bench: DossierBench): Promise<readonly Figure[]> {
  return figuresOf(bench, `${bench.items.toLocaleString('en-US')} single items`, registerSingles);
}

async function figuresOf(
  bench: DossierBench,
  what: string,
  register: (bench: DossierBench) => Promise<readonly string[]>,
): Promise<readonly Figure[]> {
  const { folder, note, server } = bench;
  note(`a dossier of ${what}`);
  const endpoint = { url: server.url };
  const ids = await register(bench);
  const [dossier] = (await submit(bench, [['OpenDossier', {}]])) as [Hex];
  const filed = await timed(() => fileAll(bench, dossier, ids));
  const frozen = await timed(async () => {
    const { entries } = await fetchDossier(endpoint, dossier);
    const manifest = { dossier, count: entries.length, root: manifestRoot(entries) };
    await submit(bench, [['FreezeDossier', manifest]]);
  });
  const made = await timed(async () => {
    const request = { dossier, genesis: folder.genesisText };
    return assembleDossier(await collectDossier(endpoint, request));
  });
  const trust = { ledger: folder.ledgerId, roots: [] };
  const verified = await timed(() => Promise.resolve(verifyBundle(made.value, { trust })));
  const { code, dossier: extent } = verified.value;
  // Without contents and time-stamps all is as registered, and no more is proven.
  if (code !== 2 || extent?.items !== ids.length) throw new Error(`the verifier answers ${code}`);
  const about = `dossier of ${what}`;
  return [
    { question: `${about}: filing`, value: filed.seconds, unit: 's' },
    { question: `${about}: freezing`, value: frozen.seconds, unit: 's' },
    { question: `${about}: making its bundle`, value: made.seconds, unit: 's' },
    { question: `${about}: size of its bundle`, value: made.value.length / MEBIBYTE, unit: 'MiB' },
    { question: `${about}: verifier`, value: verified.seconds, unit: 's' },
    { question: `${about}: verifier, processor time`, value: verified.processor, unit: 's' },
  ];
}

async function registerBatches(bench: DossierBench): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let start = 0; start < bench.items; start += BATCH_ITEMS) {
    const count = Math.min(BATCH_ITEMS, bench.items - start);
    const leaves = Array.from({ length: count }, () => randomBytes(32).toString('hex'));
    const batch = { root: batchRoot(leaves), count, leaves, category: 'document', claim: 'author' };
    const [id] = (await submit(bench, [['RegisterBatch', batch]])) as [Hex];
    for (let index = 0; index < count; index += 1) ids.push(`${id}.${index}`);
  }
  return ids;
}

async function registerSingles(bench: DossierBench): Promise<readonly string[]> {
  const ids: string[] = [];
  while (ids.length < bench.items) {
    const count = Math.min(SINGLES_AT_ONCE, bench.items - ids.length);
    const actions = Array.from({ length: count }, (): Action => {
      const commitment = randomBytes(32).toString('hex');
      return ['RegisterItem', { item: { commitment, category: 'document', claim: 'author' } }];
    });
    ids.push(...(await submit(bench, actions)));
  }
  return ids;
}

async function fileAll(bench: DossierBench, dossier: Hex, ids: readonly string[]): Promise<void> {
  for (let start = 0; start < ids.length; start += FILED_ITEMS_MAX) {
    const items = ids.slice(start, start + FILED_ITEMS_MAX).sort();
    const salt = randomBytes(32).toString('hex');
    await submit(bench, [['FileInDossier', { dossier, phase: 'collection', items, salt }]]);
  }
}

/** Hashes of the events; a refusal ends the run. */
async function submit(
  { folder, server }: DossierBench,
  actions: readonly Action[],
): Promise<readonly Hex[]> {
  const events = actions.map(([type, data]) => {
    const id = randomBytes(12).toString('hex');
    return folder.depositor.sign({ type: `evidence.${type}`, id, data });
  });
  const outcomes = await submitEvents({ url: server.url }, events);
  const refused = outcomes.find((outcome) => outcome.refused !== null);
  if (refused !== undefined) throw new Error(`an action was refused: ${refused.refused}`);
  return outcomes.map(({ eventHash }) => eventHash);
}

/** What `work` gave, how long it took, and the processor time of this process meanwhile. */
async function timed<Value>(work: () => Promise<Value>) {
  const [started, before] = [performance.now(), process.cpuUsage()];
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - started) / 1_000;
  return { value, seconds, processor: (user + system) / 1_000_000 };
}
