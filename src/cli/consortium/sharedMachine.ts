/**
 * How Node runs where all nodes of a consortium share one machine. A garbage collector has helper
 * threads to use cores that are idle; here none is, and what a helper takes, another node lacks
 * (docs/performance.md). A larger young generation is collected less often.
 */
export const SHARED_MACHINE_ARGUMENTS: readonly string[] = [
  '--single-threaded-gc',
  '--max-semi-space-size=32',
];
