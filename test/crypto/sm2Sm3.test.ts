/** `sm2-sm3`: the standard's example, and the near misses that must stay invalid. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { sm2 } from 'sm-crypto-v2';
import { fromHex, toHex, utf8 } from '../../src/crypto/bytes.js';
import { fromCompactSignature, readEcdsaDer, writeEcdsaDer } from '../../src/crypto/ecdsaDer.js';
import { sm2Sm3 } from '../../src/crypto/sm2Sm3.js';

/** GB/T 32918.5 annex A.2. */
const PRIVATE_KEY = fromHex('3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8');
const PUBLIC_KEY = fromHex('0309f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020');
const MESSAGE = utf8('message digest');
const SIGNATURE = {
  r: 0xf5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3n,
  s: 0xb1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aan,
};
const ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;

function verify(message: Uint8Array, signature: Uint8Array): boolean {
  return sm2Sm3.prepareKey(PUBLIC_KEY)?.verify(message, signature) ?? false;
}

function signedWith(userId: string, message: Uint8Array | string): Uint8Array {
  const options = { hash: true, userId };
  return writeEcdsaDer(
    fromCompactSignature(fromHex(sm2.doSignature(message, toHex(PRIVATE_KEY), options))),
  );
}

describe('sm2-sm3', () => {
  it('answers the example of the standard', () => {
    expect(toHex(sm2Sm3.publicKeyOf(PRIVATE_KEY))).toBe(toHex(PUBLIC_KEY));
    expect(verify(MESSAGE, writeEcdsaDer(SIGNATURE))).toBe(true);
  });

  it('verifies what it signs, over bytes that are no text', () => {
    const message = Uint8Array.of(0xff, 0x00, 0x80, 0xc3);
    const signature = sm2Sm3.signer(PRIVATE_KEY)(message);
    expect(verify(message, signature)).toBe(true);
    expect(verify(message.slice(1), signature)).toBe(false);
    expect(toHex(signature)).not.toBe(toHex(sm2Sm3.signer(PRIVATE_KEY)(message)));
  });

  it('refuses signatures under another user id, the empty one included', () => {
    expect(verify(MESSAGE, signedWith('1234567812345678', MESSAGE))).toBe(true);
    expect(verify(MESSAGE, signedWith('', MESSAGE))).toBe(false);
    expect(verify(MESSAGE, signedWith('someone@example', MESSAGE))).toBe(false);
  });

  it('refuses plain ECDSA over the SM2 curve', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'SM2' });
    const point = publicKey.export({ format: 'der', type: 'spki' }).subarray(-65);
    const key = fromHex(sm2.compressPublicKeyHex(point.toString('hex')));
    const signature = new Uint8Array(sign('sm3', MESSAGE, privateKey));
    expect(sm2Sm3.isSignatureForm(signature)).toBe(true);
    expect(sm2Sm3.prepareKey(key)?.verify(MESSAGE, signature)).toBe(false);
  });

  it.each([
    ['r of zero', '3006020100020101'],
    ['s with s + r = n', toHex(writeEcdsaDer({ r: SIGNATURE.r, s: ORDER - SIGNATURE.r }))],
    ['r at the group order', toHex(writeEcdsaDer({ r: ORDER, s: SIGNATURE.s }))],
    ['s above the group order', toHex(writeEcdsaDer({ r: SIGNATURE.r, s: ORDER + 1n }))],
    ['r and s of one', toHex(writeEcdsaDer({ r: 1n, s: 1n }))],
    ['a long form length', `308146${toHex(writeEcdsaDer(SIGNATURE)).slice(4)}`],
    ['P1363 form', SIGNATURE.r.toString(16) + SIGNATURE.s.toString(16)],
    ['nothing', ''],
  ])('refuses %s without throwing', (_, hex) => {
    expect(verify(MESSAGE, fromHex(hex))).toBe(false);
  });

  it('refuses every signature with one bit changed', () => {
    const signature = writeEcdsaDer(SIGNATURE);
    for (let index = 0; index < signature.length; index += 1) {
      const changed = signature.slice();
      changed[index] = (changed[index] as number) ^ (1 << (index % 8));
      expect(verify(MESSAGE, changed)).toBe(false);
    }
  });

  it.each([
    ['another prefix', Uint8Array.of(4, ...PUBLIC_KEY.slice(1))],
    ['no point of the curve', Uint8Array.of(2, ...new Uint8Array(31), 5)],
    ['x above p', Uint8Array.of(2, ...new Uint8Array(32).fill(0xff))],
    ['another length', PUBLIC_KEY.slice(0, 32)],
    ['nothing', new Uint8Array()],
  ])('refuses a key with %s', (_, key) => {
    expect(sm2Sm3.keyFault(key)).toContain('SM2');
    expect(sm2Sm3.prepareKey(key)).toBeUndefined();
  });

  it('makes private keys in range, and refuses others', () => {
    expect(readEcdsaDer(sm2Sm3.signer(sm2Sm3.generatePrivateKey())(MESSAGE))).toBeDefined();
    const last = fromHex((ORDER - 1n).toString(16));
    for (const faulty of [new Uint8Array(32), last, PRIVATE_KEY.slice(1)]) {
      expect(() => sm2Sm3.signer(faulty)).toThrow(RangeError);
    }
  });
});
