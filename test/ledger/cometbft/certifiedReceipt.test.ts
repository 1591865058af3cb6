import { describe, expect, it } from '@jest/globals';
import { canonicalJson, type JsonValue } from '../../../src/crypto/canonicalJson.js';
import { headerHash } from '../../../src/ledger/blockHeader.js';
import { type Certificate, encodeCertificate } from '../../../src/ledger/cometbft/certificate.js';
import { chainIdOf } from '../../../src/ledger/cometbft/verifyCertificate.js';
import { genesisHash } from '../../../src/ledger/genesis.js';
import { encodeReceipt, parseReceipt } from '../../../src/ledger/receipt.js';
import {
  CERTIFIED_RECEIPT_FAULTS,
  type ReceiptFault,
  verifyReceipt,
} from '../../../src/ledger/verifyReceipt.js';
import { sampleGenesis, SampleLedger } from '../sampleLedger.js';
import { certify, decide, genesisValidators, type Powers } from './voters.js';

const FOUR: Powers = { court: 1, notary: 1, platform: 1, regulator: 1 };
const THREE: Powers = { court: 2, notary: 2, appraiser: 3 };
const TIME = '2026-01-02T03:04:06.000Z';

const ledger = new SampleLedger(sampleGenesis({ validators: genesisValidators(FOUR) }));
ledger.add(TIME, [{}]).add(TIME, [{}]);
const trust = { ledger: ledger.id, genesis: ledger.genesisText };
const { entries, header, inclusion } = ledger.receiptParts(1);
const target = { chainId: chainIdOf(ledger.id), appHash: headerHash(header) };

function receipt(certificate: Certificate): string {
  return encodeReceipt({
    entries,
    header,
    inclusion,
    certificate: encodeCertificate(certificate),
  });
}

const SOUND = receipt(certify(target, [FOUR, THREE]));

describe('the receipt of a ledger that validators keep', () => {
  it('shows who decided the block, from the validators of genesis on', () => {
    const verdict = verifyReceipt(SOUND, trust);
    expect(verdict).toMatchObject({
      ok: true,
      position: 1,
      quorum: { engineHeight: 5, validators: 3, power: 7, totalPower: 7 },
    });
    expect(verdict).not.toHaveProperty('checkpointKey');
  });

  it('is read and written as it is', () => {
    const parsed = parseReceipt(SOUND);
    if (typeof parsed === 'string' || !('certificate' in parsed)) throw new Error('it is none');
    const again = { ...parsed, certificate: encodeCertificate(parsed.certificate) };
    expect(encodeReceipt(again)).toBe(SOUND);
  });

  const other = new SampleLedger(sampleGenesis()).add(TIME, [{}]);
  const few = (voters: readonly string[]): Certificate => ({
    block: decide({ ...target, height: 3, validators: FOUR, voters }),
    changes: [],
  });
  const cases: readonly (readonly [ReceiptFault, string, string])[] = [
    ['CERTIFICATE_MISSING', 'one operator’s checkpoint', ledger.receipt(1)],
    ['VOTING_POWER', 'the votes of two of four', receipt(few(['court', 'notary']))],
    ['VOTING_POWER', 'one vote', receipt(few(['court']))],
    ['VALIDATORS', 'validators that nobody voted in', receipt(certify(target, [THREE]))],
    ['APP_HASH', 'the certificate of another block', receipt(ofBlock(2))],
    [
      'CHAIN_ID',
      'a chain of the same validators',
      receipt(certify({ ...target, chainId: 'c' }, [FOUR])),
    ],
    [
      'MALFORMED',
      'no certificate at all',
      SOUND.replace(/"certificate":.*?,"entries"/, '"entries"'),
    ],
    ['MALFORMED', 'the other format’s name', SOUND.replace('receipt/v2', 'receipt/v1')],
  ];

  function ofBlock(height: number): Certificate {
    const appHash = headerHash(ledger.blocks[height]?.header ?? '');
    return certify({ ...target, appHash }, [FOUR]);
  }

  it.each(cases)('does not hold: %s with %s', (code, _, text) => {
    expect(verifyReceipt(text, trust)).toMatchObject({ ok: false, code });
  });

  it('does not hold where one operator keeps the ledger', () => {
    const parts = other.receiptParts(1);
    const chainId = chainIdOf(other.id);
    const certificate = certify({ chainId, appHash: headerHash(parts.header) }, [FOUR]);
    const text = encodeReceipt({
      entries: parts.entries,
      header: parts.header,
      inclusion: parts.inclusion,
      certificate: encodeCertificate(certificate),
    });
    const verdict = verifyReceipt(text, { ledger: other.id, genesis: other.genesisText });
    expect(verdict).toMatchObject({ ok: false, code: 'NO_VALIDATORS' });
  });

  it('has a message for every fault', () => {
    for (const message of Object.values(CERTIFIED_RECEIPT_FAULTS)) expect(message).toMatch(/\w/);
  });
});

describe('a single character of such a receipt', () => {
  it('cannot be changed', () => {
    const text = receipt(few3());
    for (let at = 0; at < text.length; at += 1) {
      const replacement = text.charAt(at) === '1' ? '2' : '1';
      const changed = text.slice(0, at) + replacement + text.slice(at + 1);
      expect({ at, ok: verifyReceipt(changed, trust).ok }).toEqual({ at, ok: false });
    }
  });

  function few3(): Certificate {
    const voters = ['court', 'notary', 'platform'];
    return { block: decide({ ...target, height: 3, validators: FOUR, voters }), changes: [] };
  }
});

describe('the genesis document of a consortium', () => {
  const doc = (change: (validators: Record<string, JsonValue>[]) => void): string => {
    const value = JSON.parse(ledger.genesisText) as { validators: Record<string, JsonValue>[] };
    change(value.validators);
    return canonicalJson(value);
  };

  it.each([
    ['no validator', doc((list) => list.splice(0))],
    [
      'a key twice',
      doc((list) => ((list[0] ?? {})['validatorKey'] = list[1]?.['validatorKey'] ?? '')),
    ],
    ['a power of nothing', doc((list) => ((list[0] ?? {})['power'] = 0))],
    ['more power than can be counted', doc((list) => ((list[0] ?? {})['power'] = 2 ** 52))],
  ])('is none with %s', (_, genesis) => {
    const verdict = verifyReceipt(SOUND, { ledger: genesisHash(genesis), genesis });
    expect(verdict).toMatchObject({ ok: false, code: 'GENESIS_MISMATCH' });
  });
});
