/** The boot self-test: passes here, and names the case when one verdict is wrong. */
import { describe, expect, it } from '@jest/globals';
import { toHex } from '../../src/crypto/bytes.js';
import { selfTest, SelfTestFailed, type Verify } from '../../src/crypto/selfTest.js';
import { ECDSA_VECTORS } from '../../src/crypto/selfTestEcdsa.js';
import { ED25519_VECTORS } from '../../src/crypto/selfTestEd25519.js';
import { verifySignature } from '../../src/crypto/suites.js';

const VECTORS = [...ED25519_VECTORS, ...ECDSA_VECTORS];

describe('the self-test', () => {
  it('passes on this build', () => {
    expect(() => selfTest()).not.toThrow();
  });

  it.each(VECTORS)('fails by name when "$name" gets the wrong verdict', (vector) => {
    const wrong: Verify = (key, message, signature) => {
      const isSigned = key === vector.key && signature === vector.signature;
      const isVector = isSigned && toHex(message) === vector.message;
      return verifySignature(key, message, signature) !== isVector;
    };
    expect(() => selfTest(wrong)).toThrow(SelfTestFailed);
    expect(() => selfTest(wrong)).toThrow(`"${vector.name}"`);
  });

  it('holds both verdicts of every suite, and one name per case', () => {
    for (const suite of ['ed25519-strict-1', 'p256-sha256', 'sm2-sm3']) {
      const verdicts = VECTORS.filter(({ key }) => key.startsWith(suite)).map(({ valid }) => valid);
      expect(new Set(verdicts)).toEqual(new Set([true, false]));
    }
    expect(new Set(VECTORS.map(({ name }) => name)).size).toBe(VECTORS.length);
  });
});
