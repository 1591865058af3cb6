/** The typeface: what it has, and what it refuses to leave out. */
import { describe, expect, it } from '@jest/globals';
import { loadFont, MissingGlyphs } from '../../../src/certificate/font/typeface.js';
import { readGlyphs, writeTrueType } from '../../../src/certificate/font/trueType.js';

describe('the typeface', () => {
  it('has Chinese and Latin characters of many parts in one font', async () => {
    const font = await loadFont('regular', '证书编号 Certificate 0123456789，。（）龘');
    expect(font.glyphOf('证'.codePointAt(0) as number).advance).toBe(font.unitsPerEm);
    expect(font.glyphOf(0x69).advance).toBeLessThan(font.unitsPerEm / 2);
    expect(font.codePoints).toEqual([...font.codePoints].sort((a, b) => a - b));
    expect(font.advances).toHaveLength(font.codePoints.length);
  });

  it('is wider in bold, and the same from the same characters in any order', async () => {
    const [one, two, bold] = await Promise.all([
      loadFont('regular', 'abc证'),
      loadFont('regular', '证cbaabc'),
      loadFont('bold', 'abc证'),
    ]);
    expect(Buffer.from(one.file).equals(Buffer.from(two.file))).toBe(true);
    expect(bold.glyphOf(0x61).advance).toBeGreaterThan(one.glyphOf(0x61).advance);
  });

  it('names the characters that it does not have instead of leaving a box', async () => {
    await expect(loadFont('regular', 'a\u{10fffd}')).rejects.toThrow(/U\+10FFFD/);
    await expect(loadFont('regular', 'ᚠ')).rejects.toThrow(MissingGlyphs);
    const font = await loadFont('regular', 'a');
    expect(() => font.glyphOf(0x62)).toThrow(MissingGlyphs);
  });

  it('refuses a file with composite glyphs or without its tables', () => {
    const glyph = {
      outline: Uint8Array.of(0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0),
      advance: 1,
      bearing: 0,
    };
    const simple = { ...glyph, outline: new Uint8Array(12) };
    const metrics = { unitsPerEm: 1000, ascent: 800, descent: -200 };
    const file = writeTrueType({ ...metrics, glyphs: [simple] });
    expect(() => readGlyphs(file)).toThrow(/no table cmap/);
  });
});
