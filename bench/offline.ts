/**
 * Work on a ledger whose server is stopped: the audit, and folding the read models from the log.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { LedgerFolder } from '../test/support/live/ledgerFolder.js';
import { program, startServer } from '../test/support/live/serverProcess.js';
import { remembered } from '../test/support/live/started.js';
import { storedEntries, withStoredLog } from '../test/support/live/storedLog.js';
import type { Figure } from './question.js';
import { untilVisible } from './visible.js';

/** A stopped ledger to work on. */
export interface OfflineBench {
  readonly folder: LedgerFolder;
  readonly note: (text: string) => void;
}

/** The figures of audit and rebuild over the whole log in the folder. */
export async function offlineFigures(bench: OfflineBench): Promise<readonly Figure[]> {
  const { directory } = bench.folder;
  const counted = withStoredLog(directory, (log) => {
    let signedEvents = 0;
    for (const { entry } of storedEntries(log)) signedEvents += entry.kind === 'signed' ? 1 : 0;
    return { signedEvents, entries: log.size() };
  });
  return [
    await auditFigure(bench, counted.signedEvents),
    await rebuildFigure(bench, counted.entries),
  ];
}

async function auditFigure(bench: OfflineBench, signedEvents: number): Promise<Figure> {
  bench.note(`auditing ${signedEvents} signed events`);
  const started = performance.now();
  await runProgram(['audit', '--data', bench.folder.directory]);
  const value = signedEvents / seconds(started);
  const bar = { atLeastRatio: 0.7 };
  return { question: 'audit', value, unit: 'events/s', comparable: true, bar };
}

async function rebuildFigure(bench: OfflineBench, entries: number): Promise<Figure> {
  const { directory } = bench.folder;
  const options = { dataDirectory: directory, startTimeoutMs: 600_000 };
  const idle = await startServer(options);
  await idle.stop();
  for (const suffix of ['', '-wal', '-shm']) {
    rmSync(join(directory, `read-models.sqlite${suffix}`), { force: true });
  }
  bench.note(`folding ${entries} entries into new read models`);
  const started = performance.now();
  const server = await startServer(options);
  await untilVisible(server.url);
  // A start that has nothing to fold is not part of the fold.
  const foldSeconds = Math.max(0.001, seconds(started) - idle.startMs / 1_000);
  await server.stop();
  return {
    question: 'projection rebuild',
    value: entries / foldSeconds,
    unit: 'entries/s',
    comparable: true,
  };
}

/** Runs a command to its end; throws with its output when it fails. */
export async function runProgram(words: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  remembered(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4_000);
    });
  }
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`civic-ledger ${words.join(' ')} ended with ${code}:\n${output}`);
}

function seconds(started: number): number {
  return (performance.now() - started) / 1_000;
}
