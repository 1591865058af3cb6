/** How a certificate looks: one typeface, two weights, few colours, measures in points. */
import type { Colour, TextStyle } from '../pdf/canvas.js';
import type { Status } from '../../client/verifier/finding.js';

const INK: Colour = [0.1, 0.1, 0.12];
const GREY: Colour = [0.38, 0.38, 0.42];

export const COLOURS = {
  ink: INK,
  grey: GREY,
  rule: [0.78, 0.78, 0.8],
  accent: [0.1, 0.2, 0.36],
  pale: [0.95, 0.96, 0.975],
} as const satisfies { readonly [name: string]: Colour };

export const STATUS_COLOURS: { readonly [Each in Status]: Colour } = {
  PASS: [0.08, 0.36, 0.2],
  FAIL: [0.66, 0.1, 0.1],
  'NOT PROVEN': [0.55, 0.36, 0.02],
  'NOT CHECKED': GREY,
};

export const MARGIN = { left: 56, right: 56, top: 62, bottom: 62 } as const;

/** Distance of baselines as a multiple of the size. */
export const LEADING = 1.5;

export const STYLES = {
  title: { weight: 'bold', size: 23, colour: COLOURS.accent },
  titleSecond: { weight: 'regular', size: 11.5, colour: COLOURS.grey },
  heading: { weight: 'bold', size: 11, colour: COLOURS.accent },
  headingSecond: { weight: 'regular', size: 8.5, colour: COLOURS.grey },
  label: { weight: 'bold', size: 8.5, colour: INK },
  main: { weight: 'regular', size: 9, colour: INK },
  second: { weight: 'regular', size: 7.8, colour: GREY },
  strong: { weight: 'bold', size: 11, colour: INK },
  strongSecond: { weight: 'regular', size: 9, colour: INK },
  digest: { weight: 'bold', size: 9.5, colour: INK },
  page: { weight: 'regular', size: 7.5, colour: GREY },
} as const satisfies { readonly [name: string]: TextStyle };

export type StyleName = keyof typeof STYLES;
