import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { program, type ServerProcess, startServer } from '../support/live/serverProcess.js';

let folder: string;
let server: ServerProcess;
let clock: ChildProcess;
let clockUrl: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'civic-ledger-examples-'));
  server = await startServer({ dataDirectory: join(folder, 'data') });
  await startClock();
}, 60_000);
afterAll(async () => {
  clock.kill('SIGTERM');
  await once(clock, 'exit');
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** An authority that is tied to no ledger. */
async function startClock(): Promise<void> {
  const where = { cwd: folder };
  const init = ['tsa', 'init', 'clock', '--organisation', '授时中心'];
  execFileSync(process.execPath, [program, ...init], { ...where, stdio: 'ignore' });
  clock = spawn(process.execPath, [program, 'tsa', 'serve', 'clock', '--port', '0'], {
    ...where,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = (await once(createInterface({ input: clock.stdout! }), 'line')) as [string];
  clockUrl = line.replace('time authority  ', '');
}

/** Runs one of the examples as their README says, against a ledger of its own. */
function example(name: string, ...args: readonly string[]): string {
  const data = join(folder, 'data');
  const env = {
    ...process.env,
    CIVIC_LEDGER_DATA: data,
    CIVIC_LEDGER_URL: server.url,
    CIVIC_LEDGER_GENESIS: join(data, 'genesis.json'),
    CIVIC_LEDGER_SECOND_TSA: clockUrl,
    // What is loaded into a capture tool from outside makes its environment unclean.
    NODE_OPTIONS: undefined,
  };
  const options = { env, stdio: 'pipe' } as const;
  return execFileSync(process.execPath, [`examples/${name}.mjs`, ...args], options).toString();
}

describe('the examples', () => {
  it('run, each for its user, and agree about what is in the ledger', () => {
    const visit = join(folder, 'visit.json');
    expect(example('auditor', visit)).toContain('first visit');
    expect(example('notary')).toContain('"site photo" alone: proven');
    expect(example('evidencePlatform', '250')).toContain('deposited 250 items');
    expect(example('evidencePlatform', '250')).toContain('deposited 0 items');
    const counts = example('analyst');
    expect(counts).toContain('  evidence-platform log-record: 250\n');
    expect(counts).toContain('  notary-office document: 4\n');
    expect(counts).toContain('evidence-platform log-record: 250, 250 active');
    expect(example('auditor', visit)).toContain('only grew, by');
  }, 60_000);

  it('bring a capture from its owner by office and institution to the court', () => {
    expect(example('ipOwner')).toMatch(/sealed as [0-9a-f]{64}; the video is item [0-9a-f]{64}\.2/);
    expect(example('notaryOffice')).toContain('certified');
    expect(example('forensicInstitution')).toContain(': unchanged');
    const court = example('court');
    expect(court).toContain('checked: consistent; gaps: UNCORROBORATED, PLATFORM_FACTS_MISSING');
    expect(court).toContain('is admitted');
  }, 60_000);

  it('certify, appraise and admit nothing that was altered on the way', () => {
    example('ipOwner');
    appendFileSync(join(folder, 'data', 'matter', 'clip.mp4'), 'one frame more');
    expect(() => example('notaryOffice')).toThrow('what came is not what was registered');
    expect(example('forensicInstitution')).toContain(': altered');
    const court = example('court');
    expect(court).toContain('checked: inconsistent; gaps: UNCORROBORATED, PLATFORM_FACTS_MISSING');
    expect(court).toContain('CUSTODY_MISMATCH');
    expect(court).toContain('is excluded');
  }, 60_000);

  it('tell the whole story, each step refused to the wrong hand first, and its trace', () => {
    const [story = '', trace = ''] = example('courtroom').split('\nthe trace of ');
    const lines = story.split('\n').filter((line) => line !== '');
    const refused = lines.filter((line) => line.startsWith('        refused to '));
    expect(refused).toHaveLength(21);
    // Nothing is done that nobody else was refused before.
    expect(lines.map((line) => refused.includes(line))).toEqual(
      lines.map((_, index) => index % 2 === 0),
    );
    expect(trace).toMatch(/TOKEN {2}\S+ by ledger-clock, ledger_operator/);
    expect(trace).toMatch(/TOKEN {2}\S+ by second-clock, independent/);
    expect(trace.match(/HAND {3}.*/g)).toEqual([
      'HAND   from here on with rights-holder',
      'HAND   from here on with notary-office',
    ]);
    expect(trace.match(/GAP {4}[^(]*/g)).toEqual([
      'GAP    collection: uncorroborated ',
      'GAP    storage: platform facts missing ',
    ]);
    expect(trace).toMatch(
      /generation {2}CaptureOpened {2}counsel@rights-holder[^]*CaseRuled {2}judge@court/,
    );
  }, 60_000);
});
