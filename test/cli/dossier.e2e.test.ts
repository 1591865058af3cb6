/**
 * A dossier on the command line, against a real server: filed from a batch and a list, taken from,
 * frozen, bundled whole and with an item withheld, and verified with the server off.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/program.js';
import { type ServerProcess, startServer } from '../support/live/serverProcess.js';
import { rememberingTerminal } from './support/rememberingTerminal.js';

const OWNER = 'counsel@rights-holder';
const FILES = 2_400;

let folder: string;
let server: ServerProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'civic-ledger-dossier-'));
  server = await startServer({ dataDirectory: path('data') });
  mkdirSync(path('files'));
  for (let index = 0; index < FILES; index += 1) {
    writeFileSync(path('files', `${index}.txt`), `exhibit ${index}`);
  }
}, 60_000);
afterAll(async () => {
  if (server.running()) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function path(...names: readonly string[]): string {
  return join(folder, ...names);
}

async function run(...args: readonly string[]) {
  const terminal = rememberingTerminal();
  const context = { terminal, signal: new AbortController().signal, fetch };
  const code = await runCommandLine(['evidence', ...args], context);
  return { code, out: terminal.lines().join('\n'), notes: terminal.notes().join('\n') };
}

/** Runs `evidence <args>` as the owner on the server; what it printed. */
async function done(...args: readonly string[]): Promise<string> {
  const { code, out, notes } = await run(...args, '--data', path('data'), '--url', server.url);
  expect([args[0], code, code === 0 ? '' : notes]).toEqual([args[0], 0, '']);
  return out;
}

const dossierStep = (step: string, ...args: readonly string[]): Promise<string> =>
  done('dossier', step, ...args, '--as', OWNER);

interface VerifiedDossier {
  readonly code: number;
  readonly dossier: { readonly entries: number; readonly items: number; readonly withheld: number };
  readonly sections: readonly { readonly section: string; readonly status: string }[];
}

async function verified(bundle: string, ...more: readonly string[]): Promise<VerifiedDossier> {
  const genesis = path('data', 'genesis.json');
  const { out } = await run('verify', bundle, '--genesis', genesis, '--json', ...more);
  return JSON.parse(out) as VerifiedDossier;
}

describe('a dossier on the command line', () => {
  let batch: string;
  let letter: string;
  let dossier: string;

  it('is filed from a batch and from a list, once each, and taken from', async () => {
    const registered = await done('batch', path('files'), '--as', OWNER, '--json');
    batch = (JSON.parse(registered) as { batch: string }).batch;
    writeFileSync(path('letter.txt'), 'a letter');
    const one = await done('register', path('letter.txt'), '--as', OWNER, '--json');
    letter = (JSON.parse(one) as { item: string }).item;
    dossier = /id ([0-9a-f]{64})/.exec(await dossierStep('open'))?.[1] as string;
    const phase = ['--phase', 'collection'];
    expect(await dossierStep('file', dossier, '--batch', batch, ...phase)).toContain(
      `filed ${FILES} items`,
    );
    writeFileSync(path('list.txt'), `${batch}.0\n\n${letter}\n`);
    expect(await dossierStep('file', dossier, '--from', path('list.txt'), ...phase)).toContain(
      'filed 1 items',
    );
    await dossierStep('take', dossier, `${batch}.7`);
  }, 60_000);

  it('says what to do about a slip', async () => {
    const where = ['--data', path('data'), '--url', server.url];
    const filing = ['dossier', 'file', dossier, '--phase', 'collection', '--as', OWNER, ...where];
    writeFileSync(path('bad.txt'), `${letter}\nletter.txt\n`);
    const bad = await run(...filing, '--from', path('bad.txt'));
    expect([bad.code, bad.notes]).toEqual([
      expect.any(Number),
      expect.stringMatching(/"letter\.txt" \(line 2 of .*bad\.txt\) is not the id of an item/),
    ]);
    expect(bad.code).not.toBe(0);
    expect((await run(...filing)).notes).toContain('--from, --batch or --capture');
    expect((await run(...filing, '--batch', 'ab'.repeat(32))).notes).toContain('no batch abab');
    expect((await run(...filing, '--capture', 'ab'.repeat(32))).notes).toContain('seal it first');
    const open = await run('dossier', 'bundle', dossier, '-o', path('open.zip'), ...where);
    expect(open.notes).toContain('DOSSIER_OPEN');
    expect((await run('dossier', 'bundle', 'mine', ...where)).notes).toContain('"dossier open"');
  });

  it('is frozen with every entry that it has, whatever their number', async () => {
    const frozen = await dossierStep('freeze', dossier);
    expect(frozen).toMatch(
      new RegExp(`frozen ${FILES} items, ${FILES + 2} entries, at position \\d+; root`),
    );
    await dossierStep('submit', dossier, '--case', '(2026)0491-1');
  });

  it('is bundled whole, and with items withheld; a slip in the list makes no bundle', async () => {
    await done('dossier', 'bundle', dossier, '-o', path('whole.zip'));
    const withheld = ['--withhold', letter, '--reason', 'privilege'];
    writeFileSync(path('withheld.txt'), `${batch}.1 trade-secret\n${batch}.2\n`);
    const more = ['--withhold-from', path('withheld.txt')];
    const out = await done(
      'dossier',
      'bundle',
      dossier,
      '-o',
      path('part.zip'),
      ...withheld,
      ...more,
    );
    expect(out).toContain('3 withheld');
    const where = ['--data', path('data'), '--url', server.url, '-o', path('slip.zip')];
    const slip = await run('dossier', 'bundle', dossier, '--withhold', `${batch}.99999`, ...where);
    expect(slip.notes).toContain('a slip would show what is to be withheld');
    writeFileSync(path('withheld.txt'), `${batch}.1 secret\n`);
    const word = await run('dossier', 'bundle', dossier, ...more, ...where);
    expect(word.notes).toContain('"secret" (line 1');
  }, 60_000);

  it('verifies with the server off: the folder’s files are those of the manifest', async () => {
    await server.stop();
    const letterHere = path('files', 'letter.txt');
    writeFileSync(letterHere, 'a letter');
    // The members of a batch are in the order of their names.
    rmSync(path('files', readdirSync(path('files')).sort()[7] as string));
    const report = await verified(path('whole.zip'), '--content', path('files'));
    const statusOf = (section: string) => report.sections.find((each) => each.section === section);
    expect(statusOf('A')?.status).toBe('PASS');
    expect(report.dossier).toMatchObject({ entries: FILES + 2, items: FILES, withheld: 1 });
    expect(report.code).toBe(2);
    const part = await verified(path('part.zip'), '--item', dossier);
    expect(part.dossier).toMatchObject({ items: FILES - 3, withheld: 4 });
    expect(part.sections.map(({ status }) => status)).not.toContain('FAIL');
    const printed = await run(
      'verify',
      path('part.zip'),
      '--genesis',
      path('data', 'genesis.json'),
    );
    expect(printed.out).toContain(`dossier  ${dossier}  ${FILES + 2} entries`);
  }, 60_000);

  it('fails with a byte changed, and as malformed with a byte missing', async () => {
    const bytes = readFileSync(path('whole.zip'));
    const at = bytes.indexOf('"phase":"collection"');
    bytes.write('"phase":"collectiom"', at);
    writeFileSync(path('changed.zip'), bytes);
    expect((await verified(path('changed.zip'))).code).toBe(1);
    writeFileSync(path('cut.zip'), bytes.subarray(0, -1));
    expect((await verified(path('cut.zip'))).code).toBe(3);
  });
});
