/**
 * The counters that the threads of one audit share: how far they are, and the smallest position
 * known to be bad, beyond which nothing matters any more.
 */

const SLOT = { nextChunk: 0, signatures: 1, chunksDone: 2, badPosition: 3, replayed: 4 } as const;
const NONE = 0x7fff_ffff;
/** Shares are kept as whole parts of this. */
const WHOLE = 1_000_000;

export class AuditProgress {
  /** What is handed to threads; each makes an AuditProgress over it. */
  readonly memory: Int32Array;

  constructor(memory?: Int32Array) {
    this.memory = memory ?? emptyMemory();
  }

  /** The next chunk that nobody has taken. */
  takeChunk(): number {
    return Atomics.add(this.memory, SLOT.nextChunk, 1);
  }

  finishedChunk(signatures: number): void {
    Atomics.add(this.memory, SLOT.signatures, signatures);
    Atomics.add(this.memory, SLOT.chunksDone, 1);
  }

  /** Signatures checked so far. */
  signatures(): number {
    return Atomics.load(this.memory, SLOT.signatures);
  }

  chunksDone(): number {
    return Atomics.load(this.memory, SLOT.chunksDone);
  }

  /** The share of the log that has been executed again, 0 to 1. */
  replayed(): number {
    return Atomics.load(this.memory, SLOT.replayed) / WHOLE;
  }

  setReplayed(share: number): void {
    Atomics.store(this.memory, SLOT.replayed, Math.floor(share * WHOLE));
  }

  /** The smallest position known to be bad, whoever found it. */
  badPosition(): number {
    return Atomics.load(this.memory, SLOT.badPosition);
  }

  foundBad(position: number): void {
    let known = this.badPosition();
    while (position < known) {
      const found = Atomics.compareExchange(this.memory, SLOT.badPosition, known, position);
      if (found === known) return;
      known = found;
    }
  }
}

function emptyMemory(): Int32Array {
  const slots = Object.keys(SLOT).length;
  const memory = new Int32Array(new SharedArrayBuffer(slots * Int32Array.BYTES_PER_ELEMENT));
  memory[SLOT.badPosition] = NONE;
  return memory;
}
