/** Texts that cross a thread boundary come out as they went in, whatever they hold. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { packTexts, unpackTexts } from '../../src/consensus/packedTexts.js';

describe('packed texts', () => {
  it('come out as they went in: empty ones, lone surrogates and separators included', () => {
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom('\ud800', '\n', '\0', '"'), fc.string()),
    });
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        expect(unpackTexts(packTexts(texts))).toEqual(texts);
      }),
    );
  });

  it('lie in one string, of the length of all of them', () => {
    expect(packTexts(['ab', '', 'c'])).toEqual({ text: 'abc', ends: Uint32Array.of(2, 2, 3) });
  });
});
