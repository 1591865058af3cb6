/**
 * Why a signed event was not admitted. Nothing of the request was ordered; the facts are safe to
 * show to the caller. The class is thrown here and by the first check against the state.
 */

/** What admission itself finds; the check against the state adds the codes of the rules. */
export type AdmissionCode =
  | 'EVENT_TOO_LARGE'
  | 'NOT_CANONICAL'
  | 'MALFORMED'
  | 'WRONG_LEDGER'
  | 'UNKNOWN_SUITE'
  | 'BAD_KEY'
  | 'BAD_SIGNATURE';

/** The facts of the refusal, as plain data that can travel between threads. */
export interface InvalidEventFacts {
  /** Which event of the request, from 0. */
  readonly index: number;
  /** An AdmissionCode, or a code of the rules. */
  readonly code: string;
  /** `signature`, `body`, or a path inside the body such as `notAfter`. */
  readonly field: string;
  /** What is allowed, as text. */
  readonly limit: string;
  /** What was found, as text; never the whole of a long one. */
  readonly value: string;
}

/** A signed event was not admitted. */
export class InvalidEvent extends Error implements InvalidEventFacts {
  readonly index: number;
  readonly code: string;
  readonly field: string;
  readonly limit: string;
  readonly value: string;

  constructor({ index, code, field, limit, value }: InvalidEventFacts) {
    super(`event ${index}: ${field} must be ${limit}, but is ${value} (${code})`);
    this.index = index;
    this.code = code;
    this.field = field;
    this.limit = limit;
    this.value = value;
  }
}
