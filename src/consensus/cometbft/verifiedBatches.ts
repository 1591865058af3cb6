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
import { decodeTransaction } from './transaction.js';

/** The events of a transaction, or undefined when it is no batch of admissible events. */
export type BatchEvents = readonly OrderedEvent[] | undefined;

export interface VerifiedBatchesParts {
  /** Checks the signatures, in a thread of its own. */
  readonly lane: AdmissionLane;
  /** Told after each check. */
  readonly onVerified: (events: number, seconds: number) => void;
}

interface Remembered {
  readonly events: BatchEvents;
  readonly bytes: number;
}

const LANE_TRIES = 3;

export class VerifiedBatches {
  readonly #bytesMax: number;
  readonly #parts: VerifiedBatchesParts;
  /** By SHA-256 of the transaction; the oldest first. */
  readonly #remembered = new Map<Hex, Remembered>();
  readonly #underCheck = new Map<Hex, Promise<BatchEvents>>();
  #bytes = 0;

  /** `bytesMax`: transactions that are remembered, by their size together. */
  constructor(bytesMax: number, parts: VerifiedBatchesParts) {
    this.#bytesMax = bytesMax;
    this.#parts = parts;
  }

  /** Remembers a transaction that this node has made of events it has verified. */
  remember(transaction: Uint8Array, events: readonly OrderedEvent[]): void {
    this.#keep(sha256Hex(transaction), { events, bytes: transaction.length });
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
    const check = this.#verify(decodeTransaction(transaction))
      .then((events) => {
        this.#keep(name, { events, bytes: transaction.length });
        return events;
      })
      .finally(() => this.#underCheck.delete(name));
    this.#underCheck.set(name, check);
    return check;
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

  #keep(name: Hex, remembered: Remembered): void {
    this.#drop(name);
    this.#remembered.set(name, remembered);
    this.#bytes += remembered.bytes;
    for (const oldest of this.#remembered.keys()) {
      if (this.#bytes <= this.#bytesMax) return;
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
