/**
 * Signs each block's checkpoint with the node's own Ed25519 key. The key lives here and in its file
 * only; everything below this layer sees a function.
 */
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { fromHex, toHex } from '../crypto/bytes.js';
import type { Head, SignCheckpoint } from '../execution/ports.js';
import { signCheckpoint } from '../ledger/checkpoint.js';
import type { Genesis } from '../ledger/genesis.js';

/** The node's key is not one that genesis names, so nobody would accept its checkpoints. */
export class ForeignNodeKey extends Error {}

/** DER of a PKCS #8 Ed25519 key up to the 32 secret bytes (RFC 8410 §7). */
const PKCS8_ED25519_PREFIX = fromHex('302e020100300506032b657004220420');
const SPKI_ED25519_PREFIX_LENGTH = 12;

/**
 * A checkpoint signer for `privateKey` (`ed25519-strict-1:<64 hex>`). Throws ForeignNodeKey unless
 * its public half is one of genesis.checkpointKeys, or the ledger is a consortium's: there a node
 * may have joined later, and its checkpoints are for those who trust that node's key.
 */
export function checkpointSigner(privateKey: string, genesis: Genesis): SignCheckpoint {
  const key = importPrivateKey(privateKey);
  const publicKey = rawPublicKey(key);
  const isNamed = genesis.checkpointKeys.includes(toHex(publicKey));
  if (!isNamed && genesis.validators === undefined) {
    throw new ForeignNodeKey(
      `the node key ${toHex(publicKey)} is not among the genesis document's checkpoint keys`,
    );
  }
  return ({ header, headerHash }: Head) =>
    signCheckpoint(
      { origin: genesis.origin, size: header.size, root: header.root, headerHash },
      { publicKey, sign: (note) => sign(null, note, key) },
    );
}

function importPrivateKey(text: string): KeyObject {
  const secret = fromHex(text.slice(text.indexOf(':') + 1));
  const der = Buffer.concat([PKCS8_ED25519_PREFIX, secret]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

function rawPublicKey(key: KeyObject): Uint8Array {
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return new Uint8Array(spki.subarray(SPKI_ED25519_PREFIX_LENGTH));
}
