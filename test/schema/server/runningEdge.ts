/** Starts the edge over the stand-in schema on a free port, and closes it after the test. */
import { afterEach } from '@jest/globals';
import type { FastifyPluginAsync } from 'fastify';
import { DEFAULT_LIMITS, type ServerLimits } from '../../../src/schema/limits.js';
import type { Probe } from '../../../src/schema/server/health.js';
import { type RunningEdge, startHttp } from '../../../src/schema/server/http.js';
import type { Log } from '../../../src/schema/server/log.js';
import { createMetrics } from '../../../src/schema/server/metrics.js';
import type { EdgeOptions } from '../../../src/schema/server/parts.js';
import { newObserved, type Observed, standInSchema } from './standInSchema.js';

export interface Settings extends Partial<Omit<EdgeOptions, 'limits'>> {
  readonly limits?: Partial<ServerLimits>;
  readonly probes?: readonly Probe[];
  readonly gateways?: readonly FastifyPluginAsync[];
}

export interface TestEdge extends RunningEdge {
  readonly graphql: string;
  readonly observed: Observed;
  /** Lines of level error, with their fields. */
  readonly errorsLogged: readonly { readonly fields: object; readonly message: string }[];
}

const running: RunningEdge[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((edge) => edge.close()));
});

export async function startEdge(settings: Settings = {}): Promise<TestEdge> {
  const { limits, probes = [], gateways = [], ...options } = settings;
  const observed = newObserved();
  const errorsLogged: { fields: object; message: string }[] = [];
  const edge = await startHttp(
    {
      host: '127.0.0.1',
      port: 0,
      introspection: true,
      graphiql: true,
      origins: [],
      proxyHops: 0,
      ...options,
      limits: { ...DEFAULT_LIMITS, drainMs: 2_000, ...limits },
    },
    {
      schema: standInSchema(observed),
      makeContext: () => ({}),
      log: collectingLog(errorsLogged),
      metrics: createMetrics(),
      probes,
      gateways,
    },
  );
  running.push(edge);
  return { ...edge, graphql: `${edge.url}/graphql`, observed, errorsLogged };
}

function collectingLog(errors: { fields: object; message: string }[]): Log {
  const ignore = (): void => undefined;
  const error = (fields: object, message: string): void => void errors.push({ fields, message });
  return { debug: ignore, info: ignore, warn: ignore, error };
}

/** An answer of the GraphQL endpoint, as JSON. */
export interface GraphqlAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: Record<string, unknown>;
  }[];
}

/** Posts one operation. */
export async function post(
  edge: TestEdge,
  query: string,
  variables?: Record<string, unknown>,
): Promise<GraphqlAnswer> {
  const response = await fetch(edge.graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, ...(variables === undefined ? {} : { variables }) }),
  });
  const body = (await response.json()) as Pick<GraphqlAnswer, 'data' | 'errors'>;
  return { status: response.status, headers: response.headers, ...body };
}

/** Resolves once `condition` holds, looking at it between other work. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
