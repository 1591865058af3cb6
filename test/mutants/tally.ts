/** Mutants counted: what was done, what it led to, and what it should not have led to. */

export interface Tally {
  count: number;
  /** Mutants of which nobody signs what was damaged, and that stand. */
  stood: number;
  /** Longest verdict, in milliseconds, and of which mutant. */
  slowest: { milliseconds: number; name: string };
  readonly byWhat: Map<string, number>;
  readonly byRefusal: Map<string, number>;
  /** Mutants with another verdict than the one due: at most the first FAULTS_MAX are kept. */
  readonly faults: string[];
  faultCount: number;
}

const FAULTS_MAX = 50;

export function newTally(): Tally {
  const slowest = { milliseconds: 0, name: '' };
  const counts = { count: 0, stood: 0, faultCount: 0, slowest };
  return { ...counts, byWhat: new Map(), byRefusal: new Map(), faults: [] };
}

export function countIn(counts: Map<string, number>, name: string, count = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + count);
}

export function noteFault(tally: Tally, fault: string): void {
  tally.faultCount += 1;
  if (tally.faults.length < FAULTS_MAX) tally.faults.push(fault);
}

/** Adds what another thread has counted. */
export function addTally(sum: Tally, part: Tally): void {
  sum.count += part.count;
  sum.stood += part.stood;
  if (part.slowest.milliseconds > sum.slowest.milliseconds) sum.slowest = part.slowest;
  for (const [name, count] of part.byWhat) countIn(sum.byWhat, name, count);
  for (const [name, count] of part.byRefusal) countIn(sum.byRefusal, name, count);
  for (const fault of part.faults) noteFault(sum, fault);
  sum.faultCount += part.faultCount - part.faults.length;
}

/** A refusal without the file that it names, so that like can be counted with like. */
export function refusalName(refusal: string): string {
  return refusal
    .split(' ')
    .filter((word) => /^[A-Z][A-Z0-9_]*$/.test(word))
    .join(' ');
}

/** Lines `count  name`, the most frequent first. */
export function countLines(counts: ReadonlyMap<string, number>): readonly string[] {
  const sorted = [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  return sorted.map(([name, count]) => `${`${count}`.padStart(7)}  ${name}`);
}
