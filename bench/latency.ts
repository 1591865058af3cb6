/** How long requests waited, as the two figures that every kind of load is asked for. */
import { type LoadResult, percentile } from './harness/load.js';
import type { Figure } from './question.js';

/** In milliseconds. */
export interface Latency {
  readonly p50: number;
  readonly p99: number;
}

export function latencyOf(result: LoadResult): Latency {
  return { p50: percentile(result, 0.5), p99: percentile(result, 0.99) };
}

/** `most`: the bars, where there are any. */
export function latencyFigures(
  question: string,
  latency: Latency,
  most: Partial<Latency> = {},
): readonly Figure[] {
  return (['p50', 'p99'] as const).map((share) => ({
    question: `${question}, ${share}`,
    value: latency[share],
    unit: 'ms',
    ...(most[share] === undefined ? {} : { bar: { atMost: most[share] } }),
  }));
}
