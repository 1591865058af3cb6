/** What a facade says no with: one table for both, each with the HTTP status that it goes by. */

export const FACADE_FAULTS = {
  BAD_REQUEST: { status: 400, meaning: 'a member of the request is missing or not in its form' },
  SIGNED_EVENT_MISSING: { status: 401, meaning: 'what is written has to be signed by the caller' },
  SIGNED_EVENT_OTHER: { status: 400, meaning: 'the signed event says something else' },
  NOT_ADMITTED: { status: 400, meaning: 'the signed event was not admitted; `reason` says why' },
  REFUSED: { status: 403, meaning: 'a rule of the ledger refused it; `reason` is its code' },
  NOT_FOUND: { status: 404, meaning: 'the ledger has no such record' },
  CONFLICT: { status: 409, meaning: 'what is to be checked is not what the ledger has' },
  RATE_LIMITED: { status: 429, meaning: 'too many requests from this client' },
  UNAVAILABLE: { status: 503, meaning: 'the outcome is unknown: send the same events again' },
} as const;

export type FacadeFaultCode = keyof typeof FACADE_FAULTS;

export interface FacadeFacts {
  /** Which member of the request. */
  readonly field?: string;
  /** What it had to be. */
  readonly limit?: string;
  readonly value?: string;
  /** Code of the ledger's own check or rule. */
  readonly reason?: string;
}

export class FacadeFault extends Error {
  readonly code: FacadeFaultCode;
  readonly facts: FacadeFacts;

  constructor(code: FacadeFaultCode, facts: FacadeFacts = {}) {
    super(FACADE_FAULTS[code].meaning);
    this.name = 'FacadeFault';
    this.code = code;
    this.facts = facts;
  }
}

/** The error for a member that the signed event contradicts. */
export function contradicts(field: string, limit: string, value: string): FacadeFault {
  return new FacadeFault('SIGNED_EVENT_OTHER', { field, limit, value });
}
