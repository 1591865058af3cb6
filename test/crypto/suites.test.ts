/** Keys and signatures as text: one spelling each, and no input that makes verification throw. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { utf8 } from '../../src/crypto/bytes.js';
import { checkPublicKey, parsePublicKey, preparePublicKey } from '../../src/crypto/publicKey.js';
import {
  generateKeyPair,
  messageSigner,
  publicKeyOf,
  signMessage,
  verifySignature,
} from '../../src/crypto/suites.js';
import { isSuiteName, type SuiteName, SUITES } from '../../src/crypto/suiteTable.js';

const NAMES = Object.keys(SUITES) as readonly SuiteName[];
const PAIRS = NAMES.map((name) => ({ name, ...generateKeyPair(name) }));

describe.each(PAIRS)('the suite $name', ({ name, publicKey, privateKey }) => {
  it('signs and verifies through key texts, bytes and text alike', () => {
    const signature = signMessage(privateKey, 'message');
    expect(publicKeyOf(privateKey)).toBe(publicKey);
    expect(checkPublicKey(publicKey)).toBeUndefined();
    expect(verifySignature(publicKey, 'message', signature)).toBe(true);
    expect(verifySignature(publicKey, utf8('message'), signature)).toBe(true);
    expect(verifySignature(publicKey, 'messag', signature)).toBe(false);
    expect(verifySignature(publicKey, utf8('é'), messageSigner(privateKey)('é'))).toBe(true);
  });

  it('gives the suite and the bytes of its keys, and prepares a key once', () => {
    expect(SUITES[name].name).toBe(name);
    expect(parsePublicKey(publicKey)?.suite).toBe(name);
    expect(parsePublicKey(publicKey)?.bytes).toHaveLength(SUITES[name].publicKeyBytes);
    expect(preparePublicKey(publicKey)).toBe(preparePublicKey(publicKey));
  });

  it('refuses any other spelling of the key and of the signature', () => {
    const signature = signMessage(privateKey, 'm');
    const hex = publicKey.slice(name.length + 1);
    const others = [
      hex,
      `${name}:`,
      `${name}:${hex}00`,
      `${name}:${hex.slice(2)}`,
      ` ${publicKey}`,
    ];
    const more = [`${publicKey} `, `${name}:0x${hex.slice(2)}`, `${name}::${hex}`, `x${publicKey}`];
    for (const other of [...others, ...more, publicKey.replace(/[a-f]/, (x) => x.toUpperCase())]) {
      expect(parsePublicKey(other)).toBeUndefined();
      expect(checkPublicKey(other)).toContain('<suite>');
      expect(verifySignature(other, 'm', signature)).toBe(false);
    }
    for (const other of [signature.toUpperCase(), `${signature}0`, ` ${signature}`, '']) {
      expect(verifySignature(publicKey, 'm', other)).toBe(false);
    }
  });

  it('refuses the keys of other suites', () => {
    const signature = signMessage(privateKey, 'm');
    for (const other of PAIRS.filter((pair) => pair.name !== name)) {
      expect(verifySignature(other.publicKey, 'm', signature)).toBe(false);
    }
  });
});

describe('key texts', () => {
  it('know exactly three suites', () => {
    expect(NAMES).toEqual(['ed25519-strict-1', 'p256-sha256', 'sm2-sm3']);
    expect(['__proto__', 'constructor', 'ed25519', ''].filter(isSuiteName)).toEqual([]);
  });

  it('never make verification throw, whatever they hold', () => {
    const suite = fc.constantFrom(...NAMES, '__proto__', 'toString', '');
    const hex = fc.oneof(
      fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes).toString('hex')),
      fc
        .uint8Array({ minLength: 32, maxLength: 33 })
        .map((bytes) => Buffer.from(bytes).toString('hex')),
      fc.string(),
    );
    fc.assert(
      fc.property(suite, hex, hex, (name, key, signature) => {
        expect(verifySignature(`${name}:${key}`, 'm', signature)).toBe(false);
        checkPublicKey(`${name}:${key}`);
      }),
      { numRuns: 300 },
    );
  });

  it('do not repeat a private key in an error', () => {
    const secret = 'ed25519-strict-1:c0ffee';
    expect(() => signMessage(secret, 'm')).toThrow(RangeError);
    expect(() => signMessage(secret, 'm')).not.toThrow('c0ffee');
    expect(() => publicKeyOf('sm2')).toThrow(RangeError);
  });
});
