import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromHex, toHex, utf8 } from '../../src/crypto/bytes.js';
import { verifySignature } from '../../src/crypto/suites.js';
import { toBase64 } from '../../src/ledger/base64.js';
import {
  type Checkpoint,
  encodeCheckpoint,
  parseCheckpoint,
  signCheckpoint,
  verifyCheckpoint,
} from '../../src/ledger/checkpoint.js';
import { ed25519KeyId, formatSignedNote, parseSignedNote } from '../../src/ledger/signedNote.js';
import { type SampleKey, sampleKey } from './sampleLedger.js';

const KEY = sampleKey('node');
const OTHER_KEY = sampleKey('other node');
const ORIGIN = 'civic-ledger.example/test';
const CHECKPOINT: Checkpoint = {
  origin: ORIGIN,
  size: 1234,
  root: 'ab'.repeat(32),
  headerHash: 'cd'.repeat(32),
};
const TRUST = { origin: ORIGIN, keys: [KEY.publicHex], verify: verifySignature };

function signerOf({ publicHex, sign }: SampleKey) {
  return { publicKey: fromHex(publicHex), sign: (message: Uint8Array) => fromHex(sign(message)) };
}

const NOTE = signCheckpoint(CHECKPOINT, signerOf(KEY));

describe('checkpoint text', () => {
  it('is origin, size, root and header hash, a line each', () => {
    const root = Buffer.from(CHECKPOINT.root, 'hex').toString('base64');
    const header = Buffer.from(CHECKPOINT.headerHash, 'hex').toString('base64');
    expect(encodeCheckpoint(CHECKPOINT)).toBe(`${ORIGIN}\n1234\n${root}\nheader ${header}\n`);
  });

  it('is read back', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toHex);
    const any = fc.record({
      origin: fc.stringMatching(/^[!-~]{1,40}$/),
      size: fc.maxSafeNat(),
      root: hash,
      headerHash: hash,
    });
    fc.assert(
      fc.property(any, (checkpoint) =>
        expect(parseCheckpoint(encodeCheckpoint(checkpoint))).toEqual(checkpoint),
      ),
    );
  });

  const text = encodeCheckpoint(CHECKPOINT);
  it.each([
    ['a size with a leading zero', text.replace('\n1234\n', '\n01234\n')],
    ['a signed size', text.replace('\n1234\n', '\n+1234\n')],
    ['a size that is not safe', text.replace('\n1234\n', '\n9007199254740993\n')],
    ['a size in other digits', text.replace('\n1234\n', '\n١٢٣٤\n')],
    ['an empty origin', text.slice(ORIGIN.length)],
    ['a short root', text.replace(/q\S+\n/, 'q6urq6s=\n')],
    ['a root in loose base64', text.replace('6s=', '6t=')],
    ['no header line', text.replace(/header.*\n/, '')],
    ['a second header line', text + text.slice(text.indexOf('header'))],
    ['another extension line', `${text}more\n`],
    ['another name of the header line', text.replace('header', 'Header')],
    ['no last newline', text.slice(0, -1)],
    ['a carriage return', text.replaceAll('\n', '\r\n')],
  ])('is not read with %s', (_, changed) => {
    expect(changed).not.toBe(text);
    expect(parseCheckpoint(changed)).toBeUndefined();
  });
});

describe('verifyCheckpoint', () => {
  it('says what was signed, and by which key', () => {
    expect(verifyCheckpoint(NOTE, TRUST)).toEqual({
      ...{ ok: true, checkpoint: CHECKPOINT, keys: [KEY.publicHex], lines: 1 },
    });
  });

  it('takes the key id from name, type and key', () => {
    const { signatures } = parseSignedNote(NOTE) ?? { signatures: [] };
    expect(signatures[0]?.keyId).toBe(ed25519KeyId(ORIGIN, fromHex(KEY.publicHex)));
    expect(ed25519KeyId(ORIGIN, fromHex(KEY.publicHex))).not.toBe(
      ed25519KeyId(`${ORIGIN}2`, fromHex(KEY.publicHex)),
    );
  });

  const text = encodeCheckpoint(CHECKPOINT);
  const line = NOTE.slice(NOTE.indexOf('—'));
  const witness = `— witness.example ${toBase64(utf8('any signature of an unknown key'))}\n`;

  it('ignores well-formed lines of unknown keys, but counts them', () => {
    expect(verifyCheckpoint(`${text}\n${witness}${line}`, TRUST)).toMatchObject({
      ok: true,
      lines: 2,
    });
    expect(verifyCheckpoint(`${text}\n${line}${witness}`, TRUST)).toMatchObject({
      ok: true,
      lines: 2,
    });
  });

  it('accepts any one of several trusted keys', () => {
    const trust = { ...TRUST, keys: [OTHER_KEY.publicHex, KEY.publicHex] };
    expect(verifyCheckpoint(NOTE, trust)).toMatchObject({ ok: true, keys: [KEY.publicHex] });
  });

  const forged = (signature: string, keyId: string) =>
    formatSignedNote({ text, signatures: [{ name: ORIGIN, keyId, signature }] });
  const keyId = ed25519KeyId(ORIGIN, fromHex(KEY.publicHex));
  const otherOrigin = { ...CHECKPOINT, origin: 'civic-ledger.example/other' };

  it.each([
    ['CHECKPOINT_MALFORMED', 'no signature', `${text}\n`],
    ['CHECKPOINT_MALFORMED', 'a malformed line beside a good one', `${text}\n${line}— witness\n`],
    ['CHECKPOINT_ORIGIN', 'another origin', signCheckpoint(otherOrigin, signerOf(KEY))],
    ['CHECKPOINT_KEY', 'an unknown key', signCheckpoint(CHECKPOINT, signerOf(OTHER_KEY))],
    ['CHECKPOINT_KEY', 'only a witness', `${text}\n${witness}`],
    [
      'CHECKPOINT_KEY',
      'the right key under another name',
      NOTE.replace(`— ${ORIGIN}`, '— someone.else'),
    ],
    [
      'CHECKPOINT_SIGNATURE',
      'the key id of a trusted key, another key’s signature',
      forged(OTHER_KEY.sign(utf8(text)), keyId),
    ],
    [
      'CHECKPOINT_SIGNATURE',
      'a signature without the last newline',
      forged(KEY.sign(utf8(text.slice(0, -1))), keyId),
    ],
    ['CHECKPOINT_SIGNATURE', 'a longer signature', forged(`${KEY.sign(utf8(text))}00`, keyId)],
    ['CHECKPOINT_SIGNATURE', 'a changed size', NOTE.replace('\n1234\n', '\n1235\n')],
    [
      'CHECKPOINT_SIGNATURE',
      'a good and a bad line of one key',
      `${NOTE}${forged('00'.repeat(64), keyId).slice(text.length + 1)}`,
    ],
  ])('answers %s for %s', (code, _, note) => {
    expect(verifyCheckpoint(note, TRUST)).toEqual({ ok: false, code });
  });
});
