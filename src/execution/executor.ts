/**
 * The deterministic executor: ordered events in; entries, state changes and a block header out. The
 * same state and the same block give the same head on every machine. Recovery, audit and the normal
 * path all run this code.
 */
import type { Hex } from '../crypto/bytes.js';
import type {
  BlockContext,
  DomainModule,
  RecordedHeader,
  StateReader,
  StateWrite,
} from '../domain/domainModule.js';
import { activeSigner } from '../domain/governance/authorize.js';
import { validatorSet } from '../domain/governance/validatorSet.js';
import { type BlockHeader, headerHash } from '../ledger/blockHeader.js';
import { type Genesis, genesisHash } from '../ledger/genesis.js';
import type { Instant } from '../ledger/instant.js';
import { MerkleTree } from '../ledger/merkleTree.js';
import {
  type EventBody,
  foreignName,
  idempotencyName,
  reuseName,
  senderOf,
} from '../ledger/signedEvent.js';
import { commitChanges, EMPTY_STATE } from '../ledger/stateCommitment.js';
import { BlockBuilder } from './blockBuilder.js';
import { BlockState } from './blockState.js';
import { Dispatch } from './dispatch.js';
import type {
  Application,
  BlockRecord,
  CheckFailure,
  CommitStore,
  EventResult,
  FinalizedBlock,
  FoldedBlock,
  Head,
  OrderedBlock,
  OrderedEvent,
  RecordedOutcome,
  SignCheckpoint,
  UsedId,
  Validator,
} from './ports.js';
import { powerChanges } from './powerChanges.js';
import { outcomeOf, recordedOutcome } from './recordedOutcome.js';
import { StateCache } from './stateCache.js';

export interface ExecutorOptions {
  /** Parsed state values kept in memory. */
  readonly cachedKeysMax: number;
}

export interface ExecutorParts {
  readonly store: CommitStore;
  readonly modules: readonly DomainModule[];
  /** Folds the genesis document into the first state. */
  readonly foldGenesis: (genesis: Genesis) => readonly StateWrite[];
  readonly signCheckpoint: SignCheckpoint;
}

/** A block that is executed and not yet durable. */
interface Prepared {
  readonly record: BlockRecord;
  readonly tree: MerkleTree;
  readonly state: BlockState;
}

/** An event of an earlier block that has used an id. */
type EarlierUse = Pick<EventResult, 'eventHash' | 'position'>;

/** The block in hand while its events execute. */
interface Work {
  readonly builder: BlockBuilder;
  readonly state: BlockState;
  /** What the rules are told of the block: the same for all its events. */
  readonly block: BlockContext;
  readonly usedIds: Map<string, EventResult>;
}

export class Executor implements Application {
  readonly #parts: ExecutorParts;
  readonly #dispatch: Dispatch;
  readonly #options: ExecutorOptions;
  #cache: StateCache;
  #tree: MerkleTree;
  #genesis: { readonly ledger: Hex; readonly document: Genesis } | undefined;
  #prepared: Prepared | undefined;

  constructor(options: ExecutorOptions, parts: ExecutorParts) {
    this.#options = options;
    this.#parts = parts;
    this.#dispatch = new Dispatch(parts.modules);
    this.#cache = new StateCache(parts.store, options.cachedKeysMax);
    this.#tree = resumeTree(parts.store);
    const first = parts.store.entry(0);
    if (first !== undefined) this.#loadGenesis(first.event);
  }

  head(): Head | undefined {
    return this.#parts.store.head();
  }

  validators(): readonly Validator[] {
    return validatorSet(this.#cache) ?? [];
  }

  init(genesisText: string): Head {
    if (this.head() !== undefined) throw new Error('the ledger has a genesis block already');
    const { ledger, document } = this.#loadGenesis(genesisText);
    const state = new BlockState(this.#cache);
    state.apply(this.#parts.foldGenesis(document));
    const tree = this.#tree.fork();
    const builder = new BlockBuilder({ ledger, time: document.time, parent: undefined, tree });
    builder.addGenesis(genesisText);
    const head = this.#prepare({ builder, state, tree, usedIds: [], engineHeight: 0 });
    this.commit();
    return head;
  }

  check(event: OrderedEvent): CheckFailure | undefined {
    const failure = this.#dispatch.check(event, this.#cache, this.#loaded().document.limits);
    // Whoever asks again gets the first outcome: it may be what ended the power of the key.
    return failure === undefined || this.#isRecorded(event) ? undefined : failure;
  }

  finalizeBlock({ engineHeight, time, events }: OrderedBlock): FinalizedBlock {
    const { ledger } = this.#loaded();
    const parent = this.#committedHead();
    const blockTime = time < parent.header.time ? parent.header.time : time;
    this.#parts.store.beginBlock?.();
    const tree = this.#tree.fork();
    const builder = new BlockBuilder({ ledger, time: blockTime, parent, tree });
    const state = new BlockState(this.#cache);
    const block = this.#blockContext(builder.height, blockTime);
    const work: Work = { builder, state, block, usedIds: new Map() };
    const results = events.map((event) => this.#execute(event, work));
    const usedIds = [...work.usedIds].map(([name, { eventHash, position }]) => ({
      name,
      eventHash,
      position,
    }));
    const head = this.#prepare({ builder, state, tree, usedIds, engineHeight });
    const changes = powerChanges(this.validators(), validatorSet(state) ?? []);
    return { head, results, powerChanges: changes };
  }

  /**
   * Takes over a block from the record instead of deciding it: entries, tree, state and used ids
   * follow from its events alone. Whether they are the right ones, the head's hash says.
   */
  foldBlock({ time, events }: FoldedBlock): Head {
    const { ledger } = this.#loaded();
    const parent = this.#committedHead();
    const tree = this.#tree.fork();
    const builder = new BlockBuilder({ ledger, time, parent, tree });
    const state = new BlockState(this.#cache);
    const usedIds = new Map<string, UsedId>();
    for (const { event, derived } of events) {
      const body = JSON.parse(event.body) as EventBody;
      this.#dispatch.fold(derived, state, time);
      const position = builder.addSigned(event, body.type, derived);
      const { refused } = outcomeOf(derived.length, derived[0]);
      const name = nameOf({ body, hash: event.hash, refused }, state);
      usedIds.set(name, { name, eventHash: event.hash, position });
    }
    const { engineHeight } = parent;
    return this.#prepare({ builder, state, tree, usedIds: [...usedIds.values()], engineHeight });
  }

  /** Goes on from what the store has now: a whole log was put in the place of the one before. */
  reload(): void {
    this.#prepared = undefined;
    this.#cache = new StateCache(this.#parts.store, this.#options.cachedKeysMax);
    this.#tree = resumeTree(this.#parts.store);
  }

  commit(): void {
    if (this.#prepared === undefined) throw new Error('there is no finalized block to commit');
    const { record, tree, state } = this.#prepared;
    this.#parts.store.commit(record);
    this.#prepared = undefined;
    this.#tree = tree;
    this.#cache.committed(state.changes());
  }

  #execute(event: OrderedEvent, work: Work): EventResult {
    const read = this.#dispatch.read(event, this.#loaded().document.limits);
    const { body } = read;
    const { hash } = event;
    const find = (name: string) => this.#use(name, work);
    const { earlier, own } = earlierUses(idempotencyName(body.actor, body.id), hash, find);
    if (own !== undefined) return this.#repeated(own);
    const { block, state } = work;
    const derived = this.#dispatch.execute(read, state, { block, idUsed: earlier !== undefined });
    const position = work.builder.addSigned(event, body.type, derived);
    const outcome = outcomeOf(derived.length, derived[0]);
    const result = { eventHash: hash, position, ...outcome, duplicate: false };
    work.usedIds.set(nameOf({ body, hash, refused: outcome.refused }, state), result);
    return result;
  }

  /** True when the log has this very event. */
  #isRecorded({ body, hash }: OrderedEvent): boolean {
    const { actor, id } = senderOf(body);
    const find = (name: string) => this.#parts.store.findId(name);
    return earlierUses(idempotencyName(actor, id), hash, find).own !== undefined;
  }

  /** The event that has the name, from this block or an earlier one. */
  #use(name: string, { usedIds }: Work): EventResult | EarlierUse | undefined {
    return usedIds.get(name) ?? this.#parts.store.findId(name);
  }

  /** The same event again: what became of it is looked up only now, where it is the answer. */
  #repeated(own: EventResult | EarlierUse): EventResult {
    const outcome = 'derived' in own ? own : this.#outcomeAt(own.position);
    const { eventHash, position } = own;
    return { ...outcome, eventHash, position, duplicate: true };
  }

  #blockContext(height: number, time: Instant): BlockContext {
    const { ledger, document } = this.#loaded();
    const headerOfSize = (size: number): RecordedHeader | undefined => this.#headerOfSize(size);
    return { ledger, height, time, limits: document.limits, headerOfSize };
  }

  #headerOfSize(size: number): RecordedHeader | undefined {
    const text = this.#parts.store.headerOfSize(size);
    if (text === undefined) return undefined;
    return { header: JSON.parse(text) as BlockHeader, hash: headerHash(text) };
  }

  /** What became of the signed entry at `position`; its first derived entry comes right after. */
  #outcomeAt(position: number): RecordedOutcome {
    const { store } = this.#parts;
    const signed = store.entry(position);
    if (signed !== undefined) {
      return recordedOutcome(signed.entry, store.entry(position + 1)?.event);
    }
    const kept = store.prunedOutcome(position);
    if (kept === undefined) throw new RangeError(`no entry at position ${position}`);
    return kept;
  }

  #prepare(block: {
    readonly builder: BlockBuilder;
    readonly state: BlockState;
    readonly tree: MerkleTree;
    readonly usedIds: readonly UsedId[];
    readonly engineHeight: number;
  }): Head {
    const { builder, state, tree, usedIds, engineHeight } = block;
    const changes = state.sortedChanges();
    const parent = this.head();
    const head =
      builder.records.length === 0
        ? { ...this.#committedHead(), engineHeight }
        : builder.close(commitChanges(parent?.header.state ?? EMPTY_STATE, changes), engineHeight);
    const record: BlockRecord = {
      head,
      entries: builder.records,
      usedIds,
      changes,
      fullTiles: tree.takeFullTiles(),
      checkpoint: this.#parts.signCheckpoint(head),
    };
    this.#prepared = { record, tree, state };
    return head;
  }

  #loadGenesis(text: string): { readonly ledger: Hex; readonly document: Genesis } {
    this.#genesis = { ledger: genesisHash(text), document: JSON.parse(text) as Genesis };
    return this.#genesis;
  }

  #loaded(): { readonly ledger: Hex; readonly document: Genesis } {
    if (this.#genesis === undefined) throw new Error('the ledger has no genesis block yet');
    return this.#genesis;
  }

  #committedHead(): Head {
    const head = this.head();
    if (head === undefined) throw new Error('the ledger has no genesis block yet');
    return head;
  }
}

/** What has used the id of an event before: `earlier` any event, `own` this very one. */
function earlierUses<Use extends EarlierUse>(
  name: string,
  hash: Hex,
  find: (name: string) => Use | undefined,
): { readonly earlier: Use | undefined; readonly own: Use | undefined } {
  const earlier = find(name);
  if (earlier?.eventHash === hash) return { earlier, own: earlier };
  const own = find(foreignName(hash)) ?? (earlier && find(reuseName(name, hash)));
  return { earlier, own };
}

/** An event that has been executed. */
interface Executed {
  readonly body: EventBody;
  readonly hash: Hex;
  readonly refused: string | null;
}

/**
 * The name that the event is known by from now on. An id is its actor's: no event of anybody else
 * uses it up, whomever it names. What was accepted had a signer who may sign, and a refusal changes
 * no state, so that asking afterwards is asking before.
 */
function nameOf({ body, hash, refused }: Executed, state: StateReader): string {
  const name = idempotencyName(body.actor, body.id);
  // That the id was used before is what this very refusal says, and nothing else says it.
  if (refused === 'ID_REUSED') return reuseName(name, hash);
  const isForeign = refused !== null && 'refused' in activeSigner(body, state);
  return isForeign ? foreignName(hash) : name;
}

function resumeTree(store: CommitStore): MerkleTree {
  return MerkleTree.resume(store.head()?.header.size ?? 0, {
    tile: (level, index) => store.tile(level, index),
    leafHash: (position) => {
      const record = store.entry(position);
      if (record === undefined) throw new RangeError(`no entry at position ${position}`);
      return record.hash;
    },
  });
}
