import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, type JsonValue } from '../../src/crypto/canonicalJson.js';
import { RECEIPT_FAULTS } from '../../src/ledger/verifyReceipt.js';
import { TIMESTAMP_FAULTS } from '../../src/timestamp/faults.js';
import { formatVectors, vectorText } from './formatVectors.js';

const FOLDER = 'test/vectors/formats';
const VECTORS = formatVectors();

// A format changes on purpose only: UPDATE_VECTORS=1 writes the files anew, for a reviewed diff.
if (process.env['UPDATE_VECTORS'] === '1') {
  for (const [file, value] of Object.entries(VECTORS)) {
    writeFileSync(join(FOLDER, file), vectorText(value));
  }
}

describe('the format vectors', () => {
  it.each(Object.keys(VECTORS))('in %s are what the code makes today', (file) => {
    const stored = readFileSync(join(FOLDER, file), 'utf8');
    expect(stored).toBe(vectorText(VECTORS[file] as JsonValue));
  });

  it('are all of the files in their folder', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(Object.keys(VECTORS).sort());
  });

  it('show receipts that verify and receipts that do not', () => {
    const answers = (VECTORS['receipt.json'] as { answer: string }[]).map(({ answer }) => answer);
    expect(answers).toEqual([
      ...['ok', 'ok', 'ok', 'NOT_CANONICAL', 'EVENT_HASH', 'INCLUSION'],
      ...['CHECKPOINT_SIGNATURE', 'CHECKPOINT_HEAD'],
    ]);
  });

  it('hold texts in canonical form', () => {
    for (const file of ['entry.json', 'blockHeader.json', 'derivedEvent.json']) {
      for (const { text } of VECTORS[file] as { text: string }[]) {
        expect(text).toBe(canonicalJson(JSON.parse(text) as JsonValue));
      }
    }
  });
});

describe('docs/formats.md', () => {
  const page = readFileSync('docs/formats.md', 'utf8');

  it('lists the receipt checks in the order of the verifier', () => {
    const codesIn = (from: string, to: string) => {
      const section = page.slice(page.indexOf(from), page.indexOf(to));
      return [...section.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code);
    };
    const codes = [...codesIn('## 9. Receipt', '## 10.'), ...codesIn('## 19.', '## Changing')];
    expect(codes).toEqual(Object.keys(RECEIPT_FAULTS));
  });

  it('lists the checks of a time-stamp in the order of the verifier', () => {
    const section = page.slice(page.indexOf('## 13.'), page.indexOf('## 14.'));
    const codes = [...section.matchAll(/^\| `([A-Z0-9_]+)` +\|/gm)].map(([, code]) => code);
    expect(codes).toEqual(Object.keys(TIMESTAMP_FAULTS));
  });

  // The page cites texts, hashes and paths; long ones stand in the vector files only.
  it.each([
    ['genesis.json', ['text', 'ledger']],
    ['signedEvent.json', ['body', 'hash', 'signature']],
    ['derivedEvent.json', ['text', 'hash']],
    ['entry.json', ['text', 'hash']],
    ['blockHeader.json', ['text', 'hash']],
    ['stateCommitment.json', ['commitment']],
    ['merkleRoot.json', ['root']],
    ['checkpoint.json', ['note', 'keyId', 'publicKey']],
    ['itemCommitment.json', ['commitment']],
    ['timestampedRegistration.json', ['registration', 'text']],
    ['dossierLeaf.json', ['leaf']],
    ['stepChain.json', ['digest']],
    ['keyPossession.json', ['text', 'signature']],
    ['tilePath.json', ['path']],
    ['eventBatch.json', ['batch']],
    ['transaction.json', ['transaction']],
    ['snapshot.json', ['stream']],
    ['contentObject.json', ['dataKey', 'file']],
    ['contentCapability.json', ['text', 'signature']],
    ['certifiedReceipt.json', ['chainId', 'blockHash', 'firstVoteSigningBytes']],
    ['paperCodes.json', ['proof', 'record', 'logKey']],
  ])('shows a worked example out of %s', (file, members) => {
    const value = VECTORS[file] as JsonValue;
    const items = (Array.isArray(value) ? value : [value]) as { [member: string]: string }[];
    const shown = items.filter((item) =>
      members.every((member) => page.includes(item[member] as string)),
    );
    expect(shown.length).toBeGreaterThan(0);
  });
});
