/**
 * The ports of the executor. `store/` implements CommitStore; `consensus/` drives Application; both
 * know nothing of the rules, so every engine gives the same roots over the same events.
 */
import type { Hex } from '../crypto/bytes.js';
import type { BlockHeader } from '../ledger/blockHeader.js';
import type { DerivedEvent } from '../ledger/derivedEvent.js';
import type { GenesisValidator } from '../ledger/genesis.js';
import type { Instant } from '../ledger/instant.js';
import type { SignedEvent } from '../ledger/signedEvent.js';
import type { StateChange } from '../ledger/stateCommitment.js';
import type { FullTile } from '../ledger/tile.js';

/** The newest block that is durable. */
export interface Head {
  readonly header: BlockHeader;
  readonly headerText: string;
  /** Hash of `headerText`. */
  readonly headerHash: Hex;
  /** Hash of the last entry: `previous` of the next one. */
  readonly lastEntryHash: Hex;
  /**
   * Height of the engine's last block. Equals the header's under `solo`; CometBFT also makes empty
   * ones.
   */
  readonly engineHeight: number;
}

/** One entry as it is stored: its canonical text and its event's text. */
export interface EntryRecord {
  readonly entry: string;
  /** Leaf hash of `entry`. */
  readonly hash: Hex;
  /** Event body (signed), canonical derived event, or genesis document. */
  readonly event: string;
}

/** An idempotency key that became used, with what answers its next use. */
export interface UsedId {
  /**
   * idempotencyName of the actor and id; reuseName of an event that came too late for it;
   * foreignName of one whose signer could not sign for the actor.
   */
  readonly name: string;
  readonly eventHash: Hex;
  /** Position of the signed entry. */
  readonly position: number;
}

/**
 * Everything that becomes durable at once. Without entries (an empty engine block) only
 * `head.engineHeight` is new.
 */
export interface BlockRecord {
  readonly head: Head;
  readonly entries: readonly EntryRecord[];
  readonly usedIds: readonly UsedId[];
  readonly changes: readonly StateChange[];
  readonly fullTiles: readonly FullTile[];
  /** The signed checkpoint (C2SP note text) of this block by this node. */
  readonly checkpoint: string;
}

/**
 * What is durable. Contract: `commit` returns only when the whole record would survive a power cut
 * (fsync), or throws and nothing of it is there after a restart; calls are never concurrent; reads
 * see the last commit.
 */
export interface CommitStore {
  head(): Head | undefined;
  /**
   * The look-ups for a block begin, and its `commit` ends them; called again when it was dropped. A
   * store that gains nothing by knowing leaves this out.
   */
  beginBlock?(): void;
  commit(record: BlockRecord): void;
  /** The state value (canonical JSON text) of `key` after the last commit. */
  readState(key: string): string | undefined;
  findId(name: string): { readonly eventHash: Hex; readonly position: number } | undefined;
  /** Text of the header whose `size` is this, or undefined when no committed block ended there. */
  headerOfSize(size: number): string | undefined;
  /** The entry at `position`, or undefined beyond the end and where it was pruned. */
  entry(position: number): EntryRecord | undefined;
  /** What is kept of the signed entry at `position`; undefined unless it was pruned. */
  prunedOutcome(position: number): KeptOutcome | undefined;
  /** A complete tile, or undefined when it is not complete yet. */
  tile(level: number, index: number): Uint8Array | undefined;
}

/** Signs the head of each block. Differs per node, so it stays outside the deterministic part. */
export type SignCheckpoint = (head: Head) => string;

/** What became of a signed event, as the log has it. */
export interface RecordedOutcome {
  /** Derived entries that follow the signed one. */
  readonly derived: number;
  /** Refusal code, or null when the rules accepted it. */
  readonly refused: string | null;
  /** True when the policy asks for several organisations: the action waits as a proposal. */
  readonly proposed: boolean;
}

/** What a store keeps of a signed entry that it has pruned: what answers the same id again. */
export interface KeptOutcome extends RecordedOutcome {
  readonly eventHash: Hex;
}

/** The outcome of a signed entry by its text and the event after it (recordedOutcome.ts). */
export type OutcomeOf = (signedEntry: string, next: string | undefined) => RecordedOutcome;

/** What became of one signed event. */
export interface EventResult extends RecordedOutcome {
  readonly eventHash: Hex;
  /** Position of the signed entry: the first one's, when `duplicate`. */
  readonly position: number;
  /** True when the same id with the same bytes was in the log before; nothing was added. */
  readonly duplicate: boolean;
}

/**
 * An event that an engine hands over. `body` has passed admission on this node or is checked again.
 */
export interface OrderedEvent extends SignedEvent {
  readonly hash: Hex;
}

/** A batch that the engine has put in order. */
export interface OrderedBlock {
  readonly engineHeight: number;
  /** Not earlier than the block before; the executor raises it to that if it is. */
  readonly time: Instant;
  readonly events: readonly OrderedEvent[];
}

/** A validator as the rules have it after the last commit. */
export type Validator = GenesisValidator;

/** The new power of a validator key; 0: it votes no longer. */
export type PowerChange = Pick<Validator, 'validatorKey' | 'power'>;

/** A signed event of a recorded block, with the facts that followed from it. */
export interface FoldedEvent {
  readonly event: OrderedEvent;
  readonly derived: readonly DerivedEvent[];
}

/** A block whose outcome is on record: nothing of it is decided again. */
export interface FoldedBlock {
  readonly time: Instant;
  readonly events: readonly FoldedEvent[];
}

/** The outcome of executing a block, before it is durable. */
export interface FinalizedBlock {
  /** The old header again when every event was a duplicate: a block has at least one entry. */
  readonly head: Head;
  /** One result per event, in order. */
  readonly results: readonly EventResult[];
  /** What the block has changed about the validators, each key once, sorted by key. */
  readonly powerChanges: readonly PowerChange[];
}

/**
 * The application as an engine drives it, shaped after ABCI 2.0 (Info, InitChain, CheckTx,
 * FinalizeBlock, Commit). PrepareProposal and ProcessProposal are the engine adapter's own affair:
 * they only choose and re-verify events, which needs no state.
 * Call order: `init` once on an empty store; then `finalizeBlock` and `commit` in turn. Several
 * `finalizeBlock` calls without a `commit` between them replace one another.
 */
export interface Application {
  /** Info: the last committed block, to decide what has to be replayed. */
  head(): Head | undefined;
  /** Who votes on blocks, sorted by organisation; nobody under a genesis that names none. */
  validators(): readonly Validator[];
  /** InitChain: executes the genesis document as block 0 and makes it durable. */
  init(genesisText: string): Head;
  /**
   * CheckTx: a refusal that is already certain, from the committed state; undefined: worth
   * ordering.
   */
  check(event: OrderedEvent): CheckFailure | undefined;
  /** Executes in memory. Deterministic: same state and block, same head and results. */
  finalizeBlock(block: OrderedBlock): FinalizedBlock;
  /** Commit: makes the last finalized block durable; returns after fsync. */
  commit(): void;
}

/** Why an event is not worth ordering. Typed error at the edge; not logged. */
export interface CheckFailure {
  readonly code: string;
  readonly field: string;
  readonly limit: string;
  readonly value: string;
}
