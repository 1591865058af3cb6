/**
 * Two clocks on the command line: the ledger's own authority and one that is tied to no ledger,
 * both real servers, over one registered file.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readTimestampToken, tokenOfFile } from '../../src/timestamp/verifyTimestamp.js';
import type { TstInfo } from '../../src/timestamp/tstInfo.js';
import { type CommandRun, runCommand } from '../support/live/commandLine.js';
import { program, type ServerProcess, startServer } from '../support/live/serverProcess.js';

let folder: string;
let server: ServerProcess;
let clock: ChildProcess;
let clockUrl: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'civic-ledger-clocks-'));
  server = await startServer({ dataDirectory: join(folder, 'data') });
  await cli('tsa', 'init', 'clock', '--organisation', '授时中心');
  ({ clock, url: clockUrl } = await serveClock('clock'));
}, 120_000);
afterAll(async () => {
  clock.kill('SIGTERM');
  await once(clock, 'exit');
  if (server.running()) await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Serves the authority in a folder; its process and its address. */
async function serveClock(name: string): Promise<{ clock: ChildProcess; url: string }> {
  const served = spawn(process.execPath, [program, 'tsa', 'serve', name, '--port', '0'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(createInterface({ input: served.stdout }), 'line')) as [string];
  return { clock: served, url: line.replace('time authority  ', '') };
}

function cli(...args: readonly string[]): Promise<CommandRun> {
  return runCommand({ folder, url: server.url }, args);
}

const tsaUrl = (): string => `${new URL(server.url).origin}/tsa`;

function tokenIn(file: string): TstInfo {
  const token = tokenOfFile(new Uint8Array(readFileSync(join(folder, file))));
  const info = 'ok' in token ? token : readTimestampToken(token);
  if ('ok' in info) throw new Error(info.detail);
  return info;
}

/** The event at a position of the log, and the time of its block. */
async function logged(position: bigint): Promise<{ readonly type: string; readonly time: string }> {
  const query = `{ entry(position: "${position}") { type time } }`;
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data } = (await response.json()) as { data: { entry: { type: string; time: string } } };
  return data.entry;
}

/** Entries in the log of the ledger that answers there. */
async function logSize(url: string): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ ledger { size } }' }),
  });
  const { data } = (await response.json()) as { data: { ledger: { size: string } } };
  return data.ledger.size;
}

describe('time-stamps on the command line', () => {
  it('dates a registration by two authorities of different owners', async () => {
    writeFileSync(join(folder, 'photo.txt'), 'a photo');
    const registered = await cli('evidence', 'register', 'photo.txt', '--json');
    const { item } = JSON.parse(registered.out) as { item: string };
    const own = ['timestamp', 'request', item, '--tsa', tsaUrl(), '--out', 'own.tsr'];
    expect((await cli(...own)).out).toContain('token   own.tsr');
    const other = ['timestamp', 'request', item, '--tsa', clockUrl, '--hash', 'sm3'];
    expect(await cli(...other, '--out', 'other.tsr')).toMatchObject({ code: 0 });

    const verify = ['timestamp', 'verify', 'other.tsr', item, '--root'];
    const good = await cli(...verify, 'clock/root.pem', '--crl', 'clock/ca.crl', '--json');
    expect(JSON.parse(good.out)).toMatchObject({ ok: true, revocation: 'good', hash: 'sm3' });
    const wrong = await cli(...verify, 'data/tsa/root.pem');
    expect(wrong).toMatchObject({ code: 1, out: expect.stringContaining('CHAIN_UNTRUSTED') });

    const authority = ['timestamp', 'register-authority', 'time-service', '--owner'];
    const by = ['time-service', '--root', 'clock/root.pem'];
    expect((await cli(...authority, ...by)).notes).toContain('ORGANISATION_NOT_LISTED');
    expect(await cli(...authority, ...by, '--as', 'admin@regulator')).toMatchObject({ code: 0 });
    const attach = ['timestamp', 'attach', item, 'other.tsr', '--authority', 'time-service'];
    expect(await cli(...attach)).toMatchObject({ code: 0 });
    expect((await cli(...attach)).notes).toContain('TIMESTAMP_ATTACHED');
  }, 120_000);

  it('seals by two unrelated authorities, and says what is missing before', async () => {
    writeFileSync(join(folder, 'song.txt'), 'a song');
    const registered = await cli('evidence', 'register', 'song.txt', '--json');
    const { item } = JSON.parse(registered.out) as { item: string };
    await cli('tsa', 'init', 'sundial', '--organisation', 'Audit firm');
    const { clock: sundial, url } = await serveClock('sundial');
    try {
      const authority = ['timestamp', 'register-authority', 'sundial', '--owner', 'audit-firm'];
      const by = ['--root', 'sundial/root.pem', '--as', 'admin@regulator'];
      expect(await cli(...authority, ...by)).toMatchObject({ code: 0 });
      const one = await cli('evidence', 'seal', item, '--tsa', `sundial=${url}`);
      expect(one).toMatchObject({ code: 1, notes: expect.stringContaining('1 counted') });
      const both = await cli('evidence', 'seal', item, '--tsa', `time-service=${clockUrl}`);
      expect(both.notes).toContain('time-stamp 1 of 1: asking time-service');
      expect(both).toMatchObject({ code: 0, out: expect.stringContaining(`sealed ${item}`) });
      expect((await cli('evidence', 'seal', item)).notes).toContain('SEALED_BEFORE');
      const unnamed = await cli('evidence', 'seal', item, '--tsa', url);
      expect(unnamed.notes).toContain('give --tsa <id>=<url>');
    } finally {
      sundial.kill('SIGTERM');
      await once(sundial, 'exit');
    }
  }, 120_000);

  it('seals on a new demonstration ledger with the line that its start prints', async () => {
    const settings = { DEMONSTRATION_CLOCKS: 'on' };
    const dataDirectory = join(folder, 'demonstration');
    let demonstration = await startServer({ dataDirectory, settings });
    try {
      const run = (...args: readonly string[]) =>
        runCommand({ folder, url: demonstration.url }, [...args, '--data', dataDirectory]);
      writeFileSync(join(folder, 'poem.txt'), 'a poem');
      const { item } = JSON.parse(
        (await run('evidence', 'register', 'poem.txt', '--json')).out,
      ) as { item: string };
      const clocks = /then +npx civic-ledger evidence seal ITEM (.*) --data/.exec(
        demonstration.output(),
      )?.[1];
      const sealed = await run('evidence', 'seal', item, ...(clocks ?? '').split(' '));
      expect(sealed).toMatchObject({ code: 0, out: expect.stringContaining(`sealed ${item}`) });
      const before = await logSize(demonstration.url);
      await demonstration.stop();
      demonstration = await startServer({ dataDirectory, settings });
      // A second start registers nothing again.
      expect(await logSize(demonstration.url)).toBe(before);
    } finally {
      await demonstration.stop();
    }
  }, 120_000);

  it('records what /tsa stamps: one time, and numbers that outlive a restart', async () => {
    writeFileSync(join(folder, 'note.txt'), 'a note');
    const request = ['timestamp', 'request', 'note.txt', '--tsa'];
    await cli(...request, tsaUrl(), '--out', 'first.tsr');
    await server.kill();
    server = await startServer({ dataDirectory: join(folder, 'data') });
    await cli(...request, tsaUrl(), '--out', 'second.tsr');
    const [first, second] = [tokenIn('first.tsr'), tokenIn('second.tsr')];
    expect(second.serial).toBeGreaterThan(first.serial);
    for (const { serial, genTime } of [first, second]) {
      const entry = await logged(serial);
      expect(entry).toEqual({ type: 'evidence.TimestampIssued', time: genTime.instant });
    }
    const verify = ['timestamp', 'verify', 'second.tsr', 'note.txt', '--root', 'data/tsa/root.pem'];
    expect((await cli(...verify)).out).toContain('PASS  it existed at');
    writeFileSync(join(folder, 'note.txt'), 'another note');
    expect((await cli(...verify)).out).toContain('IMPRINT_VALUE');
    writeFileSync(join(folder, 'second.tsr'), 'no token');
    expect(await cli(...verify)).toMatchObject({ code: 3 });
  }, 120_000);

  it('says what to do without an authority, a folder, or with a second server on one', async () => {
    const lost = await cli('timestamp', 'request', 'note.txt', '--tsa', 'http://127.0.0.1:9/tsa');
    expect(lost).toMatchObject({ code: 4, notes: expect.stringContaining('check the address') });
    const none = await cli('tsa', 'serve', 'nowhere');
    expect(none.notes).toContain('tsa init');
    const second = await cli('tsa', 'serve', 'clock', '--port', '0');
    expect(second.notes).toContain('another process serves clock');
  }, 60_000);
});
