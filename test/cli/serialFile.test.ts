/** Serial numbers of an authority without a ledger. */
import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SerialFile } from '../../src/cli/serialFile.js';

const folder = mkdtempSync(join(tmpdir(), 'serials-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('numbers ascend from 1 and are never given twice, over any number of restarts', () => {
  const path = join(folder, 'serials');
  const given: bigint[] = [];
  for (let start = 0; start < 5; start += 1) {
    // Nothing is closed: the process is simply gone, as after kill -9.
    const serials = new SerialFile(path);
    for (let count = 0; count < 1_500; count += 1) given.push(serials.next());
  }
  expect(given[0]).toBe(1n);
  expect(given.every((serial, index) => index === 0 || serial > given[index - 1]!)).toBe(true);
});
