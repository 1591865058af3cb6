import { describe, expect, it } from '@jest/globals';
import { fromHex, utf8 } from '../../src/crypto/bytes.js';
import { sha256Hex } from '../../src/crypto/sha256.js';
import { toBase64 } from '../../src/ledger/base64.js';
import { encodeHeader } from '../../src/ledger/blockHeader.js';
import { signCheckpoint } from '../../src/ledger/checkpoint.js';
import { encodeReceipt } from '../../src/ledger/receipt.js';
import { signingText } from '../../src/ledger/signedEvent.js';
import {
  CERTIFIED_RECEIPT_FAULTS,
  RECEIPT_FAULTS,
  type ReceiptFault,
  type ReceiptTrust,
  verifyReceipt,
} from '../../src/ledger/verifyReceipt.js';
import {
  type Change,
  changed,
  forged,
  ITEM,
  LEDGER,
  type MutableReceipt,
  type Pair,
  RECEIPT,
  TIME,
  TRUST,
  trustIn,
} from './receiptForgery.js';
import {
  ACTOR_KEY,
  type Forgery,
  NODE_KEY,
  sampleGenesis,
  sampleKey,
  SampleLedger,
} from './sampleLedger.js';

describe('verifyReceipt names the first check that fails', () => {
  const seen = new Set<string>();
  const otherLedger = new SampleLedger(sampleGenesis({ origin: 'civic-ledger.example/other' }))
    .add(TIME, [ITEM])
    .add(TIME, [ITEM]);
  const edit = (change: Change) => [changed(change), TRUST] as const;
  const pair = (receipt: MutableReceipt, at: number) => receipt.entries[at] as Pair;
  const kindOnly = (kind: string, changes: object): Forgery => ({
    entry: (entry) => (entry.kind === kind ? { ...entry, ...changes } : entry),
  });
  const onlyEd25519 = new SampleLedger(sampleGenesis({ suites: ['p256-sha256'] })).add(TIME, [
    ITEM,
  ]);
  const stale = LEDGER.receiptParts(1);

  const cases: [ReceiptFault, string, readonly [string, ReceiptTrust]][] = [
    ['GENESIS_MISMATCH', 'another pinned id', [RECEIPT, { ...TRUST, ledger: otherLedger.id }]],
    [
      'GENESIS_MISMATCH',
      'another document',
      [RECEIPT, { ...TRUST, genesis: otherLedger.genesisText }],
    ],
    ['NOT_CANONICAL', 'indentation', [`${JSON.stringify(JSON.parse(RECEIPT), null, 1)}\n`, TRUST]],
    ['NOT_CANONICAL', 'no newline', [RECEIPT.trimEnd(), TRUST]],
    ['NOT_CANONICAL', 'two newlines', [`${RECEIPT}\n`, TRUST]],
    [
      'NOT_CANONICAL',
      'a member twice',
      [RECEIPT.replace('"format"', '"format":"x","format"'), TRUST],
    ],
    [
      'MALFORMED',
      'another format',
      edit((receipt) => (receipt.format = 'civic-ledger/receipt/v2')),
    ],
    ['MALFORMED', 'an unknown member', edit((receipt) => Object.assign(receipt, { zone: 1 }))],
    [
      'MALFORMED',
      'an unknown member of a pair',
      edit((receipt) => Object.assign(pair(receipt, 0), { zone: 1 })),
    ],
    ['MALFORMED', 'no entries', edit((receipt) => (receipt.entries = []))],
    [
      'MALFORMED',
      'a proof hash in capitals',
      edit((receipt) => (receipt.inclusion.hashes[0] = 'AB'.repeat(32))),
    ],
    ['MALFORMED', 'a header without its state', edit((receipt) => delete receipt.header['state'])],
    [
      'ENTRY_MALFORMED',
      'an unknown member of an entry',
      edit((receipt) => (pair(receipt, 1).entry['zone'] = 1)),
    ],
    [
      'EVENT_MALFORMED',
      'an unknown member of a body',
      edit((receipt) => (pair(receipt, 0).event['zone'] = 1)),
    ],
    ['EVENT_HASH', 'another body', edit((receipt) => (pair(receipt, 0).event['id'] = 'other'))],
    [
      'EVENT_HASH',
      'another derived event',
      edit((receipt) => (pair(receipt, 1).event['type'] = 'evidence.ItemRegistered')),
    ],
    [
      'EVENT_HASH',
      'a body hashed without its prefix',
      forged(kindOnly('signed', { event: sha256Hex('') })),
    ],
    [
      'EVENT_TYPE',
      'a type in the entry that the event has not',
      forged(kindOnly('signed', { type: 'evidence.Other' })),
    ],
    ['NOT_SIGNED_EVENT', 'only the derived entries', edit((receipt) => receipt.entries.shift())],
    [
      'NOT_SIGNED_EVENT',
      'two signed entries',
      edit((receipt) => receipt.entries.push(pair(receipt, 0))),
    ],
    ['OTHER_LEDGER', 'a receipt of another ledger', [otherLedger.receipt(1), TRUST]],
    [
      'OTHER_LEDGER',
      'an event signed for another ledger',
      forged({}, { ...ITEM, body: { ledger: otherLedger.id } }),
    ],
    [
      'OTHER_LEDGER',
      'a header of another ledger',
      forged({ header: (header) => ({ ...header, ledger: otherLedger.id }) }),
    ],
    [
      'SUITE_NOT_ALLOWED',
      'a suite that genesis does not name',
      [onlyEd25519.receipt(1), trustIn(onlyEd25519)],
    ],
    ['SUITE_NOT_ALLOWED', 'an unknown suite', forged({}, { ...ITEM, body: { key: 'none:00' } })],
    [
      'EVENT_SIGNATURE',
      'another key in the body',
      forged({}, { ...ITEM, body: { key: NODE_KEY.publicKey } }),
    ],
    [
      'EVENT_SIGNATURE',
      'a signature without the prefix',
      forged(
        {},
        {
          ...ITEM,
          signer: { ...ACTOR_KEY, sign: (text) => ACTOR_KEY.sign(text.slice(text.indexOf('{'))) },
        },
      ),
    ],
    [
      'EVENT_SIGNATURE',
      'a signature of another event',
      forged(kindOnly('signed', { signature: ACTOR_KEY.sign(signingText('{}')) })),
    ],
    [
      'POSITION',
      'a derived entry left out between two',
      forgedEdit((receipt) => receipt.entries.splice(1, 1)),
    ],
    [
      'POSITION',
      'derived entries in another order',
      forgedEdit((receipt) => receipt.entries.push(...receipt.entries.splice(1, 1))),
    ],
    ['PREVIOUS_HASH', 'a broken chain', forged(kindOnly('derived', { previous: 'ab'.repeat(32) }))],
    ['BLOCK', 'another height', forged(kindOnly('signed', { height: 9 }))],
    ['BLOCK', 'another time', forged(kindOnly('derived', { time: '2026-01-02T03:04:06.001Z' }))],
    ['CAUSE', 'another cause', forged(kindOnly('derived', { cause: 0 }))],
    ['CAUSE', 'the clock as cause', forged(kindOnly('derived', { cause: null }))],
    [
      'DERIVED_COUNT',
      'the last derived entry left out',
      forgedEdit((receipt) => receipt.entries.pop()),
    ],
    [
      'DERIVED_COUNT',
      'more derived entries than announced',
      forged(kindOnly('signed', { derived: 1 })),
    ],
    [
      'DERIVED_COUNT',
      'fewer derived entries than announced',
      forged(kindOnly('signed', { derived: 3 })),
    ],
    ['INCLUSION', 'a proof hash less', edit((receipt) => receipt.inclusion.hashes.pop())],
    [
      'INCLUSION',
      'a proof hash more',
      edit((receipt) => receipt.inclusion.hashes.push('ab'.repeat(32))),
    ],
    ['INCLUSION', 'proof hashes in reverse', edit((receipt) => receipt.inclusion.hashes.reverse())],
    [
      'INCLUSION',
      'the proof of another entry',
      [
        encodeReceipt({ ...LEDGER.receiptParts(3), inclusion: LEDGER.receiptParts(5).inclusion }),
        TRUST,
      ],
    ],
    [
      'INCLUSION',
      'the index of the signed entry',
      edit((receipt) => (receipt.inclusion.index = 3)),
    ],
    ['INCLUSION', 'an index beyond the size', edit((receipt) => (receipt.inclusion.index = 400))],
    [
      'INCLUSION',
      'another root',
      forged({ header: (header) => ({ ...header, root: 'ab'.repeat(32) }) }),
    ],
    [
      'HEADER',
      'a block that begins after the entry',
      forged({ header: (header) => ({ ...header, first: header.first + 1 }) }),
    ],
    [
      'HEADER',
      'another size',
      forged({ header: (header) => ({ ...header, size: header.size + 1 }) }),
    ],
    ['CHECKPOINT_MALFORMED', 'no note', edit((receipt) => (receipt.checkpoint = 'checkpoint'))],
    [
      'CHECKPOINT_ORIGIN',
      'the checkpoint of another log',
      edit((receipt) => (receipt.checkpoint = otherLedger.blocks[1]?.checkpoint as string)),
    ],
    [
      'CHECKPOINT_KEY',
      'a checkpoint by an unknown key',
      edit(
        (receipt) =>
          (receipt.checkpoint = LEDGER.checkpoint(
            LEDGER.blocks[2]?.headerValue as never,
            sampleKey('other'),
          )),
      ),
    ],
    [
      'CHECKPOINT_SIGNATURE',
      'a size changed in the note',
      edit((receipt) => (receipt.checkpoint = receipt.checkpoint.replace('\n8\n', '\n9\n'))),
    ],
    [
      'CHECKPOINT_LINES',
      'a witness beside the key',
      edit(
        (receipt) => (receipt.checkpoint += `— witness.example ${toBase64(utf8('signature'))}\n`),
      ),
    ],
    [
      'CHECKPOINT_LINES',
      'the key twice',
      edit(
        (receipt) =>
          (receipt.checkpoint += receipt.checkpoint.slice(receipt.checkpoint.indexOf('—'))),
      ),
    ],
    [
      'CHECKPOINT_HEAD',
      'the checkpoint of an older block',
      edit((receipt) => (receipt.checkpoint = stale.checkpoint)),
    ],
    [
      'CHECKPOINT_HEAD',
      'the checkpoint of a newer block',
      edit((receipt) => (receipt.checkpoint = LEDGER.blocks[3]?.checkpoint as string)),
    ],
    [
      'CHECKPOINT_HEAD',
      'another state in the header',
      edit((receipt) => (receipt.header['state'] = 'ab'.repeat(32))),
    ],
    [
      'CHECKPOINT_HEAD',
      'a header hashed without its prefix',
      edit((receipt) => (receipt.checkpoint = wrongTagCheckpoint())),
    ],
  ];

  it.each(cases)('%s for %s', (code, _, [receipt, trust]) => {
    expect(verifyReceipt(receipt, trust)).toEqual({
      ok: false,
      code,
      message: RECEIPT_FAULTS[code],
    });
    seen.add(code);
  });

  it('with every code of the list', () => {
    // Those of certificates: test/ledger/cometbft.
    const own = Object.keys(RECEIPT_FAULTS).filter((code) => !(code in CERTIFIED_RECEIPT_FAULTS));
    expect([...seen].sort()).toEqual(own.sort());
  });

  function forgedEdit(change: Change): [string, ReceiptTrust] {
    const [receipt, trust] = forged({});
    return [changed(change, receipt), trust];
  }

  function wrongTagCheckpoint(): string {
    const { headerValue, header } = LEDGER.blocks[2] as (typeof LEDGER.blocks)[0];
    const { size, root } = headerValue;
    expect(encodeHeader(headerValue)).toBe(header);
    return signCheckpoint(
      { origin: LEDGER.genesis.origin, size, root, headerHash: sha256Hex(header) },
      {
        publicKey: fromHex(NODE_KEY.publicHex),
        sign: (message) => fromHex(NODE_KEY.sign(message)),
      },
    );
  }
});
