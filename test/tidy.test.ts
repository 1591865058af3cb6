/** The project keeps its own rules of style and structure (CONTRIBUTING.md). */
import { describe, expect, it } from '@jest/globals';
import { REFUSALS } from '../src/domain/refusals.js';
import { determinismFaults } from './tidy/determinism.js';
import { LENGTH_EXCEPTIONS } from './tidy/exceptions.js';
import { type Fault, showFault } from './tidy/fault.js';
import { formFaults } from './tidy/form.js';
import { importFaults } from './tidy/imports.js';
import { lengthFaults } from './tidy/lengths.js';
import { readProject } from './tidy/projectFiles.js';
import { refusalFaults } from './tidy/refusalCodes.js';
import { wordFaults } from './tidy/words.js';

const files = readProject();

function expectNone(faults: readonly Fault[]): void {
  expect(faults.map(showFault)).toEqual([]);
}

describe('the project', () => {
  it('is read whole', () => {
    const paths = files.map(({ path }) => path);
    expect(paths).toContain('src/ledger/entry.ts');
    expect(paths).toContain('package.json');
    expect(paths).toContain('test/tidy.test.ts');
  });

  it('imports only what the table of layers allows, without cycles', () => {
    expectNone(importFaults(files));
  });

  it('keeps clock, chance, locale, promises and floats out of the deterministic layers', () => {
    expectNone(determinismFaults(files));
  });

  it('keeps files, functions and lines short', () => {
    expectNone(lengthFaults(files, LENGTH_EXCEPTIONS));
  });

  it('opens source files with their guarantee, has no barrels, one reader of settings', () => {
    expectNone(formFaults(files));
  });

  it('holds no leftovers, machine paths, registry hosts or talk about its making', () => {
    expectNone(wordFaults(files));
  });

  it('proves every refusal code in a test and explains it in docs/refusals.md', () => {
    expectNone(refusalFaults(Object.keys(REFUSALS), files));
  });

  it('gives every exception from a limit a reason', () => {
    for (const { reason } of LENGTH_EXCEPTIONS) expect(reason.length).toBeGreaterThan(20);
  });
});
