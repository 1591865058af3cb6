import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program, type ServerProcess, startServer } from '../support/live/serverProcess.js';

let folder: string;
let server: ServerProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'civic-ledger-examples-'));
  server = await startServer({
    dataDirectory: join(folder, 'data'),
    settings: { DEMONSTRATION_CLOCKS: 'on' },
  });
}, 60_000);
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs one of the examples as their README says, against a ledger of its own. */
function example(name: string, ...args: readonly string[]): string {
  const data = join(folder, 'data');
  const env = {
    ...process.env,
    CIVIC_LEDGER_DATA: data,
    CIVIC_LEDGER_URL: server.url,
    CIVIC_LEDGER_GENESIS: join(data, 'genesis.json'),
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
    expect(example('ipOwner')).toMatch(/sealed as [0-9a-f]{64}; the video is item [0-9a-f]{64}\.3/);
    expect(example('notaryOffice')).toContain('certified');
    expect(example('forensicInstitution')).toContain(': unchanged');
    const court = example('court');
    expect(court).toContain('checked: consistent; gaps: none');
    expect(court).toContain('is admitted');
  }, 60_000);

  it('certify, appraise and admit nothing that was altered on the way', () => {
    example('ipOwner');
    appendFileSync(join(folder, 'data', 'matter', 'clip.mp4'), 'one frame more');
    expect(() => example('notaryOffice')).toThrow('what came is not what was registered');
    expect(example('forensicInstitution')).toContain(': altered');
    const court = example('court');
    expect(court).toContain('checked: inconsistent; gaps: CUSTODY_MISMATCH');
    expect(court).toContain('is excluded');
  }, 60_000);

  it('tell the whole story, each step refused to the wrong hand first, and its trace', () => {
    const [story = '', trace = ''] = example('courtroom').split('\nthe trace of ');
    const lines = story.split('\n').filter((line) => line !== '');
    const refused = lines.filter((line) => line.startsWith('        refused to '));
    expect(refused).toHaveLength(23);
    // Nothing is done that nobody else was refused before.
    expect(lines.map((line) => refused.includes(line))).toEqual(
      lines.map((_, index) => index % 2 === 0),
    );
    expect(trace).toMatch(/TOKEN {2}\S+ by ledger-clock, claimant/);
    expect(trace).toMatch(/TOKEN {2}\S+ by time-service, independent/);
    expect(trace).toContain('sealed by observatory and time-service\n');
    expect(trace.match(/HAND {3}.*/g)).toEqual([
      'HAND   from here on with evidence-platform',
      'HAND   from here on with notary-office',
    ]);
    expect(trace).toContain('2 hands, 0 gaps\n');
    expect(trace).toMatch(
      /generation {2}CaptureOpened {2}capturer@evidence-platform[^]*CaseRuled {2}judge@court/,
    );
    expect(trace).toMatch(/storage {2}ItemSealed {2}capturer@evidence-platform/);
  }, 60_000);

  it('end with a bundle in which nothing fails or is left unproven', () => {
    const data = join(folder, 'data');
    const roots = ['tsa', 'clocks/time-service', 'clocks/observatory'].map((clock) =>
      join(data, clock, 'root.pem'),
    );
    const exhibit = join(data, 'matter', 'exhibit.zip');
    const trust = ['--genesis', join(data, 'genesis.json'), '--tsa-root', ...roots];
    const args = [program, 'evidence', 'verify', exhibit, ...trust, '--json'];
    // Any exit code but 0 would throw.
    const report = JSON.parse(execFileSync(process.execPath, args).toString()) as {
      readonly sections: readonly {
        readonly lines: readonly { check: string; status: string }[];
      }[];
    };
    const lines = report.sections.flatMap(({ lines: own }) => own);
    const open = lines.filter(({ status }) => status !== 'PASS').map(({ check }) => check);
    expect(open).toEqual(['A6', 'B5']);
  }, 60_000);
});
