/**
 * Captures on the command line against a real server: folders, folders as they fill, web archives;
 * killed in the middle and gone on with. Needs a build.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/program.js';
import { dataPaths, readGenesis } from '../../src/cli/dataFolder.js';
import { hashStable } from '../../src/cli/capture/stableFile.js';
import { graphqlRequest } from '../../src/client/graphqlRequest.js';
import { TypedDocumentString } from '../../src/client/gen/operations.js';
import { newestPosition } from '../../src/client/newestPosition.js';
import { signAction } from '../../src/client/sign.js';
import { sha256Hex } from '../../src/crypto/sha256.js';
import type { Instant } from '../../src/ledger/instant.js';
import { program, type ServerProcess, startServer } from '../support/live/serverProcess.js';
import { rememberingTerminal } from './support/rememberingTerminal.js';
import { actorSigner } from './support/smallLedger.js';
import { harOf, waczMembers, warcOf, zipOf } from './webArchive/archives.js';

const CAPTURER = 'capturer@evidence-platform';

const LONG_AGO = '2020-01-01T00:00:00.000Z' as Instant;

let folder: string;
let server: ServerProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'civic-ledger-capture-'));
  server = await startServer({ dataDirectory: join(folder, 'data') });
  writeFileSync(path('tool.mjs'), 'the tool');
  const tool = ['capture', 'tool', path('tool.mjs'), '--profiles', 'web-auto', 'import'];
  const { code } = await evidence(...tool, '--as', 'admin@evidence-platform');
  expect(code).toBe(0);
}, 60_000);
afterAll(async () => {
  if (server.running()) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function path(name: string): string {
  return join(folder, name);
}

function where(): readonly string[] {
  return ['--url', server.url, '--data', path('data')];
}

async function evidence(...args: readonly string[]) {
  const terminal = rememberingTerminal();
  const signal = new AbortController().signal;
  const all = ['evidence', ...args, ...where()];
  const code = await runCommandLine(all, { terminal, signal, fetch });
  return { code, out: terminal.lines().join('\n'), notes: terminal.notes().join('\n') };
}

const signing = (): readonly string[] => ['--tool', path('tool.mjs'), '--as', CAPTURER, '--json'];

interface Facts {
  readonly capture: string;
  readonly batch: string;
  readonly class: string;
  readonly artefacts: number;
  readonly files: number;
  readonly manifest: string;
  readonly leftOut: readonly { readonly path: string; readonly why: string }[];
}

async function captured(...args: readonly string[]): Promise<Facts & { readonly code: number }> {
  const { code, out, notes } = await evidence('capture', ...args, ...signing());
  if (out === '') throw new Error(notes);
  return { code, ...(JSON.parse(out) as Facts) };
}

/** Files by artefact number, as the manifest has them. */
function numbered(manifest: string): readonly (readonly [file: string, index: number])[] {
  const { members } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    members: readonly { readonly file: string; readonly index: number }[];
  };
  return members.map(({ file, index }) => [file, index] as const);
}

const STATUS = new TypedDocumentString<
  { capture: { status: string; artefactCount: number } },
  { id: string; minPosition: string }
>(
  `query ($id: Hash!, $minPosition: Position) {
    capture(id: $id, minPosition: $minPosition) { status artefactCount }
  }`,
);
/** What the read models have once they show all that is in the log by now. */
async function onLedger(id: string) {
  const minPosition = String(await newestPosition({ url: server.url }));
  return graphqlRequest({ url: server.url }, STATUS, { id, minPosition });
}

function filled(name: string, count: number): string {
  mkdirSync(path(name));
  for (let at = 0; at < count; at += 1) writeFileSync(path(`${name}/${at}.txt`), `file ${at}`);
  return path(name);
}

describe('a folder', () => {
  it('is captured with its folders, without links, equal contents as one artefact', async () => {
    const page = filled('page', 3);
    mkdirSync(join(page, 'deep'));
    writeFileSync(join(page, 'deep', 'copy.txt'), 'file 1');
    symlinkSync('/etc/passwd', join(page, 'link'));
    const { code, artefacts, files, manifest, leftOut, ...facts } = await captured(page);
    expect([code, artefacts, files, facts.class]).toEqual([2, 3, 4, 'uncontrolled']);
    expect(leftOut).toEqual([{ path: 'link', why: 'a symbolic link: not followed' }]);
    const index = Object.fromEntries(numbered(manifest));
    expect(index['deep/copy.txt']).toBe(index['1.txt']);
    expect(await onLedger(facts.capture)).toEqual({
      capture: { status: 'SEALED', artefactCount: 3 },
    });
  }, 60_000);

  it('is not captured twice by mistake, and not under another name', async () => {
    const again = await evidence('capture', path('page'), ...signing());
    expect([again.code, again.notes]).toEqual([4, expect.stringContaining('captured and sealed')]);
    // Killed after the seal and before the manifest: it is written from the journal.
    const manifest = `${path('page')}.capture.manifest.json`;
    const text = readFileSync(manifest, 'utf8');
    rmSync(manifest);
    expect((await captured(path('page'))).artefacts).toBe(3);
    expect(readFileSync(manifest, 'utf8')).toBe(text);
    const other = ['--tool', path('tool.mjs'), '--as', 'attendant@evidence-platform'];
    const { notes } = await evidence('capture', path('page'), ...other);
    expect(notes).toContain('is of another actor');
  });

  it('with nothing in it, or named with another thing, is refused', async () => {
    const empty = await evidence('capture', filled('empty', 0), ...signing());
    expect([empty.code, empty.notes]).toEqual([4, expect.stringContaining('nothing to capture')]);
    const both = await evidence('capture', path('page'), '--har', path('x.har'), ...signing());
    expect(both.notes).toContain('capture takes one thing');
    const nobody = await evidence('capture', path('page'), '--tool', path('tool.mjs'));
    expect(nobody.notes).toContain('nobody signs');
  });

  it('goes on after a kill -9 in its middle, with no file twice and none left out', async () => {
    const many = filled('many', 1_200);
    const journal = `${many}.capture.jsonl`;
    for (const marks of [1, 4]) {
      const child = run('capture', many, ...signing());
      await lineIn(journal, marks, child);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    // What a crash may leave of a last line.
    appendFileSync(journal, '{"step":"rec');
    const { code, artefacts, files, manifest, capture } = await captured(many);
    expect([code, artefacts, files]).toEqual([0, 1_200, 1_200]);
    const indexes = numbered(manifest).map(([, index]) => index);
    expect(indexes).toEqual(Array.from({ length: 1_200 }, (_, index) => index));
    expect((await onLedger(capture)).capture).toEqual({ status: 'SEALED', artefactCount: 1_200 });
  }, 120_000);

  it('goes on with a step that was signed, never sent, and has expired since', async () => {
    const late = filled('late', 2);
    const { ledger } = readGenesis(dataPaths(path('data')).genesis);
    const signer = actorSigner(path('data'), CAPTURER);
    const beacon = { size: 1, root: '00'.repeat(32), header: '00'.repeat(32) };
    const tool = sha256Hex('the tool');
    const data = { profile: 'web-auto', tool, beacon, collectors: [CAPTURER] };
    const request = { ledger, type: 'evidence.OpenCapture', data, notAfter: LONG_AGO };
    const event = await signAction(signer, request);
    const head = {
      format: 'civic-ledger/capture-journal/v1',
      ledger,
      actor: CAPTURER,
      source: late,
    };
    const lines = [head, { step: 'open', event }].map((line) => JSON.stringify(line));
    writeFileSync(`${late}.capture.jsonl`, `${lines.join('\n')}\n`);
    const { code, files } = await captured(late);
    expect([code, files]).toEqual([0, 2]);
    expect(readFileSync(`${late}.capture.jsonl`, 'utf8')).toContain('{"refused":"EXPIRED"}');
  }, 60_000);

  it('is watched until it is told to stop, then closed and sealed', async () => {
    const inbox = filled('inbox', 1);
    const journal = `${inbox}.capture.jsonl`;
    const child = run('capture', inbox, '--watch', ...signing());
    const output = collected(child);
    await lineIn(journal, 4, child);
    writeFileSync(join(inbox, 'late.txt'), 'came later');
    await lineIn(journal, 6, child);
    writeFileSync(join(inbox, '0.txt'), 'another content');
    writeFileSync(join(inbox, 'last.txt'), 'came at the end');
    child.kill('SIGINT');
    const [code] = (await once(child, 'exit')) as [number];
    const facts = JSON.parse(output()) as Facts;
    expect([code, facts.files]).toEqual([2, 3]);
    expect(facts.leftOut).toEqual([{ path: '0.txt', why: 'changed after it was recorded' }]);
    expect((await onLedger(facts.capture)).capture.status).toBe('SEALED');
  }, 60_000);
});

/** The command in a process of its own. */
function run(...args: readonly string[]): ChildProcess {
  const all = [program, 'evidence', ...args, ...where()];
  return spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'inherit'] });
}

function collected(child: ChildProcess): () => string {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return () => text;
}

/** Resolves when the file has this many lines. Rejects when the process ends before. */
async function lineIn(file: string, count: number, child: ChildProcess): Promise<void> {
  const stop = new AbortController();
  const has = (): boolean =>
    existsSync(file) && readFileSync(file, 'utf8').split('\n').length > count;
  const grown = new Promise<void>((resolve) => {
    const watcher = watch(folder, { signal: stop.signal }, () => has() && resolve());
    watcher.on('error', () => undefined);
    if (has()) resolve();
  });
  const ended = once(child, 'exit', { signal: stop.signal }).then(
    ([code]) => Promise.reject(new Error(`ended with ${String(code)} before`)),
    () => undefined,
  );
  await Promise.race([grown, ended]);
  stop.abort();
}

describe('a file', () => {
  it('that changes while it is read is named, and one that is put in its place too', async () => {
    const file = path('growing.bin');
    writeFileSync(file, Buffer.alloc(3_000_000));
    expect(await hashStable(file, () => appendFileSync(file, 'x'))).toBe('changed');
    const replaced = path('replaced.bin');
    writeFileSync(replaced, 'before');
    const swap = (): void => {
      rmSync(replaced);
      writeFileSync(replaced, 'before');
    };
    expect(await hashStable(replaced, swap)).toBe('changed');
    expect(await hashStable(path('nowhere'))).toBe('unreadable');
    expect(await hashStable(folder)).toBe('special');
  });
});

describe('a web archive', () => {
  it('is captured with each file in it and its claims, uncontrolled by itself', async () => {
    const warc = await warcOf(['https://shop.example/', 'https://shop.example/b']);
    writeFileSync(path('page.wacz'), zipOf(waczMembers(warc)));
    const { code, artefacts, manifest, ...facts } = await captured('--wacz', path('page.wacz'));
    expect([code, artefacts, facts.class]).toEqual([0, 5, 'uncontrolled']);
    expect(numbered(manifest).map(([file]) => file)).toEqual([
      'page.wacz',
      'page.wacz!/datapackage.json',
      'page.wacz!/archive/data.warc.gz',
      'page.wacz!/pages/pages.jsonl',
      'page.wacz.claims.json',
    ]);
    const claims = JSON.parse(readFileSync(path('page.wacz.claims.json'), 'utf8')) as {
      standing: string;
      exchanges: readonly { url: string }[];
    };
    expect(claims.standing).toMatch(/^Claims of whoever made the archive/);
    expect(claims.exchanges).toHaveLength(2);
  }, 60_000);

  it('can be controlled: when the session has a passed environment check', async () => {
    writeFileSync(path('page.har'), harOf());
    writeFileSync(path('report.json'), 'all checks passed');
    const facts = await captured('--har', path('page.har'), '--report', path('report.json'));
    expect([facts.artefacts, facts.class]).toEqual([2, 'controlled']);
  }, 60_000);

  it('that is not sound is refused and nothing of it is recorded', async () => {
    writeFileSync(path('bad.har'), '{"log":{}}');
    const { code, notes } = await evidence('capture', '--har', path('bad.har'), ...signing());
    expect([code, notes]).toEqual([3, expect.stringContaining('HAR_FORM')]);
    expect(existsSync(path('bad.har.claims.json'))).toBe(false);
    expect(existsSync(path('bad.har.capture.jsonl'))).toBe(false);
  });
});
