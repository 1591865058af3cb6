/**
 * kill -9 at random moments while the log is archived and pruned, by commands and by a running
 * node: the archive that is finished in the end has the bytes of one that nobody disturbed, the
 * ledger always starts, and at the end it answers, with its archive, everything as before.
 * `PRUNE_KILLS` says how often each; `SEED` replays the moments.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { checkChain } from '../../src/store/chainCheck.js';
import { openLogReader } from '../../src/store/sqliteLogReader.js';
import { Submissions } from '../consortium/submissions.js';
import { execute } from '../cli/support/smallLedger.js';
import { runProgram, until } from '../support/live/consortiumNetwork.js';
import { signItem } from '../support/live/depositor.js';
import { type LedgerFolder, makeLedgerFolder } from '../support/live/ledgerFolder.js';
import { runSeed, seededRandom } from '../support/live/seededRandom.js';
import { pause, program, type ServerProcess, startServer } from '../support/live/serverProcess.js';
import { withStoredLog } from '../support/live/storedLog.js';

const KILLS = Number(process.env['PRUNE_KILLS'] ?? 5);
const KILL_MS_MAX = 1_500;
const STEP_MS_MAX = 300_000;
const EVENTS = 10_000;
const BLOCK_EVENTS = 250;
const KEEP = 1_000;

const random = seededRandom(runSeed('pruning'));
let folder: LedgerFolder;
let submissions: Submissions;
let archive: string;
let undisturbed: string;
/** All entries and events, before anything was pruned. */
let whole: string;

beforeAll(() => {
  folder = makeLedgerFolder();
  submissions = new Submissions(folder.depositor);
  const events = Array.from({ length: EVENTS }, (_, at) => signItem(folder.depositor, `old-${at}`));
  const blocks = [];
  for (let at = 0; at < EVENTS; at += BLOCK_EVENTS)
    blocks.push(events.slice(at, at + BLOCK_EVENTS));
  execute(folder.directory, blocks);
  archive = join(folder.directory, 'archive');
  undisturbed = join(folder.directory, 'undisturbed');
  whole = withStoredLog(folder.directory, (log) => JSON.stringify(log.entries(0, 1 + 2 * EVENTS)));
}, STEP_MS_MAX);

afterAll(() => folder.remove());

/**
 * Runs the program, and ends it with SIGKILL after a random while; true when it was done before.
 */
async function killed(...args: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, [program, ...args], { stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), random.below(KILL_MS_MAX));
  const [code] = (await once(child, 'exit')) as [number | null];
  clearTimeout(timer);
  if (code !== null) expect(code).toBe(0);
  return code === 0;
}

function filesOf(path: string): readonly (readonly [string, string])[] {
  return readdirSync(path)
    .filter((name) => !name.endsWith('.part'))
    .map((name) => [name, readFileSync(join(path, name), 'base64')]);
}

/** What a reader with the archive finds at the first positions is what was there before. */
function expectWhole(): void {
  const log = openLogReader(join(folder.directory, 'ledger.sqlite'), archive);
  try {
    expect(JSON.stringify(log.entries(0, 1 + 2 * EVENTS)) === whole).toBe(true);
  } finally {
    log.close();
  }
}

describe(`a ledger whose archiving and pruning is killed ${KILLS} times each`, () => {
  it(
    'has, in the end, the archive that nobody has disturbed',
    async () => {
      const data = ['--data', folder.directory];
      runProgram(['log', 'archive', undisturbed, ...data]);
      for (let kill = 0; kill < KILLS; kill += 1) {
        const done = await killed('log', 'archive', archive, ...data);
        if (!done && existsSync(join(archive, 'manifest.jsonl'))) {
          const genesis = join(folder.directory, 'genesis.json');
          const manifest = readFileSync(join(archive, 'manifest.jsonl'), 'utf8');
          if (manifest.includes('\n')) runProgram(['audit', archive, '--genesis', genesis]);
        }
        if (done) rmSync(archive, { recursive: true });
      }
      runProgram(['log', 'archive', archive, ...data]);
      expect(filesOf(archive)).toEqual(filesOf(undisturbed));
    },
    STEP_MS_MAX,
  );

  it(
    'starts after every kill of the pruning, and has lost nothing',
    async () => {
      const path = join(folder.directory, 'ledger.sqlite');
      for (let kill = 0; kill < KILLS; kill += 1) {
        const options = ['--archive', archive, '--data', folder.directory];
        // Less and less is kept, so that there is something to do each time.
        const keep = String(KEEP + (KILLS - kill) * 1_000);
        await killed('log', 'prune', ...options, '--keep', keep);
        const size = await checkChain(path, { threads: 0, onProgress: () => undefined });
        expect(size).toBe(1 + 2 * EVENTS);
        expectWhole();
      }
    },
    STEP_MS_MAX,
  );

  it(
    'goes on as a node that archives and prunes by itself, through kills under load',
    async () => {
      const settings = { ARCHIVE: archive, PRUNE_KEEP: String(KEEP), LOG_LEVEL: 'warn' };
      const start = () => startServer({ dataDirectory: folder.directory, settings });
      for (let kill = 0; kill < KILLS; kill += 1) {
        const server = await start();
        const load = submitUntilKilled(server);
        await pause(random.below(KILL_MS_MAX));
        await server.kill();
        await load;
        expectWhole();
      }
      const server = await start();
      const end = 1 + 2 * EVENTS - KEEP - 256;
      await until('the log is pruned', async () =>
        withStoredLog(folder.directory, (log) => log.prunedBelow() >= Math.min(end, archivedEnd())),
      );
      const receipt = join(folder.directory, 'receipt.json');
      runProgram(['receipt', 'get', '77', '--out', receipt, '--url', server.url]);
      await submissions.submit(server, submissions.sign(3));
      expect(await server.stop()).toEqual({ code: 0, signal: null });
      const genesis = ['--genesis', join(folder.directory, 'genesis.json')];
      expect(runProgram(['receipt', 'verify', receipt, ...genesis])).toContain('PASS');
      const data = ['--data', folder.directory];
      expect(runProgram(['audit', '--archive', archive, ...data])).toContain('PASS');
      expectWhole();
      expectAcknowledged();
    },
    STEP_MS_MAX,
  );
});

/** Callers that nobody has told of the pruning. */
async function submitUntilKilled(server: ServerProcess): Promise<void> {
  while (server.running()) {
    const outcome = await submissions.attempt(server, submissions.sign(20));
    if ('code' in outcome) return;
  }
}

/** Every event that was acknowledged stands where its caller was told. */
function expectAcknowledged(): void {
  expect(submissions.acknowledged.size).toBeGreaterThan(0);
  const { actor } = folder.depositor;
  withStoredLog(folder.directory, (log) => {
    for (const [id, position] of submissions.acknowledged) {
      expect({ id, position: log.findId(`${actor}/${id}`)?.position }).toEqual({ id, position });
    }
  });
}

/** Whole tiles below the end of the archive. */
function archivedEnd(): number {
  const lines = readFileSync(join(archive, 'manifest.jsonl'), 'utf8').trimEnd().split('\n');
  const { end } = JSON.parse(lines.at(-1) as string) as { end: number };
  return Math.floor(end / 256) * 256;
}
