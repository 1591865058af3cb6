import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { concatBytes, utf8 } from '../../../src/crypto/bytes.js';
import { crc32 } from '../../../src/client/bundle/crc32.js';
import { readZip, writeZip, type ZipFile } from '../../../src/client/bundle/zip.js';

const file = (path: string, text = path): ZipFile => ({ path, bytes: utf8(text) });
const SOUND = writeZip([file('b.txt'), file('a.txt'), file('steps/1.json', '{}')]);

/** The container with `change` made to a copy of its bytes. */
function changed(change: (bytes: Uint8Array) => void): Uint8Array {
  const bytes = SOUND.slice();
  change(bytes);
  return bytes;
}

/** Every place of `name` in the container, so that local and central header agree. */
function renamed(name: string, other: string): Uint8Array {
  const text = Buffer.from(SOUND).toString('latin1').replaceAll(name, other);
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

describe('the container of bundles', () => {
  it('has the checksum of zip files (check value of CRC-32)', () => {
    expect(crc32(utf8('123456789'))).toBe(0xcbf43926);
  });

  it('gives the same bytes for the same files in any order, and gives them back', () => {
    const paths = fc.uniqueArray(fc.stringMatching(/^(?:[a-z]{1,9}\/)?[A-Za-z0-9]{1,9}\.txt$/), {
      maxLength: 9,
      minLength: 1,
    });
    fc.assert(
      fc.property(paths, fc.uint8Array(), (names, bytes) => {
        const files = names.map((path) => ({ path, bytes }));
        const zip = writeZip(files);
        expect(writeZip([...files].reverse())).toEqual(zip);
        const read = readZip(zip);
        if ('fault' in read) throw new Error(read.fault);
        expect(read.damaged).toEqual([]);
        expect(new Map(read.files.map((f) => [f.path, [...f.bytes]]))).toEqual(
          new Map(files.map((f) => [f.path, [...f.bytes]])),
        );
      }),
    );
  });

  it('is read by Python’s zipfile, which finds no fault', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zip-'));
    writeFileSync(join(folder, 'a.zip'), SOUND);
    execFileSync('python3', ['-m', 'zipfile', '-t', join(folder, 'a.zip')]);
    execFileSync('python3', ['-m', 'zipfile', '-e', join(folder, 'a.zip'), folder]);
    expect(readFileSync(join(folder, 'steps', '1.json'), 'utf8')).toBe('{}');
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['nothing', new Uint8Array(), 'ZIP_SIZE'],
    ['bytes before it', concatBytes(utf8('#!'), SOUND), 'ZIP_LEADING'],
    ['bytes after it', concatBytes(SOUND, utf8('x')), 'ZIP_TRAILING'],
    ['its end missing', SOUND.subarray(0, -1), 'ZIP_TRUNCATED'],
    ['its middle missing', SOUND.subarray(0, 40), 'ZIP_TRUNCATED'],
    ['a compressed file (a bomb has to be one)', changed((b) => (b[8] = 8)), 'ZIP_METHOD'],
    ['an encrypted file', changed((b) => (b[6] = 1)), 'ZIP_METHOD'],
    ['a length told afterwards', changed((b) => (b[6] = 8)), 'ZIP_METHOD'],
    ['a path out of the folder', renamed('a.txt', '../ax'), 'ZIP_NAME'],
    ['an absolute path', renamed('a.txt', '/.txt'), 'ZIP_NAME'],
    ['a backslash', renamed('a.txt', 'a\\txt'), 'ZIP_NAME'],
    ['a directory', renamed('a.txt', 'atxt/'), 'ZIP_NAME'],
    ['a name that only looks like another', renamed('a.txt', '\u00d0\u00b0txt'), 'ZIP_NAME'],
    ['a control character in a name', renamed('a.txt', 'a\u0000txt'), 'ZIP_NAME'],
    ['one name twice', renamed('b.txt', 'a.txt'), 'ZIP_ORDER'],
    ['names out of order', renamed('b.txt', '0.txt'), 'ZIP_ORDER'],
    ['a time of its own', changed((b) => (b[10] = 1)), 'ZIP_HEADER'],
    ['a name in the directory other than at the file', renamedOnce(), 'ZIP_HEADER'],
    ['a symbolic link (attributes in the directory)', linked(), 'ZIP_HEADER'],
  ])('is refused with %s', (_, bytes, fault) => {
    expect(readZip(bytes)).toMatchObject({ fault });
  });

  it('names a file whose checksum is wrong and goes on', () => {
    const damaged = changed((bytes) => (bytes[36] = 0x21));
    expect(readZip(damaged)).toMatchObject({ damaged: ['a.txt'] });
  });

  it('is not written with a path that it would refuse, or twice the same', () => {
    expect(() => writeZip([file('../a')])).toThrow(RangeError);
    expect(() => writeZip([file('a'), file('a')])).toThrow(RangeError);
  });
});

function renamedOnce(): Uint8Array {
  const text = Buffer.from(SOUND).toString('latin1');
  const at = text.lastIndexOf('b.txt');
  const other = `${text.slice(0, at)}c.txt${text.slice(at + 5)}`;
  return new Uint8Array(Buffer.from(other, 'latin1'));
}

/** The external attributes of the first file say what a Unix link says. */
function linked(): Uint8Array {
  const central = Buffer.from(SOUND).indexOf('PK\u0001\u0002', 0, 'latin1');
  return changed((bytes) => bytes.set([0, 0, 0xff, 0xa1], central + 38));
}
