/**
 * Evidence from end to end, over the sockets that a client uses: items registered, stamped by two
 * unrelated authorities and sealed, each step acknowledged before the next; bundles of a sealed
 * item; the verifier on an item of a gibibyte, its content read and hashed included; and dossiers
 * of a hundred thousand items (dossier.ts).
 */
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, ftruncateSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { digestsOfFile } from '../src/cli/fileContent.js';
import { assembleBundle } from '../src/client/bundle/assembleBundle.js';
import { collectBundle } from '../src/client/bundle/collectBundle.js';
import { commitOpenly } from '../src/client/item.js';
import { submitEvents } from '../src/client/submit.js';
import { requestTimestamp } from '../src/client/timestamp.js';
import { verifyBundle } from '../src/client/verifier/verifyBundle.js';
import type { Hex } from '../src/crypto/bytes.js';
import type { JsonObject } from '../src/crypto/canonicalJson.js';
import { toBase64 } from '../src/ledger/base64.js';
import type { TypedDigest } from '../src/ledger/itemCommitment.js';
import { registrationImprint } from '../src/timestamp/registrationImprint.js';
import { tokenOfResponse } from '../src/timestamp/verifyTimestamp.js';
import { type LedgerFolder, makeLedgerFolder } from '../test/support/live/ledgerFolder.js';
import type { ServerProcess } from '../test/support/live/serverProcess.js';
import { startBenchServer } from './largeLog.js';
import { batchDossierFigures, singleDossierFigures } from './dossier.js';
import type { Bench, Figure } from './question.js';

/** Callers at once. */
const CALLERS = 16;
const GIBIBYTE = 2 ** 30;
/** The demonstration's time authorities. */
const AUTHORITIES = ['time-service', 'observatory'] as const;
const ALGORITHMS = ['sha-256', 'sm3'] as const;

/** A ledger of its own with its two time authorities. */
interface EvidenceLedger {
  readonly folder: LedgerFolder;
  readonly server: ServerProcess;
}

export async function evidenceFigures({ options, note }: Bench): Promise<readonly Figure[]> {
  const folder = makeLedgerFolder();
  const server = await startBenchServer(folder.directory, { DEMONSTRATION_CLOCKS: 'on' });
  const ledger = { folder, server };
  try {
    note(`sealing items, ${CALLERS} callers, ${options.seconds} s`);
    const sealed = await perSecond(options.seconds, () => sealedItem(ledger, smallContent()));
    note(`making bundles, ${CALLERS} callers, ${options.seconds} s`);
    const item = await sealedItem(ledger, smallContent());
    const bundles = await perSecond(options.seconds, () => bundleOf(ledger, item));
    note('verifying an item of 1 GiB');
    const dossier = { ...ledger, items: options.dossierItems, note };
    return [
      {
        question: `items registered, stamped twice and sealed, ${CALLERS} callers`,
        value: sealed,
        unit: 'items/s',
      },
      { question: `bundles of a sealed item, ${CALLERS} callers`, value: bundles, unit: 'per s' },
      ...(await verifierFigures(ledger)),
      ...(await batchDossierFigures(dossier)),
      ...(await singleDossierFigures(dossier)),
    ];
  } finally {
    await server.stop();
    folder.remove();
  }
}

/** How often `work` is done in a second by CALLERS at once. */
async function perSecond(seconds: number, work: () => Promise<unknown>): Promise<number> {
  let done = 0;
  const started = performance.now();
  const end = started + seconds * 1_000;
  const caller = async (): Promise<void> => {
    for (; performance.now() < end; done += 1) await work();
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return done / ((performance.now() - started) / 1_000);
}

function smallContent(): readonly TypedDigest[] {
  const value = createHash('sha256').update(randomBytes(16)).digest('hex');
  const other = createHash('sha3-256').update(value).digest('hex');
  return [
    { algorithm: 'sha-256', length: 16, value },
    { algorithm: 'sha3-256', length: 16, value: other },
  ];
}

/** Registers, has two authorities stamp it, attaches their tokens and seals; the item's id. */
async function sealedItem(ledger: EvidenceLedger, digests: readonly TypedDigest[]): Promise<Hex> {
  const { commitment } = commitOpenly(digests);
  const given = { commitment, digests, category: 'document', claim: 'author' } as const;
  const registration = await submit(ledger, 'RegisterItem', {
    item: given as unknown as JsonObject,
  });
  for (const authority of AUTHORITIES) {
    const token = await tokenOver(ledger, registration, authority);
    await submit(ledger, 'AttachTimestamp', { registration, authority, token });
  }
  await submit(ledger, 'SealItem', { registration });
  return registration;
}

/** Base64. */
async function tokenOver(
  { server }: EvidenceLedger,
  registration: Hex,
  authority: string,
): Promise<string> {
  const url = `${new URL(server.url).origin}/clocks/${authority}/tsa`;
  const imprint = { hash: 'sha-256', value: registrationImprint(registration, 'sha-256') } as const;
  const reply = await requestTimestamp({ url }, imprint);
  const token = 'ok' in reply ? reply : tokenOfResponse(reply.response);
  if ('ok' in token) throw new Error(`${authority} gave no token: ${token.code}`);
  return toBase64(token);
}

async function submit(
  { folder, server }: EvidenceLedger,
  action: string,
  data: JsonObject,
): Promise<Hex> {
  const id = randomBytes(12).toString('hex');
  const event = folder.depositor.sign({ type: `evidence.${action}`, id, data });
  const [outcome] = await submitEvents({ url: server.url }, [event]);
  if (outcome === undefined || outcome.refused !== null) {
    throw new Error(`${action} was refused: ${outcome?.refused}`);
  }
  return outcome.eventHash;
}

async function bundleOf({ folder, server }: EvidenceLedger, item: Hex): Promise<Uint8Array> {
  const request = { item, genesis: folder.genesisText };
  return assembleBundle(await collectBundle({ url: server.url }, request));
}

async function verifierFigures(ledger: EvidenceLedger): Promise<readonly Figure[]> {
  const path = join(ledger.folder.directory, 'gibibyte.bin');
  const file = openSync(path, 'wx');
  ftruncateSync(file, GIBIBYTE);
  closeSync(file);
  const registered = await digestsOfFile(path, ALGORITHMS);
  const bundle = await bundleOf(ledger, await sealedItem(ledger, registered));
  const started = performance.now();
  const digests = await digestsOfFile(path, ALGORITHMS);
  const hashed = performance.now();
  const trust = { ledger: ledger.folder.ledgerId, roots: [] };
  const { code } = verifyBundle(bundle, { trust, content: { digests, salt: undefined } });
  const done = performance.now();
  rmSync(path);
  // Without roots no token counts and nothing shows how the item came about: not proven.
  if (code !== 2) throw new Error(`the verifier answers ${code}`);
  const seconds = (from: number, to: number): number => (to - from) / 1_000;
  return [
    { question: 'verifier, item of 1 GiB: whole', value: seconds(started, done), unit: 's' },
    {
      question: 'verifier, item of 1 GiB: without hashing',
      value: seconds(hashed, done),
      unit: 's',
    },
  ];
}
