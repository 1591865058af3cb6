/**
 * Every command of HOW-TO-VERIFY.txt, run as it stands by bash with stock openssl and sha256sum in
 * the unpacked bundle, on a machine without any of this project's software.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { assembleBundle } from '../../../src/client/bundle/assembleBundle.js';
import { readZip } from '../../../src/client/bundle/zip.js';
import { certificatesToPem } from '../../../src/timestamp/pem.js';
import { BundleStory, TIME_ROOTS } from '../verifier/bundleStory.js';

const folder = mkdtempSync(join(tmpdir(), 'how-to-verify-'));
let story: BundleStory;

beforeAll(async () => {
  story = new BundleStory();
  const content = readZip(assembleBundle(await story.parts()));
  if ('fault' in content) throw new Error(content.fault);
  for (const { path, bytes } of content.files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
  writeFileSync(join(folder, 'ROOT.pem'), certificatesToPem(TIME_ROOTS));
}, 120_000);
afterAll(async () => {
  await story.close();
  rmSync(folder, { recursive: true });
});

/** The commands under the step with this number, as a person would copy them. */
function step(number: number): string {
  const text = readFileSync(join(folder, 'HOW-TO-VERIFY.txt'), 'utf8');
  const body = text
    .split(/\n(?=\d\. )/)
    .filter((part) => part.startsWith(`${number}. `))
    .join('\n');
  const lines = body.split('\n').filter((line) => /^\$ | {4}-| {4}genesis/.test(line));
  return lines.map((line) => line.replace(/^\$ /, '')).join('\n');
}

function bash(script: string): { readonly out: string; readonly status: number | null } {
  const { stdout, stderr, status } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { out: stdout + stderr, status };
}

describe('HOW-TO-VERIFY.txt', () => {
  it('gives the ledger’s id', () => {
    expect(bash(step(1)).out).toContain(story.kit.ledger);
  });

  it('gives the item’s number and verifies the submitter’s signature', () => {
    const { out } = bash(step(2).split('\n').slice(0, 3).join('\n'));
    expect(out).toContain(story.batch);
    expect(out).toContain('Signature Verified Successfully');
  });

  it('verifies the log’s head under a key of the genesis document', () => {
    expect(bash(step(3)).out).toMatch(/Verified Successfully\n1\n/);
  });

  it('leads from the entry to the signed root', () => {
    const [computed, signed] = bash(step(4)).out.trim().split('\n');
    expect(computed).toMatch(/^\S{44}$/);
    expect(signed).toBe(computed);
  });

  it('verifies every token under roots of one’s own', () => {
    const { out, status } = bash(step(5));
    expect(status).toBe(0);
    expect(out.match(/Verification: OK/g)).toHaveLength(2);
    expect(out.match(/Time stamp: Jan {2}1 00:00:00/g)).toHaveLength(2);
  });

  it('fails on a changed event, head, entry and token', () => {
    for (const path of ['plain/signed-event.txt', 'plain/checkpoint.txt', 'time/subject.txt']) {
      const bytes = readFileSync(join(folder, path));
      writeFileSync(join(folder, path), Buffer.from([...bytes.subarray(0, -2), 0x58, 0x0a]));
      const number = { p: path.includes('event') ? 2 : 3, t: 5 }[path.charAt(0)] as number;
      expect(bash(step(number)).status).not.toBe(0);
      writeFileSync(join(folder, path), bytes);
    }
    const entry = readFileSync(join(folder, 'plain/last-entry.json'));
    writeFileSync(join(folder, 'plain/last-entry.json'), Buffer.concat([entry, Buffer.from(' ')]));
    const [computed, signed] = bash(step(4)).out.trim().split('\n');
    expect(computed).not.toBe(signed);
  });
});
