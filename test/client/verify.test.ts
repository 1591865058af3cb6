import { describe, expect, it } from '@jest/globals';
import { commitOpenly, commitWithSalt, digestContent } from '../../src/client/item.js';
import { algorithmsIn, verifyContent } from '../../src/client/verify.js';
import { utf8 } from '../../src/crypto/bytes.js';
import type { JsonObject } from '../../src/crypto/canonicalJson.js';
import type { ReceiptFacts } from '../../src/ledger/verifyReceipt.js';

const content = utf8('the content');
const SALT = '5a'.repeat(32);

function facts(type: string, data: JsonObject): ReceiptFacts {
  const body = { type: 'evidence.RegisterItem' };
  return { body, derived: [{ type, data }] } as unknown as ReceiptFacts;
}

const registered = (data: JsonObject): ReceiptFacts =>
  facts('evidence.ItemRegistered', { item: 'id', ...data });

describe('whether a receipt proves a content', () => {
  it('accepts the content of an open item and gives its id', async () => {
    const digests = await digestContent(content);
    const { commitment } = commitOpenly(digests);
    const plain = digests.map((digest) => ({ ...digest }));
    const verdict = verifyContent(registered({ commitment, digests: plain }), { digests });
    expect(verdict).toEqual({ ok: true, item: 'id', commitment });
  });

  it('refuses the content with one byte changed', async () => {
    const { commitment, digests } = commitOpenly(await digestContent(content));
    const changed = await digestContent(utf8('the Content'));
    const plain = digests.map((digest) => ({ ...digest }));
    const verdict = verifyContent(registered({ commitment, digests: plain }), { digests: changed });
    expect(verdict).toMatchObject({ ok: false, code: 'OTHER_CONTENT' });
  });

  it('accepts a salted item with its salt only', async () => {
    const digests = await digestContent(content);
    const { commitment } = commitWithSalt(digests, SALT);
    expect(verifyContent(registered({ commitment }), { digests, salt: SALT }).ok).toBe(true);
    expect(verifyContent(registered({ commitment }), { digests })).toMatchObject({
      code: 'SALT_NEEDED',
    });
    expect(
      verifyContent(registered({ commitment }), { digests, salt: '00'.repeat(32) }),
    ).toMatchObject({
      code: 'OTHER_CONTENT',
    });
  });

  it('finds the member of a batch and names its index', async () => {
    const digests = await digestContent(content);
    const { commitment } = commitOpenly(digests);
    const batch = facts('evidence.BatchRegistered', { batch: 'b', leaves: ['00', commitment] });
    expect(verifyContent(batch, { digests })).toMatchObject({ ok: true, item: 'b.1' });
    const other = facts('evidence.BatchRegistered', { batch: 'b', leaves: ['00'] });
    expect(verifyContent(other, { digests })).toMatchObject({ code: 'OTHER_CONTENT' });
  });

  it('says when a receipt is of a refusal, or of something else', async () => {
    const digests = await digestContent(content);
    const refusal = facts('ledger.Refused', { code: 'EXPIRED' });
    expect(verifyContent(refusal, { digests })).toMatchObject({ code: 'REFUSED' });
    const enrolment = facts('governance.ActorEnrolled', {});
    expect(verifyContent(enrolment, { digests })).toMatchObject({ code: 'NOT_EVIDENCE' });
  });

  it('asks for the digests that the item was registered with', () => {
    const digests = [{ algorithm: 'sha-512' }, { algorithm: 'sm3' }];
    expect(algorithmsIn(registered({ digests }))).toEqual(['sha-512', 'sm3']);
    expect(algorithmsIn(registered({}))).toEqual(['sha-256', 'sm3']);
  });
});

describe('the digests of a content', () => {
  it('are sorted by algorithm and say the length, for bytes and for a Blob', async () => {
    const fromBytes = await digestContent(content, ['sm3', 'sha-256']);
    expect(fromBytes.map(({ algorithm }) => algorithm)).toEqual(['sha-256', 'sm3']);
    expect(fromBytes.map(({ length }) => length)).toEqual([11, 11]);
    expect(await digestContent(new Blob([content.slice()]))).toEqual(fromBytes);
  });
});
