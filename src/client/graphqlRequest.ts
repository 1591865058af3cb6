/**
 * One GraphQL request over fetch. Faults come back as three kinds that a caller treats differently:
 * no answer (ask again), an answer that says when to ask again, and a plain no.
 */
import type { TypedDocumentString } from './gen/operations.js';

/** Where the ledger answers GraphQL. */
export interface Endpoint {
  /** For example `http://127.0.0.1:4000/graphql`. */
  readonly url: string;
  /** For tests and for runtimes with their own; absent: the global one. */
  readonly fetch?: typeof fetch;
  /** Stops waiting. */
  readonly signal?: AbortSignal;
}

/** No usable answer: the server is down, unreachable, or something in between answered. */
export class NoAnswer extends Error {
  /** The network error, where there is one. */
  readonly reason: unknown;

  constructor(url: string, what: string, reason?: unknown) {
    super(`${url}: ${what}`);
    this.name = 'NoAnswer';
    this.reason = reason;
  }
}

/** What the server said in the first of `errors`; the codes are listed in docs/errors.md. */
export interface RequestFault {
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  readonly limit?: string;
  readonly value?: string;
  readonly reason?: string;
  /** INVALID_EVENT: which event of the request, from 0. */
  readonly index?: number;
  /** OVERLOADED, RATE_LIMITED: when to ask again. */
  readonly retryAfterMs?: number;
}

/** The server answered with an error. */
export class RequestRefused extends Error {
  readonly fault: RequestFault;

  constructor(fault: RequestFault) {
    super(`${fault.code}: ${fault.message}`);
    this.name = 'RequestRefused';
    this.fault = fault;
  }
}

interface GraphqlAnswer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: Partial<RequestFault>;
  }[];
}

/** Sends `document` and returns its data. Throws NoAnswer or RequestRefused. */
export async function graphqlRequest<Data, Variables>(
  endpoint: Endpoint,
  document: TypedDocumentString<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const query = document.toString();
  const answer = await post<Data>(endpoint, JSON.stringify({ query, variables }));
  const [error] = answer.errors ?? [];
  if (error !== undefined) {
    const { message, extensions } = error;
    throw new RequestRefused({ code: 'UNKNOWN', ...extensions, message });
  }
  if (answer.data === undefined || answer.data === null) {
    throw new NoAnswer(endpoint.url, 'the answer holds neither data nor errors');
  }
  return answer.data;
}

async function post<Data>(endpoint: Endpoint, body: string): Promise<GraphqlAnswer<Data>> {
  const { url, fetch: send = globalThis.fetch, signal } = endpoint;
  let response: Response;
  try {
    response = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body,
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new NoAnswer(url, 'no server answers here', error);
  }
  const text = await response.text();
  try {
    return JSON.parse(text) as GraphqlAnswer<Data>;
  } catch {
    throw new NoAnswer(url, `HTTP status ${response.status} without a GraphQL answer`);
  }
}
