/** Files that commands leave behind: what cannot be written is said with what to do about it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireWritable, writeOutput, writeReceipt } from '../../src/cli/outputFile.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'civic-ledger-output-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const missing = (): string => join(folder, 'none', 'file');

describe('a file that a command writes', () => {
  it('is written, and replaced only where that is meant', () => {
    const path = join(folder, 'file');
    writeOutput(path, 'one');
    writeOutput(path, 'two');
    expect(() => writeOutput(path, 'three', true)).toThrow(/cannot write .*file already exists/);
    expect(readFileSync(path, 'utf8')).toBe('two');
  });

  it('in a folder that is not there is an error of exit code 4 that names it', () => {
    const fault = { exitCode: 4, message: `cannot write ${missing()} (no such file or directory)` };
    expect(() => writeOutput(missing(), 'x')).toThrow(expect.objectContaining(fault));
    expect(() => requireWritable(missing())).toThrow(expect.objectContaining(fault));
  });

  it('takes the place of no folder, and leaves nothing behind where it is only asked for', () => {
    const before = readdirSync(folder);
    requireWritable(join(folder, 'new'));
    expect(() => requireWritable(folder)).toThrow('(it is a folder)');
    expect(readdirSync(folder)).toEqual(before);
  });
});

it('a receipt that cannot be written says what is registered, and how to get it again', () => {
  expect(() => writeReceipt(missing(), '{}', 7)).toThrow(
    expect.objectContaining({
      exitCode: 1,
      message: expect.stringContaining('it is registered at position 7, but cannot write'),
      next: expect.stringContaining('receipt get 7 --out'),
    }),
  );
});
