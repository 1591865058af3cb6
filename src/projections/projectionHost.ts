/**
 * The main thread's half of the projections: tells the runner of new entries, keeps the position
 * that queries and feeds wait on, and knows when the runner has failed, so that readiness can fail
 * too.
 */
import type { FromRunner, RunnerFailure, ToRunner } from './projectionMessages.js';
import { AppliedPosition } from './readPosition.js';

/** The runner's thread as the host sees it: a Worker of node:worker_threads. */
export interface RunnerThread {
  postMessage(message: ToRunner): void;
  on(event: 'message', listener: (message: FromRunner) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
}

export interface ProjectionHostOptions {
  /** Requests and subscriptions that may wait for the read models at once. */
  readonly waitsMax: number;
  /** Told when the read models are folded again from position 0, and why. */
  readonly onRebuild: (reason: string) => void;
  /** Told once when the runner has failed: the read models stay where they are. */
  readonly onFailure: (error: ProjectionsStopped) => void;
}

/** The runner has ended: read models will not get any further until the process starts again. */
export class ProjectionsStopped extends Error {
  /** The projection that could not fold an entry, and the entry's position. */
  readonly projection: string | undefined;
  readonly position: number | undefined;

  constructor({ message, stack, projection, position }: RunnerFailure) {
    super(message);
    if (stack !== undefined) this.stack = stack;
    this.projection = projection;
    this.position = position;
  }
}

/** Owns the runner's thread from its start to its end. */
export class ProjectionHost {
  /** What queries and feeds wait on. */
  readonly position: AppliedPosition;
  /**
   * Resolves when the tables are there and can be opened; rejects when the runner failed before.
   */
  readonly ready: Promise<void>;
  readonly #thread: RunnerThread;
  readonly #options: ProjectionHostOptions;
  readonly #ended: Promise<void>;
  #settleReady: { readonly resolve: () => void; readonly reject: (error: Error) => void };
  #settleEnded: () => void = () => undefined;
  #failure: ProjectionsStopped | undefined;
  #isStopped = false;

  constructor(options: ProjectionHostOptions, thread: RunnerThread) {
    this.#options = options;
    this.#thread = thread;
    this.position = new AppliedPosition(options);
    this.#settleReady = { resolve: () => undefined, reject: () => undefined };
    this.ready = new Promise((resolve, reject) => (this.#settleReady = { resolve, reject }));
    // A failure is told through onFailure and failure(); nobody has to wait for `ready`.
    this.ready.catch(() => undefined);
    this.#ended = new Promise((resolve) => (this.#settleEnded = resolve));
    thread.on('message', (message) => this.#receive(message));
    thread.on('error', (error) => this.#crashed(error.message, error.stack));
    thread.on('exit', (code) => this.#exited(code));
  }

  /** Call after each commit, with the new size of the log. */
  headAdvanced(size: number): void {
    if (!this.#isStopped) this.#thread.postMessage({ head: size });
  }

  /** What stopped the runner, or undefined while it runs. */
  failure(): ProjectionsStopped | undefined {
    return this.#failure;
  }

  /** Ends the runner after its present transaction; resolves when its thread has ended. */
  async stop(): Promise<void> {
    if (!this.#isStopped) this.#thread.postMessage({ stop: true });
    await this.#ended;
  }

  #receive(message: FromRunner): void {
    if ('applied' in message) {
      this.position.advance(message.applied);
      this.#settleReady.resolve();
    } else if ('rebuilding' in message) this.#options.onRebuild(message.rebuilding);
    else if ('failed' in message) this.#fail(message.failed);
    else this.#end(new ProjectionsStopped(failureWith('the projections were stopped')));
  }

  #exited(code: number): void {
    this.#crashed(`the thread of the projections ended with code ${code}`);
    this.#settleEnded();
  }

  /** A thread that ended without a word of its own. */
  #crashed(message: string, stack?: string): void {
    if (!this.#isStopped) this.#fail(failureWith(message, stack));
  }

  #fail(failure: RunnerFailure): void {
    this.#failure = new ProjectionsStopped(failure);
    this.#end(this.#failure);
    this.#options.onFailure(this.#failure);
  }

  /** Nothing will advance any more: whoever waits learns it now. */
  #end(reason: ProjectionsStopped): void {
    this.#isStopped = true;
    this.position.fail(reason);
    this.#settleReady.reject(reason);
  }
}

function failureWith(message: string, stack?: string): RunnerFailure {
  return { message, stack, projection: undefined, position: undefined };
}
