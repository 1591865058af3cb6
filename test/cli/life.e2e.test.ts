/**
 * A whole evidence story on the command line, against a real server: captured, certified,
 * appraised, objected to and ruled on; each step refused when the wrong hand tries it.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataPaths, readGenesis } from '../../src/cli/dataFolder.js';
import { runCommandLine } from '../../src/cli/program.js';
import { signAction } from '../../src/client/sign.js';
import { submitEvents } from '../../src/client/submit.js';
import type { JsonObject } from '../../src/crypto/canonicalJson.js';
import { pause, type ServerProcess, startServer } from '../support/live/serverProcess.js';
import { actorSigner } from './support/smallLedger.js';
import { rememberingTerminal } from './support/rememberingTerminal.js';

const OWNER = 'counsel@rights-holder';
const CAPTURER = 'capturer@evidence-platform';
const ATTENDANT = 'attendant@evidence-platform';
const NOTARY = 'notary@notary-office';
const APPRAISER = 'appraiser@forensic-institution';
const JUDGE = 'judge@court';
const RIVAL = 'counsel@other-party';

let folder: string;
let server: ServerProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'civic-ledger-life-'));
  server = await startServer({ dataDirectory: join(folder, 'data') });
  for (const name of ['tool.mjs', 'report.json', 'paper.txt']) write(name, `the ${name}`);
  mkdirSync(join(folder, 'page'));
  for (const name of ['page.png', 'page.html', 'page.har']) write(join('page', name), name);
}, 60_000);
afterAll(async () => {
  if (server.running()) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

function path(name: string): string {
  return join(folder, name);
}

/** Runs `evidence <args>` on the server. */
function evidence(...args: readonly string[]) {
  const isQuestion = args[0] === 'trace';
  const where = ['--url', server.url, ...(isQuestion ? [] : ['--data', path('data')])];
  return commandLine('evidence', ...args, ...where);
}

/** Runs a command line in this process; what it printed, and its exit code. */
async function commandLine(...args: readonly string[]) {
  const terminal = rememberingTerminal();
  const code = await runCommandLine(args, {
    terminal,
    signal: new AbortController().signal,
    fetch,
  });
  const [out, notes] = [terminal.lines(), terminal.notes()].map((lines) => lines.join('\n')) as [
    string,
    string,
  ];
  return { code, out, notes, id: /id ([0-9a-f]{64})/.exec(out)?.[1] ?? '' };
}

/** As evidence; the story does not go on when it fails. */
async function done(...args: readonly string[]): Promise<string> {
  const { code, notes, id } = await evidence(...args);
  expect([args.join(' '), code, notes]).toEqual([args.join(' '), 0, '']);
  return id;
}

async function refused(code: string, ...args: readonly string[]): Promise<void> {
  const run = await evidence(...args);
  expect([args.join(' '), run.code]).toEqual([args.join(' '), 1]);
  expect(run.notes).toContain(code);
}

/** Signs and submits what has no command; the hash of the event. */
async function submitted(action: string, data: JsonObject): Promise<string> {
  const { ledger } = readGenesis(dataPaths(path('data')).genesis);
  const signer = actorSigner(path('data'), OWNER);
  const event = await signAction(signer, { ledger, type: `evidence.${action}`, data });
  const [outcome] = await submitEvents({ url: server.url }, [event]);
  expect(outcome?.refused).toBeNull();
  return outcome?.eventHash ?? '';
}

describe('an evidence story on the command line', () => {
  let item: string;

  it('captures a folder and hands it over; the trace names what is missing', async () => {
    const accredit = async (organisation: string, capacity: string): Promise<string> =>
      done(
        ...['standing', 'accredit', organisation, path('paper.txt'), '--capacity', capacity],
        ...['--valid-from', '2020-01-01T00:00:00.000Z'],
        ...['--valid-until', '2099-01-01T00:00:00.000Z', '--as', 'officer@regulator'],
      );
    await accredit('notary-office', 'notary-office');
    await accredit('forensic-institution', 'forensic-institution');
    await accredit('court', 'court');
    const tool = ['capture', 'tool', path('tool.mjs'), '--profiles', 'web-auto'];
    await refused('ROLE_MISSING', ...tool, '--as', CAPTURER);
    await done(...tool, '--as', 'admin@evidence-platform');

    const captured = await evidence(
      ...['capture', path('page'), '--tool', path('tool.mjs')],
      ...['--report', path('report.json'), '--collectors', ATTENDANT, '--as', CAPTURER],
    );
    expect(captured.code).toBe(0);
    expect(captured.out).toMatch(/sealed 3 artefacts, controlled/);
    const capture = / capture +([0-9a-f]{64})/.exec(captured.out)?.[1] ?? '';
    item = `${/items ([0-9a-f]{64})/.exec(captured.out)?.[1] ?? ''}.2`;
    const gaps = await evidence('trace', item);
    expect(gaps.code).toBe(2);
    expect(gaps.out).toContain(`GAP  collector unsigned  ${ATTENDANT}`);
    await refused('NOT_COLLECTOR', 'capture', 'cosign', capture, '--as', OWNER);
    await done('capture', 'cosign', capture, '--as', ATTENDANT);

    // page.png is the third file by name, so artefact number 2.
    const offering = ['custody', 'offer', item, path('page/page.png')];
    const until = ['--recipient', 'notary-office', '--expires', '2099-01-01T00:00:00.000Z'];
    await refused('NOT_SELF', ...offering, ...until, '--as', OWNER);
    const offer = await done(...offering, ...until, '--as', CAPTURER);
    const wrong = path('page/page.html');
    await refused('CUSTODY_MISMATCH', 'custody', 'accept', offer, wrong, '--as', NOTARY);
    await done('custody', 'accept', offer, path('page/page.png'), '--as', NOTARY);
  }, 120_000);

  it('is certified, appraised, objected to and ruled on', async () => {
    const what = ['--office', 'notary-office', '--subject', 'preservation'];
    const act = await done('notary', 'apply', item, ...what, '--as', OWNER);
    await refused('ROLE_MISSING', 'notary', 'accept', act, '--as', OWNER);
    await done('notary', 'accept', act, '--as', NOTARY);
    await refused('ACT_STATUS', 'notary', 'issue', act, path('paper.txt'), '--as', NOTARY);
    await done('notary', 'examine', act, '--as', NOTARY);
    await done('notary', 'issue', act, path('paper.txt'), '--as', NOTARY);

    const ask = ['--institution', 'forensic-institution', '--question', 'integrity'];
    const appraisal = await done('appraise', 'commission', item, ...ask, '--as', OWNER);
    await done('appraise', 'receive', appraisal, path('page/page.png'), '--as', APPRAISER);
    await done('appraise', 'issue', appraisal, path('paper.txt'), '--as', APPRAISER);

    const court = ['--case', '(2026)0491-1', '--court', 'court'];
    const link = await done('case', 'submit', item, ...court, '--as', OWNER);
    const paper = path('paper.txt');
    const result = ['--result', 'consistent'];
    const check = ['case', 'check', link, paper, ...result];
    await refused('ORGANISATION_NOT_LISTED', ...check, '--as', OWNER);
    await done(...check, '--as', 'clerk@court');
    const ground = ['--article', 'online-litigation-17', '--ground', 'platform-interested'];
    await refused('OBJECTION_TO_OWN', 'case', 'object', link, paper, ...ground, '--as', OWNER);
    await done('case', 'object', link, paper, ...ground, '--as', RIVAL);
    await done('case', 'answer', link, paper, '--as', OWNER);
    const rule = ['case', 'rule', link, paper, '--outcome', 'admitted'];
    await refused('ROLE_MISSING', ...rule, '--as', 'clerk@court');
    await done(...rule, '--as', JUDGE);

    const traced = await evidence('trace', item);
    expect(traced.out).toContain('held by  notary-office; content held');
    expect(traced.out).toContain('CaseRuled');
    // The platform has put no fact about itself on record: the one thing that is missing.
    expect(traced.out.match(/GAP .*/g)).toEqual([
      expect.stringContaining('platform facts missing  evidence-platform'),
    ]);
  }, 120_000);

  it('exports the course of an item, and of all items of a dossier', async () => {
    const other = await evidence('register', path('report.json'), '--json', '--as', OWNER);
    const { item: second } = JSON.parse(other.out) as { item: string };
    const dossier = await submitted('OpenDossier', {});
    const items = [item, second].sort();
    await submitted('FileInDossier', { dossier, phase: 'collection', items });
    const out = path('course.jsonld');
    await done('export', '--format', 'case', '--item', item, '-o', out);
    const single = readFileSync(out, 'utf8');
    expect(single).toContain('held by notary-office');
    await done('export', '--format', 'case', '--item', item, '-o', out);
    expect(readFileSync(out, 'utf8')).toBe(single);
    await done('export', '--format', 'prov', '--dossier', dossier, '-o', out);
    const both = readFileSync(out, 'utf8');
    for (const id of [item, second]) expect(both).toContain(`item/${id}`);

    const nothing = await evidence('export', '--format', 'prov', '--item', 'x', '-o', out);
    expect([nothing.code, nothing.notes]).toEqual([4, expect.stringContaining('"x" is no id')]);
    const unknown = ['export', '--format', 'prov', '--dossier', 'ab'.repeat(32), '-o', out];
    expect((await evidence(...unknown)).notes).toContain('NOT_FOUND');
  }, 120_000);

  it('drafts a declaration from a bundle; on a copy, only when it was compared', async () => {
    const zip = path('item.zip');
    await done('bundle', item, '--out', zip);
    const given = ['--bundle', zip, '--genesis', dataPaths(path('data')).genesis];
    const drafting = ['declaration', ...given, '--rule'];
    const offline = (...args: readonly string[]) => commandLine('evidence', ...args);
    const generated = await offline(...drafting, '902(13)');
    expect([generated.code, generated.notes]).toEqual([0, '']);
    expect(generated.out).toContain('**Federal Rule of Evidence 902(13)**');
    const uncompared = await offline(...drafting, '902(14)');
    expect([uncompared.code, uncompared.out]).toEqual([2, '']);
    const copy = ['--content', path('page/page.png'), '--out', path('declaration.md')];
    expect((await offline(...drafting, '902(14)', ...copy)).code).toBe(0);
    expect(readFileSync(path('declaration.md'), 'utf8')).toContain('the registered one, byte');
    const other = ['--content', path('page/page.html')];
    expect((await offline(...drafting, '902(14)', ...other)).code).toBe(1);
  }, 60_000);

  it('keeps a dossier, a calendar, facts and incidents, and follows a trace', async () => {
    const stopping = new AbortController();
    const terminal = rememberingTerminal();
    const following = runCommandLine(['evidence', 'trace', item, '--follow', '--url', server.url], {
      terminal,
      signal: stopping.signal,
      fetch,
    });
    const dossier = await done('dossier', 'open', '--as', OWNER);
    await done('dossier', 'file', dossier, item, '--phase', 'infringement', '--as', OWNER);
    while (!terminal.lines().some((line) => line.includes('DossierFiled'))) await pause(20);
    stopping.abort();
    expect(await following).toBe(2);
    await refused('NOT_SELF', 'dossier', 'freeze', dossier, '--as', RIVAL);
    const frozen = await evidence('dossier', 'freeze', dossier, '--as', OWNER);
    expect(frozen.out).toMatch(/frozen 1 items, 1 entries, at position \d+; root [0-9a-f]{64}/);
    await done('dossier', 'submit', dossier, '--case', '(2026)0491-1', '--as', OWNER);
    await done('dossier', 'close', dossier, '--as', OWNER);

    const paper = path('paper.txt');
    const days = ['calendar', 'set', '2027', paper, '--holidays', '2027-01-01'];
    await done(...days, '--as', 'officer@regulator');
    const from = ['--valid-from', '2020-01-01T00:00:00.000Z'];
    const admin = ['--as', 'admin@evidence-platform'];
    const fact = await done('platform', 'record', paper, '--kind', 'filing', ...from, ...admin);
    await refused('CAPACITY_MISSING', 'platform', 'endorse', fact, '--as', 'auditor@audit-firm');
    const incident = ['platform', 'incident', 'evidence-platform', paper, '--kind', 'outage'];
    await done(...incident, ...from, ...admin);
    await done('pin', item, '--as', OWNER);
  }, 120_000);

  it('erases content by two custodians, unless a hold lies on it', async () => {
    const registered = await evidence('register', path('paper.txt'), '--json', '--as', OWNER);
    const { item } = JSON.parse(registered.out) as { item: string };
    for (const vault of ['key-vault-a', 'key-vault-b']) {
      const dates = ['--valid-from', '2020-01-01T00:00:00.000Z'];
      const end = ['--valid-until', '2099-01-01T00:00:00.000Z', '--as', 'officer@regulator'];
      const paper = path('report.json');
      const capacity = ['--capacity', 'key-custodian'];
      await done('standing', 'accredit', vault, paper, ...capacity, ...dates, ...end);
    }
    const ground = ['--ground', 'consent-withdrawn'];
    const erasure = await done('erase', 'request', item, ...ground, '--as', RIVAL);
    const hold = await done('hold', 'place', item, '--order', 'order 1', '--as', JUDGE);
    const vaults = ['--custodians', 'key-vault-a', 'key-vault-b', '--required', '2'];
    const decide = ['erase', 'decide', erasure, '--decision', 'erase', ...vaults, '--as', OWNER];
    await refused('ITEM_HELD', ...decide);
    await done('hold', 'lift', hold, '--order', 'order 2', '--as', JUDGE);
    await done(...decide);
    for (const keeper of ['keeper@key-vault-a', 'keeper@key-vault-b']) {
      await done('erase', 'attest', erasure, path('report.json'), '--as', keeper);
    }
    const traced = await evidence('trace', item);
    expect(traced.out).toContain('content erased');
    expect(traced.code).toBe(2);
  }, 60_000);
});
