import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toHex } from '../../../src/crypto/bytes.js';
import {
  BATCH_BYTES_MAX,
  decodeAdmissible,
  decodeTransaction,
  encodeTransaction,
} from '../../../src/consensus/cometbft/transaction.js';
import { encodeEventBatch } from '../../../src/ledger/eventBatch.js';
import type { SignedEvent } from '../../../src/ledger/signedEvent.js';

const NONCE = new Uint8Array(16).fill(7);

const anyEvent: fc.Arbitrary<SignedEvent> = fc.record({
  body: fc.string({ unit: 'grapheme', maxLength: 400 }),
  signature: fc.uint8Array({ maxLength: 72 }).map(toHex),
});
const anyEvents = fc.array(anyEvent, { minLength: 1, maxLength: 8 });

/** The batch of one event with a body of `bytes` bytes. */
function batchOf(bytes: number): Uint8Array {
  return encodeEventBatch([{ body: 'b'.repeat(bytes), signature: '00' }], NONCE);
}

describe('a transaction', () => {
  it('holds its events exactly as they were, in order', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        expect(decodeTransaction(encodeTransaction(events, NONCE))).toEqual(events);
      }),
    );
  });

  it('is read whatever the level that its maker compressed with, stored bytes included', () => {
    fc.assert(
      fc.property(anyEvents, fc.integer({ min: 0, max: 9 }), (events, level) => {
        const transaction = deflateRawSync(encodeEventBatch(events, NONCE), { level });
        expect(decodeTransaction(transaction)).toEqual(events);
      }),
    );
  });

  it('is the whole stream: not less, and nothing after it', () => {
    fc.assert(
      fc.property(anyEvents, fc.nat(), fc.uint8Array({ minLength: 1 }), (events, cut, more) => {
        const transaction = encodeTransaction(events, NONCE);
        expect(decodeTransaction(transaction.subarray(0, cut % transaction.length))).toBe(
          undefined,
        );
        expect(decodeTransaction(Buffer.concat([transaction, more]))).toBeUndefined();
      }),
    );
  });

  it('is read the same by who need not read on behind a body that is too short', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const transaction = encodeTransaction(events, NONCE);
        const isShort = events.some(({ body }) => Buffer.byteLength(body) < 128);
        expect(decodeAdmissible(transaction)).toEqual(isShort ? undefined : events);
      }),
    );
  });

  it('is never read out of any other bytes, and reading ends', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(decodeTransaction(bytes)).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not unfold beyond the bound of a batch, however small it is', () => {
    const room = BATCH_BYTES_MAX - batchOf(4_194_304).length;
    const largest = deflateRawSync(batchOf(4_194_304 + room));
    expect(decodeTransaction(largest)).toHaveLength(1);
    const beyond = deflateRawSync(batchOf(4_194_304 + room + 1));
    expect(beyond.length).toBeLessThan(BATCH_BYTES_MAX / 500);
    expect(decodeTransaction(beyond)).toBeUndefined();
  });
});
