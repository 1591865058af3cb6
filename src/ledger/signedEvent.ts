/**
 * The signed event: what an actor asked for, in the exact bytes that the actor signed
 * (docs/formats.md §2). The body is RFC 8785 canonical JSON; the signature covers a fixed prefix
 * and the body, so that a signature made for this ledger means nothing anywhere else.
 */
import type { Hex } from '../crypto/bytes.js';
import { canonicalJson, type JsonObject } from '../crypto/canonicalJson.js';
import { sha256Hex } from '../crypto/sha256.js';
import type { Instant } from './instant.js';

/** Domain separation of signatures over events. */
export const SIGNED_EVENT_PREFIX = 'civic-ledger/signed-event/v1\n';

/** What is signed. The property names are those of the canonical JSON. */
export interface EventBody {
  /** Genesis hash of the ledger that the event is meant for: no replay on another one. */
  readonly ledger: Hex;
  /** `<domain>.<Action>`, for example `evidence.RegisterItem`. */
  readonly type: string;
  /** Who signs: `<handle>@<organisation>`. */
  readonly actor: string;
  /** The public key that signs: `<suite>:<hex>`, for example `ed25519-strict-1:8f…`. */
  readonly key: string;
  /** The caller's idempotency key, 1 to 64 characters of `[A-Za-z0-9._:-]`, unique per actor. */
  readonly id: string;
  /** Last block time at which the event may still be executed. */
  readonly notAfter: Instant;
  /** The action's own fields. */
  readonly data: JsonObject;
}

/** A signed event as it travels and as it is stored: body text and signature. */
export interface SignedEvent {
  /** RFC 8785 canonical JSON of an EventBody. */
  readonly body: string;
  /** The signature in its suite's encoding, lower-case hex. */
  readonly signature: Hex;
}

/** The canonical body text of `body`: what a caller signs after the prefix. */
export function encodeBody(body: EventBody): string {
  return canonicalJson({ ...body });
}

/**
 * Actor and id of an admitted body, without reading the rest. In canonical order `actor` is the
 * first member and `id` the last but four, and the form of both allows no quotation mark.
 */
export function senderOf(body: string): Pick<EventBody, 'actor' | 'id'> {
  const actorStart = '{"actor":"'.length;
  const idStart = body.lastIndexOf(',"id":"') + ',"id":"'.length;
  return {
    actor: body.slice(actorStart, body.indexOf('"', actorStart)),
    id: body.slice(idStart, body.indexOf('"', idStart)),
  };
}

/** The text whose UTF-8 bytes are signed: the domain separation prefix, then the body. */
export function signingText(body: string): string {
  return SIGNED_EVENT_PREFIX + body;
}

/** The event's hash: SHA-256 of the signing bytes. Names the event, and whatever it creates. */
export function eventHash(body: string): Hex {
  return sha256Hex(signingText(body));
}

/** The name under which an actor's idempotency key is remembered: no two actors can collide. */
export function idempotencyName(actor: string, id: string): string {
  return `${actor}/${id}`;
}

/**
 * The name of an event that came with an id used before for other bytes: so that it, too, is
 * recorded once. No id has a `/`, so it is nobody's idempotencyName.
 */
export function reuseName(name: string, eventHash: Hex): string {
  return `${name}/${eventHash}`;
}

/** With what a foreignName begins, and no actor does. */
export const FOREIGN_MARK = '#';

/**
 * The name of an event whose signer could not sign for the actor: it is recorded once, and uses up
 * no id of an actor whose event it is not.
 */
export function foreignName(eventHash: Hex): string {
  return FOREIGN_MARK + eventHash;
}
