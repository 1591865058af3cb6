/** Line breaking of Chinese and English, mixed. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Fonts, loadFonts } from '../../../src/certificate/font/typeface.js';
import { STYLES } from '../../../src/certificate/layout/style.js';
import { wrap } from '../../../src/certificate/layout/wrap.js';
import { widthOf } from '../../../src/certificate/pdf/canvas.js';

const ALPHABET = '未见上链后改动，。；（）“”《》 abcdefgh0123456789-,.';
let fonts: Fonts;

beforeAll(async () => {
  fonts = await loadFonts({ regular: ALPHABET, bold: ALPHABET });
});

const style = STYLES.main;
const texts = fc
  .array(fc.constantFrom(...ALPHABET), { maxLength: 120 })
  .map((characters) => characters.join('').trim());

describe('a wrapped text', () => {
  it('keeps every character in order, and no line is wider than it may be', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const lines = wrap({ fonts, style }, text, 120);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        for (const line of lines) expect(widthOf(fonts, style, line)).toBeLessThanOrEqual(120);
      }),
    );
  });

  it('does not begin a line with a closing mark, nor end one with an opening mark', () => {
    for (let width = 30; width < 140; width += 1) {
      const lines = wrap(
        { fonts, style },
        '未见上链（后改动），上链。未见（改动）；《上链》后。',
        width,
      );
      for (const line of lines) {
        expect(line).not.toMatch(/^[，。；）》”]/);
        expect(line).not.toMatch(/[（《“]$/);
      }
    }
  });

  it('breaks English at spaces, and cuts a word only when it is longer than a line', () => {
    expect(wrap({ fonts, style }, 'abc def', 30)).toEqual(['abc def'.slice(0, 3), 'def']);
    expect(wrap({ fonts, style }, '0123456789'.repeat(8), 60).length).toBeGreaterThan(4);
  });
});
