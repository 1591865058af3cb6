/** The other protocols on the node's port: which there are, and what each is given. */
import type { Logger } from 'pino';
import { ClockWatch, SYSTEM_CLOCKS } from '../gateways/clockWatch.js';
import { cmeviGateway } from '../gateways/facades/cmevi.js';
import type { FacadeParts } from '../gateways/facades/facadeParts.js';
import { netcourtGateway } from '../gateways/facades/netcourt.js';
import { tilesGateway } from '../gateways/tiles.js';
import { tsaGateway, type TsaParts } from '../gateways/tsa.js';
import type { SchemaPorts } from '../schema/context.js';
import { LedgerError, toLedgerError } from '../schema/errors.js';
import type { ServerLimits } from '../schema/limits.js';
import { clientAddress } from '../schema/server/clientAddress.js';
import type { Probe } from '../schema/server/health.js';
import type { EdgeParts } from '../schema/server/parts.js';
import { RateLimit } from '../schema/server/rateLimit.js';
import type { NodeIdentity } from './ledgerCore.js';
import { recordOnLedger } from './recordTimestamp.js';

/** The gateways of a node with this identity, and what /readyz has to look at for them. */
export function gatewaysOf(
  { timestamping, clocks }: NodeIdentity,
  ports: SchemaPorts,
  { limits, log }: { readonly limits: ServerLimits; readonly log: Logger },
): Pick<EdgeParts, 'gateways' | 'probes'> {
  const facades = facadeParts(ports, askingWithin(new RateLimit(limits)));
  const shared = {
    mayAsk: askingWithin(new RateLimit(limits)),
    onFailure: (what: string, error?: unknown) => log.error({ err: error }, what),
  };
  const others = clocks.map(({ path, authority, record }) => {
    const clock = new ClockWatch(authority.accuracyMilliseconds, SYSTEM_CLOCKS);
    return tsaGateway({ authority, record, clock, ...shared }, path);
  });
  const always = [tilesGateway(ports.log), cmeviGateway(facades), netcourtGateway(facades)];
  const gateways = [...always, ...others];
  if (timestamping === undefined) return { gateways, probes: [] };
  const { authority, actor } = timestamping;
  const clock = new ClockWatch(authority.accuracyMilliseconds, SYSTEM_CLOCKS);
  const record = recordOnLedger(actor, ports);
  const tsa = tsaGateway({ authority, record, clock, ...shared });
  return { gateways: [...gateways, tsa], probes: [clockProbe(clock)] };
}

/** Milliseconds that a facade waits for its own write to be readable. */
const PROJECTED_MS = 5_000;

function facadeParts(
  { submit, log, readModels, readPosition }: SchemaPorts,
  mayAsk: FacadeParts['mayAsk'],
): FacadeParts {
  return {
    submit,
    log,
    readModels,
    projected: (position) => readPosition.waitFor(position, PROJECTED_MS),
    tell: (error) => {
      const told = toLedgerError(error);
      return told === undefined ? undefined : { ...told.extensions, code: told.code };
    },
    mayAsk,
  };
}

/** Looks at the clock as a request for a token would, so that a step shows before anybody asks. */
export function clockProbe(clock: ClockWatch): Probe {
  const check = (): string | null => {
    clock.now();
    return clock.fault() ?? null;
  };
  return { name: 'clock of /tsa', check };
}

function askingWithin(rate: RateLimit): TsaParts['mayAsk'] {
  return async (request) => {
    try {
      await rate.take(clientAddress(request.raw, 0));
      return true;
    } catch (error) {
      if (error instanceof LedgerError) return false;
      throw error;
    }
  };
}
