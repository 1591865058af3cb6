/** What the two threads of the projections say to each other. */

/** From the main thread: the log has grown to `size`, or the runner shall end. */
export type ToRunner = { readonly head: number } | { readonly stop: true };

/** Why the runner stopped; error objects do not keep their class between threads. */
export interface RunnerFailure {
  readonly message: string;
  readonly stack: string | undefined;
  /** Of a projection that could not fold an entry: its name and the position. */
  readonly projection: string | undefined;
  readonly position: number | undefined;
}

/** From the runner. `applied` comes first, once the tables can be read. */
export type FromRunner =
  | { readonly applied: number }
  | { readonly rebuilding: string }
  | { readonly failed: RunnerFailure }
  | { readonly stopped: true };
