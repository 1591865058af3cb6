/**
 * Records what the ledger's own authority stamps: as a signed `evidence.IssueTimestamp` in the log.
 * The block's time is the token's, the position of `evidence.TimestampIssued` its serial number.
 */
import { toHex } from '../crypto/bytes.js';
import { keySigner, signAction } from '../client/sign.js';
import type { RecordTimestamp } from '../gateways/tsa.js';
import type { BlockHeader } from '../ledger/blockHeader.js';
import type { LogReader } from '../projections/logReader.js';
import type { Submit } from '../schema/context.js';

/** The actor that the authority signs as. */
export interface TimestampActor {
  readonly actor: string;
  /** `<suite>:<hex>`, secret. */
  readonly privateKey: string;
}

export interface LedgerPorts {
  readonly ledgerId: string;
  readonly submit: Submit;
  readonly log: Pick<LogReader, 'blockAt'>;
}

/** Records through `submit`. Rejects when the ledger does not take or refuses the event. */
export function recordOnLedger(
  { actor, privateKey }: TimestampActor,
  { ledgerId: ledger, submit, log }: LedgerPorts,
): RecordTimestamp {
  const signer = keySigner(actor, privateKey);
  return async ({ imprint: { hash, value } }, policy) => {
    const data = { hash, imprint: toHex(value), policy };
    const event = await signAction(signer, { ledger, type: 'evidence.IssueTimestamp', data });
    const [result] = await submit([event]);
    if (result === undefined || result.refused !== null) {
      throw new Error(`the ledger refused evidence.IssueTimestamp: ${result?.refused}`);
    }
    const block = log.blockAt(result.position);
    if (block === undefined) throw new Error(`no block holds position ${result.position}`);
    const { time: genTime } = JSON.parse(block.header) as BlockHeader;
    return { serial: BigInt(result.position + 1), genTime };
  };
}
