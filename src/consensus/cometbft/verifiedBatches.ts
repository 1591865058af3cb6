/**
 * What transactions hold, checked once: CheckTx, PrepareProposal, ProcessProposal and FinalizeBlock
 * ask about the same bytes, and only the first of them costs a signature check. The answer is a
 * pure function of the bytes and the genesis document; forgetting one changes its price, never it.
 */
import { sha256Hex } from '../../crypto/sha256.js';
import type { Hex } from '../../crypto/bytes.js';
import type { OrderedEvent } from '../../execution/ports.js';
import type { SignedEvent } from '../../ledger/signedEvent.js';
import { type AdmissionLane, hashAt, LaneStopped } from '../admissionLane.js';
import { batchBytes, decodeAdmissible } from './transaction.js';

/** The events of a transaction, or undefined when it is no batch of admissible events. */
export type BatchEvents = readonly OrderedEvent[] | undefined;

export interface VerifiedBatchesParts {
  /** Checks the signatures, in a thread of its own. */
  readonly lane: AdmissionLane;
  /** Told after each check. */
  readonly onVerified: (events: number, seconds: number) => void;
}

/** Bytes of events, not compressed: a small transaction can hold a thousand times its size. */
export interface VerifiedBatchesLimits {
  /** Of what is remembered. */
  readonly rememberedBytesMax: number;
  /** Of what is being checked, beyond which nothing further is unfolded. */
  readonly checkedBytesMax: number;
}

interface Remembered {
  readonly events: BatchEvents;
  readonly bytes: number;
}

const LANE_TRIES = 3;
/** What remembering costs beside the events: the verdict on no batch counts, too. */
const NAME_BYTES = 256;

export class VerifiedBatches {
  readonly #limits: VerifiedBatchesLimits;
  readonly #parts: VerifiedBatchesParts;
  /** By SHA-256 of the transaction; the oldest first. */
  readonly #remembered = new Map<Hex, Remembered>();
  readonly #underCheck = new Map<Hex, Promise<BatchEvents>>();
  #bytes = 0;
  #checkedBytes = 0;
  /** Checks that have not begun, the oldest first. */
  readonly #waiting: (() => void)[] = [];

  constructor(limits: VerifiedBatchesLimits, parts: VerifiedBatchesParts) {
    this.#limits = limits;
    this.#parts = parts;
  }

  /** Remembers a transaction that this node has made of events it has verified. */
  remember(transaction: Uint8Array, events: readonly OrderedEvent[]): void {
    this.#keep(sha256Hex(transaction), events);
  }

  /** Drops a transaction that nobody will ask about again. */
  forget(transaction: Uint8Array): void {
    this.#drop(sha256Hex(transaction));
  }

  /** Rejects with LaneStopped only, when no thread can be had to check the signatures. */
  async read(transaction: Uint8Array): Promise<BatchEvents> {
    const name = sha256Hex(transaction);
    const known = this.#remembered.get(name);
    if (known !== undefined) return known.events;
    const underCheck = this.#underCheck.get(name) ?? this.#check(name, transaction);
    return underCheck;
  }

  #check(name: Hex, transaction: Uint8Array): Promise<BatchEvents> {
    const check = this.#inTurn(transaction)
      .then((events) => {
        this.#keep(name, events);
        return events;
      })
      .finally(() => this.#underCheck.delete(name));
    this.#underCheck.set(name, check);
    return check;
  }

  /** Unfolds and checks a transaction as soon as there is room for it. */
  async #inTurn(transaction: Uint8Array): Promise<BatchEvents> {
    if (this.#isFull()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const signed = decodeAdmissible(transaction);
    const bytes = batchBytes(signed ?? []);
    this.#checkedBytes += bytes;
    this.#beginNext();
    try {
      return await this.#verify(signed);
    } finally {
      this.#checkedBytes -= bytes;
      this.#beginNext();
    }
  }

  #isFull(): boolean {
    return this.#checkedBytes >= this.#limits.checkedBytesMax;
  }

  #beginNext(): void {
    if (!this.#isFull()) this.#waiting.shift()?.();
  }

  async #verify(signed: readonly SignedEvent[] | undefined): Promise<BatchEvents> {
    if (signed === undefined) return undefined;
    const started = performance.now();
    const texts = signed.flatMap(({ body, signature }) => [body, signature]);
    const checked = await this.#laneCheck(texts);
    this.#parts.onVerified(signed.length, (performance.now() - started) / 1_000);
    if (checked.faults.length > 0) return undefined;
    return signed.map((event, index) => ({ ...event, hash: hashAt(checked, index) }));
  }

  /** A lane starts a new thread when its thread was lost: the same question can be asked again. */
  async #laneCheck(texts: readonly string[]): ReturnType<AdmissionLane['check']> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#parts.lane.check(texts);
      } catch (error) {
        if (!(error instanceof LaneStopped) || tries === LANE_TRIES) throw error;
      }
    }
  }

  #keep(name: Hex, events: BatchEvents): void {
    this.#drop(name);
    const bytes = NAME_BYTES + batchBytes(events ?? []);
    this.#remembered.set(name, { events, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#remembered.keys()) {
      if (this.#bytes <= this.#limits.rememberedBytesMax) return;
      this.#drop(oldest);
    }
  }

  #drop(name: Hex): void {
    const remembered = this.#remembered.get(name);
    if (remembered === undefined) return;
    this.#remembered.delete(name);
    this.#bytes -= remembered.bytes;
  }
}
