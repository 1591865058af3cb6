/** RFC 8785: the published samples byte for byte, and what has no canonical form. */
import { describe, expect, it } from '@jest/globals';
import { fromHex, toHex, utf8 } from '../../src/crypto/bytes.js';
import {
  canonicalJson,
  type JsonValue,
  NotCanonicalizable,
} from '../../src/crypto/canonicalJson.js';
import { readCanonical, strictJson } from '../../src/crypto/strictJson.js';
import { canonicalSamples } from './publishedVectors.js';

const text = (hex: string): string =>
  new TextDecoder('utf-8', { fatal: true }).decode(fromHex(hex));

describe('canonicalJson', () => {
  it('has the six published samples to answer', () => {
    expect(canonicalSamples()).toHaveLength(6);
  });

  it.each(canonicalSamples())('prints sample "$case" as published', ({ input, output }) => {
    expect(toHex(utf8(canonicalJson(strictJson(text(input)))))).toBe(output);
    expect(canonicalJson(readCanonical(text(output)))).toBe(text(output));
  });

  it.each([
    ['a lone surrogate in a value', ['\ud800']],
    ['a lone surrogate in a name', { '\udc00': 1 }],
    ['a number that is not finite', [Number.POSITIVE_INFINITY]],
    ['NaN', Number.NaN],
    ['undefined in a property', { a: undefined }],
    ['a bigint', 1n],
    ['a function', () => 1],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalJson(value as unknown as JsonValue)).toThrow(NotCanonicalizable);
  });

  it('prints negative zero as zero', () => {
    expect(canonicalJson([-0])).toBe('[0]');
  });
});
