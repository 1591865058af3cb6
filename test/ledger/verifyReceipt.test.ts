import { describe, expect, it } from '@jest/globals';
import { utf8 } from '../../src/crypto/bytes.js';
import { messageSigner, publicKeyOf } from '../../src/crypto/suites.js';
import { encodeReceipt, parseReceipt } from '../../src/ledger/receipt.js';
import { eventHash } from '../../src/ledger/signedEvent.js';
import {
  type ReceiptFault,
  type ReceiptTrust,
  receiptVerifier,
  verifyReceipt,
} from '../../src/ledger/verifyReceipt.js';
import { changed, forged, ITEM, LEDGER, type Pair, RECEIPT, TRUST } from './receiptForgery.js';
import { NODE_KEY, SampleLedger } from './sampleLedger.js';

function codeOf(receipt: string | Uint8Array, trust: ReceiptTrust = TRUST): ReceiptFault | 'ok' {
  const verdict = verifyReceipt(receipt, trust);
  return verdict.ok ? 'ok' : verdict.code;
}

describe('verifyReceipt', () => {
  it('shows what was signed, where it stands, and what it led to', () => {
    const verdict = verifyReceipt(RECEIPT, TRUST);
    const { headerValue } = LEDGER.blocks[2] as (typeof LEDGER.blocks)[0];
    expect(verdict).toMatchObject({
      ok: true,
      ledger: LEDGER.id,
      position: 3,
      height: 2,
      time: '2026-01-02T03:04:06.789Z',
      eventHash: eventHash(LEDGER.receiptParts(3).entries[0]?.event as string),
      body: { type: 'evidence.WithdrawItem', actor: 'depositor@evidence-platform' },
      derived: [{ type: 'ledger.Refused', data: { code: 'FORBIDDEN' } }],
      size: headerValue.size,
      root: headerValue.root,
      checkpointKey: NODE_KEY.publicHex,
    });
  });

  it('accepts every signed entry, as text and as bytes, with either form of genesis', () => {
    for (const position of [1, 3, 5, 8, 9]) {
      expect(codeOf(LEDGER.receipt(position))).toBe('ok');
      expect(codeOf(utf8(LEDGER.receipt(position)))).toBe('ok');
      const trust = { ledger: LEDGER.id, genesis: LEDGER.genesis };
      expect(codeOf(LEDGER.receipt(position), trust)).toBe('ok');
    }
  });

  it('reads the genesis document once for many receipts', () => {
    let readings = 0;
    const { origin, ...others } = LEDGER.genesis;
    const counting = {
      ...others,
      get origin() {
        readings += 1;
        return origin;
      },
    };
    const verify = receiptVerifier({ ledger: LEDGER.id, genesis: counting });
    const before = readings;
    const receipts = [1, 3, 5, 8, 9].map((position) => LEDGER.receipt(position));
    expect(before).toBeGreaterThan(0);
    expect(receipts.map(verify)).toEqual(receipts.map((one) => verifyReceipt(one, TRUST)));
    expect(verify('')).toEqual(verifyReceipt('', TRUST));
    expect(readings).toBe(before);
  });

  it('accepts events signed with P-256 and SM2 keys', () => {
    for (const suite of ['p256-sha256', 'sm2-sm3']) {
      const privateKey = `${suite}:${'11'.repeat(32)}`;
      const signer = { publicKey: publicKeyOf(privateKey), sign: messageSigner(privateKey) };
      expect(codeOf(...forged({}, { ...ITEM, signer }))).toBe('ok');
    }
  });

  it('accepts what a receipt takes apart, put together again', () => {
    const parsed = parseReceipt(RECEIPT);
    if (typeof parsed === 'string' || !('checkpoint' in parsed)) throw new Error('it is none');
    expect(encodeReceipt(parsed)).toBe(RECEIPT);
  });

  it('detects the change of any one byte to any of several others', () => {
    const bytes = utf8(RECEIPT);
    const undetected: [number, number][] = [];
    for (let at = 0; at < bytes.length; at += 1) {
      const original = bytes[at] as number;
      for (const by of [original ^ 1, original ^ 0x20, original ^ 0x80, 0x30, 0xff]) {
        if (by === original) continue;
        bytes[at] = by;
        if (codeOf(bytes) === 'ok') undetected.push([at, by]);
      }
      bytes[at] = original;
    }
    expect(undetected).toEqual([]);
    expect(codeOf(bytes)).toBe('ok');
  });

  it('detects every removed and every doubled byte', () => {
    const bytes = utf8(RECEIPT);
    for (let at = 0; at < bytes.length; at += 1) {
      const removed = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
      const doubled = Buffer.concat([bytes.subarray(0, at + 1), bytes.subarray(at)]);
      expect([at, codeOf(removed), codeOf(doubled)]).not.toContain('ok');
    }
  });

  it('detects a broken character that a lenient decoder would make whole again', () => {
    const body = { data: { note: 'a\uFFFDb' } };
    const ledger = new SampleLedger().add('2026-01-02T03:04:06.000Z', [{ body }]);
    const bytes = Buffer.from(ledger.receipt(1));
    const trust = { ledger: ledger.id, genesis: ledger.genesisText };
    expect(codeOf(bytes, trust)).toBe('ok');
    const at = bytes.indexOf(Buffer.from('\uFFFD'));
    for (const by of [0xff, 0xf0, 0xe0]) {
      bytes[at] = by;
      expect(codeOf(bytes, trust)).not.toBe('ok');
    }
    expect(codeOf(Buffer.concat([Buffer.from('\uFEFF'), utf8(ledger.receipt(1))]), trust)).toBe(
      'NOT_CANONICAL',
    );
  });

  it('answers hostile input with a verdict, never with an exception', () => {
    const hostile: (string | Uint8Array)[] = [
      '',
      '\n',
      'null\n',
      '[]\n',
      '{}\n',
      '0\n',
      '"\\ud800"\n',
      '{"__proto__":1}\n',
      `${'['.repeat(100_000)}${']'.repeat(100_000)}\n`,
      `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}\n`,
      new Uint8Array(1000),
      Uint8Array.of(0xff, 0xfe),
      `${'a'.repeat(1_000_000)}\n`,
      changed((receipt) => {
        (receipt as unknown as { entries: null }).entries = null;
      }),
      changed((receipt) => {
        receipt.entries = [];
      }),
      changed((receipt) => {
        receipt.inclusion.index = 1e300;
      }),
      changed((receipt) => {
        receipt.checkpoint = '\n'.repeat(100_000);
      }),
      changed((receipt) => {
        (receipt.entries[0] as { entry: unknown }).entry = 'text';
      }),
      changed((receipt) => {
        (receipt.entries[0] as Pair).entry['signature'] = 'ab'.repeat(1_000_000);
      }),
    ];
    for (const input of hostile) {
      expect(codeOf(input)).toMatch(/CANONICAL|MALFORMED/);
    }
    const genesis = { ...LEDGER.genesis, origin: '\ud800' };
    expect(codeOf(RECEIPT, { ledger: LEDGER.id, genesis })).toBe('GENESIS_MISMATCH');
    expect(codeOf(RECEIPT, { ledger: LEDGER.id, genesis: '{' })).toBe('GENESIS_MISMATCH');
  });
});
