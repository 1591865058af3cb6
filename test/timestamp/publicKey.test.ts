/** Keys of certificates and what they verify: published verdicts, and node:crypto as signer. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { describe, expect, it } from '@jest/globals';
import { fromHex } from '../../src/crypto/bytes.js';
import { readDer } from '../../src/crypto/derReader.js';
import { verifyEcdsa as inBrowser } from '../../src/crypto/ecdsaVerify.browser.js';
import { verifyEcdsa as onServer } from '../../src/crypto/ecdsaVerify.js';
import type { MessageHash } from '../../src/crypto/messageHash.js';
import { answering } from '../../src/timestamp/faults.js';
import { derP256Key, publicKeyOf, verifies } from '../../src/timestamp/publicKey.js';
import { signatureCases } from '../crypto/publishedVectors.js';

const MESSAGE = new Uint8Array([1, 2, 3]);

function keyOf(publicKey: KeyObject) {
  return publicKeyOf(readDer(new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }))));
}

describe('ECDSA', () => {
  it('answers all 484 Wycheproof cases of P-256 as published', () => {
    const cases = signatureCases('wycheproof/p256.jsonl');
    const wrong = cases.filter(({ key, message, signature, valid }) => {
      const point = p256.Point.fromBytes(fromHex(key)).toBytes(false);
      const signed = { message: fromHex(message), signature: fromHex(signature) };
      const answer = verifies(
        publicKeyOf(readDer(derP256Key(point))),
        { scheme: 'ecdsa', hash: 'sha-256' },
        signed,
      );
      return answer !== valid;
    });
    expect(wrong).toEqual([]);
  });

  it.each([
    ['p-256', 'prime256v1', 'sha-256'],
    ['p-256', 'prime256v1', 'sha-512'],
    ['p-384', 'secp384r1', 'sha-384'],
    ['p-384', 'secp384r1', 'sha-256'],
  ] as const)(
    'gives one answer on the server and in the browser: %s, %s, %s',
    (curve, name, hash) => {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: name });
      const key = keyOf(publicKey);
      if (key.scheme !== 'ecdsa') throw new Error('not an EC key');
      const dsaEncoding = 'ieee-p1363';
      const made = sign(hash.replace('-', ''), MESSAGE, { key: privateKey, dsaEncoding });
      const signature = new Uint8Array(made);
      const asked = { curve, point: key.point, hash, message: MESSAGE, signature };
      const damaged = {
        ...asked,
        signature: signature.map((byte, at) => (at === 9 ? byte ^ 1 : byte)),
      };
      const offCurve = {
        ...asked,
        point: key.point.map((byte, at) => (at === 9 ? byte ^ 1 : byte)),
      };
      for (const verifyEcdsa of [onServer, inBrowser]) {
        expect([asked, damaged, offCurve].map(verifyEcdsa)).toEqual([true, false, false]);
      }
    },
  );
});

describe('RSA', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = keyOf(publicKey);
  const answer = (hash: MessageHash, message: Uint8Array, signature: Uint8Array): boolean =>
    verifies(key, { scheme: 'rsa', hash }, { message, signature });

  it.each(['sha-256', 'sha-384', 'sha-512'] as const)('verifies PKCS #1 v1.5 with %s', (hash) => {
    const signature = new Uint8Array(sign(hash.replace('-', ''), MESSAGE, privateKey));
    expect(answer(hash, MESSAGE, signature)).toBe(true);
    expect(answer(hash, new Uint8Array(4), signature)).toBe(false);
    expect(answer(hash === 'sha-256' ? 'sha-384' : 'sha-256', MESSAGE, signature)).toBe(false);
    expect(answer(hash, MESSAGE, signature.subarray(1))).toBe(false);
    expect(answer(hash, MESSAGE, signature.fill(0xff))).toBe(false);
  });

  it('refuses PSS, SM3 and another scheme under the same key', () => {
    const padding = 6; // RSA_PKCS1_PSS_PADDING
    const pss = new Uint8Array(sign('sha256', MESSAGE, { key: privateKey, padding }));
    expect(answer('sha-256', MESSAGE, pss)).toBe(false);
    const signature = new Uint8Array(sign('sha256', MESSAGE, privateKey));
    expect(answer('sm3', MESSAGE, signature)).toBe(false);
    const ecdsa = { scheme: 'ecdsa', hash: 'sha-256' } as const;
    expect(verifies(key, ecdsa, { message: MESSAGE, signature })).toBe(false);
  });

  it.each([
    ['an exponent of 3', { modulusLength: 2048, publicExponent: 3 }],
    ['1,024 bits', { modulusLength: 1024 }],
  ])('does not take a key with %s', (_name, options) => {
    const weak = generateKeyPairSync('rsa', options).publicKey;
    expect(answering(() => keyOf(weak))).toMatchObject({ code: 'KEY' });
  });
});

it('does not take Ed25519 or other curves', () => {
  for (const { publicKey } of [
    generateKeyPairSync('ed25519'),
    generateKeyPairSync('ec', { namedCurve: 'secp521r1' }),
    generateKeyPairSync('ec', { namedCurve: 'secp256k1' }),
  ]) {
    expect(answering(() => keyOf(publicKey))).toMatchObject({ code: 'KEY' });
  }
});
