import { expect, test } from '@jest/globals';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastWords, logLength } from '../../../src/node/cometbft/cometbftLog.js';

test('the last words of a process are its own, and not those of the one before', () => {
  const folder = mkdtempSync(join(tmpdir(), 'civic-'));
  const log = join(folder, 'cometbft.log');
  expect(logLength(log)).toBe(0);
  writeFileSync(log, 'peer “one” is gone\n');
  const start = logLength(log);
  appendFileSync(log, `${'much '.repeat(1_000)}\nopen state.json: no such file\n`);
  const words = lastWords(log, start);
  rmSync(folder, { recursive: true });
  expect(words).toMatch(/^[much ]+\nopen state.json: no such file$/);
  expect(words).toHaveLength(2_000);
});
