/**
 * A font in a PDF file (ISO 32000-2 §9.7): glyphs by number, and a table back to characters, so
 * that the text can be searched, copied and read aloud.
 */
import { utf8 } from '../../crypto/bytes.js';
import type { Font } from '../font/typeface.js';
import type { PdfFile } from './pdfFile.js';
import { array, ascii, dictionary, hex, name, number, type PdfValue, reference } from './values.js';

const PER_THOUSAND = 1_000;
/** Not one of the standard Latin fonts’ characters (§9.8.2). */
const SYMBOLIC = 4;
const WEIGHT_STEM = { regular: 80, bold: 140 } as const;
/** Lines of one block of a character map. */
const BLOCK = 100;

/** Adds the font; the number of its object. */
export function embedFont(file: PdfFile, font: Font): number {
  const scale = PER_THOUSAND / font.unitsPerEm;
  const baseFont = name(`${subsetTag(font)}+${font.name}`);
  const length = number(font.file.length);
  const program = file.putStream(font.file, { Length1: length });
  const descriptor = file.put(descriptorOf(font, baseFont, program));
  const widths = font.advances.map((advance) => number(advance * scale));
  const descendant = file.put(
    dictionary({
      Type: name('Font'),
      Subtype: name('CIDFontType2'),
      BaseFont: baseFont,
      CIDSystemInfo: dictionary({
        Registry: ascii('Adobe'),
        Ordering: ascii('Identity'),
        Supplement: number(0),
      }),
      FontDescriptor: reference(descriptor),
      DW: number(PER_THOUSAND),
      W: array([number(1), array(widths)]),
      CIDToGIDMap: name('Identity'),
    }),
  );
  return file.put(
    dictionary({
      Type: name('Font'),
      Subtype: name('Type0'),
      BaseFont: baseFont,
      Encoding: name('Identity-H'),
      DescendantFonts: array([reference(descendant)]),
      ToUnicode: reference(file.putStream(utf8(characterMap(font)))),
    }),
  );
}

/** Six letters that tell one subset of a font from another (§9.9.2). */
function subsetTag({ weight, codePoints }: Font): string {
  let sum = weight === 'bold' ? 1 : 0;
  for (const codePoint of codePoints) sum = (sum * 31 + codePoint) % 26 ** 6;
  const letters = Array.from({ length: 6 }, (_, at) => Math.floor(sum / 26 ** at) % 26);
  return String.fromCharCode(...letters.map((each) => 65 + each));
}

function descriptorOf(font: Font, baseFont: PdfValue, program: number): PdfValue {
  const scale = PER_THOUSAND / font.unitsPerEm;
  const [ascent, descent] = [font.ascent, font.descent].map((each) => number(each * scale));
  const box = [0, font.descent, font.unitsPerEm, font.ascent].map((each) => number(each * scale));
  return dictionary({
    Type: name('FontDescriptor'),
    FontName: baseFont,
    Flags: number(SYMBOLIC),
    FontBBox: array(box),
    ItalicAngle: number(0),
    Ascent: ascent as PdfValue,
    Descent: descent as PdfValue,
    CapHeight: number(700),
    StemV: number(WEIGHT_STEM[font.weight]),
    FontFile2: reference(program),
  });
}

/** From glyph numbers to UTF-16 (§9.10.3). */
function characterMap({ codePoints }: Font): string {
  const lines = codePoints.map((each, index) => `<${hex(index + 1, 4)}> <${utf16(each)}>`);
  const blocks: string[] = [];
  for (let start = 0; start < lines.length; start += BLOCK) {
    const block = lines.slice(start, start + BLOCK);
    blocks.push(`${block.length} beginbfchar`, ...block, 'endbfchar');
  }
  return [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange',
    '<0000> <FFFF>',
    'endcodespacerange',
    ...blocks,
    'endcmap',
    'CMapName currentdict /CMap defineresource pop',
    'end',
    'end',
    '',
  ].join('\n');
}

function utf16(codePoint: number): string {
  const character = String.fromCodePoint(codePoint);
  return Array.from({ length: character.length }, (_, at) => hex(character.charCodeAt(at), 4)).join(
    '',
  );
}
