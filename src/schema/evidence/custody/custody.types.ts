/** The objects of custody, secrecy and access. */
import type {
  EvidenceAccessesTable,
  EvidenceCustodyOffersTable,
  EvidenceUndertakingsTable,
} from '../../../projections/evidence/lifeTables.js';
import { rowFields, tableType } from '../../tableType.js';
import { EvidenceContentObject, historyOf } from '../content.types.js';
import {
  AccessAuthorityEnum,
  AccessPurposeEnum,
  CustodyRefusalReasonEnum,
  CustodyStatusEnum,
} from './custody.enums.js';

const offer = rowFields<EvidenceCustodyOffersTable>();

export const CustodyOfferType = tableType<EvidenceCustodyOffersTable>(
  'CustodyOffer',
  'A hand-over of content from its holder to another organisation, with the digests of both.',
  {
    offerId: offer.hash('offer', 'Hash of the event that offered.'),
    itemId: offer.text('item', 'Id of the item.'),
    holderId: offer.text('holder', 'Id of the organisation that offers.'),
    recipientId: offer.text('recipient', 'Id of the organisation that it is offered to.'),
    content: offer.json(() => EvidenceContentObject, 'content', 'As the holder hashed it.'),
    expires: offer.instant('expires', 'Last block time at which it may be accepted.'),
    status: offer.word(CustodyStatusEnum, 'status', 'What became of it.'),
    answeredPosition: offer.maybe(offer.position('answered_position', 'Where it was answered.')),
    answeredTime: offer.maybe(offer.instant('answered_time', 'When it was answered.')),
    answeredContent: offer.maybe(
      offer.json(() => EvidenceContentObject, 'answered_content', 'As the recipient hashed it.'),
    ),
    refusedReason: offer.maybe(
      offer.word(CustodyRefusalReasonEnum, 'refused_reason', 'Why it was refused.'),
    ),
    offeredPosition: offer.position('position', 'Position of the entry that offered.'),
    offeredTime: offer.instant('time', 'Time of its block.'),
    history: historyOf('offer'),
  },
);

const undertaking = rowFields<EvidenceUndertakingsTable>();

export const UndertakingType = tableType<EvidenceUndertakingsTable>(
  'Undertaking',
  'A promise of secrecy that an actor has signed before reading an item.',
  {
    undertakingId: undertaking.hash('undertaking', 'Hash of the event that gave it.'),
    itemId: undertaking.text('item', 'Id of the item.'),
    actorId: undertaking.text('actor', 'Id of the actor who is bound.'),
    document: undertaking.json(() => EvidenceContentObject, 'document', 'Its text.'),
    givenPosition: undertaking.position('position', 'Position of the entry that gave it.'),
    givenTime: undertaking.instant('time', 'Time of its block.'),
  },
);

const access = rowFields<EvidenceAccessesTable>();

export const AccessType = tableType<EvidenceAccessesTable>(
  'EvidenceAccess',
  'One reading of an item’s content.',
  {
    accessId: access.hash('access', 'Hash of the event that logged it.'),
    itemId: access.text('item', 'Id of the item.'),
    actorId: access.text('actor', 'Id of the actor who read.'),
    purpose: access.word(AccessPurposeEnum, 'purpose', 'What for.'),
    authority: access.word(AccessAuthorityEnum, 'authority', 'On what it rests.'),
    recordId: access.maybe(
      access.hash('rests_on', 'Id of the act, appraisal or submission that it rests on.'),
    ),
    position: access.position('position', 'Position of the entry that logged it.'),
    time: access.instant('time', 'Time of its block.'),
  },
);
