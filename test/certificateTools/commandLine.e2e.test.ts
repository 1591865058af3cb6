/**
 * A certificate from end to end: made on the command line from a running ledger, then everything is
 * stopped, and paper, key and file are all that is left.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandRun, runCommand } from '../support/live/commandLine.js';
import { type ServerProcess, startServer } from '../support/live/serverProcess.js';
import { run, scanPages, workFolder } from './tools.js';

const folder = workFolder();
let server: ServerProcess;

beforeAll(async () => {
  server = await startServer({ dataDirectory: join(folder, 'data') });
}, 120_000);
afterAll(async () => {
  if (server.running()) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const cli = (...args: readonly string[]): Promise<CommandRun> =>
  runCommand({ folder, url: server.url }, args);

async function registered(file: string, ...options: readonly string[]): Promise<string> {
  writeFileSync(join(folder, file), `the content of ${file}`);
  const { out } = await cli('evidence', 'register', file, '--json', ...options);
  return (JSON.parse(out) as { readonly item: string }).item;
}

const certificate = (...args: readonly string[]): Promise<CommandRun> =>
  cli('evidence', 'certificate', ...args, '--certifier', 'office');

/** The key of the log as a reader would compare it: printed, perhaps over two lines. */
function printedLogKey(pdf: string): string {
  const found = /\S+\+[0-9a-f]{8}\+\S+(?:\n\S+=|\n\S+)/.exec(
    run('pdftotext', join(folder, pdf), '-'),
  );
  return (found?.[0] ?? '').replace('\n', '');
}

/** The verifier in Python, which has nothing of this project. */
function independently(file: string, logKey: string): string {
  const paths = [join(folder, 'scan.txt'), join(folder, file)];
  return run('python3', 'examples/verify_paper.py', ...paths, logKey);
}

describe('certificates on the command line', () => {
  it('are made from the ledger, stamped, and verified with everything stopped', async () => {
    const photo = await registered('photo.txt');
    const letter = await registered('letter.txt', '--private');
    const made = await cli('certifier', 'init', 'office', '--organisation', '江城市公证处');
    expect(made).toMatchObject({ code: 0, out: expect.stringContaining('office/root.pem') });
    const tsa = ['--tsa', `${new URL(server.url).origin}/tsa`];
    const content = ['--content', 'photo.txt', '--out', 'photo.pdf'];
    const written = await certificate(photo, ...content, ...tsa);
    expect(written).toMatchObject({ code: 0, out: expect.stringContaining('pages') });
    const salt = ['--content', 'letter.txt', '--salt', 'letter.txt.salt.json'];
    const closed = await certificate(letter, ...salt, '--without-bundle', '--out', 'letter.pdf');
    expect(closed).toMatchObject({ code: 0 });
    await cli('evidence', 'bundle', photo, '--out', 'photo.zip', '--content', 'photo.txt');
    await server.stop();

    const signed = ['evidence', 'verify-certificate', 'photo.pdf', '--root', 'office/root.pem'];
    const verdict = await cli(...signed, '--tsa-root', 'data/tsa/root.pem', '--json');
    expect(JSON.parse(verdict.out)).toMatchObject({ ok: true, stamped: expect.any(String) });
    const stranger = await cli(...signed.slice(0, 4), 'data/tsa/root.pem');
    expect(stranger).toMatchObject({ code: 1, out: expect.stringContaining('CHAIN_UNTRUSTED') });

    writeFileSync(join(folder, 'scan.txt'), scanPages(join(folder, 'photo.pdf')));
    const paper = ['evidence', 'verify-paper', 'scan.txt', '--content', 'photo.txt'];
    const proven = await cli(...paper, '--genesis', 'data/genesis.json');
    expect(proven).toMatchObject({ code: 0, out: expect.stringContaining(photo) });
    const logKey = printedLogKey('photo.pdf');
    expect(await cli(...paper, '--log-key', logKey)).toMatchObject({ code: 0 });
    expect(independently('photo.txt', logKey)).toMatch(/^registered at position \d+ of /);
    expect(await cli(...paper)).toMatchObject({ code: 4 });
    writeFileSync(join(folder, 'photo.txt'), 'another content');
    expect(await cli(...paper, '--genesis', 'data/genesis.json')).toMatchObject({ code: 1 });
    expect(() => independently('photo.txt', logKey)).toThrow();
  }, 240_000);

  it('of a private item show its commitment, neither digests nor salt', async () => {
    const text = run('pdftotext', join(folder, 'letter.pdf'), '-').replace(/\s/g, '');
    const salt = JSON.parse(readFileSync(join(folder, 'letter.txt.salt.json'), 'utf8')) as {
      readonly salt: string;
      readonly digests: readonly { readonly value: string }[];
    };
    expect(text).toContain('账本仅有承诺值，未公开哈希值');
    for (const hidden of [salt.salt, ...salt.digests.map(({ value }) => value)]) {
      expect(text).not.toContain(hidden);
    }
    const scan = scanPages(join(folder, 'letter.pdf'));
    writeFileSync(join(folder, 'letter-scan.txt'), scan);
    const paper = ['evidence', 'verify-paper', 'letter-scan.txt', '--genesis', 'data/genesis.json'];
    const withSalt = ['--content', 'letter.txt', '--salt', 'letter.txt.salt.json'];
    expect(await cli(...paper, ...withSalt)).toMatchObject({ code: 0 });
    expect(await cli(...paper, '--content', 'letter.txt')).toMatchObject({ code: 2 });
  }, 120_000);

  it('are not made with a key that others can read, nor of a damaged bundle', async () => {
    const from = ['--bundle', 'photo.zip', '--out', 'again.pdf'];
    const bundle = readFileSync(join(folder, 'photo.zip'));
    expect(await certificate(...from)).toMatchObject({ code: 0 });
    chmodSync(join(folder, 'office/key.json'), 0o644);
    expect(await certificate(...from)).toMatchObject({
      code: 4,
      notes: expect.stringContaining('chmod 600'),
    });
    chmodSync(join(folder, 'office/key.json'), 0o600);
    bundle[2_000] = (bundle[2_000] as number) ^ 1;
    writeFileSync(join(folder, 'photo.zip'), bundle);
    expect((await certificate(...from)).code).not.toBe(0);
    expect(await certificate('--out', 'again.pdf')).toMatchObject({ code: 4 });
  }, 120_000);
});
