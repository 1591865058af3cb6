/**
 * A small ledger made with the formats alone, without an executor: the same bytes on every run.
 * Keys come from names, signatures are Ed25519, which draws nothing.
 */
import type { JsonObject } from '../../src/crypto/canonicalJson.js';
import { fromHex, toHex, utf8 } from '../../src/crypto/bytes.js';
import { digest } from '../../src/crypto/digest.js';
import type { DigestAlgorithm } from '../../src/crypto/digestAlgorithm.js';
import { sha256Hex } from '../../src/crypto/sha256.js';
import { messageSigner, publicKeyOf } from '../../src/crypto/suites.js';
import {
  type BlockHeader,
  encodeHeader,
  headerHash,
  NO_PREVIOUS_HEADER,
} from '../../src/ledger/blockHeader.js';
import { signCheckpoint } from '../../src/ledger/checkpoint.js';
import {
  type DerivedEvent,
  derivedEventHash,
  encodeDerivedEvent,
} from '../../src/ledger/derivedEvent.js';
import { type Entry, encodeEntry, entryHash, NO_PREVIOUS } from '../../src/ledger/entry.js';
import {
  encodeGenesis,
  type Genesis,
  GENESIS_TYPE,
  genesisHash,
} from '../../src/ledger/genesis.js';
import type { Instant } from '../../src/ledger/instant.js';
import { openCommitment, type TypedDigest } from '../../src/ledger/itemCommitment.js';
import type { BlockTexts } from '../../src/ledger/logVerifier.js';
import {
  encodeExportBlock,
  encodeExportEnd,
  encodeExportEntry,
  encodeExportHead,
} from '../../src/ledger/logExport.js';
import { inclusionProof } from '../../src/ledger/merkleProof.js';
import { encodeReceipt, type ReceiptParts } from '../../src/ledger/receipt.js';
import type { EntryTexts } from '../../src/ledger/recordedEntry.js';
import {
  encodeBody,
  type EventBody,
  eventHash,
  signingText,
} from '../../src/ledger/signedEvent.js';
import { commitChanges, EMPTY_STATE } from '../../src/ledger/stateCommitment.js';
import { TileNodes } from '../../src/ledger/tileNodes.js';
import { TileStore } from './tileStore.js';

export interface SampleKey {
  readonly privateKey: string;
  readonly publicKey: string;
  /** The public key without its suite. */
  readonly publicHex: string;
  readonly sign: (message: Uint8Array | string) => string;
}

/** The key pair of a name, in tests and in the published vectors. Never use it elsewhere. */
export function sampleKey(name: string): SampleKey {
  const privateKey = `ed25519-strict-1:${sha256Hex(`civic-ledger test key: ${name}`)}`;
  const publicKey = publicKeyOf(privateKey);
  const [, publicHex] = publicKey.split(':') as [string, string];
  return { privateKey, publicKey, publicHex, sign: messageSigner(privateKey) };
}

export const NODE_KEY = sampleKey('node');
export const ACTOR = 'depositor@evidence-platform';
export const ACTOR_KEY = sampleKey(ACTOR);

export function sampleGenesis(changes: Partial<Genesis> = {}): Genesis {
  return {
    format: 'civic-ledger/genesis/v1',
    origin: 'civic-ledger.example/sample',
    time: '2026-01-02T03:04:05.000Z' as Instant,
    stateCommitment: 'chained-changes-1',
    suites: ['ed25519-strict-1', 'p256-sha256', 'sm2-sm3'],
    limits: { eventBytes: 1_048_576, batchItems: 10_000 },
    checkpointKeys: [NODE_KEY.publicHex],
    organisations: [{ id: 'evidence-platform', name: '存证平台' }],
    actors: [{ id: ACTOR, roles: ['depositor'], keys: [ACTOR_KEY.publicKey] }],
    policies: {
      '*': { rule: 'FORBIDDEN' },
      'evidence.RegisterItem': { rule: 'ANY', roles: ['depositor'] },
    },
    ...changes,
  };
}

/** What a sample event asks for and what came of it. */
export interface SampleEvent {
  readonly body?: Partial<EventBody>;
  readonly derived?: readonly DerivedEvent[];
  /** Signs the event, and stands in its body as the key. */
  readonly signer?: { readonly publicKey: string; readonly sign: (text: string) => string };
}

/** How a dishonest node, which has the checkpoint key, departs from the formats after genesis. */
export interface Forgery {
  readonly entry?: (entry: Entry) => Entry;
  readonly header?: (header: BlockHeader) => BlockHeader;
}

/** A log in the making. */
export class SampleLedger {
  readonly genesis: Genesis;
  readonly genesisText: string;
  readonly id: string;
  readonly blocks: (BlockTexts & {
    readonly checkpoint: string;
    readonly headerValue: BlockHeader;
  })[] = [];
  readonly #store = new TileStore();
  #previous = NO_PREVIOUS;
  #headerHash = NO_PREVIOUS_HEADER;
  #state = EMPTY_STATE;

  readonly #forgery: Forgery;

  constructor(genesis: Genesis = sampleGenesis(), forgery: Forgery = {}) {
    this.genesis = genesis;
    this.#forgery = forgery;
    this.genesisText = encodeGenesis(genesis);
    this.id = genesisHash(this.genesisText);
    const fields = this.#fields(0, genesis.time);
    const entry: Entry = { kind: 'genesis', ...fields, type: GENESIS_TYPE, event: this.id };
    this.#close(genesis.time, [this.#append(entry, this.genesisText)]);
  }

  get size(): number {
    return this.#store.tree.size;
  }

  /** The body of a sample event with `changes`. */
  body(changes: Partial<EventBody> = {}): string {
    return encodeBody({
      ledger: this.id,
      type: 'evidence.RegisterItem',
      actor: ACTOR,
      key: ACTOR_KEY.publicKey,
      id: `sample-${this.size}`,
      notAfter: '2026-12-31T23:59:59.999Z' as Instant,
      data: sampleItem(this.size),
      ...changes,
    });
  }

  /** Adds a block of `events`. */
  add(time: string, events: readonly SampleEvent[]): this {
    const entries: EntryTexts[] = [];
    for (const event of events) entries.push(...this.#appendGroup(time as Instant, event));
    this.#close(time as Instant, entries);
    return this;
  }

  /** Adds `count` blocks of `width` events without derived ones, a second apart. */
  grow(count: number, width: number): this {
    for (let block = 0; block < count; block += 1) {
      const time = new Date(Date.UTC(2026, 5, 1) + this.blocks.length * 1000).toISOString();
      this.add(time, Array(width).fill({}) as SampleEvent[]);
    }
    return this;
  }

  #appendGroup(time: Instant, event: SampleEvent): EntryTexts[] {
    const { body: changes = {}, derived = [], signer = ACTOR_KEY } = event;
    const body = this.body({ key: signer.publicKey, ...changes });
    const { type } = JSON.parse(body) as EventBody;
    const cause = this.size;
    const signature = signer.sign(signingText(body));
    const fields = { type, event: eventHash(body), signature, derived: derived.length };
    const height = this.blocks.length;
    const group = [
      this.#append({ kind: 'signed', ...this.#fields(height, time), ...fields }, body),
    ];
    for (const fact of derived) {
      const text = encodeDerivedEvent(fact);
      const event = derivedEventHash(text);
      const place = this.#fields(height, time);
      group.push(this.#append({ kind: 'derived', ...place, cause, type: fact.type, event }, text));
    }
    return group;
  }

  #fields(height: number, time: Instant) {
    return { position: this.size, previous: this.#previous, height, time };
  }

  #append(entry: Entry, event: string): EntryTexts {
    const { entry: forge = asIs } = this.#forgery;
    const text = encodeEntry(entry.kind === 'genesis' ? entry : forge(entry));
    this.#previous = entryHash(text);
    this.#store.add([fromHex(this.#previous)]);
    return { entry: text, event };
  }

  #close(time: Instant, entries: readonly EntryTexts[]): void {
    this.#state = commitChanges(this.#state, [
      [`sample/${this.blocks.length}`, '{"status":"active"}'],
    ]);
    const { header: forge = asIs } = this.#forgery;
    const honest: BlockHeader = {
      ledger: this.id,
      height: this.blocks.length,
      time,
      previous: this.#headerHash,
      first: this.size - entries.length,
      size: this.size,
      root: this.#store.tree.root(),
      state: this.#state,
    };
    const headerValue = honest.height === 0 ? honest : forge(honest);
    const header = encodeHeader(headerValue);
    this.#headerHash = headerHash(header);
    this.blocks.push({ header, headerValue, checkpoint: this.checkpoint(headerValue), entries });
  }

  /** The checkpoint note for `header`, by `key`. */
  checkpoint(header: BlockHeader, key: SampleKey = NODE_KEY): string {
    const { size, root } = header;
    const hash = headerHash(encodeHeader(header));
    return signCheckpoint(
      { origin: this.genesis.origin, size, root, headerHash: hash },
      { publicKey: fromHex(key.publicHex), sign: (message) => fromHex(key.sign(message)) },
    );
  }

  /** What the receipt of the signed entry at `position` is made of. */
  receiptParts(position: number): Extract<ReceiptParts, { readonly checkpoint: string }> {
    // Counted, not read: what a forged entry or header says must not matter here.
    let first = 0;
    for (const { entries: all, header, checkpoint } of this.blocks) {
      const size = first + all.length;
      if (position >= size) {
        first = size;
        continue;
      }
      const [signed, ...rest] = all.slice(position - first) as [EntryTexts, ...EntryTexts[]];
      const end = rest.findIndex(({ entry }) => !entry.includes('"kind":"derived"'));
      const entries = [signed, ...(end === -1 ? rest : rest.slice(0, end))];
      const index = position + entries.length - 1;
      const hashes = inclusionProof(index, size, new TileNodes(this.#store));
      return { entries, header, inclusion: { index, size, hashes }, checkpoint };
    }
    throw new RangeError(`no entry at position ${position}`);
  }

  receipt(position: number): string {
    return encodeReceipt(this.receiptParts(position));
  }

  /** The export of the whole log. */
  export(): string {
    let text = encodeExportHead(this.id);
    for (const block of this.blocks) {
      text += encodeExportBlock(block);
      for (const entry of block.entries) text += encodeExportEntry(entry);
    }
    const end = { blocks: this.blocks.length, entries: this.size, sha256: sha256Hex(utf8(text)) };
    return text + encodeExportEnd(end);
  }
}

const asIs = <T>(value: T): T => value;

/** The data of an evidence.RegisterItem whose content is the text `sample <number>`. */
export function sampleItem(number: number): JsonObject {
  const content = utf8(`sample ${number}`);
  const digests = [sampleDigest('sha-256', content), sampleDigest('sm3', content)];
  const commitment = openCommitment(digests);
  return {
    item: {
      category: 'document',
      claim: 'collector',
      commitment,
      digests: digests.map((one) => ({ ...one })),
    },
  };
}

export function sampleDigest(algorithm: DigestAlgorithm, content: Uint8Array): TypedDigest {
  return { algorithm, length: content.length, value: toHex(digest(algorithm, content)) };
}

/** The ledger of the published vectors: events accepted, refused, and with nothing derived. */
export function sampleLedger(): SampleLedger {
  const ledger = new SampleLedger();
  const item = eventHash(ledger.body());
  const registered = {
    type: 'evidence.ItemRegistered',
    data: {
      item,
      claimant: 'evidence-platform',
      registrant: ACTOR,
      ...(sampleItem(1)['item'] as JsonObject),
    },
  };
  const refused = {
    type: 'ledger.Refused',
    data: {
      code: 'FORBIDDEN',
      field: 'type',
      limit: 'no policy allows it',
      value: 'évidence “”\n\u0007',
    },
  };
  return ledger
    .add('2026-01-02T03:04:06.789Z', [{ derived: [registered] }])
    .add('2026-01-02T03:04:06.789Z', [
      {
        body: { type: 'evidence.WithdrawItem', data: { item, reason: 'other' } },
        derived: [refused],
      },
      { derived: [registered, registered] },
    ])
    .add('2026-01-02T03:05:00.000Z', [{}, {}]);
}
