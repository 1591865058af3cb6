/** The refusal codes of holds, retention and erasure. docs/refusals.md explains each. */
export const KEEPING_REFUSALS = {
  HOLD_UNKNOWN: { meaning: 'no legal hold of this id was placed' },
  HOLD_LIFTED: { meaning: 'the legal hold has been lifted before' },
  ITEM_HELD: { meaning: 'a legal hold lies on the item' },
  RETENTION_SHORTENED: { meaning: 'a retention period can only be made longer' },
  RETENTION_RUNNING: { meaning: 'the content has to be kept for longer' },
  ERASURE_UNKNOWN: { meaning: 'no erasure of this id was requested' },
  ERASURE_STATUS: { meaning: 'the erasure is not at a point where the step can be taken' },
  CONTENT_ERASED: { meaning: 'the item’s content has been erased' },
  CUSTODIANS: { meaning: 'an erasure names the key’s custodians and how many of them must attest' },
  NOT_CUSTODIAN: { meaning: 'the organisation is not a custodian that has yet to attest' },
} as const;
