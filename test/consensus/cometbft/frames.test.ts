import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeFrame, FrameFault, FrameReader } from '../../../src/consensus/cometbft/frames.js';

const LIMIT = 100_000;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** `stream` cut at `cuts`, as a network may cut it. */
function pieces(stream: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
  const ends = [...cuts.map((cut) => cut % (stream.length + 1)), stream.length];
  ends.sort((left, right) => left - right);
  return ends.map((end, index) => stream.subarray(ends[index - 1] ?? 0, end));
}

describe('frames', () => {
  test.each([
    ['an empty message', '', '00'],
    ['the flush request', '1200', '021200'],
    ['127 bytes', 'aa'.repeat(127), `7f${'aa'.repeat(127)}`],
    ['128 bytes', 'aa'.repeat(128), `8001${'aa'.repeat(128)}`],
    ['16,384 bytes', 'aa'.repeat(16_384), `808001${'aa'.repeat(16_384)}`],
  ])('write %s with its length before it, and read it back', (_what, message, frame) => {
    expect(hex(encodeFrame(Buffer.from(message, 'hex')))).toBe(frame);
    const read = [...new FrameReader(LIMIT).push(Buffer.from(frame, 'hex'))];
    expect(read.map(hex)).toEqual([message]);
  });

  test('come out whole and in order however the stream is cut', () => {
    const messages = fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 12 });
    fc.assert(
      fc.property(messages, fc.array(fc.nat(), { maxLength: 40 }), (sent, cuts) => {
        const reader = new FrameReader(LIMIT);
        const stream = Buffer.concat(sent.map(encodeFrame));
        const read = pieces(stream, cuts).flatMap((piece) => [...reader.push(piece)]);
        expect(read.map(hex)).toEqual(sent.map(hex));
      }),
    );
  });

  test('of any garbage end in messages within the limit or in a fault, and never in a hang', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), (chunks) => {
        const reader = new FrameReader(64);
        try {
          for (const message of chunks.flatMap((chunk) => [...reader.push(chunk)])) {
            expect(message.length).toBeLessThanOrEqual(64);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(FrameFault);
        }
      }),
    );
  });

  test('that came whole before a fault are read, in the same piece as well', () => {
    const messages = new FrameReader(100).push(Buffer.from('02120002120065', 'hex'));
    expect(
      [messages.next().value, messages.next().value].map((bytes) => hex(bytes as Buffer)),
    ).toEqual(['1200', '1200']);
    expect(() => messages.next()).toThrow(FrameFault);
  });

  test.each([
    ['one byte more than allowed', '65'],
    ['two gigabytes', 'ffffffff07'],
    ['a length without an end', '808080808080'],
    ['a length beyond five bytes', 'ffffffffff01'],
  ])('are refused before their message is waited for: %s', (_what, start) => {
    const reader = new FrameReader(100);
    expect(() => [...reader.push(Buffer.from(start, 'hex'))]).toThrow(FrameFault);
  });
});
