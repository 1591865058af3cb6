import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { fromHex, utf8 } from '../../src/crypto/bytes.js';
import { verifySignature } from '../../src/crypto/suites.js';
import { fromBase64, toBase64 } from '../../src/ledger/base64.js';
import { ed25519KeyId, formatSignedNote, parseSignedNote } from '../../src/ledger/signedNote.js';

const LINE = { name: 'log.example', keyId: '00010203', signature: 'ff'.repeat(64) };
const NOTE = formatSignedNote({ text: 'one\ntwo\n', signatures: [LINE] });

describe('base64', () => {
  it('is written as Node writes it and read back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        expect(toBase64(bytes)).toBe(text);
        expect(fromBase64(text)).toEqual(new Uint8Array(bytes));
      }),
    );
  });

  it.each([
    'A',
    'AA',
    'AAA',
    'AA=',
    'AB==',
    'AAB=',
    'A===',
    '====',
    'AA==AA==',
    'AA-_',
    'AAA\n',
    ' AAA',
    'ÀAAA',
  ])('is not read from %j', (text) => expect(fromBase64(text)).toBeUndefined());
});

describe('signed notes', () => {
  const published = JSON.parse(readFileSync('test/vectors/merkle/tessera.json', 'utf8')) as {
    origin: string;
    publicKey: string;
    keyId: string;
    checkpoints: string[];
  };

  it.each(published.checkpoints)(
    'of another implementation are read, verified and written: %j',
    (note) => {
      const parsed = parseSignedNote(note);
      const [line] = parsed?.signatures ?? [];
      const keyId = ed25519KeyId(published.origin, fromHex(published.publicKey));
      expect(keyId).toBe(published.keyId);
      expect(line).toMatchObject({ name: published.origin, keyId });
      const key = `ed25519-strict-1:${published.publicKey}`;
      const text = parsed?.text ?? '';
      expect(verifySignature(key, utf8(text), line?.signature ?? '')).toBe(true);
      expect(formatSignedNote({ text, signatures: parsed?.signatures ?? [] })).toBe(note);
    },
  );

  it('may have many signatures, and blank lines in their text', () => {
    const signatures = [LINE, { ...LINE, name: '见证.example' }, { ...LINE, signature: '00' }];
    const note = { text: 'one\n\nthree\n', signatures };
    expect(parseSignedNote(formatSignedNote(note))).toEqual(note);
  });

  it('are read only as they are written', () => {
    fc.assert(
      fc.property(
        fc.nat(NOTE.length - 1),
        fc.constantFrom('', '\n', ' ', '=', 'A', '-', '\0', '\r', '\uD800'),
        (at, by) => {
          const changed = NOTE.slice(0, at) + by + NOTE.slice(at + 1);
          const parsed = parseSignedNote(changed);
          expect(parsed === undefined || formatSignedNote(parsed) === changed).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  const signature = NOTE.slice(NOTE.indexOf('—'));
  it.each([
    ['no signature', 'one\ntwo\n\n'],
    ['no blank line', `one\ntwo\n${signature}`],
    ['no last newline', NOTE.slice(0, -1)],
    ['a hyphen for the dash', NOTE.replace('—', '-')],
    ['an en dash', NOTE.replace('—', '–')],
    ['an unmarked signature line', NOTE.replace('— ', '')],
    ['two spaces', NOTE.replace('— ', '—  ')],
    ['a space at the end', NOTE.replace(/\n$/, ' \n')],
    ['a carriage return', NOTE.replace(/\n$/, '\r\n')],
    ['a tab in the text', NOTE.replace('one', 'o\te')],
    ['a plus in the name', NOTE.replace('log.', 'log+')],
    ['a space of Unicode in the name', NOTE.replace('log.', 'log\u3000')],
    ['no key id', 'one\n\n— log.example AAAA\n'],
    ['no signature bytes', 'one\n\n— log.example AAAAAA==\n'],
    ['loose base64', NOTE.replace(/=+\n$/, '\n')],
    ['text after the signatures', `${NOTE}three\n`],
    ['a third section', `${NOTE}\n`],
    ['more lines than anyone reads', `one\n\n${signature.repeat(101)}`],
    ['a lone surrogate', NOTE.replace('one', '\uDC00')],
    ['nothing', ''],
  ])('are not read with %s', (_, note) => {
    expect(parseSignedNote(note)).toBeUndefined();
  });

  it('are not written when they could not be read back', () => {
    const signatures = [LINE];
    expect(() => formatSignedNote({ text: 'no newline', signatures })).toThrow(RangeError);
    expect(() => formatSignedNote({ text: 'one\n', signatures: [] })).toThrow(RangeError);
    const spaced = [{ ...LINE, name: 'two words' }];
    expect(() => formatSignedNote({ text: 'one\n', signatures: spaced })).toThrow(RangeError);
  });
});
