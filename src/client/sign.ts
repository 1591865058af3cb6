/**
 * Makes signed events: the body in canonical JSON, the signature over the prefix and the body
 * (docs/formats.md §2). The key never leaves the signer, which may be a file, a browser's key store
 * or a device.
 */
import { type Hex, toHex, utf8 } from '../crypto/bytes.js';
import type { JsonObject } from '../crypto/canonicalJson.js';
import { randomBytes } from '../crypto/randomBytes.js';
import { messageSigner, publicKeyOf } from '../crypto/suites.js';
import type { Instant } from '../ledger/instant.js';
import {
  encodeBody,
  type EventBody,
  type SignedEvent,
  signingText,
} from '../ledger/signedEvent.js';

/** Somebody who can sign: an enrolled actor with one of its keys. */
export interface Signer {
  /** `<handle>@<organisation>`. */
  readonly actor: string;
  /** The public key, `<suite>:<hex>`. */
  readonly key: string;
  /** The signature over `message` in the key's suite, lower-case hex. */
  sign(message: Uint8Array): Hex | Promise<Hex>;
}

/** A signer for a private key in memory (`<suite>:<hex>`). Throws a RangeError for a faulty key. */
export function keySigner(actor: string, privateKey: string): Signer {
  return { actor, key: publicKeyOf(privateKey), sign: messageSigner(privateKey) };
}

/** What an actor asks for. */
export interface ActionRequest {
  /** The ledger's id: the hash of its genesis document. */
  readonly ledger: Hex;
  /** `<domain>.<Action>`, for example `evidence.RegisterItem`. */
  readonly type: string;
  readonly data: JsonObject;
  /** Idempotency key; absent: 128 random bits. Keep it to ask again after a crash of your own. */
  readonly id?: string;
  /** Last block time at which the event may be executed; absent: ten minutes from now. */
  readonly notAfter?: Instant;
}

const VALID_FOR_MS = 10 * 60 * 1_000;
const ID_BYTES = 16;

/** A fresh idempotency key: 128 random bits as hex. */
export function randomId(): string {
  return toHex(randomBytes(ID_BYTES));
}

/** The instant `milliseconds` from now, in the ledger's text form. */
export function instantFromNow(milliseconds: number): Instant {
  return new Date(Date.now() + milliseconds).toISOString() as Instant;
}

/** The body of `request` as `signer` will sign it. */
export function makeBody(signer: Pick<Signer, 'actor' | 'key'>, request: ActionRequest): EventBody {
  return {
    ledger: request.ledger,
    type: request.type,
    actor: signer.actor,
    key: signer.key,
    id: request.id ?? randomId(),
    notAfter: request.notAfter ?? instantFromNow(VALID_FOR_MS),
    data: request.data,
  };
}

/** Signs `request`. The answer can be submitted any number of times: it is executed once. */
export async function signAction(signer: Signer, request: ActionRequest): Promise<SignedEvent> {
  const body = encodeBody(makeBody(signer, request));
  return { body, signature: await signer.sign(utf8(signingText(body))) };
}
