/**
 * What a resolver may reach: the ports that the schema needs, handed in by node.ts. The schema
 * never sees an engine or a store.
 */
import type { Kysely } from 'kysely';
import type { Hex } from '../crypto/bytes.js';
import type { Genesis } from '../ledger/genesis.js';
import type { SignedEvent } from '../ledger/signedEvent.js';
import type { LogReader } from '../projections/logReader.js';
import type { ReadModels } from '../projections/readModels.js';
import type { CertificateReads } from './certificateReads.js';
import type { Loaders } from './loaders.js';

/** What became of a submitted event. */
export interface SubmitResult {
  readonly eventHash: Hex;
  readonly position: number;
  /** Derived entries that follow the signed one at `position`. */
  readonly derived: number;
  readonly refused: string | null;
  /** The action waits as a proposal. */
  readonly proposed: boolean;
  readonly duplicate: boolean;
}

/**
 * Submits signed events. Resolves when they are durable (one result per event, in order), or
 * rejects with an InvalidEvent (nothing of the request was ordered), Overloaded or EngineStopped
 * error. `onAdmitted` is called once, when no event of the request can be invalid any more and the
 * engine is about to take them: what ASYNC waits for.
 */
export type Submit = (
  events: readonly SignedEvent[],
  onAdmitted?: () => void,
) => Promise<readonly SubmitResult[]>;

/** How far the read models are, and a way to wait for them. */
export interface ReadPosition {
  /** Every entry below this position has been applied. */
  applied(): number;
  /** Resolves once `applied() > position`; rejects with a timeout error after `timeoutMs`. */
  waitFor(position: number, timeoutMs: number, signal?: AbortSignal): Promise<void>;
  /** Resolves at the next advance after `applied()` was `seen`; at once when it already has. */
  changed(seen: number, signal: AbortSignal): Promise<void>;
}

/** The parts of the node that every operation shares. */
export interface SchemaPorts {
  readonly ledgerId: Hex;
  readonly genesis: Genesis;
  readonly engineName: string;
  readonly submit: Submit;
  readonly log: LogReader;
  /** Undefined where one operator keeps the ledger. */
  readonly certificates?: CertificateReads | undefined;
  readonly readModels: Kysely<ReadModels>;
  readonly readPosition: ReadPosition;
  /** Entries that a subscriber may fall behind before it is told of a gap. */
  readonly subscriptionLagMax: number;
}

/** One per operation. */
export interface SchemaContext extends SchemaPorts {
  /** Names the request in errors and logs. */
  readonly requestId: string;
  /** Aborted when the caller has gone, completed the subscription, or the operation timed out. */
  readonly signal: AbortSignal;
  /** Fresh per operation, so that nothing stale is served to a later one. */
  readonly loaders: Loaders;
}
