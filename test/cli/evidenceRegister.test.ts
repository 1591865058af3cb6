import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/program.js';
import { rememberingTerminal, runCommand } from './support/rememberingTerminal.js';

let folder: string;
let data: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'civic-ledger-register-'));
  data = join(folder, 'data');
  await runCommand('init', '--data', data);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FACTS = { field: 'actor', limit: 'depositor', value: 'clerk' };

/** What the ledger answers to each request, by the field that is asked for. */
const ANSWERS: { readonly [field: string]: unknown } = {
  ledger: { ledgerId: '00', size: '1' },
  submitSignedEvents: {
    __typename: 'EventsSubmitted',
    results: [
      { eventHash: 'a0', position: '1', refused: 'ROLE_MISSING', duplicate: false },
      { eventHash: 'b0', position: '3', refused: null, duplicate: false },
    ],
  },
  receipt: { document: 'the receipt' },
  eventOutcome: { position: '1', refusal: { code: 'ROLE_MISSING', message: 'no', ...FACTS } },
};

const answering: typeof fetch = (_, request) => {
  const { query } = JSON.parse(request?.body as string) as { readonly query: string };
  const field = Object.keys(ANSWERS).find((name) => new RegExp(`\\b${name}\\b`).test(query));
  return Promise.resolve(Response.json({ data: { [field ?? '']: ANSWERS[field ?? ''] } }));
};

it('gives the registered files their receipts when another one was refused', async () => {
  const files = ['a', 'b'].map((name) => join(folder, name));
  for (const file of files) writeFileSync(file, 'content');
  const terminal = rememberingTerminal();
  const signal = new AbortController().signal;
  const args = ['evidence', 'register', ...files, '--private', '--data', data];
  const code = await runCommandLine(args, { terminal, signal, fetch: answering });
  expect([code, terminal.notes().join('\n')]).toEqual([1, expect.stringContaining('ROLE_MISSING')]);
  expect(readdirSync(folder).sort()).toEqual(['a', 'b', 'b.receipt.json', 'b.salt.json', 'data']);
});
