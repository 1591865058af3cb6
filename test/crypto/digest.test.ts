/** The evidence digests: standard answers, server and browser alike, bytes and files alike. */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toHex, utf8 } from '../../src/crypto/bytes.js';
import { digest as browserDigest } from '../../src/crypto/digest.browser.js';
import { digest } from '../../src/crypto/digest.js';
import { DIGEST_ALGORITHMS, DIGEST_BYTES } from '../../src/crypto/digestAlgorithm.js';
import { digestFile } from '../../src/crypto/digestFile.js';
import { sha256Hex as browserSha256Hex } from '../../src/crypto/sha256.browser.js';
import { sha256Hex } from '../../src/crypto/sha256.js';

describe('digest', () => {
  it.each([
    ['sha-256', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['sha3-256', 'a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a'],
    ['sm3', '1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b'],
  ] as const)('gives the standard %s of nothing', (algorithm, hex) => {
    expect(toHex(digest(algorithm, new Uint8Array()))).toBe(hex);
  });

  it.each(DIGEST_ALGORITHMS)('gives the same %s on servers and in browsers', (algorithm) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const hex = toHex(digest(algorithm, bytes));
        expect(hex).toHaveLength(DIGEST_BYTES[algorithm] * 2);
        expect(toHex(browserDigest(algorithm, bytes))).toBe(hex);
      }),
    );
  });

  it('is the SHA-256 of the log, for bytes and for text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const hex = toHex(digest('sha-256', utf8(text)));
        expect([sha256Hex(text), browserSha256Hex(text), sha256Hex(utf8(text))]).toEqual([
          hex,
          hex,
          hex,
        ]);
      }),
    );
  });

  it('lists the algorithms in the order of their names', () => {
    expect([...DIGEST_ALGORITHMS].sort()).toEqual(DIGEST_ALGORITHMS);
  });
});

describe('digestFile', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'digest-'))));
  afterAll(() => rm(folder, { recursive: true }));

  it('gives all digests and the length of a file of many chunks in one pass', async () => {
    const bytes = new Uint8Array(300_001).map((_, index) => index % 251);
    const path = join(folder, 'many');
    await writeFile(path, bytes);
    const progress: number[] = [];
    const found = await digestFile(createReadStream(path), DIGEST_ALGORITHMS, (read) => {
      progress.push(read);
    });
    expect(found).toEqual(
      DIGEST_ALGORITHMS.map((algorithm) => {
        return { algorithm, length: bytes.length, value: toHex(digest(algorithm, bytes)) };
      }),
    );
    expect(progress.length).toBeGreaterThan(1);
    expect(progress.at(-1)).toBe(bytes.length);
  });

  it('rejects with the error of the stream', async () => {
    const missing = createReadStream(join(folder, 'missing'));
    await expect(digestFile(missing, ['sm3'])).rejects.toThrow('ENOENT');
  });
});
