import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parseSegmentHead, segmentBlocks } from '../../../src/ledger/archive/segment.js';
import { SegmentBuilder } from '../../../src/store/archive/segmentBuilder.js';

const NOTHING = '0'.repeat(64);
const start = {
  ledger: '11'.repeat(32),
  first: 0,
  height: 0,
  previousHeader: NOTHING,
  previousEntry: NOTHING,
  peaks: [],
};
const block = (entries: number) => ({
  header: '{"height":0}',
  entries: Array.from({ length: entries }, (_, position) => ({
    entry: `{"position":${position}}`,
    event: '{}',
  })),
});

describe('a segment', () => {
  test('has the bytes that docs/formats.md shows', () => {
    const builder = new SegmentBuilder(start);
    expect(builder.add(block(1))).toBe(false);
    const bytes = Buffer.from(builder.finish());
    const end = bytes.indexOf('\n');
    const page = readFileSync('docs/formats.md', 'utf8');
    expect(page).toContain(bytes.toString('utf8', 0, end));
    expect(page).toContain(bytes.toString('hex', end + 1));
  });

  test('ends with the block that brings it to 4,096 entries, or to 16 MiB of lines', () => {
    const builder = new SegmentBuilder(start);
    expect(builder.add(block(4_095))).toBe(false);
    expect(builder.add(block(1))).toBe(true);
    const large = new SegmentBuilder(start);
    const event = `"${'x'.repeat(8 * 1024 * 1024)}"`;
    const long = { ...block(1), entries: [{ entry: '{}', event }] };
    expect([large.add(long), large.add(long)]).toEqual([false, true]);
  });

  test('says of its pages where they begin', () => {
    const builder = new SegmentBuilder(start);
    const event = `"${'x'.repeat(200 * 1024)}"`;
    const entries = block(5).entries.map(({ entry }) => ({ entry, event }));
    builder.add({ header: '{"height":0}', entries });
    const bytes = Buffer.from(builder.finish());
    const head = parseSegmentHead(bytes.toString('utf8', 0, bytes.indexOf('\n')));
    expect(head.pages.map(({ first }) => first)).toEqual([0, 2, 4]);
  });
});

describe('the head of a segment', () => {
  const fields = {
    ...{ end: 5, first: 3, format: 'civic-ledger/segment/v1', height: 1 },
    ...{ ledger: NOTHING, pages: [{ bytes: 9, first: 3 }], peaks: [NOTHING, NOTHING] },
    ...{ previousEntry: NOTHING, previousHeader: NOTHING },
  };
  const read = (change: object): unknown =>
    parseSegmentHead(JSON.stringify({ ...fields, ...change }));

  test('is read back', () => expect(read({})).toMatchObject({ first: 3, end: 5 }));

  test.each([
    ['no entries', { end: 3 }],
    ['peaks of another size', { peaks: [NOTHING, null] }],
    ['a peak that is no hash', { peaks: [NOTHING, 'ff'] }],
    ['no page', { pages: [] }],
    ['pages that begin elsewhere', { pages: [{ bytes: 9, first: 4 }] }],
    [
      'pages out of order',
      {
        pages: [
          { bytes: 9, first: 3 },
          { bytes: 9, first: 3 },
        ],
      },
    ],
    ['an empty page', { pages: [{ bytes: 0, first: 3 }] }],
    ['another format', { format: 'civic-ledger/segment/v2' }],
    ['a negative height', { height: -1 }],
  ])('is refused with %s', (_, change) => {
    expect(() => read(change)).toThrow(/head/);
  });

  test('is followed by blocks and entries, and by nothing else', () => {
    const lines = ['{"block":{}}', '{"entry":{},"event":{}}'];
    expect([...segmentBlocks(lines)]).toEqual([
      { header: '{}', entries: [{ entry: '{}', event: '{}' }] },
    ]);
    expect(() => [...segmentBlocks(lines.slice(1))]).toThrow('before the first block');
    expect(() => [...segmentBlocks(['{"end":{}}'])]).toThrow('no block and no entry');
  });
});
