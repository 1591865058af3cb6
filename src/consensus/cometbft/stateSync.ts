/**
 * CometBFT's state sync (spec/abci, snapshots): snapshots are listed and handed out to others, and
 * one that is offered is restored, chunk by chunk. A snapshot is taken up only when the header that
 * it leads to is the app hash that a light client has verified; every chunk is held against its
 * hash before anything is made of it; and the log that comes out must be that of the header.
 */
import { fromHex, type Hex, toHex } from '../../crypto/bytes.js';
import { sha256Hex } from '../../crypto/sha256.js';
import type { Head } from '../../execution/ports.js';
import { type BlockHeader, encodeHeader, headerHash } from '../../ledger/blockHeader.js';
import {
  parseDescription,
  type SnapshotDescription,
  SnapshotInvalid,
} from '../../ledger/snapshot.js';
import {
  CHUNK,
  OFFER,
  type RequestApplySnapshotChunk,
  type RequestLoadSnapshotChunk,
  type RequestOfferSnapshot,
  type ResponseValue,
} from './abciMessages.js';

/** Format number of the snapshots of docs/formats.md §20. */
export const SNAPSHOT_FORMAT = 1;

/** Takes, keeps and restores snapshots. All of it happens beside the running engine. */
export interface SnapshotKeeper {
  /** Told of every head that is durable; takes a snapshot where one is due. */
  reached(head: Head): void;
  /**
   * Who joins from a snapshot of this node needs CometBFT's blocks from this height on; undefined
   * when it has none to offer, and will have none.
   */
  joinersFrom(): number | undefined;
  /** The newest ten at most. `description` is canonical (ledger/snapshot.ts). */
  list(): Promise<
    readonly {
      readonly height: number;
      readonly chunks: number;
      readonly description: string;
    }[]
  >;
  chunk(height: number, index: number): Promise<Uint8Array | undefined>;
  /** Begins a restore that is to lead to `header`; one that had begun is forgotten. */
  begin(header: BlockHeader): Promise<void>;
  /** Rejects with SnapshotInvalid when the bytes are no part of such a log. */
  append(chunk: Uint8Array): Promise<void>;
  /** Makes the restored log durable as a whole. Rejects with SnapshotInvalid. */
  finish(engineHeight: number): Promise<void>;
  /** Leaves the ledger as it was. */
  abandon(): Promise<void>;
  close(): Promise<void>;
}

export interface StateSyncParts {
  readonly ledgerId: Hex;
  readonly keeper: SnapshotKeeper;
  /** A chunk or a snapshot was refused, and who sent it. */
  readonly onRefused: (why: string, sender: string) => void;
  /** Nothing could be handed out: others join elsewhere, and the ledger goes on. */
  readonly onNotServed: (error: unknown) => void;
  /** Before a restored log is made durable, and after. */
  readonly reached: (step: 'restoring' | 'restored') => void;
}

/** What is being restored. */
interface Restoring {
  readonly height: number;
  readonly description: SnapshotDescription;
  next: number;
}

export class StateSync {
  readonly #parts: StateSyncParts;
  #restoring: Restoring | undefined;

  constructor(parts: StateSyncParts) {
    this.#parts = parts;
  }

  async list(): Promise<ResponseValue> {
    const listed = await this.#serve(this.#parts.keeper.list(), []);
    const snapshots = listed.map(({ height, chunks, description }) => ({
      height: BigInt(height),
      format: SNAPSHOT_FORMAT,
      chunks,
      hash: fromHex(sha256Hex(description)),
      metadata: new Uint8Array(Buffer.from(description)),
    }));
    return { case: 'listSnapshots', value: { snapshots } };
  }

  async load({ height, format, chunk }: RequestLoadSnapshotChunk): Promise<ResponseValue> {
    const found =
      format === SNAPSHOT_FORMAT
        ? this.#parts.keeper.chunk(Number(height), chunk)
        : Promise.resolve(undefined);
    const bytes = await this.#serve(found, undefined);
    // No bytes mean that there is no such chunk here.
    return { case: 'loadSnapshotChunk', value: { chunk: bytes ?? new Uint8Array() } };
  }

  async offer({ snapshot, appHash }: RequestOfferSnapshot): Promise<ResponseValue> {
    const verdict = (value: number): ResponseValue => ({ case: 'offerSnapshot', value: { value } });
    if (snapshot?.format !== SNAPSHOT_FORMAT) return verdict(OFFER.rejectFormat);
    const text = Buffer.from(snapshot.metadata).toString();
    const description = parseDescription(text);
    const fits =
      description !== undefined &&
      description.chunks.length === snapshot.chunks &&
      toHex(snapshot.hash) === sha256Hex(text) &&
      description.header.ledger === this.#parts.ledgerId &&
      headerHash(encodeHeader(description.header)) === toHex(appHash);
    if (!fits) return verdict(OFFER.reject);
    try {
      await this.#parts.keeper.begin(description.header);
    } catch (error) {
      if (!(error instanceof SnapshotInvalid)) throw error;
      this.#parts.onRefused(error.message, 'nobody by name');
      return verdict(OFFER.reject);
    }
    this.#restoring = { height: Number(snapshot.height), description, next: 0 };
    return verdict(OFFER.accept);
  }

  async apply(request: RequestApplySnapshotChunk): Promise<ResponseValue> {
    const { index, chunk, sender } = request;
    const restoring = this.#restoring;
    if (restoring === undefined || index !== restoring.next) return answer(CHUNK.retrySnapshot);
    if (sha256Hex(chunk) !== restoring.description.chunks[index]) {
      this.#parts.onRefused(`chunk ${index} has not the hash of the snapshot`, sender);
      return answer(CHUNK.retry, { refetchChunks: [index], rejectSenders: [sender] });
    }
    try {
      await this.#take(restoring, chunk);
      return answer(CHUNK.accept);
    } catch (error) {
      if (!(error instanceof SnapshotInvalid)) throw error;
      this.#restoring = undefined;
      await this.#parts.keeper.abandon();
      this.#parts.onRefused(error.message, sender);
      return answer(CHUNK.rejectSnapshot);
    }
  }

  async #serve<Answer>(answered: Promise<Answer>, otherwise: Answer): Promise<Answer> {
    try {
      return await answered;
    } catch (error) {
      this.#parts.onNotServed(error);
      return otherwise;
    }
  }

  async #take(restoring: Restoring, chunk: Uint8Array): Promise<void> {
    const { keeper, reached } = this.#parts;
    await keeper.append(chunk);
    restoring.next += 1;
    if (restoring.next < restoring.description.chunks.length) return;
    reached('restoring');
    await keeper.finish(restoring.height);
    reached('restored');
    this.#restoring = undefined;
  }
}

function answer(
  value: number,
  again: { readonly refetchChunks?: number[]; readonly rejectSenders?: string[] } = {},
): ResponseValue {
  return { case: 'applySnapshotChunk', value: { result: value, ...again } };
}
