/**
 * One command's dealings with a running ledger: who signs, for which ledger, where it answers; and
 * errors said so that the person knows what to do next.
 */
import { readActorKey } from './keyFile.js';
import type { Hex } from '../crypto/bytes.js';
import type { JsonObject } from '../crypto/canonicalJson.js';
import { LedgerDocument, type TypedDocumentString } from '../client/gen/operations.js';
import {
  type Endpoint,
  graphqlRequest,
  NoAnswer,
  RequestRefused,
} from '../client/graphqlRequest.js';
import { fetchOutcome, fetchReceipt } from '../client/receipts.js';
import { keySigner, signAction, type Signer } from '../client/sign.js';
import { type Outcome, submitEvents } from '../client/submit.js';
import type { Instant } from '../ledger/instant.js';
import { eventHash, type EventBody, type SignedEvent } from '../ledger/signedEvent.js';
import type { CliContext } from './cliContext.js';
import { dataPaths, readGenesis } from './dataFolder.js';
import { EXIT } from './exitCode.js';
import { UserError } from './userError.js';

/** The ledger has certainly not taken what was submitted, or a rule has refused it. */
export class NotTaken extends UserError {}

/** The demonstration consortium's actor for registering evidence. */
export const DEFAULT_ACTOR = 'depositor@evidence-platform';

export interface SessionOptions {
  readonly data: string;
  readonly url: string;
  readonly as?: string | undefined;
}

/** A signer of a pinned ledger that answers at an address. */
export interface LedgerSession {
  readonly ledger: Hex;
  readonly batchItemsMax: number;
  readonly signer: Signer;
  readonly endpoint: Endpoint;
  readonly context: CliContext;
}

/** An action that is in the log and that no rule refused. */
export interface Accepted {
  readonly eventHash: Hex;
  /** Position of the signed entry. */
  readonly position: number;
}

/** The endpoint of a command that only asks. */
export function endpointOf(context: CliContext, url: string): Endpoint {
  return { url, fetch: context.fetch, signal: context.signal };
}

/** Opens a session: reads the key of the actor and the pinned genesis document. */
export function openSession(context: CliContext, options: SessionOptions): LedgerSession {
  const { data, url, as: actor = DEFAULT_ACTOR } = options;
  const { ledger, document } = readGenesis(
    dataPaths(data).genesis,
    'copy genesis.json of the ledger there, or name the folder of the ledger with --data; ' +
      '"npx civic-ledger start" makes one',
  );
  const { privateKey } = readActorKey(data, actor);
  return {
    ledger,
    batchItemsMax: document.limits.batchItems,
    signer: keySigner(actor, privateKey),
    endpoint: endpointOf(context, url),
    context,
  };
}

/** An action for `signAll`. */
export interface SessionAction {
  readonly type: string;
  readonly data: JsonObject;
  /** Until when it may be executed, or approved by others; absent: as signAction has it. */
  readonly notAfter?: Instant;
}

/** Signs actions under fresh ids. */
export function signAll(
  { ledger, signer }: LedgerSession,
  actions: readonly SessionAction[],
): Promise<readonly SignedEvent[]> {
  return Promise.all(actions.map((action) => signAction(signer, { ledger, ...action })));
}

/** Signs and submits one action. Throws UserError when it was not accepted. */
export function act(session: LedgerSession, type: string, data: JsonObject): Promise<Accepted> {
  return actOn(session, { type, data });
}

/** The same for an action that says itself until when it stands. */
export async function actOn(session: LedgerSession, action: SessionAction): Promise<Accepted> {
  const [event] = (await signAll(session, [action])) as [SignedEvent];
  const [outcome] = (await submitSaying(session, [event])) as [Outcome];
  if (outcome.refused !== null) throw await refusedError(session, event);
  return { eventHash: eventHash(event.body), position: outcome.position };
}

/** Throws UserError unless the ledger answers: for commands that leave something behind. */
export async function requireAnswer({ endpoint }: LedgerSession): Promise<void> {
  await ask(endpoint, LedgerDocument, {});
}

/**
 * Submits signed events, telling the person of waits; errors say what to do next. Throws NotTaken
 * when nothing was ordered; after any other error the outcome is unknown.
 */
export async function submitSaying(
  session: LedgerSession,
  events: readonly SignedEvent[],
): Promise<readonly Outcome[]> {
  const { endpoint, context } = session;
  let isFirst = true;
  const onRetry = (error: Error, waitMs: number): void => {
    isFirst = false;
    const tells = isWaiting(error) ? `; ${whatItWaitsFor(endpoint)}` : '';
    context.terminal.note(`${error.message}${tells}; asking again in ${waitMs} ms`);
  };
  return saying(endpoint, async () => {
    try {
      return await submitEvents(endpoint, events, { attempts: 4, onRetry });
    } catch (error) {
      // Asked for the second time, a no leaves open what became of the first time.
      if (isFirst && error instanceof RequestRefused && NOT_ORDERED.has(error.fault.code)) {
        const { message, next, exitCode } = faultError(endpoint, error);
        throw new NotTaken(message, next, exitCode);
      }
      throw error;
    }
  });
}

/** Codes that say of a request that nothing of it was ordered: docs/errors.md. */
const NOT_ORDERED: ReadonlySet<string> = new Set(['INVALID_EVENT', 'LIMIT_EXCEEDED']);

/** The error for an event that a rule refused, with the rule's facts. */
export async function refusedError(
  { endpoint }: LedgerSession,
  event: SignedEvent,
): Promise<NotTaken> {
  const { actor, id, type } = JSON.parse(event.body) as EventBody;
  const { refusal, position } = await saying(endpoint, () => fetchOutcome(endpoint, actor, id));
  if (refusal === null) {
    return new NotTaken(`${type} was refused`, `see position ${position ?? '?'} of the log`);
  }
  const { code, message, field, limit, value } = refusal;
  return new NotTaken(
    `the ledger refused ${type} with ${code}: ${message}`,
    `${field} must be ${limit}, but is ${value}; position ${position ?? '?'} has it on record`,
    EXIT.fail,
  );
}

/** Asks one GraphQL query. */
export function ask<Data, Variables>(
  endpoint: Endpoint,
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  return saying(endpoint, () => graphqlRequest(endpoint, document, variables));
}

/** The receipt of the signed entry at `position`. */
export function receiptAt(endpoint: Endpoint, position: number): Promise<string> {
  return saying(endpoint, () => fetchReceipt(endpoint, position));
}

/** Runs `request`; the client's errors become errors with a next step. */
export async function saying<Answer>(
  endpoint: Endpoint,
  request: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof NoAnswer) {
      throw new UserError(
        error.message,
        'start it with "npx civic-ledger start", or name it with --url',
      );
    }
    if (error instanceof RequestRefused) throw faultError(endpoint, error);
    throw error;
  }
}

/** Codes of a server that cannot do its work now: what was asked is not refused. */
const WAITING: ReadonlySet<string> = new Set(['ENGINE_STOPPED', 'OVERLOADED', 'TIMEOUT']);

function isWaiting(error: Error): boolean {
  return error instanceof RequestRefused && WAITING.has(error.fault.code);
}

function whatItWaitsFor({ url }: Endpoint): string {
  return `${new URL('/readyz', url).href} says what the server waits for`;
}

function faultError(endpoint: Endpoint, refused: RequestRefused): UserError {
  const { url } = endpoint;
  const { code, message, reason } = refused.fault;
  if (isWaiting(refused)) {
    const next = `${whatItWaitsFor(endpoint)}; what was sent may still be carried out`;
    return new UserError(`${url} says ${code}: ${message}`, next);
  }
  const next = NEXT_STEPS[reason ?? code] ?? `docs/errors.md explains ${code}`;
  // What is not there was neither refused nor found wanting: nothing was checked or changed.
  const exitCode = code === 'NOT_FOUND' ? EXIT.notDone : EXIT.fail;
  return new UserError(`${url} says ${reason ?? code}: ${message}`, next, exitCode);
}

/** What to do about the errors that newcomers meet. */
const NEXT_STEPS: { readonly [code: string]: string } = {
  KEY_UNKNOWN:
    'enrol the actor first: npx civic-ledger actor enrol <actor> --roles depositor --as <admin>',
  ACTOR_UNKNOWN:
    'enrol the actor first: npx civic-ledger actor enrol <actor> --roles depositor --as <admin>',
  KEY_REVOKED: 'sign with a key of this actor that is still in force',
  KEY_NOT_OF_ACTOR: 'sign with the key that was enrolled for this actor',
  WRONG_LEDGER:
    'the server keeps another ledger: name it with --url, or your own folder with --data',
  NOT_FOUND: 'check the position or the id, and the address given with --url',
  DOSSIER_OPEN: 'freeze it first: npx civic-ledger evidence dossier freeze <dossier> --as <actor>',
};
