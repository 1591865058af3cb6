/** What the facades are made with: the ports that the GraphQL edge uses too. */
import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { Hex } from '../../crypto/bytes.js';
import type { SignedEvent } from '../../ledger/signedEvent.js';
import type { LogReader } from '../../projections/logReader.js';
import type { ReadModels } from '../../projections/readModels.js';
import type { FacadeFacts } from './facadeFault.js';

/** What became of a submitted event. */
export interface FacadeOutcome {
  readonly eventHash: Hex;
  /** Position of the signed entry. */
  readonly position: number;
  readonly refused: string | null;
  readonly duplicate: boolean;
}

export interface FacadeParts {
  readonly submit: (events: readonly SignedEvent[]) => Promise<readonly FacadeOutcome[]>;
  readonly log: Pick<LogReader, 'blockAt' | 'entries' | 'findId'>;
  readonly readModels: Kysely<ReadModels>;
  /** Resolves once the read models show the entry at the position. */
  readonly projected: (position: number) => Promise<void>;
  /** What an error of `submit` tells the caller; undefined for a fault of the server. */
  readonly tell: (error: unknown) => ToldError | undefined;
  /** False: this client has asked too often. */
  readonly mayAsk: (request: FastifyRequest) => Promise<boolean>;
}

/** An error of the ledger in its own words. */
export interface ToldError extends FacadeFacts {
  readonly code: string;
}
