import { createHash } from 'node:crypto';
import { beforeAll, afterAll, describe, expect, test } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { tilesGateway } from '../../src/gateways/tiles.js';
import type { LogReader } from '../../src/projections/logReader.js';

const SIZE = 256 * 256 + 3 * 256 + 17;

/** SHA-256, written apart from the code under test. */
function hash(...parts: readonly (Uint8Array | string)[]): Buffer {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest();
}

const leafOf = (entry: string): Buffer => hash('\0', entry);

/** RFC 9162 §2.1.1, by its recursive definition over leaf hashes. */
function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0] as Buffer;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return hash('\x01', rootOf(leaves.slice(0, split)), rootOf(leaves.slice(split)));
}

const entryText = (position: number): string => `{"position":${position},"type":"é"}`;

const leaves = Array.from({ length: SIZE }, (_, position) => leafOf(entryText(position)));

/** Rows of hashes: leaves, roots over 256 leaves, roots over 65,536. */
const levels = [leaves];
for (let level = 1; level <= 2; level += 1) {
  const below = levels[level - 1] as Buffer[];
  levels.push(
    Array.from({ length: Math.floor(below.length / 256) }, (_, index) =>
      rootOf(below.slice(index * 256, (index + 1) * 256)),
    ),
  );
}

/** A log of SIZE entries that keeps full tiles, as the store does. */
function sampleLog(): LogReader {
  const unused = (): never => {
    throw new Error('not needed');
  };
  return {
    size: () => SIZE,
    entries: (from, limit) =>
      Array.from({ length: Math.min(limit, SIZE - from) }, (_, at) => ({
        position: from + at,
        entry: entryText(from + at),
        event: `{"n":${from + at}}`,
      })),
    height: () => 4,
    block: () => ({ height: 4, header: '{}', checkpoint: 'origin\n66321\nroot\n\n— sig\n' }),
    blockAt: unused,
    blocks: unused,
    findId: unused,
    tile: (level, index) => {
      const hashes = levels[level]?.slice(index * 256, (index + 1) * 256) ?? [];
      return hashes.length === 256 ? Buffer.concat(hashes) : undefined;
    },
    leafHashes: (from, count) => Buffer.concat(leaves.slice(from, from + count)),
  };
}

describe('the log as C2SP tiles', () => {
  let app: FastifyInstance;
  let url: string;

  beforeAll(async () => {
    app = fastify();
    await app.register(tilesGateway(sampleLog()));
    url = await app.listen({ host: '127.0.0.1', port: 0 });
  });

  afterAll(() => app.close());

  async function read(path: string): Promise<Buffer> {
    const response = await fetch(`${url}/log/${path}`);
    expect([path, response.status]).toEqual([path, 200]);
    return Buffer.from(await response.arrayBuffer());
  }

  const split = (tile: Buffer): Buffer[] =>
    Array.from({ length: tile.length / 32 }, (_, at) => tile.subarray(at * 32, at * 32 + 32));

  test('entry bundles hold every entry, and hash to the leaf tiles', async () => {
    for (const [name, count] of [
      ['000', 256],
      ['258.p/5', 5],
      ['259.p/17', 17],
    ] as const) {
      const bundle = await read(`tile/entries/${name}`);
      const found: Buffer[] = [];
      for (let at = 0; at < bundle.length;) {
        const length = bundle.readUInt16BE(at);
        found.push(leafOf(bundle.subarray(at + 2, at + 2 + length).toString()));
        at += 2 + length;
      }
      expect(found).toHaveLength(count);
      expect(Buffer.concat(found)).toEqual(await read(`tile/0/${name}`));
    }
  });

  test('the root over the tiles is the root over the entries', async () => {
    const [top] = split(await read('tile/2/000.p/1'));
    const [beyond, ...others] = split(await read('tile/1/001.p/3'));
    const edge = split(await read('tile/0/259.p/17'));
    const right = [beyond, ...others] as Buffer[];
    // 65,536 entries on the left; on the right three full tiles and 17 entries.
    const rightRoot = hash(
      '\x01',
      hash('\x01', right[0] as Buffer, right[1] as Buffer),
      hash('\x01', right[2] as Buffer, rootOf(edge)),
    );
    expect(hash('\x01', top as Buffer, rightRoot)).toEqual(rootOf(leaves));
  });

  test('a growing tile of level 1 holds the roots over the full tiles below it', async () => {
    expect(split(await read('tile/1/001.p/3'))).toEqual((levels[1] as Buffer[]).slice(256));
  });

  test('all but the checkpoint and refusals may be cached for ever', async () => {
    const header = async (path: string): Promise<(string | null)[]> => {
      const { headers } = await fetch(`${url}/log/${path}`);
      return [headers.get('content-type'), headers.get('cache-control')];
    };
    const forEver = 'public, max-age=31536000, immutable';
    expect(await header('tile/0/000')).toEqual(['application/octet-stream', forEver]);
    expect(await header('tile/entries/259.p/17')).toEqual(['application/octet-stream', forEver]);
    expect(await header('event/3')).toEqual(['application/json; charset=utf-8', forEver]);
    expect(await header('checkpoint')).toEqual(['text/plain; charset=utf-8', 'no-cache']);
    expect(await header('tile/0/900')).toEqual(['text/plain; charset=utf-8', 'no-store']);
  });

  test('the checkpoint is the newest block’s note, byte for byte', async () => {
    expect((await read('checkpoint')).toString()).toBe('origin\n66321\nroot\n\n— sig\n');
    expect((await read('event/3')).toString()).toBe('{"n":3}');
  });

  test.each([
    ['tile/0/259', 'this tile has 17 of 256 at log size 66321'],
    ['tile/0/259.p/18', 'this tile has 17 of 18 at log size 66321'],
    ['tile/entries/259.p/18', 'this tile has 17 of 18 at log size 66321'],
    ['tile/1/001.p/4', 'this tile has 3 of 4 at log size 66321'],
    ['tile/2/000.p/2', 'this tile has 1 of 2 at log size 66321'],
    ['tile/63/000.p/1', 'this tile has 0 of 1 at log size 66321'],
    ['event/66321', 'the log has 66321 entries'],
    ['event/03', 'no position is written so'],
    ['event/-1', 'no position is written so'],
    ['tile/0/00', 'no file of the log has this path'],
    ['tile/0/x000/000', 'no file of the log has this path'],
    ['tile/00/000', 'no file of the log has this path'],
    ['tile/0/000.p/256', 'no file of the log has this path'],
    ['tile/0/000.p/0', 'no file of the log has this path'],
    ['tile/0/000?v=1', 'no file of the log has this path'],
    ['tile/0/%300', 'no file of the log has this path'],
    ['checkpoint/', 'no file of the log has this path'],
    ['', 'no file of the log has this path'],
  ])('has no second or future file: %s', async (path, reason) => {
    const response = await fetch(`${url}/log/${path}`);
    expect([response.status, await response.text()]).toEqual([404, `${reason}\n`]);
  });
});
