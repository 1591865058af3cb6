/**
 * Reads glyphs out of TrueType files and writes a file of chosen ones (OpenType specification:
 * head, hhea, maxp, hmtx, loca, glyf, cmap). The files read are subsets that this program has just
 * made, without hints; composite glyphs are refused, since their parts would have other numbers.
 */
import { concatBytes } from '../../crypto/bytes.js';

/** An outline with its advance width and left side bearing, in units of the font. */
export interface Glyph {
  readonly outline: Uint8Array;
  readonly advance: number;
  readonly bearing: number;
}

/** The glyphs of one file by code point. */
export interface GlyphFile {
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  /** The box that stands for a missing glyph: number 0 of every font. */
  readonly missing: Glyph;
  readonly glyphs: ReadonlyMap<number, Glyph>;
}

const COMPOSITE = -1;

/** Takes a file apart. Throws a RangeError when it is not as described above. */
export function readGlyphs(bytes: Uint8Array): GlyphFile {
  const tables = tablesOf(bytes);
  const [head, hhea] = [tables('head'), tables('hhea')];
  const glyphs = new Map<number, Glyph>();
  for (const [codePoint, number] of characterMap(tables('cmap'))) {
    if (number !== 0) glyphs.set(codePoint, glyphAt(tables, number));
  }
  return {
    unitsPerEm: head.getUint16(18),
    ascent: hhea.getInt16(4),
    descent: hhea.getInt16(6),
    missing: glyphAt(tables, 0),
    glyphs,
  };
}

type Tables = (name: string) => DataView;

function tablesOf(bytes: Uint8Array): Tables {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const found = new Map<string, DataView>();
  for (let index = 0; index < view.getUint16(4); index += 1) {
    const record = 12 + 16 * index;
    const name = String.fromCharCode(...bytes.subarray(record, record + 4));
    const offset = bytes.byteOffset + view.getUint32(record + 8);
    found.set(name, new DataView(bytes.buffer, offset, view.getUint32(record + 12)));
  }
  return (name) => {
    const table = found.get(name);
    if (table === undefined) throw new RangeError(`the font has no table ${name}`);
    return table;
  };
}

function glyphAt(tables: Tables, number: number): Glyph {
  const [head, hhea, hmtx] = [tables('head'), tables('hhea'), tables('hmtx')];
  const [loca, glyf] = [tables('loca'), tables('glyf')];
  const isLong = head.getInt16(50) === 1;
  const offset = (at: number): number =>
    isLong ? loca.getUint32(4 * at) : 2 * loca.getUint16(2 * at);
  const [start, end] = [offset(number), offset(number + 1)];
  const outline = new Uint8Array(glyf.buffer, glyf.byteOffset + start, end - start);
  if (outline.length > 0 && glyf.getInt16(start) <= COMPOSITE) {
    throw new RangeError(`glyph ${number} is composite`);
  }
  const metrics = hhea.getUint16(34);
  const last = Math.min(number, metrics - 1);
  const bearing =
    number < metrics
      ? hmtx.getInt16(4 * number + 2)
      : hmtx.getInt16(4 * metrics + 2 * (number - metrics));
  return { outline, advance: hmtx.getUint16(4 * last), bearing };
}

/** Code points and glyph numbers of all subtables of format 4 or 12. */
function characterMap(cmap: DataView): readonly (readonly [number, number])[] {
  const count = cmap.getUint16(2);
  const offsets = Array.from({ length: count }, (_, index) => cmap.getUint32(8 + 8 * index));
  return [...new Set(offsets)].flatMap((offset) => {
    const format = cmap.getUint16(offset);
    if (format === 4) return segments(cmap, offset);
    return format === 12 ? groups(cmap, offset) : [];
  });
}

function segments(cmap: DataView, start: number): readonly (readonly [number, number])[] {
  const doubled = cmap.getUint16(start + 6);
  const pairs: [number, number][] = [];
  for (let at = 0; at < doubled; at += 2) {
    const last = cmap.getUint16(start + 14 + at);
    const first = cmap.getUint16(start + 16 + doubled + at);
    const delta = cmap.getUint16(start + 16 + 2 * doubled + at);
    const rangeAt = start + 16 + 3 * doubled + at;
    const range = cmap.getUint16(rangeAt);
    for (let code = first; code <= last && code < 0xffff; code += 1) {
      const direct = range === 0 ? code : cmap.getUint16(rangeAt + range + 2 * (code - first));
      if (direct !== 0) pairs.push([code, (direct + delta) & 0xffff]);
    }
  }
  return pairs;
}

function groups(cmap: DataView, start: number): readonly (readonly [number, number])[] {
  const pairs: [number, number][] = [];
  for (let group = 0; group < cmap.getUint32(start + 12); group += 1) {
    const at = start + 16 + 12 * group;
    const [first, last, glyph] = [at, at + 4, at + 8].map((place) => cmap.getUint32(place));
    const [from = 0, to = -1, number = 0] = [first, last, glyph];
    for (let code = from; code <= to; code += 1) pairs.push([code, number + code - from]);
  }
  return pairs;
}

/** What a file for embedding is made of: glyph 0 first. */
export interface NewTrueType extends Pick<GlyphFile, 'unitsPerEm' | 'ascent' | 'descent'> {
  readonly glyphs: readonly Glyph[];
}

/** A TrueType file with what ISO 32000-2 §9.9 asks of a CIDFontType2: no names, no cmap. */
export function writeTrueType(font: NewTrueType): Uint8Array {
  const tables: readonly (readonly [string, Uint8Array])[] = [
    ['glyf', padded(concatBytes(...font.glyphs.map(({ outline }) => padded(outline))))],
    ['head', headTable(font)],
    ['hhea', hheaTable(font)],
    ['hmtx', metricsTable(font)],
    ['loca', locationTable(font)],
    ['maxp', maximumTable(font)],
  ];
  const directory = new DataView(new ArrayBuffer(12 + 16 * tables.length));
  directory.setUint32(0, 0x0001_0000);
  directory.setUint16(4, tables.length);
  [64, 2, 32].forEach((value, index) => directory.setUint16(6 + 2 * index, value));
  let offset = directory.byteLength;
  for (const [index, [name, table]] of tables.entries()) {
    const record = 12 + 16 * index;
    for (let at = 0; at < 4; at += 1) directory.setUint8(record + at, name.charCodeAt(at));
    [checksum(table), offset, table.length].forEach((value, at) =>
      directory.setUint32(record + 4 + 4 * at, value),
    );
    offset += padded(table).length;
  }
  const bodies = tables.map(([, table]) => padded(table));
  return concatBytes(new Uint8Array(directory.buffer), ...bodies);
}

/** To a multiple of four bytes. */
function padded(bytes: Uint8Array): Uint8Array {
  return concatBytes(bytes, new Uint8Array((4 - (bytes.length % 4)) % 4));
}

function checksum(table: Uint8Array): number {
  const full = padded(table);
  const view = new DataView(full.buffer);
  let sum = 0;
  for (let at = 0; at < full.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}

/** 16-bit numbers one after another; negative ones as their two’s complement. */
function words(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * values.length));
  values.forEach((value, index) => view.setUint16(2 * index, value & 0xffff));
  return new Uint8Array(view.buffer);
}

/** The smallest box around all outlines. */
function boundingBox(glyphs: readonly Glyph[]): readonly number[] {
  const boxes = glyphs
    .filter(({ outline }) => outline.length > 0)
    .map(({ outline }) => new DataView(outline.buffer, outline.byteOffset, outline.length))
    .map((view) => [2, 4, 6, 8].map((at) => view.getInt16(at)));
  const edge = (at: number): readonly number[] => boxes.map((box) => box[at] as number);
  return [Math.min(...edge(0)), Math.min(...edge(1)), Math.max(...edge(2)), Math.max(...edge(3))];
}

function headTable({ glyphs, unitsPerEm }: NewTrueType): Uint8Array {
  const magic = [0x5f0f, 0x3cf5];
  const noTimes = Array<number>(8).fill(0);
  const box = boundingBox(glyphs);
  // Version and revision 1.0, no checksum, baseline at 0; long offsets in loca.
  return words(1, 0, 1, 0, 0, 0, ...magic, 0x0003, unitsPerEm, ...noTimes, ...box, 0, 8, 2, 1, 0);
}

function hheaTable({ glyphs, ascent, descent }: NewTrueType): Uint8Array {
  const widest = Math.max(...glyphs.map(({ advance }) => advance));
  const rest = Array<number>(11).fill(0);
  rest[3] = 1;
  return words(1, 0, ascent, descent, 0, widest, ...rest, glyphs.length);
}

function metricsTable({ glyphs }: NewTrueType): Uint8Array {
  return words(...glyphs.flatMap(({ advance, bearing }) => [advance, bearing]));
}

function locationTable({ glyphs }: NewTrueType): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * (glyphs.length + 1)));
  let offset = 0;
  for (const [index, { outline }] of glyphs.entries()) {
    view.setUint32(4 * index, offset);
    offset += padded(outline).length;
  }
  view.setUint32(4 * glyphs.length, offset);
  return new Uint8Array(view.buffer);
}

function maximumTable({ glyphs }: NewTrueType): Uint8Array {
  let [points, contours] = [0, 0];
  for (const { outline } of glyphs.filter((glyph) => glyph.outline.length > 0)) {
    const view = new DataView(outline.buffer, outline.byteOffset, outline.length);
    const count = view.getInt16(0);
    contours = Math.max(contours, count);
    points = Math.max(points, view.getUint16(8 + 2 * count) + 1);
  }
  return words(1, 0, glyphs.length, points, contours, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0);
}
