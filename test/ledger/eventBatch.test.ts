import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toHex } from '../../src/crypto/bytes.js';
import {
  decodeEventBatch,
  encodeEventBatch,
  EVENT_BATCH_OVERHEAD,
} from '../../src/ledger/eventBatch.js';
import type { SignedEvent } from '../../src/ledger/signedEvent.js';

const NONCE = new Uint8Array(16).fill(7);

const anyEvent: fc.Arbitrary<SignedEvent> = fc.record({
  body: fc.string({ unit: 'grapheme', maxLength: 400 }),
  signature: fc.uint8Array({ maxLength: 72 }).map(toHex),
});
const anyEvents = fc.array(anyEvent, { minLength: 1, maxLength: 8 });

describe('an event batch', () => {
  it('holds its events exactly as they were, in order, and no more bytes than foretold', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const batch = encodeEventBatch(events, NONCE);
        expect(decodeEventBatch(batch)).toEqual(events);
        const most = events.reduce<number>(
          (sum, { body, signature }) =>
            sum + Buffer.byteLength(body) + signature.length / 2 + EVENT_BATCH_OVERHEAD.event,
          EVENT_BATCH_OVERHEAD.batch,
        );
        expect(batch.length).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('has one spelling: what reads as a batch is written again byte for byte', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 });
    fc.assert(
      fc.property(anyEvents, changes, fc.nat(40), (events, edits, cut) => {
        const batch = Buffer.from(encodeEventBatch(events, NONCE));
        for (const [at, byte] of edits) batch[at % batch.length] = byte;
        const changed = batch.subarray(0, batch.length - (cut > 20 ? cut - 20 : 0));
        const read = decodeEventBatch(changed);
        if (read === undefined) return;
        const nonce = Uint8Array.from(changed.subarray(28, 44));
        expect(Buffer.from(encodeEventBatch(read, nonce)).equals(changed)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is never read out of any other bytes, and reading ends', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(decodeEventBatch(bytes)).toBeUndefined();
      }),
    );
  });

  it('cannot be made with a nonce of another length', () => {
    const events = [{ body: '{}', signature: '00' }];
    expect(() => encodeEventBatch(events, new Uint8Array(15))).toThrow(RangeError);
  });
});
