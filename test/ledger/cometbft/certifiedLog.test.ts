import { describe, expect, it } from '@jest/globals';
import { sha256Hex } from '../../../src/crypto/sha256.js';
import { verifySignature } from '../../../src/crypto/suites.js';
import { headerHash } from '../../../src/ledger/blockHeader.js';
import { encodeCertificate } from '../../../src/ledger/cometbft/certificate.js';
import { CERTIFIED_LOG_FAULTS } from '../../../src/ledger/cometbft/certifiedLog.js';
import { shortestChanges } from '../../../src/ledger/cometbft/shortestChanges.js';
import { chainIdOf } from '../../../src/ledger/cometbft/verifyCertificate.js';
import {
  CERTIFIED_LOG_FORMAT,
  encodeExportBlock,
  encodeExportEnd,
  encodeExportEntry,
  encodeExportHead,
  LogExportReader,
} from '../../../src/ledger/logExport.js';
import { type BlockTexts, LOG_FAULTS, LogVerifier } from '../../../src/ledger/logVerifier.js';
import { sampleGenesis, SampleLedger } from '../sampleLedger.js';
import { decide, genesisValidators, type Powers, setOf } from './voters.js';

const FOUR: Powers = { court: 1, notary: 1, platform: 1, regulator: 1 };
const THREE: Powers = { court: 2, notary: 2, appraiser: 3 };

const ledger = new SampleLedger(sampleGenesis({ validators: genesisValidators(FOUR) })).grow(4, 2);
const chainId = chainIdOf(ledger.id);

/** The validators' block at `height + 1`, which carries the hash of the ledger's at `height`. */
function lightBlock(height: number, validators: Powers, next: Powers = validators) {
  const appHash = headerHash(ledger.blocks[height]?.header ?? '');
  return decide({ chainId, appHash, height: height + 1, validators, next });
}

/** Five blocks: the set changes with the validators' block 3, and block 3 has no certificate. */
const CERTIFICATES = [
  encodeCertificate({ block: lightBlock(0, FOUR), changes: [] }),
  encodeCertificate({ block: lightBlock(1, FOUR), changes: [] }),
  encodeCertificate({ block: lightBlock(2, FOUR, THREE), changes: [] }),
  undefined,
  encodeCertificate({
    block: lightBlock(4, THREE),
    changes: [{ block: lightBlock(2, FOUR, THREE), validators: setOf(THREE) }],
  }),
];

function certified(certificates: readonly (string | undefined)[]): readonly BlockTexts[] {
  return ledger.blocks.map(({ header, entries }, height) => {
    const certificate = certificates[height];
    return { header, entries, ...(certificate === undefined ? {} : { certificate }) };
  });
}

function verify(blocks: readonly BlockTexts[]) {
  const verifier = new LogVerifier({ ledger: ledger.id, verifySignature });
  for (const block of blocks) {
    const outcome = verifier.addBlock(block);
    if (!outcome.ok) return outcome;
  }
  return verifier.certifiedSize;
}

describe('the log of a ledger that validators keep', () => {
  it('is vouched for by their certificates, through a change of the set', () => {
    expect(verify(certified(CERTIFICATES))).toBe(ledger.size);
  });

  it('is vouched for up to its newest certificate only', () => {
    expect(verify(certified(CERTIFICATES.slice(0, 2)))).toBe(ledger.blocks[1]?.headerValue.size);
    expect(verify(certified([]))).toBe(0);
  });

  it('has no use for checkpoints, whoever signed them', () => {
    expect(verify(ledger.blocks)).toBe(0);
  });

  const [genesis, first, second, , last = ''] = CERTIFICATES;
  it.each([
    ['another block’s certificate', [genesis, second], 1, 'APP_HASH'],
    ['the certificate before once more', [genesis, first, first], 2, 'APP_HASH'],
    ['a certificate of long before', [genesis, first, genesis], 2, 'HEIGHT_ORDER'],
    ['a change that is kept back', [genesis, first, second, , withoutChanges()], 4, 'VALIDATORS'],
    ['a certificate cut short', [genesis, last.slice(0, -1)], 1, 'CERTIFICATE_MALFORMED'],
  ] as const)('names the first bad height: %s', (_, certificates, height, code) => {
    expect(verify(certified(certificates))).toMatchObject({ ok: false, height, code });
  });

  function withoutChanges(): string {
    return encodeCertificate({ block: lightBlock(4, THREE), changes: [] });
  }

  it('knows every fault of a certificate', () => {
    expect(LOG_FAULTS).toMatchObject(CERTIFIED_LOG_FAULTS);
  });
});

describe('its export', () => {
  function exported(blocks: readonly BlockTexts[]): string {
    let text = encodeExportHead(ledger.id, CERTIFIED_LOG_FORMAT);
    for (const block of blocks) {
      text += encodeExportBlock(block) + block.entries.map(encodeExportEntry).join('');
    }
    const end = { blocks: blocks.length, entries: ledger.size, sha256: sha256Hex(text) };
    return text + encodeExportEnd(end);
  }

  function readBack(text: string): readonly BlockTexts[] {
    const reader = new LogExportReader();
    const lines = text.trimEnd().split('\n');
    return lines.flatMap((line) => reader.line(line) ?? []);
  }

  it('is read back as it was written, blocks without a certificate among them', () => {
    const blocks = certified(CERTIFICATES);
    expect(readBack(exported(blocks))).toEqual(blocks);
  });

  it('has certificates or checkpoints by its format, never the others', () => {
    const text = exported(certified(CERTIFICATES));
    expect(() => readBack(text.replace('log/v2', 'log/v1'))).toThrow('line 2');
    expect(() => readBack(ledger.export().replace('log/v1', 'log/v2'))).toThrow('line 2');
    expect(() => readBack(text.replace('"certificate":null', '"certificate":1'))).toThrow('line');
  });
});

describe('shortestChanges', () => {
  const to = (...sets: readonly string[]) => sets.map((validatorsHash) => ({ validatorsHash }));
  it.each([
    ['no change', [], []],
    ['changes that all count', ['b', 'c'], ['b', 'c']],
    ['a set that comes back', ['b', 'c', 'b', 'd'], ['b', 'd']],
    ['the first set again', ['b', 'c', 'a'], []],
    ['the first set again, and then another', ['b', 'a', 'c'], ['c']],
  ])('leaves out what lies between a set and itself: %s', (_, history, needed) => {
    expect(shortestChanges('a', to(...history))).toEqual(to(...needed));
  });
});
