/** What became of signed events, read from the log: it alone is the truth. */
import { REFUSED_TYPE } from '../../domain/refusals.js';
import { idempotencyName } from '../../ledger/signedEvent.js';
import type { LogReader } from '../../projections/logReader.js';
import { derivedOf, entryAt } from './entries.js';
import { SignedEntryObject } from './entry.types.js';
import { EventOutcomeObject, type RefusalFacts, RefusalObject } from './outcome.types.js';

/** The signed entry at `position`, or undefined when there is none of that kind. */
export function signedEntryAt(log: LogReader, position: number): SignedEntryObject | undefined {
  const entry = entryAt(log, position);
  return entry instanceof SignedEntryObject ? entry : undefined;
}

/**
 * Why a signed event was refused, or null. Only the first derived entry answers the event itself: a
 * refusal further down is that of a proposal's action, which an accepted approval has set off.
 */
export function refusalOf(log: LogReader, signed: SignedEntryObject): RefusalObject | null {
  const [first] = derivedOf(log, signed);
  if (first?.type !== REFUSED_TYPE) return null;
  return new RefusalObject(first.data as unknown as RefusalFacts);
}

/** The refusal that the rules answered the signed entry at `position` with. */
export function refusalAt(log: LogReader, position: number): RefusalObject {
  const signed = signedEntryAt(log, position);
  const refusal = signed === undefined ? null : refusalOf(log, signed);
  if (refusal === null) throw new Error(`no refusal at position ${position}`);
  return refusal;
}

/** What became of the event that `actor` first submitted under `id`. */
export function eventOutcome(log: LogReader, actor: string, id: string): EventOutcomeObject {
  const used = log.findId(idempotencyName(actor, id));
  const signed = used && signedEntryAt(log, used.position);
  const refusal = signed === undefined ? null : refusalOf(log, signed);
  return Object.assign(new EventOutcomeObject(), {
    actorId: actor,
    submissionId: id,
    status: signed === undefined ? 'UNKNOWN' : refusal === null ? 'ACCEPTED' : 'REFUSED',
    position: signed?.position ?? null,
    eventHash: signed?.eventHash ?? null,
    refusal,
    signed: signed ?? null,
  });
}
