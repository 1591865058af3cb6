/**
 * `sm2-sm3`: SM2 signatures with SM3 (GB/T 32918.2, curve of GB/T 32918.5) and the user id
 * 1234567812345678 of GM/T 0009 §10. Keys are compressed SEC 1 points; signatures are strict DER
 * with 1 ≤ r, s < n. By sm-crypto-v2 on servers too: what OpenSSL signs and verifies under the name
 * SM2 depends on how a key was imported, and is never with this user id through Node.js.
 */
import { sm2 } from 'sm-crypto-v2';
import { fromHex, toHex } from './bytes.js';
import { compactSignature, fromCompactSignature, readEcdsaDer, writeEcdsaDer } from './ecdsaDer.js';
import { randomBytes } from './randomBytes.js';
import type { PreparedKey, SignatureSuite, Signer } from './signatureSuite.js';

/** The default user id that GM/T 0009 prescribes. */
const USER_ID = '1234567812345678';

const ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;

/** The suite: one implementation for servers and browsers. */
export const sm2Sm3: SignatureSuite = {
  name: 'sm2-sm3',
  publicKeyBytes: 33,
  privateKeyBytes: 32,
  signatureForm: 'a strict DER ECDSA-Sig-Value with r and s below the group order',
  isSignatureForm,
  keyFault,
  prepareKey,
  generatePrivateKey,
  publicKeyOf: (privateKey) => publicKeyOf(assertPrivateKey(privateKey)),
  signer: (privateKey) => signer(assertPrivateKey(privateKey)),
};

function isSignatureForm(signature: Uint8Array): boolean {
  const numbers = readEcdsaDer(signature);
  return numbers !== undefined && numbers.r < ORDER && numbers.s < ORDER;
}

function keyFault(key: Uint8Array): string | undefined {
  if (key.length !== 33 || (key[0] !== 2 && key[0] !== 3)) {
    return 'an SM2 key is a compressed point of 33 bytes';
  }
  return isOnCurve(toHex(key)) ? undefined : 'the key is not a point of the SM2 curve';
}

function isOnCurve(keyHex: string): boolean {
  try {
    return sm2.verifyPublicKey(keyHex);
  } catch {
    return false;
  }
}

function prepareKey(key: Uint8Array): PreparedKey | undefined {
  if (keyFault(key) !== undefined) return undefined;
  const keyHex = toHex(key);
  return { verify: (message, signature) => verify(keyHex, message, signature) };
}

function verify(keyHex: string, message: Uint8Array, signature: Uint8Array): boolean {
  const numbers = readEcdsaDer(signature);
  if (numbers === undefined || numbers.r >= ORDER || numbers.s >= ORDER) return false;
  try {
    const compact = toHex(compactSignature(numbers));
    return sm2.doVerifySignature(message, compact, keyHex, { hash: true, userId: USER_ID });
  } catch {
    // The library throws for points at infinity on the way, which the standard counts as "not
    // valid".
    return false;
  }
}

function signer(privateKey: Uint8Array): Signer {
  const privateHex = toHex(privateKey);
  const publicKey = toHex(publicKeyOf(privateKey));
  const options = { hash: true, publicKey, userId: USER_ID };
  return (message) => {
    const compact = fromHex(sm2.doSignature(message, privateHex, options));
    return writeEcdsaDer(fromCompactSignature(compact));
  };
}

function publicKeyOf(privateKey: Uint8Array): Uint8Array {
  const uncompressed = sm2.getPublicKeyFromPrivateKey(toHex(privateKey));
  return fromHex(sm2.compressPublicKeyHex(uncompressed));
}

/** Uniform in [1, n - 2], the range of GB/T 32918.1 §6.1. */
function generatePrivateKey(): Uint8Array {
  for (;;) {
    const candidate = randomBytes(32);
    if (isPrivateKey(candidate)) return candidate;
  }
}

function assertPrivateKey(privateKey: Uint8Array): Uint8Array {
  if (!isPrivateKey(privateKey)) {
    throw new RangeError('an SM2 private key has 32 bytes, from 1 to the group order less 2');
  }
  return privateKey;
}

function isPrivateKey(privateKey: Uint8Array): boolean {
  if (privateKey.length !== 32) return false;
  const number = BigInt(`0x${toHex(privateKey)}`);
  return number >= 1n && number <= ORDER - 2n;
}
