/** What a document consists of, before it is set: data alone, from which the fonts are cut. */
import type { ModuleImage } from '../pdf/canvas.js';
import type { Weight } from '../font/typeface.js';
import type { Cell } from './cell.js';
import { type StyleName, STYLES } from './style.js';

export type Block =
  | { readonly kind: 'page' }
  | { readonly kind: 'rule' }
  | { readonly kind: 'space'; readonly height: number }
  | {
      readonly kind: 'centred';
      readonly text: string;
      readonly style: StyleName;
      /** Points between characters. */
      readonly tracking: number;
    }
  | { readonly kind: 'heading'; readonly main: string; readonly second: string }
  | {
      readonly kind: 'row';
      readonly cells: readonly Cell[];
      readonly widths: readonly number[];
      /** Heads of columns: never the last on a page. */
      readonly isHead?: true;
    }
  | { readonly kind: 'box'; readonly cell: Cell }
  | { readonly kind: 'paragraph'; readonly cell: Cell }
  | {
      readonly kind: 'figure';
      readonly image: ModuleImage;
      /** Points. */
      readonly side: number;
      readonly cell: Cell;
    };

/** A text with the style that it is set in. */
export interface StyledText {
  readonly text: string;
  readonly style: StyleName;
}

/** All characters of a weight in `blocks` and `others`. */
export function charactersOf(
  weight: Weight,
  blocks: readonly Block[],
  others: readonly StyledText[],
): string {
  const texts = [...blocks.flatMap(textsOf), ...others];
  return texts
    .filter(({ style }) => STYLES[style].weight === weight)
    .map(({ text }) => text)
    .join('');
}

function textsOf(block: Block): readonly StyledText[] {
  switch (block.kind) {
    case 'page':
    case 'rule':
    case 'space':
      return [];
    case 'centred':
      return [block];
    case 'heading':
      return [
        { text: block.main, style: 'heading' },
        { text: block.second, style: 'headingSecond' },
      ];
    case 'row':
      return block.cells.flatMap(textsInCell);
    case 'box':
    case 'paragraph':
    case 'figure':
      return textsInCell(block.cell);
  }
}

function textsInCell(cell: Cell): readonly StyledText[] {
  return cell.map((piece) =>
    // The column’s width is measured in the letter m.
    'digest' in piece ? { text: `${piece.digest}m`, style: 'digest' } : piece,
  );
}
