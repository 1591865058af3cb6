/**
 * The one shape that every domain has: actions that `decide`, events that `evolve`. Both are pure:
 * state comes in as a reader, time comes with the block, identifiers come from hashes.
 */
import type { Hex } from '../crypto/bytes.js';
import type { JsonObject, JsonValue } from '../crypto/canonicalJson.js';
import type { BlockHeader } from '../ledger/blockHeader.js';
import type { DerivedEvent } from '../ledger/derivedEvent.js';
import type { GenesisLimits } from '../ledger/genesis.js';
import type { Instant } from '../ledger/instant.js';
import type { Refusal } from './refusals.js';

/** Reads the state as it stands before the event in hand. Values are parsed canonical JSON. */
export interface StateReader {
  get(key: string): JsonValue | undefined;
}

/** A key's new value, or null to remove the key. */
export type StateWrite = readonly [key: string, value: JsonValue | null];

/** Where and when an event is executed. */
export interface BlockContext {
  readonly ledger: Hex;
  readonly height: number;
  readonly time: Instant;
  readonly limits: GenesisLimits;
  /**
   * The header of the earlier block after which the log had exactly `size` entries: what a
   * checkpoint of this ledger states. Undefined when no block ended there.
   */
  headerOfSize(size: number): RecordedHeader | undefined;
}

/** A block header of this log with its hash. */
export interface RecordedHeader {
  readonly header: BlockHeader;
  readonly hash: Hex;
}

/** A signed event whose data has been read into the action's own type. */
export interface Action<Data> {
  readonly type: string;
  readonly actor: string;
  /** The part of `actor` after the `@`. */
  readonly organisation: string;
  readonly key: string;
  readonly id: string;
  /** Hash of the signed event: the identifier of whatever the action creates. */
  readonly hash: Hex;
  readonly data: Data;
}

/** What an action leads to: facts in order, or one refusal. */
export type Decision = readonly DerivedEvent[] | Refusal;

/** One action type. */
export interface ActionDefinition<Data = unknown> {
  /** Checks the shape of `data` and types it; looks at no state. Throws Malformed (shape.ts). */
  read(data: JsonObject, limits: GenesisLimits): Data;
  /**
   * The organisation or actor whose own affair the action is, for the policy rule SELF; a refusal
   * when the action names something that is not there. Absent: nobody's own affair.
   */
  subject?(data: Data, state: StateReader): string | Refusal;
  /** The rule. The order of its guards is the order of precedence of its refusals. */
  decide(action: Action<Data>, state: StateReader, block: BlockContext): Decision;
}

/**
 * What an event changes. Called for each derived event, in order, also on replay of the log; `time`
 * is that of its block.
 */
export type Evolve = (data: JsonObject, state: StateReader, time: Instant) => readonly StateWrite[];

/** A domain, as `execution` sees it. */
export interface DomainModule {
  /** The prefix of the domain's action and event types. */
  readonly name: string;
  /** By full action type, for example `evidence.RegisterItem`. */
  readonly actions: { readonly [type: string]: ActionDefinition };
  /** By full event type, for example `evidence.ItemRegistered`. */
  readonly events: { readonly [type: string]: Evolve };
}

/** Hides an action's data type, so that definitions of different types fit into one table. */
export function action<Data>(definition: ActionDefinition<Data>): ActionDefinition {
  return definition;
}

/** Hides an event's data type in the same way. The cast is safe: only `decide` makes the data. */
export function event<Data extends JsonObject>(
  evolve: (data: Data, state: StateReader, time: Instant) => readonly StateWrite[],
): Evolve {
  return evolve as unknown as Evolve;
}
