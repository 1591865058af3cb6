/** The refusal codes of evidence. docs/refusals.md: when each occurs and what a caller does. */
import { TIMESTAMP_REFUSALS } from './timestampRefusals.js';
import { ACTS_REFUSALS } from './acts/refusals.js';
import { CAPTURE_REFUSALS } from './capture/refusals.js';
import { CASE_REFUSALS } from './case/refusals.js';
import { CUSTODY_REFUSALS } from './custody/refusals.js';
import { KEEPING_REFUSALS } from './keeping/refusals.js';
import { STANDING_REFUSALS } from './standing/refusals.js';

export const EVIDENCE_REFUSALS = {
  DIGEST_LENGTHS: {
    meaning: 'the digests of one item give different lengths for the same content',
  },
  DIGEST_FAMILIES: { meaning: 'the digests of one item are all of one hash family' },
  COMMITMENT_MISMATCH: { meaning: 'the commitment is not the open commitment to the digests' },
  COUNT_MISMATCH: { meaning: 'the count is not the number of leaves' },
  DUPLICATE_LEAF: { meaning: 'two leaves of the batch are the same commitment' },
  ROOT_MISMATCH: { meaning: 'the root is not the RFC 9162 root over the leaves' },
  ITEM_UNKNOWN: { meaning: 'no item of this id is registered' },
  NOT_CLAIMANT: { meaning: 'the item was registered by another organisation' },
  ITEM_NOT_ACTIVE: { meaning: 'the item has been superseded or withdrawn' },
  REPLACEMENT_IS_SELF: { meaning: 'an item cannot replace itself' },
  REPLACEMENT_UNKNOWN: { meaning: 'no item of the replacement’s id is registered' },
  REPLACEMENT_NOT_ACTIVE: { meaning: 'the replacement has been superseded or withdrawn' },
  ...TIMESTAMP_REFUSALS,
  NOT_IN_CHARGE: { meaning: 'another organisation is in charge of the record' },
  ...STANDING_REFUSALS,
  ...CAPTURE_REFUSALS,
  ...CUSTODY_REFUSALS,
  ...ACTS_REFUSALS,
  ...CASE_REFUSALS,
  ...KEEPING_REFUSALS,
} as const;
