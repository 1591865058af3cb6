/** Base45 before the examples of RFC 9285, and there and back. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromBase45, toBase45 } from '../../../src/client/paper/base45.js';
import { utf8 } from '../../../src/crypto/bytes.js';

describe('Base45', () => {
  it.each([
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
    ['', ''],
  ])('writes %j as RFC 9285 §4.3 and §4.4 do', (text, encoded) => {
    expect(toBase45(utf8(text))).toBe(encoded);
    expect(fromBase45(encoded)).toEqual(utf8(text));
  });

  it.each([['GGW'], [':::'], ['A'], ['BB8A'], ['bb8'], ['BB8::'], ['B\n8']])(
    'refuses %j',
    (text) => {
      expect(fromBase45(text)).toBeUndefined();
    },
  );

  it('gives every bytes back, in one spelling', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        expect(fromBase45(toBase45(bytes))).toEqual(bytes);
      }),
    );
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        const bytes = fromBase45(text);
        if (bytes !== undefined) expect(toBase45(bytes)).toBe(text);
      }),
    );
  });
});
