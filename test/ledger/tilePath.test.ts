import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseTilePath, tilePath } from '../../src/ledger/tilePath.js';

const anyTile = fc.record({
  level: fc.oneof(fc.constant('entries' as const), fc.nat(63)),
  index: fc.maxSafeNat(),
  width: fc.integer({ min: 1, max: 256 }),
});

describe('tile paths', () => {
  it.each([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 1234067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 3, index: 1234067, width: 8 }, 'tile/3/x001/x234/067.p/8'],
    [{ level: 'entries' as const, index: 1000, width: 255 }, 'tile/entries/x001/000.p/255'],
    [{ level: 63, index: 999, width: 1 }, 'tile/63/999.p/1'],
  ])('writes %j as %s and reads it back', (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  it('read back to the tile they were written for', () => {
    fc.assert(fc.property(anyTile, (tile) => expect(parseTilePath(tilePath(tile))).toEqual(tile)));
  });

  it('have one spelling for each tile', () => {
    const path = fc.stringMatching(
      /^tile\/(?:entries|[0-9]{1,2})\/(?:x[0-9]{3}\/){0,2}[0-9]{3}(?:\.p\/[0-9]{1,3})?$/,
    );
    fc.assert(
      fc.property(path, (text) => {
        const tile = parseTilePath(text);
        expect(tile === undefined || tilePath(tile) === text).toBe(true);
      }),
    );
  });

  it.each([
    'tile/0/0',
    'tile/0/00',
    'tile/0/0000',
    'tile/0/x000/001',
    'tile/0/001/002',
    'tile/0/x001/x002',
    'tile/00/000',
    'tile/01/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/data/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/08',
    'tile/0/000.p/',
    'tile/0/000.p',
    'tile/0/000/',
    '/tile/0/000',
    'tile/0/000\n',
    'tile/0/../000',
    'tile/0/٠٠٠',
    'tile/0/x999/x999/x999/x999/x999/999',
    '',
  ])('are not read from %j', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });

  it('are not written for numbers out of range', () => {
    const tile = { level: 0, index: 0, width: 256 };
    for (const wrong of [
      { level: 64 },
      { level: -1 },
      { index: -1 },
      { index: 0.5 },
      { index: 2 ** 53 },
      { width: 0 },
      { width: 257 },
    ]) {
      expect(() => tilePath({ ...tile, ...wrong })).toThrow(RangeError);
    }
  });
});
