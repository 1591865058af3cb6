/** Queries and mutations of custody, secrecy and access. */
import type { ClassType } from 'type-graphql';
import { by, recordById, recordQueries } from '../../recordQueries.js';
import { HashScalar, InstantScalar } from '../../scalars.js';
import { actionMutations, type ActionSubject } from '../../submission/actionMutations.js';
import { CONTENT_FIELD } from '../content.types.js';
import { EvidenceItemObject } from '../evidence.types.js';
import {
  AccessAuthorityEnum,
  AccessPurposeEnum,
  CustodyRefusalReasonEnum,
  CustodyStatusEnum,
} from './custody.enums.js';
import { AccessType, CustodyOfferType, UndertakingType } from './custody.types.js';

const OFFERS = {
  table: 'evidence_custody_offers',
  key: 'offer',
  type: CustodyOfferType,
  name: 'CustodyOffer',
  one: 'custodyOffer',
  many: 'custodyOffers',
  what: 'custody offers',
  filters: {
    itemId: by.text('item', 'Id of the item.'),
    holderId: by.text('holder', 'Id of the organisation that offers.'),
    recipientId: by.text('recipient', 'Id of the organisation that it is offered to.'),
    status: by.word(['CustodyOfferStatus', CustodyStatusEnum], 'status', 'What became of them.'),
  },
} as const;

const UNDERTAKINGS = {
  table: 'evidence_undertakings',
  key: 'undertaking',
  type: UndertakingType,
  name: 'Undertaking',
  one: 'undertaking',
  many: 'undertakings',
  what: 'undertakings of secrecy',
  filters: {
    itemId: by.text('item', 'Id of the item.'),
    actorId: by.text('actor', 'Id of the actor who is bound.'),
  },
} as const;

const ACCESSES = {
  table: 'evidence_accesses',
  key: 'access',
  type: AccessType,
  name: 'EvidenceAccess',
  one: 'evidenceAccess',
  many: 'evidenceAccesses',
  what: 'readings of content',
  filters: {
    itemId: by.text('item', 'Id of the item.'),
    actorId: by.text('actor', 'Id of the actor who read.'),
    purpose: by.word(['AccessPurpose', AccessPurposeEnum], 'purpose', 'What for.'),
  },
} as const;

const item = { type: () => String, description: 'Id of the item.' };
const offerField = { type: () => HashScalar, description: 'Id of the offer.' };

const offerSubject: ActionSubject = {
  field: 'offer',
  type: () => CustodyOfferType.type,
  find: ({ eventHash }, input, context) =>
    recordById(OFFERS, (input['offer'] as string | undefined) ?? eventHash, context),
};

const CustodyMutations = actionMutations(offerSubject, {
  offerCustody: {
    type: 'evidence.OfferCustody',
    does: 'Offers the content of an item to another organisation, as its holder',
    done: 'The offer is open.',
    fields: {
      item,
      recipient: { type: () => String, description: 'Id of the other organisation.' },
      content: CONTENT_FIELD('The content as the holder hashed it now.'),
      expires: { type: () => InstantScalar, description: 'Last block time to accept it at.' },
    },
  },
  acceptCustody: {
    type: 'evidence.AcceptCustody',
    does: 'Accepts custody after hashing the content again',
    done: 'The signer’s organisation holds the content.',
    fields: {
      offer: offerField,
      content: CONTENT_FIELD('The content as the recipient hashed it.'),
    },
  },
  refuseCustody: {
    type: 'evidence.RefuseCustody',
    does: 'Refuses custody, for a mismatch with what was found',
    done: 'The offer is refused; the holder stays.',
    fields: {
      offer: offerField,
      reason: { type: () => CustodyRefusalReasonEnum, description: 'Why.' },
      content: { ...CONTENT_FIELD('With MISMATCH: what was found.'), optional: true },
    },
  },
});

const itemSubject: ActionSubject = {
  field: 'item',
  type: () => EvidenceItemObject,
  find: (_, input, { loaders }) => loaders.items.load(input['item'] as string),
};

const SecrecyMutations = actionMutations(itemSubject, {
  requireUndertaking: {
    type: 'evidence.RequireUndertaking',
    does: 'Marks an item secret: strangers read it only after an undertaking',
    done: 'The item is secret.',
    fields: { item },
  },
  giveUndertaking: {
    type: 'evidence.GiveUndertaking',
    does: 'Undertakes to keep an item secret',
    done: 'The signer is bound.',
    fields: { item, document: CONTENT_FIELD('The text that is undertaken.') },
  },
  logAccess: {
    type: 'evidence.LogAccess',
    does: 'Records a reading of an item’s content, signed by who reads',
    done: 'The reading is on record.',
    fields: {
      item,
      purpose: { type: () => AccessPurposeEnum, description: 'What for.' },
      authority: { type: () => AccessAuthorityEnum, description: 'On what it rests.' },
      record: {
        type: () => HashScalar,
        optional: true,
        description: 'Id of the act, appraisal or submission that entitles the reader.',
      },
    },
  },
});

export const CUSTODY_RESOLVERS: readonly ClassType[] = [
  recordQueries(OFFERS),
  recordQueries(UNDERTAKINGS),
  recordQueries(ACCESSES),
  CustodyMutations,
  SecrecyMutations,
];
