/**
 * Executes a log again from its genesis document and compares every block with the stored one. The
 * executor is the one that the node runs, so this checks chain, roots, permissions, refusals and
 * state at once.
 */
import { evidence } from '../../domain/evidence/evidence.js';
import { foldGenesis } from '../../domain/governance/foldGenesis.js';
import { governance } from '../../domain/governance/governance.js';
import { Executor } from '../../execution/executor.js';
import type { OrderedEvent } from '../../execution/ports.js';
import type { BlockHeader } from '../../ledger/blockHeader.js';
import type { BlockTexts } from '../../ledger/logVerifier.js';
import type { EntryTexts } from '../../ledger/recordedEntry.js';
import { AuditStore, Difference } from './auditStore.js';
import type { Finding } from './finding.js';

const CACHED_KEYS_MAX = 20_000;

/** What parser and executor throw for texts that no ledger writes. */
const UNEXECUTABLE = [SyntaxError, TypeError, RangeError];

export class Reexecution {
  readonly store = new AuditStore();
  readonly #executor: Executor;
  readonly #genesisText: string;

  /**
   * `genesisText` is the pinned document: a log that begins with another one is not that ledger's.
   */
  constructor(genesisText: string) {
    this.#genesisText = genesisText;
    this.#executor = new Executor(
      { cachedKeysMax: CACHED_KEYS_MAX },
      { store: this.store, modules: [governance, evidence], foldGenesis, signCheckpoint: () => '' },
    );
  }

  /** Entries re-executed so far. */
  get size(): number {
    return this.store.head()?.header.size ?? 0;
  }

  /** Number of blocks re-executed so far. */
  get blocks(): number {
    return (this.store.head()?.header.height ?? -1) + 1;
  }

  /** Executes the next block; the first difference from what is stored, or undefined. */
  next(block: BlockTexts): Finding | undefined {
    this.store.expect(block);
    try {
      this.#execute(block);
      return undefined;
    } catch (error) {
      if (error instanceof Difference) return error.finding;
      if (!UNEXECUTABLE.some((kind) => error instanceof kind)) throw error;
      // Only a text that no ledger writes makes the parser or the executor fail.
      const what = `block ${this.blocks} cannot be executed: ${(error as Error).message}`;
      return { position: this.size, check: 'entry', what };
    }
  }

  #execute(block: BlockTexts): void {
    if (this.store.head() === undefined) {
      this.#executor.init(this.#genesisText);
      return;
    }
    const { time } = JSON.parse(block.header) as BlockHeader;
    const events = block.entries.flatMap(signedEvent);
    this.#executor.finalizeBlock({ engineHeight: this.blocks, time, events });
    this.#executor.commit();
  }
}

const SIGNED_KIND = '"kind":"signed"';
const EVENT = '"event":"';
const HASH_CHARACTERS = 64;
const SIGNATURE = '"signature":"';

/**
 * The event as it was ordered. Its hash is taken from the entry: the signature pass checks it. The
 * two members are cut out of the text: whatever else stands there, the entry has to come out the
 * same.
 */
function signedEvent({ entry, event: body }: EntryTexts): OrderedEvent[] {
  if (!entry.includes(SIGNED_KIND)) return [];
  const hash = entry.indexOf(EVENT) + EVENT.length;
  const signature = entry.indexOf(SIGNATURE) + SIGNATURE.length;
  return [
    {
      body,
      signature: entry.slice(signature, entry.indexOf('"', signature)),
      hash: entry.slice(hash, hash + HASH_CHARACTERS),
    },
  ];
}
