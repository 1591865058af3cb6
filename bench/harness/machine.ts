/** What a figure was measured on: without it a figure says nothing. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';

const BYTES_PER_GIB = 2 ** 30;

/** One line: processor, cores, memory, Node, commit, date. */
export function describeRun(now: Date): string {
  const model = cpuModel();
  const memory = `${Math.round(totalmem() / BYTES_PER_GIB)} GiB`;
  const day = now.toISOString().slice(0, 10);
  const cores = `${availableParallelism()} cores`;
  return `${model}, ${cores}, ${memory}; Node ${process.version}; commit ${commit()}; ${day}`;
}

function cpuModel(): string {
  return cpus()[0]?.model.trim() || modelFromProc() || process.arch;
}

function modelFromProc(): string | undefined {
  try {
    return /^model name\s*:\s*(.+)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}

function commit(): string {
  const git = (...words: readonly string[]): string =>
    execFileSync('git', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const changed = git('status', '--porcelain', '--', 'src') === '' ? '' : ' with changes in src/';
    return `${git('rev-parse', '--short=12', 'HEAD')}${changed}`;
  } catch {
    return 'unknown';
  }
}
