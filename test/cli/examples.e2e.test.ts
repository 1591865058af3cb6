import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServerProcess, startServer } from '../support/live/serverProcess.js';

let folder: string;
let server: ServerProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'civic-ledger-examples-'));
  server = await startServer({ dataDirectory: join(folder, 'data') });
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
  };
  return execFileSync(process.execPath, [`examples/${name}.mjs`, ...args], { env }).toString();
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
});
