/**
 * Puts a log together again from a snapshot's stream: each block is folded from its own events, and
 * the head that comes out must be the one that the validators have agreed on. The head's hash
 * covers every entry (root) and every change of the state (chained commitment), so what is restored
 * is right as a whole or not at all. Signatures are not checked again: two thirds of the power
 * vouch for the head, and `audit` checks them all.
 */
import { type BlockHeader, encodeHeader, headerHash } from '../ledger/blockHeader.js';
import type { DerivedEvent } from '../ledger/derivedEvent.js';
import { isInstant } from '../ledger/instant.js';
import { eventHash } from '../ledger/signedEvent.js';
import { type RecordedBlock, SnapshotInvalid, SnapshotReader } from '../ledger/snapshot.js';
import type { Executor } from './executor.js';
import type { FoldedBlock, Head } from './ports.js';

export interface RestoreGoal {
  /** Header of the snapshot's last block, as the validators have agreed on it. */
  readonly header: BlockHeader;
  /** The head of the log that is replaced: the new log must go on from it. */
  readonly before: Pick<Head, 'header' | 'headerHash'>;
}

/** One restore over an executor that stands after its genesis block. */
export class LogRestore {
  readonly #executor: Executor;
  readonly #goal: RestoreGoal;
  readonly #reader = new SnapshotReader();

  constructor(executor: Executor, goal: RestoreGoal) {
    this.#executor = executor;
    this.#goal = goal;
    if (goal.before.header.height <= goal.header.height) this.#requireSameLog(executor.head());
    else throw new SnapshotInvalid('the snapshot is older than the log that is here');
  }

  /** Takes the next bytes of the stream. Throws SnapshotInvalid. */
  push(bytes: Uint8Array): void {
    for (const block of this.#reader.push(bytes)) {
      const head = this.#fold(block);
      this.#executor.commit();
      this.#requireSameLog(head);
    }
  }

  /** Throws SnapshotInvalid unless the log is the one of the goal. */
  end(): void {
    this.#reader.end();
    const expected = headerHash(encodeHeader(this.#goal.header));
    const found = this.#executor.head()?.headerHash;
    if (found === expected) return;
    throw new SnapshotInvalid(`the log leads to the header ${found}, not to ${expected}`);
  }

  #fold(recorded: RecordedBlock): Head {
    try {
      return this.#executor.foldBlock(readBlock(recorded));
    } catch (error) {
      const { message } = error as Error;
      throw new SnapshotInvalid(`a block cannot be folded: ${message}`, { cause: error });
    }
  }

  /** A log that does not contain the one before is a fork of it. */
  #requireSameLog(head: Head | undefined): void {
    const { header, headerHash: hash } = this.#goal.before;
    if (head?.header.height !== header.height || head.headerHash === hash) return;
    throw new SnapshotInvalid(`the snapshot has another block ${header.height} than this ledger`);
  }
}

function readBlock({ time, events }: RecordedBlock): FoldedBlock {
  if (!isInstant(time) || events.length === 0) throw new SnapshotInvalid('a block without events');
  return {
    time,
    events: events.map(({ body, signature, derived }) => ({
      event: { body, signature, hash: eventHash(body) },
      derived: derived.map((text) => JSON.parse(text) as DerivedEvent),
    })),
  };
}
