/**
 * Network namespaces that belong to a run: their names say which process has made them, so that
 * what a killed run has left is told from what a live one uses.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** `civic-<process id>-<its start>-<number>`, then whatever tells the namespaces apart. */
const NAME = /^civic-(?<run>(?<pid>\d+)-\d+)-\d/;

let count = 0;

/** A name that no other network of this or another run has. */
export function newName(): string {
  count += 1;
  return nameOf(runOf(process.pid) ?? '', count);
}

/** The name of the network `number` of `run`. */
export function nameOf(run: string, number: number): string {
  return `civic-${run}-${number}`;
}

export function addNamespace(name: string): void {
  ip('netns', 'add', name);
}

/**
 * Removes namespaces with the wires between them. A process that is left inside one would keep it,
 * so it is ended; the node that watches over it cannot enter any more, and gives up by itself.
 */
export function removeNamespaces(names: readonly string[]): void {
  for (const name of names) {
    try {
      const pids = ip('netns', 'pids', name).split('\n').filter(Boolean).map(Number);
      ip('netns', 'del', name);
      pids.forEach(end);
    } catch {
      // It was never made.
    }
  }
}

/** Removes what runs that are no more have left; returns the names. */
export function removeLeftNamespaces(): readonly string[] {
  const left = leftOf(named());
  removeNamespaces(left);
  return left;
}

/** Those of `names` that were made by a run which is no more, and nobody else's. */
export function leftOf(names: readonly string[]): readonly string[] {
  return names.filter((name) => {
    const { run, pid } = NAME.exec(name)?.groups ?? {};
    return run !== undefined && run !== runOf(Number(pid));
  });
}

/** Runs `ip` of iproute2, and returns what it prints. Throws when it fails. */
export function ip(...args: readonly string[]): string {
  return execFileSync('ip', args, { stdio: ['ignore', 'pipe', 'pipe'] }).toString();
}

function named(): readonly string[] {
  try {
    return ip('netns', 'list')
      .split('\n')
      .map((line) => line.split(' ')[0] as string);
  } catch {
    return [];
  }
}

/** A process by its id and its start, because ids are given again; undefined when it has ended. */
export function runOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name in brackets, which may hold anything: field 22 of proc(5) is the 20th here.
    return `${pid}-${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return undefined;
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
