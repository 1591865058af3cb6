/**
 * One GraphQL subscription over WebSocket (graphql-ws) as a bounded stream. A browser cannot slow a
 * socket down, so a reader that does not keep up gets its connection closed instead of a queue
 * without end; follow.ts then resumes behind the last item that was read.
 */
import { createClient, type ClientOptions } from 'graphql-ws/client';
import { FollowRefused } from './follow.js';
import type { TypedDocumentString } from './gen/operations.js';

/** Where and how to connect. */
export interface SocketEndpoint {
  /** The GraphQL address; `http` becomes `ws`. */
  readonly url: string;
  /** Runtimes without a global WebSocket hand in an implementation. */
  readonly webSocket?: unknown;
}

/** What is subscribed to. */
export interface Subscribing<Data, Variables> {
  readonly document: TypedDocumentString<Data, Variables>;
  readonly variables: Variables;
}

interface ExecutionAnswer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** Payloads that may wait to be read; then the connection is closed and resumed later. */
const WAITING_MAX = 1_000;

/**
 * Close codes after which the same request fails again (graphql-ws protocol, ecosystem practice).
 */
const FINAL_CLOSE_CODES: ReadonlySet<number> = new Set([4400, 4401, 4406, 4409, 4429, 4500, 1011]);

/** The data of each message, until the server completes, the connection ends or `signal` aborts. */
export async function* subscription<Data, Variables extends { readonly [name: string]: unknown }>(
  endpoint: SocketEndpoint,
  { document, variables }: Subscribing<Data, Variables>,
  signal: AbortSignal,
): AsyncGenerator<Data, void, void> {
  const queue = new BoundedQueue<ExecutionAnswer<Data>>(WAITING_MAX);
  const client = createClient(clientOptions(endpoint));
  const stop = (): void => queue.end();
  signal.addEventListener('abort', stop, { once: true });
  const unsubscribe = client.subscribe<Data>(
    { query: document.toString(), variables },
    {
      next: (answer) => queue.push(answer as ExecutionAnswer<Data>),
      error: (error) => queue.fail(asError(error)),
      complete: () => queue.end(),
    },
  );
  try {
    for await (const { data, errors } of queue) {
      if (errors !== undefined) throw new FollowRefused(errors[0]?.message ?? 'refused');
      if (data !== undefined && data !== null) yield data;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    unsubscribe();
    void client.dispose();
  }
}

function clientOptions({ url, webSocket }: SocketEndpoint): ClientOptions {
  return {
    url: url.replace(/^http/, 'ws'),
    // Resuming needs the newest position in the variables, so the caller asks again, not the
    // library.
    retryAttempts: 0,
    ...(webSocket === undefined ? {} : { webSocketImpl: webSocket }),
  };
}

function asError(error: unknown): Error {
  if (Array.isArray(error)) return new FollowRefused(messageOf(error[0]));
  if (isCloseEvent(error) && FINAL_CLOSE_CODES.has(error.code)) {
    return new FollowRefused(`the server closed with ${error.code}: ${error.reason}`);
  }
  if (isCloseEvent(error)) return new Error(`the connection closed with ${error.code}`);
  return error instanceof Error ? error : new Error('the connection failed');
}

function isCloseEvent(error: unknown): error is { readonly code: number; readonly reason: string } {
  return typeof (error as { code?: unknown } | undefined)?.code === 'number';
}

function messageOf(error: unknown): string {
  const { message } = (error ?? {}) as { readonly message?: unknown };
  return typeof message === 'string' ? message : 'refused';
}

/** Hands messages from a callback to one reader; over its bound it ends after what it holds. */
class BoundedQueue<Message> implements AsyncIterable<Message> {
  readonly #max: number;
  readonly #messages: Message[] = [];
  #ended = false;
  #error: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(max: number) {
    this.#max = max;
  }

  push(message: Message): void {
    if (this.#ended) return;
    this.#messages.push(message);
    // What was taken stays in order; what comes later is asked for again.
    if (this.#messages.length >= this.#max) this.#ended = true;
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  fail(error: Error): void {
    this.#error ??= error;
    this.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Message, void, void> {
    for (;;) {
      const message = this.#messages.shift();
      if (message !== undefined) yield message;
      else if (this.#error !== undefined) throw this.#error;
      else if (this.#ended) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
