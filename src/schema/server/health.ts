/**
 * /healthz: the process runs. /readyz: it can serve; if not, why not. /metrics: Prometheus.
 */
import type { FastifyPluginAsync } from 'fastify';
import type { LogReader } from '../../projections/logReader.js';
import type { ReadPosition } from '../context.js';
import type { Metrics } from './metrics.js';

/** One condition of being ready. */
export interface Probe {
  readonly name: string;
  /** Null when it holds, else why it does not. A throw counts as its message. */
  readonly check: () => string | null;
}

export interface HealthParts {
  readonly metrics: Metrics;
  readonly probes: readonly Probe[];
}

/** Holds while the read models are at most `lagEntriesMax` behind the log. */
export function projectionLagProbe(
  log: Pick<LogReader, 'size'>,
  readPosition: Pick<ReadPosition, 'applied'>,
  lagEntriesMax: number,
): Probe {
  const check = (): string | null => {
    const lag = log.size() - readPosition.applied();
    return lag <= lagEntriesMax ? null : `${lag} entries behind the log, limit ${lagEntriesMax}`;
  };
  return { name: 'projections', check };
}

export function healthRoutes({ metrics, probes }: HealthParts): FastifyPluginAsync {
  return async (app) => {
    app.get('/healthz', async () => ({ status: 'ok' }));
    app.get('/readyz', async (_request, reply) => {
      const failing = probes.flatMap(reasonsOf);
      void reply.code(failing.length === 0 ? 200 : 503).header('cache-control', 'no-store');
      return { status: failing.length === 0 ? 'ready' : 'not ready', failing };
    });
    app.get('/metrics', async (_request, reply) => {
      void reply.type(metrics.contentType).header('cache-control', 'no-store');
      return metrics.text();
    });
  };
}

function reasonsOf({ name, check }: Probe): readonly { name: string; reason: string }[] {
  try {
    const reason = check();
    return reason === null ? [] : [{ name, reason }];
  } catch (error) {
    return [{ name, reason: error instanceof Error ? error.message : String(error) }];
  }
}
