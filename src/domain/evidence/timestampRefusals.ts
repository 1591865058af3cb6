/**
 * The refusal codes of time-stamps and seals. docs/refusals.md: when each occurs and what a caller
 * does.
 */
export const TIMESTAMP_REFUSALS = {
  AUTHORITY_EXISTS: { meaning: 'a time authority of this id is registered' },
  AUTHORITY_ROOT: { meaning: 'the root is not a certificate that time-stamps can be checked with' },
  AUTHORITY_ROOT_TAKEN: { meaning: 'the root’s key is that of another time authority' },
  AUTHORITY_UNKNOWN: { meaning: 'no time authority of this id is registered' },
  TIMESTAMP_INVALID: { meaning: 'the token, or a revocation list beside it, fails a check' },
  TIMESTAMP_TOO_EARLY: { meaning: 'the token says a time before the registration' },
  TIMESTAMP_TOO_LATE: { meaning: 'the token says a time after the block that would attach it' },
  TIMESTAMP_ATTACHED: { meaning: 'this token is attached to the registration already' },
  TIMESTAMPS_FULL: { meaning: 'the registration has as many tokens as it can have' },
  SEALED_BEFORE: { meaning: 'the registration is sealed' },
  TIME_OWNERS_TOO_FEW: { meaning: 'too few owners of time authorities vouch for the registration' },
  TIME_OWNERS_RELATED: { meaning: 'the owners that vouch for the time are related to one another' },
} as const;
