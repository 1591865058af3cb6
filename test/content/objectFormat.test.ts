import { afterAll, describe, expect, test } from '@jest/globals';
import { createDecipheriv } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { CONTENT_FAULTS } from '../../src/content/contentFault.js';
import { objectLength } from '../../src/content/objectFormat.js';
import { checkObjectFile, readRange } from '../../src/content/objectReader.js';
import { digest } from '../../src/crypto/digest.js';
import { contentObjects, objectOf } from './contentVectors.js';
import { newFolder, sample } from './support.js';

const { folder, remove } = newFolder();
afterAll(remove);

const KEY = Buffer.from(digest('sha-256', Buffer.from('data key')));
const OBJECT = '000102030405060708090a0b0c0d0e0f';

describe('an object file', () => {
  test('is header, nonce, ciphertext and tag, as any AES-256-GCM opens it', () => {
    const [small] = contentObjects() as unknown as [{ file: string; content: string }];
    const file = Buffer.from(small.file, 'hex');
    expect(file.subarray(0, 16).toString()).toBe('civic-content/1\n');
    expect(file.subarray(16, 32).toString('hex')).toBe(OBJECT);
    const decipher = createDecipheriv('aes-256-gcm', KEY, file.subarray(32, 44));
    // Header, chunk number 0 in 8 bytes, and 1 for the last chunk.
    decipher.setAAD(Buffer.concat([file.subarray(0, 32), Buffer.alloc(8), Buffer.of(1)]));
    decipher.setAuthTag(file.subarray(-16));
    const plain = Buffer.concat([decipher.update(file.subarray(44, -16)), decipher.final()]);
    expect(plain.toString('hex')).toBe(small.content);
  });

  test.each([0, 1, 65_536, 65_537, 200_000])('of %d bytes is read back', async (length) => {
    const { bytes, facts } = sample(length);
    const path = join(folder, String(length));
    writeFileSync(path, objectOf(KEY, bytes));
    const file = await open(path, 'r');
    const object = { id: OBJECT, dataKey: KEY, facts };
    await checkObjectFile(file, object);
    const parts: Buffer[] = [];
    for await (const part of readRange(file, object, { from: 0, to: length })) parts.push(part);
    await file.close();
    expect(Buffer.concat(parts)).toEqual(bytes);
    expect(readFileSync(path).length).toBe(objectLength(length));
  });

  test('whose seals hold but whose bytes are not the registered ones is damaged', async () => {
    const { bytes, facts } = sample(100_000);
    const path = join(folder, 'other');
    writeFileSync(path, objectOf(KEY, Buffer.from(bytes).fill(0, 0, 10)));
    const file = await open(path, 'r');
    const object = { id: OBJECT, dataKey: KEY, facts };
    const read = async (): Promise<number> => {
      let count = 0;
      for await (const part of readRange(file, object, { from: 0, to: 100_000 })) {
        count += part.length;
      }
      return count;
    };
    await expect(read()).rejects.toMatchObject({
      facts: { value: 'the sha-256 digest is another' },
    });
    await file.close();
  });
});

test('docs/formats.md lists the faults of the content store with status and meaning', () => {
  const page = readFileSync('docs/formats.md', 'utf8');
  const section = page.slice(page.indexOf('## 14.'));
  const rows = [...section.matchAll(/^\| `([A-Z_]+)` \| (\d{3}) \| (.+) \|$/gm)];
  expect(rows.map(([, code, status, meaning]) => [code, Number(status), meaning])).toEqual(
    Object.entries(CONTENT_FAULTS).map(([code, { status, meaning }]) => [code, status, meaning]),
  );
});
