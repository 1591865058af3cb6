import { afterAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fromHex } from '../../src/crypto/bytes.js';
import { signCheckpoint } from '../../src/ledger/checkpoint.js';
import { entryHash } from '../../src/ledger/entry.js';
import { MerkleTree } from '../../src/ledger/merkleTree.js';
import { type TileName, tilePath } from '../../src/ledger/tilePath.js';
import { NODE_KEY, sampleGenesis, SampleLedger, sampleLedger } from '../ledger/sampleLedger.js';

const SCRIPT = 'test/independent/rederive.mjs';
const folder = mkdtempSync(join(tmpdir(), 'rederive-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The script's answer in a process of its own, so that nothing can be shared. */
function rederive(...args: readonly string[]): { [name: string]: unknown } | string {
  try {
    const options = { encoding: 'utf8', stdio: 'pipe', maxBuffer: 2 ** 26 } as const;
    return JSON.parse(execFileSync(process.execPath, [SCRIPT, ...args], options)) as {
      root: string;
    };
  } catch (error) {
    return (error as { stderr: string }).stderr.trim();
  }
}

function put(path: string, content: string | Uint8Array): string {
  const whole = join(folder, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, content);
  return whole;
}

function bundle(entries: readonly string[]): Buffer {
  return Buffer.concat(
    entries.map((entry) => {
      const bytes = Buffer.from(entry);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(bytes.length);
      return Buffer.concat([length, bytes]);
    }),
  );
}

/** Writes a log's checkpoint, bundles and tiles as src/ makes them; returns its folder. */
function putTiles(
  name: string,
  entries: readonly string[],
  checkpoint: (tree: MerkleTree) => string,
) {
  const tree = new MerkleTree();
  const levels: Uint8Array[][] = [[]];
  const putTile = (tile: TileName, bytes: Uint8Array) => put(join(name, tilePath(tile)), bytes);
  for (const entry of entries) {
    const hash = entryHash(entry);
    tree.append(hash);
    levels[0]?.push(fromHex(hash));
    for (const { level, index, hashes } of tree.takeFullTiles()) {
      putTile({ level, index, width: 256 }, hashes);
      levels[level] = [];
      (levels[level + 1] ??= []).push(fromHex(rootOf(hashes)));
    }
  }
  for (const [level, hashes] of levels.entries()) {
    const index = Math.floor(entries.length / 256 ** (level + 1));
    if (hashes.length > 0) putTile({ level, index, width: hashes.length }, Buffer.concat(hashes));
  }
  for (let first = 0; first < entries.length; first += 256) {
    const part = entries.slice(first, first + 256);
    putTile({ level: 'entries', index: first / 256, width: part.length }, bundle(part));
  }
  put(join(name, 'checkpoint'), checkpoint(tree));
  return { place: join(folder, name), root: tree.root() };
}

function rootOf(hashes: Uint8Array): string {
  const tree = new MerkleTree();
  for (let index = 0; index < 256; index += 1)
    tree.appendHash(hashes.slice(index * 32, index * 32 + 32));
  return tree.root();
}

function signed(tree: MerkleTree): string {
  const { origin } = sampleGenesis();
  return signCheckpoint(
    { origin, size: tree.size, root: tree.root(), headerHash: 'ab'.repeat(32) },
    { publicKey: fromHex(NODE_KEY.publicHex), sign: (message) => fromHex(NODE_KEY.sign(message)) },
  );
}

describe('the independent re-derivation', () => {
  it('comes to the roots, checkpoints and number of tiles of an exported log', () => {
    const ledger = new SampleLedger().grow(7, 100);
    const answer = rederive('log', put('grown.log', ledger.export()));
    const root = ledger.blocks[7]?.headerValue.root;
    // 701 entries: two full tiles and a partial one of level 0, a partial one of level 1.
    expect(answer).toEqual({ ledger: ledger.id, entries: 701, blocks: 8, root, tiles: 4 });
  });

  it('accepts the sample ledger and names what is wrong with a forged one', () => {
    const text = sampleLedger().export();
    expect(rederive('log', put('sample.log', text))).toMatchObject({ entries: 10, blocks: 4 });
    expect(rederive('log', put('forged.log', text.replace('sample-3', 'sample-4')))).toContain(
      'hash in the last line',
    );
    const root = { header: (header: never) => ({ ...(header as object), root: 'ab'.repeat(32) }) };
    const forged = new SampleLedger(sampleGenesis(), root as never).grow(1, 3).export();
    expect(rederive('log', put('forged.log', forged))).toBe('block 1: another size or root');
  });

  it('comes to the tiles and the root of a tile directory with three levels', () => {
    const entries = Array.from({ length: 65_536 + 300 }, (_, index) => `entry ${index}`);
    const { place, root } = putTiles('large', entries, signed);
    const answer = rederive('tiles', place, NODE_KEY.publicHex);
    expect(answer).toEqual({ size: entries.length, root, tiles: 258 + 2 + 1 });
  });

  it('finds a changed entry, tile, root or signature in a tile directory', () => {
    const entries = Array.from({ length: 600 }, (_, index) => `entry ${index}`);
    const { place } = putTiles('small', entries, signed);
    const check = () => rederive('tiles', place, NODE_KEY.publicHex);
    expect(check()).toMatchObject({ size: 600 });
    for (const [path, complaint] of [
      ['tile/entries/001', 'tile/0/001 is another tile'],
      ['tile/0/002.p/88', 'tile/0/002.p/88 is another tile'],
      ['tile/1/000.p/2', 'tile/1/000.p/2 is another tile'],
    ] as const) {
      const good = readFileSync(join(place, path));
      const bad = Buffer.from(good);
      bad[20] = (bad[20] as number) ^ 1;
      writeFileSync(join(place, path), bad);
      expect(check()).toBe(complaint);
      writeFileSync(join(place, path), good);
    }
    const stale = new MerkleTree();
    stale.append('ab'.repeat(32));
    writeFileSync(join(place, 'checkpoint'), signed(stale).replace('\n1\n', '\n600\n'));
    expect(check()).toContain('no known key signed');
  });

  it('agrees with a log that another implementation built', () => {
    const tessera = JSON.parse(readFileSync('test/vectors/merkle/tessera.json', 'utf8')) as {
      [name: string]: string;
    };
    put('tessera/tile/entries/000.p/15', fromHex(tessera['bundle'] as string));
    put('tessera/tile/0/000.p/15', fromHex(tessera['tile'] as string));
    put('tessera/checkpoint', (tessera['checkpoints'] as unknown as string[])[15] as string);
    const answer = rederive('tiles', join(folder, 'tessera'), tessera['publicKey'] as string);
    expect(answer).toMatchObject({ size: 15, tiles: 1 });
  });

  it('shares nothing with the code that it checks', () => {
    const source = readFileSync(SCRIPT, 'utf8');
    const imported = [...source.matchAll(/(?:from|import|require)\s*\(?\s*'([^']+)'/g)].map(
      ([, name]) => name,
    );
    expect(imported.sort()).toEqual(['node:crypto', 'node:fs', 'node:path', 'node:url']);
  });
});
