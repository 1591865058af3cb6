/** The other protocols on the node's port: which there are, and what each is given. */
import type { Logger } from 'pino';
import { SYSTEM_CLOCKS } from '../gateways/clockWatch.js';
import { tilesGateway } from '../gateways/tiles.js';
import { tsaGateway, type TsaParts } from '../gateways/tsa.js';
import type { SchemaPorts } from '../schema/context.js';
import { LedgerError } from '../schema/errors.js';
import type { ServerLimits } from '../schema/limits.js';
import { clientAddress } from '../schema/server/clientAddress.js';
import type { EdgeParts } from '../schema/server/parts.js';
import { RateLimit } from '../schema/server/rateLimit.js';
import type { NodeIdentity } from './ledgerCore.js';
import { recordOnLedger } from './recordTimestamp.js';

/** The gateways of a node with this identity. */
export function gatewaysOf(
  { timestamping }: NodeIdentity,
  ports: SchemaPorts,
  { limits, log }: { readonly limits: ServerLimits; readonly log: Logger },
): EdgeParts['gateways'] {
  const tiles = tilesGateway(ports.log);
  if (timestamping === undefined) return [tiles];
  const tsa = tsaGateway({
    authority: timestamping.authority,
    record: recordOnLedger(timestamping.actor, ports),
    clocks: SYSTEM_CLOCKS,
    mayAsk: askingWithin(new RateLimit(limits)),
    onFailure: (what, error) => log.error({ err: error }, what),
  });
  return [tiles, tsa];
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
