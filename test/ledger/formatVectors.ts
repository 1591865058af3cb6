/**
 * The vectors of docs/formats.md, made by this project's own code from the sample ledger: what
 * test/vectors/formats/ holds for implementations in other languages.
 */
import { paperCodes } from '../../src/client/paper/paperCodes.js';
import type { JsonValue } from '../../src/crypto/canonicalJson.js';
import { concatBytes, fromHex, toHex, utf8 } from '../../src/crypto/bytes.js';
import { MESSAGE_HASHES } from '../../src/crypto/messageHash.js';
import { sha256Hex } from '../../src/crypto/sha256.js';
import { type BlockHeader, headerHash } from '../../src/ledger/blockHeader.js';
import { parseCheckpoint } from '../../src/ledger/checkpoint.js';
import { derivedEventHash, encodeDerivedEvent } from '../../src/ledger/derivedEvent.js';
import { dossierLeaf } from '../../src/ledger/dossierLeaf.js';
import { type Entry, entryHash } from '../../src/ledger/entry.js';
import { decodeTransaction } from '../../src/consensus/cometbft/transaction.js';
import { decodeEventBatch, encodeEventBatch } from '../../src/ledger/eventBatch.js';
import { openCommitment, saltedCommitment } from '../../src/ledger/itemCommitment.js';
import { possessionText } from '../../src/ledger/keyPossession.js';
import { MerkleTree } from '../../src/ledger/merkleTree.js';
import { type EventBody, eventHash, signingText } from '../../src/ledger/signedEvent.js';
import { ed25519KeyId, parseSignedNote } from '../../src/ledger/signedNote.js';
import { encodeBlock, encodeDescription } from '../../src/ledger/snapshot.js';
import { commitChanges, EMPTY_STATE, type StateChange } from '../../src/ledger/stateCommitment.js';
import { chainsWithStep, NO_STEPS, type StepChain, withStep } from '../../src/ledger/stepChain.js';
import { type TileName, tilePath } from '../../src/ledger/tilePath.js';
import { parseReceipt, type Receipt } from '../../src/ledger/receipt.js';
import { encodeVerifierKey } from '../../src/ledger/verifierKey.js';
import { verifyReceipt } from '../../src/ledger/verifyReceipt.js';
import { registrationImprint, registrationText } from '../../src/timestamp/registrationImprint.js';
import { contentCapability, contentObjects } from '../content/contentVectors.js';
import { certifiedVectors } from './cometbft/certifiedVectors.js';
import {
  ACTOR,
  ACTOR_KEY,
  NODE_KEY,
  sampleDigest,
  sampleKey,
  sampleLedger,
  type SampleLedger,
} from './sampleLedger.js';

/** File name → content. */
export function formatVectors(): { readonly [file: string]: JsonValue } {
  const ledger = sampleLedger();
  const parts: { readonly [file: string]: unknown } = {
    'keys.json': keys(),
    'genesis.json': { text: ledger.genesisText, ledger: ledger.id },
    'signedEvent.json': signedEvents(ledger),
    'derivedEvent.json': derivedEvents(ledger),
    'entry.json': entries(ledger).map(({ entry }) => ({ text: entry, hash: entryHash(entry) })),
    'blockHeader.json': ledger.blocks.map(({ header }) => ({
      text: header,
      hash: headerHash(header),
    })),
    'stateCommitment.json': stateCommitments(),
    'merkleRoot.json': merkleRoots(ledger),
    'checkpoint.json': checkpoints(ledger),
    'receipt.json': receipts(ledger),
    'log.json': { ledger: ledger.id, text: ledger.export() },
    'itemCommitment.json': itemCommitments(),
    'dossierLeaf.json': dossierLeaves(),
    'stepChain.json': stepChains(),
    'keyPossession.json': keyPossession(ledger),
    'tilePath.json': tilePaths(),
    'timestampedRegistration.json': timestampedRegistration(ledger),
    'eventBatch.json': eventBatches(ledger),
    'transaction.json': transactions(),
    'snapshot.json': snapshots(ledger),
    'contentObject.json': contentObjects(),
    'contentCapability.json': contentCapability(),
    'certifiedReceipt.json': certifiedVectors(),
    'paperCodes.json': paper(ledger),
  };
  return JSON.parse(JSON.stringify(parts)) as { [file: string]: JsonValue };
}

/** Three steps of an item, one of them on a case with another item as well. */
function stepChains() {
  const [item, other] = ['0a'.repeat(32), '0b'.repeat(32)];
  const events = [
    { type: 'evidence.AccessLogged', data: { item } },
    { type: 'evidence.SubmittedToCase', data: { items: [item, other], link: '1c'.repeat(32) } },
    { type: 'evidence.RelationEnded', data: { organisation: 'owner', other: 'court' } },
  ];
  const chains = new Map<string, StepChain>();
  return events.map((event) => ({
    event,
    subjects: chainsWithStep(event, (subject) => chains.get(subject)).map(([subject, chain]) => {
      chains.set(subject, chain);
      return { subject, ...chain };
    }),
    digest: withStep(NO_STEPS, derivedEventHash(encodeDerivedEvent(event))).digest,
  }));
}

function keys() {
  return [
    ['checkpoint key', NODE_KEY],
    [ACTOR, ACTOR_KEY],
  ].map(([name, key]) => {
    const { privateKey, publicKey } = key as typeof NODE_KEY;
    return { name, privateKey, publicKey };
  });
}

function entries(ledger: SampleLedger) {
  return ledger.blocks.flatMap((block) => block.entries);
}

function eventsOf(ledger: SampleLedger, kind: Entry['kind']) {
  return entries(ledger)
    .map(({ entry, event }) => ({ entry: JSON.parse(entry) as Entry, event }))
    .filter(({ entry }) => entry.kind === kind);
}

function signedEvents(ledger: SampleLedger) {
  return eventsOf(ledger, 'signed').map(({ entry, event }) => ({
    body: event,
    signingText: signingText(event),
    hash: eventHash(event),
    key: (JSON.parse(event) as EventBody).key,
    signature: (entry as { signature?: string }).signature,
  }));
}

function derivedEvents(ledger: SampleLedger) {
  return eventsOf(ledger, 'derived').map(({ event }) => ({
    text: event,
    hash: derivedEventHash(event),
  }));
}

function timestampedRegistration(ledger: SampleLedger) {
  const registering = signedEvents(ledger).find(({ body }) => body.includes('RegisterItem'));
  const registration = registering?.hash as string;
  const imprints = MESSAGE_HASHES.map((hash) => [
    hash,
    toHex(registrationImprint(registration, hash)),
  ]);
  const text = registrationText(registration);
  return { registration, text, imprints: Object.fromEntries(imprints) as JsonValue };
}

function stateCommitments() {
  const steps: StateChange[][] = [
    [],
    [['evidence/item/aa', '{"claimant":"evidence-platform","status":"active"}']],
    [
      ['evidence/item/aa', null],
      ['governance/organisation/court', '{"name":"法院","status":"active"}'],
    ],
  ];
  let previous = EMPTY_STATE;
  return steps.map((changes) => {
    const before = previous;
    previous = commitChanges(before, changes);
    return { previous: before, changes, commitment: previous };
  });
}

function merkleRoots(ledger: SampleLedger) {
  const tree = new MerkleTree();
  const roots = [{ size: 0, root: tree.root() }];
  for (const { entry } of entries(ledger)) {
    tree.append(entryHash(entry));
    roots.push({ size: tree.size, root: tree.root() });
  }
  return roots;
}

function checkpoints(ledger: SampleLedger) {
  return ledger.blocks.map(({ checkpoint }) => ({
    ...parseCheckpoint(parseSignedNote(checkpoint)?.text ?? ''),
    publicKey: NODE_KEY.publicHex,
    keyId: ed25519KeyId(ledger.genesis.origin, fromHex(NODE_KEY.publicHex)),
    note: checkpoint,
  }));
}

function paper(ledger: SampleLedger) {
  const codes = paperCodes(parseReceipt(ledger.receipt(1)) as Receipt);
  const { origin, checkpointKeys } = ledger.genesis;
  const logKey = encodeVerifierKey({ origin, key: checkpointKeys[0] as string });
  return { logKey, proof: codes?.proof, record: codes?.record[0] };
}

function receipts(ledger: SampleLedger) {
  const trust = { ledger: ledger.id, genesis: ledger.genesisText };
  const receipt = ledger.receipt(3);
  const change = (from: string, to: string) => receipt.replace(from, to);
  const cases: [string, string][] = [
    ['an accepted event', ledger.receipt(1)],
    ['a refused event', receipt],
    ['an event that led to nothing', ledger.receipt(8)],
    ['a space after the brace', change('{', '{ ')],
    ['another id in the body', change('"id":"sample-3"', '"id":"sample-4"')],
    ['another index', change('"index":4', '"index":3')],
    ['another size in the note', change('sample\\n8\\n', 'sample\\n9\\n')],
    [
      'another state in the header',
      change('"state":"', '"state":"0').replace(/(?<="state":".{64})./, ''),
    ],
  ];
  return cases.map(([what, text]) => {
    const verdict = verifyReceipt(text, trust);
    return { what, ...trust, receipt: text, answer: verdict.ok ? 'ok' : verdict.code };
  });
}

function itemCommitments() {
  const content = 'a file that two parties disagree about\n';
  const bytes = utf8(content);
  const digests = [sampleDigest('sha-256', bytes), sampleDigest('sm3', bytes)];
  const four = (['sha-256', 'sha-512', 'sha3-256', 'sm3'] as const).map((algorithm) =>
    sampleDigest(algorithm, bytes),
  );
  const salt = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
  return [
    { content, digests, commitment: openCommitment(digests) },
    { content, digests: four, commitment: openCommitment(four) },
    { content, digests, salt, commitment: saltedCommitment(digests, salt) },
  ];
}

function dossierLeaves() {
  const item = '0a86d314b51437a3723e45edad7f29306a80ff5b4f6c654bffd48ff2ec7c52c6';
  const entries = [
    { item, number: 0, phase: 'origin' },
    { item: `${item}.1`, number: 1, phase: 'collection' },
  ];
  return entries.map((entry) => ({ entry, leaf: toHex(dossierLeaf(entry)) }));
}

function keyPossession(ledger: SampleLedger) {
  const key = sampleKey('new key');
  const text = possessionText(ledger.id, ACTOR);
  return { ledger: ledger.id, actor: ACTOR, key: key.publicKey, text, signature: key.sign(text) };
}

function tilePaths() {
  const tiles: TileName[] = [
    { level: 0, index: 0, width: 256 },
    { level: 0, index: 0, width: 1 },
    { level: 1, index: 999, width: 255 },
    { level: 2, index: 1000, width: 256 },
    { level: 'entries', index: 1234067, width: 8 },
    { level: 63, index: 9007199254740991, width: 256 },
  ];
  return tiles.map((tile) => ({ ...tile, path: tilePath(tile) }));
}

/** Batches as validators read them, and what is none. */
function eventBatches(ledger: SampleLedger) {
  const signed = eventsOf(ledger, 'signed').map(({ entry, event }) => ({
    body: event,
    signature: (entry as { signature?: string }).signature as string,
  }));
  const nonce = fromHex('000102030405060708090a0b0c0d0e0f');
  const tiny = toHex(encodeEventBatch([{ body: '{}', signature: '00ff' }], nonce));
  const cases: [string, string][] = [
    ['one event of two bytes', tiny],
    ['two events', toHex(encodeEventBatch(signed.slice(0, 2), nonce))],
    ['no event', tiny.slice(0, -12)],
    ['another version', tiny.replace('2f7631', '2f7632')],
    ['a length in two bytes instead of one', tiny.replace('027b7d', '82007b7d')],
    ['a signature cut short', tiny.slice(0, -2)],
    ['a byte too many', `${tiny}00`],
    ['a body that is not UTF-8', tiny.replace('7b7d', '7bff')],
  ];
  return cases.map(([what, batch]) => ({
    what,
    batch,
    events: decodeEventBatch(fromHex(batch)) ?? null,
  }));
}

/** Batches compressed for CometBFT, and what no validator reads. */
function transactions() {
  const nonce = fromHex('000102030405060708090a0b0c0d0e0f');
  const batch = encodeEventBatch([{ body: '{}', signature: '00ff' }], nonce);
  // Made once: another release of zlib may write other streams, and reads these.
  const deflated =
    '4bce2ccb4cd6cd494d494f2dd24f2d4bcd2bd14d4a2c49ced02f33e46260646266616563e7e0e4e2e6e1e5e3' +
    '67aaae6562f80f00';
  const cases: [string, string][] = [
    ['one event of two bytes', deflated],
    ['the same, stored instead of compressed', toHex(storedBlock(batch))],
    ['a byte too many', `${deflated}00`],
    ['a stream cut short', deflated.slice(0, -2)],
    ['no batch in the stream', toHex(storedBlock(utf8('civic-ledger/event-batch/v1')))],
    ['a batch that is not compressed', toHex(batch)],
  ];
  return cases.map(([what, transaction]) => ({
    what,
    transaction,
    events: decodeTransaction(fromHex(transaction)) ?? null,
  }));
}

/** RFC 1951 §3.2.4: one last block of bytes as they are. */
function storedBlock(bytes: Uint8Array): Uint8Array {
  const [low, high] = [bytes.length & 0xff, bytes.length >>> 8];
  return concatBytes(Uint8Array.from([1, low, high, ~low & 0xff, ~high & 0xff]), bytes);
}

/** A block in a stream, and the sample ledger as a snapshot. */
function snapshots(ledger: SampleLedger) {
  const blocks = ledger.blocks.slice(1).map(({ header, entries: recorded }) => {
    const events: { body: string; signature: string; derived: string[] }[] = [];
    for (const { entry: text, event } of recorded) {
      const entry = JSON.parse(text) as Entry;
      if (entry.kind === 'signed') {
        events.push({ body: event, signature: entry.signature, derived: [] });
      } else events.at(-1)?.derived.push(event);
    }
    return { time: (JSON.parse(header) as BlockHeader).time, events };
  });
  const stream = concatBytes(...blocks.map(encodeBlock));
  const header = JSON.parse(ledger.blocks.at(-1)?.header ?? '') as BlockHeader;
  const chunks = [sha256Hex(stream)];
  const smallest = { body: '{}', signature: '00ff', derived: ['{}'] };
  return [
    { what: 'the smallest block', stream: toHex(encodeBlock({ time: 't', events: [smallest] })) },
    {
      what: 'the sample ledger',
      stream: toHex(stream),
      metadata: encodeDescription({ header, bytes: stream.length, chunks }),
    },
  ];
}

/** A vector file's text: one vector a line where there are several. */
export function vectorText(value: JsonValue): string {
  if (!Array.isArray(value)) return `${JSON.stringify(value, null, 2)}\n`;
  return `[\n${value.map((item: JsonValue) => `  ${JSON.stringify(item)}`).join(',\n')}\n]\n`;
}
