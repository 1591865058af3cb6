/**
 * Blocks set one below the other over as many pages as they need: nothing ever leaves a page. A row
 * is split only when it is higher than a page, a heading never left alone at the foot of one; every
 * page carries the document’s number and its own.
 */
import type { Fonts } from '../font/typeface.js';
import { Canvas, PAGE, widthOf } from '../pdf/canvas.js';
import type { Block } from './block.js';
import { type Cell, cutCell, drawCell, setCell, type SetCell } from './cell.js';
import { COLOURS, LEADING, MARGIN, STYLES, type StyleName } from './style.js';

/** Width between the margins. */
export const WIDTH = PAGE.width - MARGIN.left - MARGIN.right;

const BOTTOM = PAGE.height - MARGIN.bottom;
const HAIR = 0.5;
const HEAVY = 1.2;
const PAD = 4;
const GAP = 10;
/** Room that has to be left below a heading or a table’s head, so that it is not alone. */
const HEADING_COMPANY = 100;

/** A row that is higher than a page, as several; any other as it is. */
function inPieces(row: readonly SetCell[]): readonly (readonly SetCell[])[] {
  const cut = row.map((cell) => cutCell(cell, BOTTOM - MARGIN.top - 2 * PAD));
  const count = Math.max(...cut.map((pieces) => pieces.length));
  const nothing: SetCell = { height: 0, lines: [] };
  return Array.from({ length: count }, (_, at) => cut.map((pieces) => pieces[at] ?? nothing));
}

export class Flow {
  readonly #fonts: Fonts;
  readonly pages: Canvas[] = [];
  #y: number = MARGIN.top;

  constructor(fonts: Fonts) {
    this.#fonts = fonts;
    this.#newPage();
  }

  /** Sets one more block. */
  add(block: Block): void {
    switch (block.kind) {
      case 'page':
        return this.#newPage();
      case 'rule':
        return this.#rule(HEAVY);
      case 'space':
        return this.#space(block.height);
      case 'centred':
        return this.#centred(block.text, block.style, block.tracking);
      case 'heading':
        return this.#heading(block.main, block.second);
      case 'row':
        return this.#row(block);
      case 'box':
        return this.#box(block.cell);
      case 'paragraph':
        return this.#paragraph(block.cell);
      case 'figure':
        return this.#figure(block);
    }
  }

  #newPage(): void {
    this.pages.push(new Canvas(this.#fonts));
    this.#y = MARGIN.top;
  }

  get #canvas(): Canvas {
    return this.pages.at(-1) as Canvas;
  }

  #need(height: number): void {
    if (this.#y + height > BOTTOM) this.#newPage();
  }

  #space(height: number): void {
    this.#y += height;
  }

  /** A line in the middle, with room between its characters. */
  #centred(text: string, styleName: StyleName, tracking: number): void {
    const style = STYLES[styleName];
    const characters = [...text];
    const room = tracking * (characters.length - 1);
    const width = widthOf(this.#fonts, style, text) + room;
    const baseline = this.#y + style.size;
    let x = (PAGE.width - width) / 2;
    for (const part of tracking === 0 ? [text] : characters) {
      this.#canvas.text({ x, y: baseline }, style, part);
      x += widthOf(this.#fonts, style, part) + tracking;
    }
    this.#y += style.size * LEADING;
  }

  /** A rule over the whole width. */
  #rule(width: number): void {
    const colour = width > HAIR ? COLOURS.accent : COLOURS.rule;
    const [x, y] = [MARGIN.left, this.#y];
    this.#canvas.line({ x, y }, { x: x + WIDTH, y }, { width, colour });
  }

  /** The heading of a section: two languages in one line. */
  #heading(main: string, second: string): void {
    this.#space(GAP);
    this.#need(HEADING_COMPANY);
    const { heading, headingSecond } = STYLES;
    const baseline = this.#y + heading.size;
    this.#canvas.text({ x: MARGIN.left, y: baseline }, heading, main);
    if (second !== '') {
      const x = MARGIN.left + widthOf(this.#fonts, heading, main) + 8;
      this.#canvas.text({ x, y: baseline }, headingSecond, second);
    }
    this.#y += heading.size * LEADING + 2;
    this.#rule(HEAVY);
  }

  /** A row of cells with a hair line below. Widths are those of the columns, padding included. */
  #row({ cells, widths, isHead }: Extract<Block, { readonly kind: 'row' }>): void {
    const set = cells.map((cell, index) =>
      setCell(this.#fonts, cell, (widths[index] as number) - 2 * PAD),
    );
    for (const piece of inPieces(set)) {
      const height = Math.max(...piece.map((cell) => cell.height)) + 2 * PAD;
      this.#need(isHead === true ? height + HEADING_COMPANY : height);
      this.#drawRow(piece, widths);
      this.#y += height;
      this.#rule(HAIR);
    }
  }

  #drawRow(set: readonly SetCell[], widths: readonly number[]): void {
    let x: number = MARGIN.left;
    for (const [index, cell] of set.entries()) {
      drawCell(this.#canvas, cell, { x: x + PAD, y: this.#y + PAD });
      x += widths[index] as number;
    }
  }

  /** Text over the whole width. */
  #paragraph(cell: Cell): void {
    const set = setCell(this.#fonts, cell, WIDTH);
    this.#need(set.height + PAD);
    this.#space(PAD);
    drawCell(this.#canvas, set, { x: MARGIN.left, y: this.#y });
    this.#y += set.height;
  }

  /** Text on a pale ground with a bar at its left. */
  #box(cell: Cell): void {
    const inset = 14;
    const set = setCell(this.#fonts, cell, WIDTH - 2 * inset);
    const height = set.height + 2 * inset - 8;
    this.#need(height);
    const [x, y] = [MARGIN.left, this.#y];
    this.#canvas.fill({ x, y, width: WIDTH, height }, COLOURS.pale);
    this.#canvas.fill({ x, y, width: 3, height }, COLOURS.accent);
    drawCell(this.#canvas, set, { x: x + inset, y: y + inset - 4 });
    this.#y += height;
  }

  /** An image at the left, `side` points wide, with text at its right. */
  #figure({ image, side, cell }: Extract<Block, { readonly kind: 'figure' }>): void {
    this.#need(side + GAP);
    const [x, y] = [MARGIN.left, this.#y + GAP / 2];
    this.#canvas.image(image, { x, y, width: side, height: side });
    const set = setCell(this.#fonts, cell, WIDTH - side - GAP);
    drawCell(this.#canvas, set, { x: x + side + GAP, y: y + GAP });
    this.#y += side + GAP;
  }

  /** Writes the running lines, when the number of pages is known. */
  finish(running: {
    readonly title: string;
    readonly number: string;
    page(page: number, pages: number): string;
  }): void {
    for (const [index, canvas] of this.pages.entries()) {
      const foot = PAGE.height - MARGIN.bottom + 30;
      const end = { x: PAGE.width - MARGIN.right, y: foot - 11 };
      const look = { width: HAIR, colour: COLOURS.rule };
      canvas.line({ x: MARGIN.left, y: foot - 11 }, end, look);
      this.#ends(canvas, foot, [running.number, running.page(index + 1, this.pages.length)]);
      if (index > 0) this.#ends(canvas, MARGIN.top - 22, [running.title, running.number]);
    }
  }

  #ends(canvas: Canvas, y: number, [left, right]: readonly [string, string]): void {
    const style = STYLES.page;
    canvas.text({ x: MARGIN.left, y }, style, left);
    const x = PAGE.width - MARGIN.right - widthOf(this.#fonts, style, right);
    canvas.text({ x, y }, style, right);
  }
}
