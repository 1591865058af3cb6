/** The enums of custody, secrecy and access. */
import type {
  ACCESS_AUTHORITIES,
  ACCESS_PURPOSES,
} from '../../../domain/evidence/custody/access.js';
import type { CUSTODY_REFUSAL_REASONS } from '../../../domain/evidence/custody/custody.js';
import { enumOf } from '../../enumOf.js';

export const CustodyStatusEnum = enumOf('CustodyOfferStatus', 'What became of an offer.', {
  offered: 'Waits for an answer; after `expires` nobody can accept it.',
  accepted: 'The recipient holds the content.',
  refused: 'The recipient refused.',
  expired: 'Nobody answered in time.',
});

export const CustodyRefusalReasonEnum = enumOf<(typeof CUSTODY_REFUSAL_REASONS)[number]>(
  'CustodyRefusalReason',
  'Why custody is refused.',
  {
    mismatch: 'The content does not have the digests that were offered.',
    incomplete: 'A part of the content is missing.',
    unreadable: 'The medium cannot be read.',
    'not-wanted': 'The recipient does not take it.',
  },
);

export const AccessPurposeEnum = enumOf<(typeof ACCESS_PURPOSES)[number]>(
  'AccessPurpose',
  'What content is read for.',
  {
    'own-use': 'The reader’s own use.',
    verification: 'To check digests.',
    notarisation: 'To certify.',
    appraisal: 'To appraise.',
    'court-check': 'To check in a case.',
    preservation: 'To keep it readable.',
    export: 'To hand out a copy.',
  },
);

export const AccessAuthorityEnum = enumOf<(typeof ACCESS_AUTHORITIES)[number]>(
  'AccessAuthority',
  'On what a reading rests.',
  {
    claimant: 'The claimant’s own right.',
    contract: 'A contract.',
    commission: 'A commission to certify or appraise.',
    order: 'An order of a court or an authority.',
    law: 'A law.',
  },
);
