/** Pages: nothing that is set leaves them, however much it is. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Fonts, loadFonts } from '../../../src/certificate/font/typeface.js';
import { Flow, WIDTH } from '../../../src/certificate/layout/flow.js';
import { MARGIN } from '../../../src/certificate/layout/style.js';
import { PAGE } from '../../../src/certificate/pdf/canvas.js';

let fonts: Fonts;

beforeAll(async () => {
  const characters = 'abcdefghijklmnopqrstuvwxyz 0123456789';
  fonts = await loadFonts({ regular: characters, bold: characters });
});

/** Heights at which text is drawn on a page, from its foot. */
function heights(flow: Flow, page: number): readonly number[] {
  const content = new TextDecoder().decode(flow.pages[page]?.content());
  return [...content.matchAll(/([\d.]+) Td/g)].map(([, y]) => Number(y));
}

const lines = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ text: `line ${n}`, style: 'main' as const }));

describe('a flow', () => {
  it.each([1, 40, 60, 300])('sets a row of %s lines without losing one', (count) => {
    const flow = new Flow(fonts);
    flow.add({ kind: 'row', cells: [lines(1), lines(count)], widths: [WIDTH / 2, WIDTH / 2] });
    const drawn = flow.pages.flatMap((_, page) => heights(flow, page));
    expect(drawn).toHaveLength(count + 1);
    for (const height of drawn) {
      expect(height).toBeGreaterThan(MARGIN.bottom);
      expect(height).toBeLessThan(PAGE.height - MARGIN.top);
    }
  });

  it('never leaves a heading or the head of a table alone at the foot of a page', () => {
    for (let room = 30; room < 50; room += 1) {
      const flow = new Flow(fonts);
      for (let n = 0; n < room; n += 1) flow.add({ kind: 'paragraph', cell: lines(1) });
      const before = flow.pages.length;
      flow.add({ kind: 'heading', main: 'heading', second: '' });
      const [page, after] = [flow.pages.length, heights(flow, flow.pages.length - 1).length];
      flow.add({ kind: 'row', cells: [lines(1)], widths: [WIDTH] });
      expect(page - before).toBeLessThanOrEqual(1);
      expect(flow.pages).toHaveLength(page);
      expect(heights(flow, page - 1).length).toBe(after + 1);
    }
  });
});
