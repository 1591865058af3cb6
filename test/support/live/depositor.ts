/**
 * An actor of the demonstration consortium who registers evidence: signs many events fast, with
 * node:crypto, so that signing is never what a measurement waits for.
 */
import { createHash, createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../src/crypto/canonicalJson.js';
import type { Hex } from '../../../src/crypto/bytes.js';
import { openCommitment, saltedCommitment } from '../../../src/ledger/itemCommitment.js';
import type { Instant } from '../../../src/ledger/instant.js';
import { encodeBody, type SignedEvent, signingText } from '../../../src/ledger/signedEvent.js';

/** What an event needs besides its signer. */
export interface EventRequest {
  readonly type: string;
  /** Idempotency key. */
  readonly id: string;
  readonly data: JsonObject;
}

export interface Depositor {
  readonly actor: string;
  readonly key: string;
  sign(request: EventRequest): SignedEvent;
}

/** What a key file holds (docs/formats.md). */
export interface KeyFile {
  readonly actor: string;
  /** `ed25519-strict-1:<64 hex>` */
  readonly publicKey: string;
  /** `ed25519-strict-1:<64 hex>` */
  readonly privateKey: string;
}

/** RFC 8410: what stands before the 32 bytes of an Ed25519 private key in PKCS #8. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

const NOT_AFTER = '2099-12-31T23:59:59.999Z' as Instant;

/** The key file of the evidence platform's depositor in a ledger's data folder. */
export function readKeyFile(dataDirectory: string): KeyFile {
  const path = join(dataDirectory, 'keys', 'depositor@evidence-platform.json');
  return JSON.parse(readFileSync(path, 'utf8')) as KeyFile;
}

/** A depositor from what a key file holds. */
export function makeDepositor({ actor, publicKey, privateKey }: KeyFile, ledger: Hex): Depositor {
  const secret = privateKey.slice(privateKey.indexOf(':') + 1);
  const der = Buffer.concat([PKCS8_PREFIX, Buffer.from(secret, 'hex')]);
  const signingKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return {
    actor,
    key: publicKey,
    sign({ type, id, data }) {
      const body = encodeBody({
        ledger,
        type,
        actor,
        key: publicKey,
        id,
        notAfter: NOT_AFTER,
        data,
      });
      const signature = sign(null, Buffer.from(signingText(body)), signingKey).toString('hex');
      return { body, signature };
    },
  };
}

/** Whether the ledger is told an item's digests, or a salted commitment to them only. */
export type ItemForm = 'open' | 'private';

/** A signed registration of one made-up item; `id` names the event and decides its digests. */
export function signItem(depositor: Depositor, id: string, form: ItemForm = 'open'): SignedEvent {
  const item = form === 'open' ? itemOf(id) : privateItemOf(id);
  return depositor.sign({ type: 'evidence.RegisterItem', id, data: { item } });
}

const ITEM_BYTES = 4_096;

/** An open item: digests of two families, and the commitment that follows from them. */
export function itemOf(id: string): JsonObject {
  const digests = digestsOf(id);
  const commitment = openCommitment(digests);
  return { commitment, digests, category: 'document', claim: 'collector' };
}

/** The same content under a salt: nothing of it stands in the event. */
function privateItemOf(id: string): JsonObject {
  const salt = createHash('sha256').update(`salt of ${id}`).digest('hex');
  const commitment = saltedCommitment(digestsOf(id), salt);
  return { commitment, category: 'document', claim: 'collector' };
}

function digestsOf(id: string) {
  return (['sha-256', 'sm3'] as const).map((algorithm) => ({
    algorithm,
    length: ITEM_BYTES,
    value: digestOf(algorithm, id),
  }));
}

/** Stands for the digest of a file that nobody has: the ledger cannot tell. */
function digestOf(algorithm: string, id: string): Hex {
  return createHash('sha256').update(`${algorithm} of ${id}`).digest('hex');
}
