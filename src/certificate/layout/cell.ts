/** What stands in a cell of a table: lines of text, or a digest to be read aloud. */
import type { Fonts } from '../font/typeface.js';
import { type Canvas, type Colour, type TextStyle, widthOf } from '../pdf/canvas.js';
import { LEADING, type StyleName, STYLES } from './style.js';
import { wrap } from './wrap.js';

/** One paragraph, or the hex of a digest in groups of four. */
export type Piece =
  | { readonly text: string; readonly style: StyleName; readonly colour?: Colour }
  | { readonly digest: string };

export type Cell = readonly Piece[];

const GROUP = 4;
const GROUPS_IN_LINE = 8;

/** A line that is ready to be drawn, x counted from the cell’s left edge. */
interface DrawnLine {
  readonly style: TextStyle;
  readonly parts: readonly { readonly x: number; readonly text: string }[];
}

/** A cell broken into lines for its width. */
export interface SetCell {
  readonly height: number;
  readonly lines: readonly DrawnLine[];
}

/** Breaks a cell into lines. */
export function setCell(fonts: Fonts, cell: Cell, width: number): SetCell {
  const lines = cell.flatMap((piece): readonly DrawnLine[] => {
    if ('digest' in piece) return digestLines(fonts, piece.digest, width);
    const base = STYLES[piece.style];
    const style = { ...base, colour: piece.colour ?? base.colour };
    const texts = wrap({ fonts, style }, piece.text, width);
    return texts.map((text) => ({ style, parts: [{ x: 0, text }] }));
  });
  return { lines, height: lines.reduce((sum, line) => sum + heightOf(line), 0) };
}

function heightOf({ style }: DrawnLine): number {
  return style.size * LEADING;
}

/** Groups of four stand in columns, eight to a line. */
function digestLines(fonts: Fonts, hex: string, width: number): readonly DrawnLine[] {
  const style = STYLES.digest;
  const groups = hex.match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? [];
  const column = Math.min(width / GROUPS_IN_LINE, widthOf(fonts, style, 'mmmm') + 6);
  const lines: DrawnLine[] = [];
  for (let start = 0; start < groups.length; start += GROUPS_IN_LINE) {
    const own = groups.slice(start, start + GROUPS_IN_LINE);
    lines.push({ style, parts: own.map((text, index) => ({ x: index * column, text })) });
  }
  return lines;
}

/** The cell cut into pieces of at most this height, at least one line each; one when it fits. */
export function cutCell({ lines }: SetCell, heightMax: number): readonly SetCell[] {
  const pieces: { height: number; lines: DrawnLine[] }[] = [{ height: 0, lines: [] }];
  for (const line of lines) {
    const last = pieces.at(-1);
    const height = heightOf(line);
    if (last !== undefined && last.height + height <= heightMax) {
      last.height += height;
      last.lines.push(line);
    } else pieces.push({ height, lines: [line] });
  }
  return pieces;
}

/** Draws a cell with its top left corner at `x`, `y`. */
export function drawCell(
  canvas: Canvas,
  { lines }: SetCell,
  at: { readonly x: number; readonly y: number },
): void {
  let { y } = at;
  for (const line of lines) {
    const { size } = line.style;
    const baseline = y + size * (LEADING - 1) * 0.5 + size * 0.86;
    for (const { x, text } of line.parts) {
      if (text !== '') canvas.text({ x: at.x + x, y: baseline }, line.style, text);
    }
    y += heightOf(line);
  }
}
