/**
 * Lines of a text in a given width, Chinese and English mixed: between Chinese characters a line
 * may end anywhere, but none begins with a closing mark or ends with an opening one (GB/T
 * 15834-2011 §5); a word that is longer than a line is cut.
 */
import type { Fonts } from '../font/typeface.js';
import { type TextStyle, widthOf } from '../pdf/canvas.js';

const NOT_FIRST = '，。；：！？、）》」』】”’…·,.;:!?)]}%';
const NOT_LAST = '（《「『【“‘([{';
const FIRST_WIDE = 0x2e80;

/** The lines; none is wider than `width`, unless one character is. */
export function wrap(
  { fonts, style }: { readonly fonts: Fonts; readonly style: TextStyle },
  text: string,
  width: number,
): readonly string[] {
  const measure = (each: string): number => widthOf(fonts, style, each);
  const lines: string[] = [];
  let line = '';
  for (const unit of units(text).flatMap((each) => cut(each, measure, width))) {
    if (line !== '' && measure((line + unit).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += unit;
  }
  return [...lines, line.trimEnd()];
}

/** Pieces between which a line may end. */
function units(text: string): readonly string[] {
  const found: string[] = [];
  let last = '';
  for (const character of text) {
    if (found.length === 0 || mayEndBetween(last, character)) found.push(character);
    else found.push(`${found.pop() ?? ''}${character}`);
    last = character;
  }
  return found;
}

function mayEndBetween(left: string, right: string): boolean {
  if (right === ' ') return false;
  if (left === ' ') return true;
  if (NOT_FIRST.includes(right) || NOT_LAST.includes(left)) return false;
  return isWide(left) || isWide(right);
}

function isWide(character: string): boolean {
  return (character.codePointAt(0) as number) >= FIRST_WIDE;
}

function cut(unit: string, measure: (text: string) => number, width: number): readonly string[] {
  if (measure(unit) <= width) return [unit];
  const pieces: string[] = [];
  let piece = '';
  for (const character of unit) {
    if (piece !== '' && measure(piece + character) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}
