/** The body of a signed event, and what is read of it without reading all of it. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Instant } from '../../src/ledger/instant.js';
import { encodeBody, senderOf } from '../../src/ledger/signedEvent.js';

const ENVELOPE = {
  ledger: '0'.repeat(64),
  type: 'evidence.RegisterItem',
  key: `ed25519-strict-1:${'a'.repeat(64)}`,
  notAfter: '2026-01-01T00:00:00.000Z' as Instant,
};

describe('senderOf', () => {
  it('reads actor and id, whatever the data hold', () => {
    const actor = fc.stringMatching(/^[a-z0-9]{1,9}@[a-z0-9]{1,9}$/);
    const id = fc.stringMatching(/^[A-Za-z0-9._:-]{1,64}$/);
    fc.assert(
      fc.property(actor, id, fc.dictionary(fc.string(), fc.string()), (who, name, data) => {
        const sender = { actor: who, id: name };
        const body = encodeBody({ ...ENVELOPE, ...sender, data });
        expect(senderOf(body)).toEqual(sender);
      }),
    );
  });

  it('is not misled by data that look like the members after them', () => {
    const data = { 'x,"id":"y"': ',"id":"other","key":"', id: 'inner' };
    const body = encodeBody({ ...ENVELOPE, actor: 'a@b', id: 'outer', data });
    expect(senderOf(body)).toEqual({ actor: 'a@b', id: 'outer' });
  });
});
