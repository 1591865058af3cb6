/** The stream and the description of a snapshot: one spelling, read however it is cut. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { concatBytes } from '../../src/crypto/bytes.js';
import type { BlockHeader } from '../../src/ledger/blockHeader.js';
import {
  encodeBlock,
  encodeDescription,
  parseDescription,
  type RecordedBlock,
  SNAPSHOT_CHUNK_BYTES,
  SnapshotInvalid,
  SnapshotReader,
} from '../../src/ledger/snapshot.js';

const text = fc.string({ unit: 'binary', maxLength: 40 });
const hexBytes = fc
  .uint8Array({ maxLength: 70 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));
const block: fc.Arbitrary<RecordedBlock> = fc.record({
  time: text,
  events: fc.array(
    fc.record({ body: text, signature: hexBytes, derived: fc.array(text, { maxLength: 3 }) }),
    { maxLength: 4 },
  ),
});

function readAll(pieces: readonly Uint8Array[]): readonly RecordedBlock[] {
  const reader = new SnapshotReader();
  const blocks = pieces.flatMap((piece) => [...reader.push(piece)]);
  reader.end();
  return blocks;
}

describe('the stream', () => {
  it('is read as it was written, wherever it is cut', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 5 }), fc.array(fc.nat(400)), (blocks, cuts) => {
        const stream = concatBytes(...blocks.map(encodeBlock));
        const ends = [...cuts.map((cut) => cut % (stream.length + 1)), stream.length].sort(
          (left, right) => left - right,
        );
        const pieces = ends.map((end, index) => stream.subarray(ends[index - 1] ?? 0, end));
        expect(readAll(pieces)).toEqual(blocks);
      }),
    );
  });

  it('has room for texts of any length and script', () => {
    const long = ['a', 'é', '证', '𝄞'].map((character) => character.repeat(50_000));
    const written = { time: '', events: [{ body: long.join(''), signature: '', derived: long }] };
    const stream = encodeBlock(written);
    expect(stream.length).toBe(4 + 4 + 4 + 4 + 2 * 500_000 + 4 + 4 + 4 * 4);
    expect(readAll([stream])).toEqual([written]);
  });

  it('is refused or read as something else when a byte is changed, never as the same', () => {
    const written: RecordedBlock = {
      time: '2026-01-01T00:00:00.000Z',
      events: [{ body: '{"a":1}', signature: '00ff', derived: ['{"data":{},"type":"a.B"}'] }],
    };
    const stream = encodeBlock(written);
    for (let index = 0; index < stream.length; index += 1) {
      const changed = Uint8Array.from(stream);
      changed[index] = (changed[index] as number) ^ 0x01;
      let read: unknown;
      try {
        read = readAll([changed]);
      } catch (error) {
        expect(error).toBeInstanceOf(SnapshotInvalid);
      }
      expect(read).not.toEqual([written]);
    }
  });

  it.each([
    ['ends within a block', encodeBlock({ time: '', events: [] }).subarray(0, 6)],
    ['names a block longer than any', Uint8Array.of(0xff, 0xff, 0xff, 0xff)],
    ['has a part longer than its block', Uint8Array.of(0, 0, 0, 8, 0, 0, 0, 9, 0, 0, 0, 0)],
    ['has bytes left in a block', Uint8Array.of(0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0, 7)],
    ['has a text that is not UTF-8', Uint8Array.of(0, 0, 0, 9, 0, 0, 0, 1, 0xff, 0, 0, 0, 0)],
    ['counts more events than there are', Uint8Array.of(0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 5)],
  ])('is refused when it %s', (_, stream) => {
    expect(() => readAll([stream])).toThrow(SnapshotInvalid);
  });
});

describe('the description', () => {
  const header: BlockHeader = {
    ledger: '1e'.repeat(32),
    height: 7,
    time: '2026-01-01T00:00:00.000Z' as BlockHeader['time'],
    previous: '2f'.repeat(32),
    first: 12,
    size: 14,
    root: '3a'.repeat(32),
    state: '4b'.repeat(32),
  };
  const described = {
    header,
    bytes: SNAPSHOT_CHUNK_BYTES + 1,
    chunks: ['5c'.repeat(32), '6d'.repeat(32)],
  };

  it('is read as it was written', () => {
    expect(parseDescription(encodeDescription(described))).toEqual(described);
  });

  it.each([
    ['another spelling', ` ${encodeDescription(described)}`],
    ['a chunk too few', encodeDescription({ ...described, chunks: described.chunks.slice(1) })],
    ['a hash that is none', encodeDescription({ ...described, chunks: ['5c', '6d'] })],
    ['half a byte', encodeDescription({ ...described, bytes: SNAPSHOT_CHUNK_BYTES + 0.5 })],
    ['another format', encodeDescription(described).replace('/v1', '/v2')],
    ['a header that is none', encodeDescription({ ...described, header: { ...header, size: 1 } })],
    ['no JSON', 'snapshot'],
    ['null', 'null'],
  ])('is refused with %s', (_, given) => {
    expect(parseDescription(given)).toBeUndefined();
  });
});
