/** The client as browsers load it: one file without anything of Node.js, certificates included. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = mkdtempSync(join(tmpdir(), 'civic-ledger-browser-'));
afterAll(() => rmSync(folder, { recursive: true }));

const VECTOR = fileURLToPath(new URL('../vectors/formats/certifiedReceipt.json', import.meta.url));

/** Verifies the published receipt, and the same with a vote changed, without Node's globals. */
const PROGRAM = `
import { readFileSync } from 'node:fs';
const { receipt, ledger, genesis } = JSON.parse(readFileSync(process.argv[3], 'utf8'));
const print = console.log;
const bundle = process.argv[2];
for (const name of ['process', 'Buffer', 'require', 'setImmediate']) delete globalThis[name];
const { verifyReceipt } = await import(bundle);
const other = (start, digit) => start + (digit === 'a' ? 'b' : 'a');
const changed = receipt.replace(/("signature":")(.)/, (_, start, digit) => other(start, digit));
print(JSON.stringify([receipt, changed].map((text) => verifyReceipt(text, { ledger, genesis }))));
`;

describe('the client’s bundle for browsers', () => {
  it('verifies what validators signed with nothing of Node.js around it', () => {
    const bundle = join(folder, 'client.mjs');
    execFileSync(process.execPath, ['scripts/bundleClient.mjs', bundle]);
    expect(readFileSync(bundle, 'utf8')).not.toMatch(/\bfrom\s*"node:|\brequire\("/);
    const program = join(folder, 'verify.mjs');
    writeFileSync(program, PROGRAM);
    const out = execFileSync(process.execPath, [program, bundle, VECTOR], { encoding: 'utf8' });
    expect(JSON.parse(out)).toMatchObject([
      { ok: true, quorum: { validators: 3, power: 7, totalPower: 7 } },
      { ok: false, code: 'VOTE_SIGNATURE' },
    ]);
  });
});
