/**
 * The one registry of refusal codes. A refusal is a rule's "no": a stable code, the field, the
 * limit and the offending value. docs/refusals.md lists the same codes; a test compares the two.
 */
import type { JsonObject } from '../crypto/canonicalJson.js';
import { EVIDENCE_REFUSALS } from './evidence/refusals.js';
import { GOVERNANCE_REFUSALS } from './governance/refusals.js';

/** What a code means, in one sentence that can be shown to the caller. */
export interface RefusalMeaning {
  readonly meaning: string;
}

/** Codes that belong to the log itself and not to a domain. */
export const LEDGER_REFUSALS = {
  ID_REUSED: { meaning: 'the actor has used this id before, for an event with other bytes' },
  EXPIRED: { meaning: 'the block time is later than the event’s notAfter' },
  UNKNOWN_ACTION: { meaning: 'no rule of this ledger has this action type' },
  MALFORMED: { meaning: 'a field of the action’s data is missing, unknown or out of its range' },
} as const;

/** Every code of this ledger. */
export const REFUSALS = {
  ...LEDGER_REFUSALS,
  ...GOVERNANCE_REFUSALS,
  ...EVIDENCE_REFUSALS,
} as const;

export type RefusalCode = keyof typeof REFUSALS;

/** A rule said no. */
export interface Refusal {
  readonly refused: RefusalCode;
  /** Path of the field inside the action, for example `data.item.digests[0].value`. */
  readonly field: string;
  /** What the rule allows, as text. */
  readonly limit: string;
  /** What was found, as text. */
  readonly value: string;
}

/** The event type under which refusals are recorded. */
export const REFUSED_TYPE = 'ledger.Refused';

/** A refusal with its three facts: the field, what the rule allows, what was found. */
export function refuse(
  refused: RefusalCode,
  facts: { readonly field: string; readonly limit: string; readonly value: string },
): Refusal {
  return { refused, ...facts };
}

/** True for the refusal arm of a Decision. */
export function isRefusal(decision: object): decision is Refusal {
  return 'refused' in decision;
}

/** The data of the `ledger.Refused` entry. */
export function refusalData(refusal: Refusal): JsonObject {
  const { refused: code, field, limit, value } = refusal;
  return { code, field, limit, value };
}
