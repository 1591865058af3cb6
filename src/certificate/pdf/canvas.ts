/**
 * One page being drawn. Places are in points from the top left corner; colours are device
 * independent (CalRGB), which PDF/A asks for where no output profile is given.
 */
import { utf8 } from '../../crypto/bytes.js';
import type { Fonts, Weight } from '../font/typeface.js';
import { hex, number } from './values.js';

/** A4 in points. */
export const PAGE = { width: 595.276, height: 841.89 } as const;

/** Red, green and blue from 0 to 1. */
export type Colour = readonly [number, number, number];

/** How a text looks. */
export interface TextStyle {
  readonly weight: Weight;
  /** Points. */
  readonly size: number;
  readonly colour: Colour;
}

/** Names of the resources that every page has. */
export const RESOURCE = { regular: 'F1', bold: 'F2', colours: 'C1' } as const;

/** A square of dark and light modules, to be drawn as an image. */
export interface ModuleImage {
  readonly name: string;
  readonly modules: number;
  /** A row after the other, each from a new byte; 1 is dark. */
  readonly bits: Uint8Array;
}

/** Where and how large, in points. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The width of `text` in points. */
export function widthOf(fonts: Fonts, { weight, size }: TextStyle, text: string): number {
  const { [weight]: font } = fonts;
  let units = 0;
  for (const character of text) units += font.glyphOf(character.codePointAt(0) as number).advance;
  return (units * size) / font.unitsPerEm;
}

export class Canvas {
  readonly #fonts: Fonts;
  readonly #operators: string[] = [`/${RESOURCE.colours} cs`, `/${RESOURCE.colours} CS`];
  readonly images: ModuleImage[] = [];

  constructor(fonts: Fonts) {
    this.#fonts = fonts;
  }

  /** Draws a line of text whose baseline begins at x and y. */
  text(at: { readonly x: number; readonly y: number }, style: TextStyle, text: string): void {
    const font = this.#fonts[style.weight];
    const glyphs = [...text].map((character) =>
      hex(font.glyphOf(character.codePointAt(0) as number).number, 4),
    );
    this.#operators.push(
      `${colour(style.colour)} sc BT /${RESOURCE[style.weight]} ${number(style.size)} Tf`,
      `${place(at)} Td <${glyphs.join('')}> Tj ET`,
    );
  }

  /** Draws a straight line. */
  line(
    from: { readonly x: number; readonly y: number },
    to: { readonly x: number; readonly y: number },
    look: { readonly width: number; readonly colour: Colour },
  ): void {
    const { width, colour: shade } = look;
    this.#operators.push(
      `${colour(shade)} SC ${number(width)} w ${place(from)} m ${place(to)} l S`,
    );
  }

  /** Fills a box. */
  fill(box: Box, shade: Colour): void {
    const { x, y, width, height } = box;
    this.#operators.push(
      `${colour(shade)} sc ${place({ x, y: y + height })} ${number(width)} ${number(height)} re f`,
    );
  }

  /** Draws modules in black. */
  image(image: ModuleImage, { x, y, width, height }: Box): void {
    this.images.push(image);
    const corner = place({ x, y: y + height });
    this.#operators.push(
      `q 0 0 0 sc ${number(width)} 0 0 ${number(height)} ${corner} cm /${image.name} Do Q`,
    );
  }

  /** The content stream. */
  content(): Uint8Array {
    return utf8(`${this.#operators.join('\n')}\n`);
  }
}

function place({ x, y }: { readonly x: number; readonly y: number }): string {
  return `${number(x)} ${number(PAGE.height - y)}`;
}

function colour(shade: Colour): string {
  return shade.map(number).join(' ');
}
