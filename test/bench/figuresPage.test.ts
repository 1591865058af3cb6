import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { type Asked, PageUnusable, readPage, withFigures } from '../../bench/figuresPage.js';

const ORDER = ['batches', 'singles', 'reads', 'offline'];
const MONDAY = 'a slow machine; commit abc; Monday; raw rate 10 to 20 per second';
const TUESDAY = 'a fast machine; commit def; Tuesday; raw rate 30 to 40 per second';

function asked(run: string, ...names: readonly string[]): ReadonlyMap<string, Asked> {
  return new Map(
    names.map((name) => [
      name,
      { run, rows: [`${name}: a | 1 ms |  |  |`, `${name}: b | 2 |  |  |`] },
    ]),
  );
}

function pageWith(between: string): string {
  return `# A page\n\nBefore.\n\n<!-- bench -->\n${between}<!-- /bench -->\n\nAfter.\n`;
}

const FIRST = withFigures(pageWith(''), asked(MONDAY, 'batches', 'singles', 'reads'), ORDER);

describe('a page of figures', () => {
  it('has one line for a run, whatever was asked in it, and the rows of each name', () => {
    expect(FIRST).toBe(
      pageWith(
        `- \`batches\`, \`singles\`, \`reads\`: ${MONDAY}\n\n` +
          '| `--only` | question | figure | of the raw rate | bar |\n|---|---|---:|---:|---|\n' +
          '| `batches` | batches: a | 1 ms |  |  |\n| `batches` | batches: b | 2 |  |  |\n' +
          '| `singles` | singles: a | 1 ms |  |  |\n| `singles` | singles: b | 2 |  |  |\n' +
          '| `reads` | reads: a | 1 ms |  |  |\n| `reads` | reads: b | 2 |  |  |\n',
      ),
    );
  });

  it('is read back as it was written', () => {
    const parts = asked(MONDAY, 'batches', 'singles', 'reads');
    expect([...readPage(FIRST)]).toEqual([...parts]);
  });

  it('keeps the rows and the run of what is not asked again', () => {
    const again: Asked = { run: TUESDAY, rows: ['singles: c | 3 ms |  |  |'] };
    const page = withFigures(FIRST, new Map([['singles', again]]), ORDER);
    expect([...readPage(page)]).toEqual([
      ...asked(MONDAY, 'batches'),
      ['singles', again],
      ...asked(MONDAY, 'reads'),
    ]);
    expect(page).toContain(`- \`batches\`, \`reads\`: ${MONDAY}\n- \`singles\`: ${TUESDAY}\n`);
    expect(page.split('<!-- bench -->')[0]).toBe(FIRST.split('<!-- bench -->')[0]);
    expect(page.split('<!-- /bench -->')[1]).toBe('\n\nAfter.\n');
  });

  it('puts what was never asked before in its place of the order', () => {
    const page = withFigures(FIRST, asked(TUESDAY, 'offline'), ['offline', ...ORDER]);
    expect([...readPage(page).keys()]).toEqual(['offline', 'batches', 'singles', 'reads']);
  });

  it.each([
    ['has no markers', 'no markers at all', 'it has no <!-- bench -->'],
    ['has them the wrong way round', '<!-- /bench --><!-- bench -->', 'it has no <!-- bench -->'],
    ['holds a sentence', pageWith('A sentence of somebody else.\n'), 'A sentence of somebody else'],
    ['holds a row of no name', pageWith('| audit | 1 |  |  |\n'), '| audit | 1 |'],
    ['holds rows of no run', pageWith('| `audit` | audit | 1 |  |  |\n'), 'rows of audit'],
  ])('is not written over when it %s', (_, page, why) => {
    const write = () => withFigures(page, asked(MONDAY, 'reads'), ORDER);
    expect(write).toThrow(PageUnusable);
    expect(write).toThrow(why);
  });
});

describe('docs/performance.md', () => {
  it('can take the figures of the next run, and stays as it is where nothing is asked', () => {
    const page = readFileSync('docs/performance.md', 'utf8');
    const order = [...readPage(page).keys()];
    expect(order).toContain('batches');
    expect(withFigures(page, new Map(), order)).toBe(page);
  });
});
