/**
 * The typeface of certificates: Noto Serif SC (宋体), under the SIL Open Font License, which comes
 * with an npm package as one variable font in some hundred parts. What a document needs of it is
 * cut out, at the two weights used, and put together as one font each. A character that the
 * typeface does not have is an error: a certificate never shows an empty box.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import subsetFont from 'subset-font';
import { type Glyph, type GlyphFile, readGlyphs, writeTrueType } from './trueType.js';

/** Weight names with their place on the variable font's axis. */
export const WEIGHTS = { regular: 400, bold: 700 } as const;
export type Weight = keyof typeof WEIGHTS;

/** One weight with the characters of one document. */
export interface Font {
  readonly name: string;
  readonly weight: Weight;
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  /** Number and advance width of the glyph for a code point that was asked for. */
  glyphOf(codePoint: number): { readonly number: number; readonly advance: number };
  /** Code points in the order of their glyphs, from glyph 1. */
  readonly codePoints: readonly number[];
  readonly advances: readonly number[];
  /** The TrueType file to embed. */
  readonly file: Uint8Array;
}

/** Both weights. */
export type Fonts = { readonly [Each in Weight]: Font };

/** Characters that the typeface has no glyph for. */
export class MissingGlyphs extends Error {
  readonly characters: readonly string[];

  constructor(characters: readonly string[]) {
    const named = characters.map((each) => `${each} (${codeOf(each)})`).join(', ');
    super(`the typeface has no glyph for ${named}`);
    this.name = 'MissingGlyphs';
    this.characters = characters;
  }
}

function codeOf(character: string): string {
  return `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
}

const PACKAGE = '@fontsource-variable/noto-serif-sc';
const FACE = 'noto-serif-sc';

/** A part of the variable font, with the code points that it is for. */
interface Part {
  readonly path: string;
  readonly ranges: readonly (readonly [number, number])[];
}

/** The characters of two texts, each in its weight. Throws MissingGlyphs. */
export async function loadFonts(texts: { readonly [Each in Weight]: string }): Promise<Fonts> {
  return {
    regular: await loadFont('regular', texts.regular),
    bold: await loadFont('bold', texts.bold),
  };
}

/** The characters of `text` in one weight. Throws MissingGlyphs. */
export async function loadFont(weight: Weight, text: string): Promise<Font> {
  const codePoints = [...new Set([...text].map((each) => each.codePointAt(0) as number))];
  codePoints.sort((left, right) => left - right);
  const wanted = charactersByPart(codePoints);
  const files: GlyphFile[] = [];
  for (const [path, characters] of wanted) {
    const file = await subsetFont(readFileSync(path), characters, {
      targetFormat: 'truetype',
      variationAxes: { wght: WEIGHTS[weight] },
      noHinting: true,
      noLayoutClosure: true,
    });
    files.push(readGlyphs(new Uint8Array(file)));
  }
  return joined(weight, codePoints, files);
}

function charactersByPart(codePoints: readonly number[]): ReadonlyMap<string, string> {
  const parts = typefaceParts();
  const wanted = new Map<string, string>();
  const missing: string[] = [];
  for (const codePoint of codePoints) {
    const character = String.fromCodePoint(codePoint);
    const part = parts.find(({ ranges }) =>
      ranges.some(([first, last]) => first <= codePoint && codePoint <= last),
    );
    if (part === undefined) missing.push(character);
    else wanted.set(part.path, (wanted.get(part.path) ?? '') + character);
  }
  if (missing.length > 0) throw new MissingGlyphs(missing);
  return wanted;
}

function typefaceParts(): readonly Part[] {
  const index = createRequire(import.meta.url).resolve(`${PACKAGE}/unicode.json`);
  const ranges = JSON.parse(readFileSync(index, 'utf8')) as { readonly [part: string]: string };
  const parts = Object.entries(ranges).map(([part, list]) => ({
    path: join(dirname(index), 'files', `${FACE}-${part.replace(/[[\]]/g, '')}-wght-normal.woff2`),
    ranges: list.split(',').map(rangeIn),
  }));
  // As in a style sheet, the last part that has a character in its range is the one for it.
  return parts.reverse();
}

/** `U+4E00-4E09` or `U+4E00`. */
function rangeIn(text: string): readonly [number, number] {
  const [first = '', last = first] = text.trim().slice(2).split('-');
  return [parseInt(first, 16), parseInt(last, 16)];
}

function joined(weight: Weight, codePoints: readonly number[], files: readonly GlyphFile[]): Font {
  const [first] = files;
  if (first === undefined) throw new RangeError('a font has at least one character');
  const found = codePoints.map((each) => files.find(({ glyphs }) => glyphs.has(each)));
  const missing = codePoints.filter((_, index) => found[index] === undefined);
  if (missing.length > 0)
    throw new MissingGlyphs(missing.map((each) => String.fromCodePoint(each)));
  const glyphs = codePoints.map((each, index) => found[index]?.glyphs.get(each) as Glyph);
  const numbers = new Map(codePoints.map((each, index) => [each, index + 1]));
  const { unitsPerEm, ascent, descent, missing: box } = first;
  return {
    name: `NotoSerifSC-${weight === 'bold' ? 'Bold' : 'Regular'}`,
    weight,
    unitsPerEm,
    ascent,
    descent,
    codePoints,
    advances: glyphs.map(({ advance }) => advance),
    glyphOf(codePoint) {
      const number = numbers.get(codePoint);
      if (number === undefined) throw new MissingGlyphs([String.fromCodePoint(codePoint)]);
      return { number, advance: (glyphs[number - 1] as Glyph).advance };
    },
    file: writeTrueType({ unitsPerEm, ascent, descent, glyphs: [box, ...glyphs] }),
  };
}
