/**
 * The worker's half of the projections: connects the runner to the port of the main thread. The
 * reader of the log is handed in, because projections do not know the store.
 */
import type { MessagePort } from 'node:worker_threads';
import { ProjectionFailed } from './fold.js';
import type { LogReader } from './logReader.js';
import type { Projection } from './projection.js';
import type { FromRunner, RunnerFailure, ToRunner } from './projectionMessages.js';
import { runProjections } from './runner.js';

export interface ProjectionWorkerParts {
  /** To the main thread (`parentPort`). Closed at the end, so that the thread can exit. */
  readonly port: MessagePort;
  /** On a connection of this thread's own. The caller closes it. */
  readonly reader: LogReader;
  readonly databasePath: string;
  readonly projections: readonly Projection[];
}

/** Runs until the main thread says stop, or a failure, which it reports. Never rejects. */
export async function serveProjections(parts: ProjectionWorkerParts): Promise<void> {
  const { port, reader, databasePath, projections } = parts;
  const say = (message: FromRunner): void => port.postMessage(message);
  const head = new HeadSignal();
  const stopping = new AbortController();
  port.on('message', (message: ToRunner) => {
    if ('stop' in message) stopping.abort();
    head.grown('head' in message ? message.head : 0);
  });
  try {
    await runProjections({
      reader,
      databasePath,
      projections,
      signal: stopping.signal,
      onAdvance: (applied) => say({ applied }),
      onRebuild: (rebuilding) => say({ rebuilding }),
      waitForHead: (position, signal) => head.beyond(position, signal),
    });
    say({ stopped: true });
  } catch (error) {
    say({ failed: failure(error) });
  } finally {
    port.close();
  }
}

/** The last head that the main thread has told, and the runner's wait for a higher one. */
class HeadSignal {
  #size = 0;
  #wake: () => void = () => undefined;

  /** Also wakes the runner when there is nothing new, so that it looks at its signal. */
  grown(size: number): void {
    this.#size = Math.max(this.#size, size);
    this.#wake();
  }

  /** Resolves when the log has grown beyond `position`, or at the first message after an abort. */
  async beyond(position: number, signal: AbortSignal): Promise<void> {
    while (this.#size <= position && !signal.aborted) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

function failure(error: unknown): RunnerFailure {
  const known = error instanceof Error ? error : new Error(String(error));
  const { projection, position } =
    known instanceof ProjectionFailed ? known : { projection: undefined, position: undefined };
  return { message: known.message, stack: known.stack, projection, position };
}
