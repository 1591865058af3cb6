/** Queries and mutations of holds, retention and erasure. */
import { type ClassType, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { SchemaContext } from '../../context.js';
import { by, recordById, recordQueries } from '../../recordQueries.js';
import { HashScalar, InstantScalar } from '../../scalars.js';
import { actionMutations, type ActionSubject } from '../../submission/actionMutations.js';
import { CONTENT_FIELD } from '../content.types.js';
import { EvidenceItemObject } from '../evidence.types.js';
import {
  ErasureDecisionEnum,
  ErasureGroundEnum,
  ErasureStatusEnum,
  HoldStatusEnum,
  RetentionBasisEnum,
} from './keeping.enums.js';
import { ErasureType, HoldType, KeepingObject } from './keeping.types.js';

const HOLDS = {
  table: 'evidence_holds',
  key: 'hold',
  type: HoldType,
  name: 'LegalHold',
  one: 'legalHold',
  many: 'legalHolds',
  what: 'legal holds',
  filters: {
    organisationId: by.text('organisation', 'Id of the court or regulator.'),
    order: by.hash('order_reference', 'SHA-256 over the order’s number.'),
    status: by.word(['LegalHoldStatus', HoldStatusEnum], 'status', 'Whether they lie.'),
  },
} as const;

const ERASURES = {
  table: 'evidence_erasures',
  key: 'erasure',
  type: ErasureType,
  name: 'Erasure',
  one: 'erasure',
  many: 'erasures',
  what: 'erasures',
  filters: {
    itemId: by.text('item', 'Id of the item.'),
    deciderId: by.text('decider', 'Id of the organisation that decides.'),
    status: by.word(['ErasureStatus', ErasureStatusEnum], 'status', 'How far they are.'),
  },
} as const;

@Resolver(() => EvidenceItemObject)
class ItemKeepingResolver {
  @FieldResolver(() => KeepingObject, {
    description: 'Who holds the content, and what has become of it.',
  })
  async keeping(
    @Root() { itemId, claimantId }: EvidenceItemObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<KeepingObject> {
    const [row, held] = await Promise.all([
      loaders.keeping.load(itemId),
      loaders.heldItems.load(itemId),
    ]);
    return {
      holderId: row?.holder ?? claimantId,
      contentStatus: row?.content_status ?? 'held',
      secret: row?.secret === 1,
      retainedUntil: row?.retained_until ?? null,
      retentionBasis: row?.retention_basis ?? null,
      held,
    };
  }
}

const holdSubject: ActionSubject = {
  field: 'hold',
  type: () => HoldType.type,
  find: ({ eventHash }, input, context) =>
    recordById(HOLDS, (input['hold'] as string | undefined) ?? eventHash, context),
};
const order = { type: () => HashScalar, description: 'SHA-256 over the order’s number.' };

const HoldMutations = actionMutations(holdSubject, {
  placeHold: {
    type: 'evidence.PlaceHold',
    does: 'Places a legal hold on items, as a court or regulator',
    done: 'The hold lies: it beats erasure and release.',
    fields: {
      items: { type: () => String, list: true, description: 'Ids of the items, at most 100.' },
      order,
    },
  },
  liftHold: {
    type: 'evidence.LiftHold',
    does: 'Lifts a legal hold of the signer’s organisation',
    done: 'The hold no longer lies.',
    fields: { hold: { type: () => HashScalar, description: 'Id of the hold.' }, order },
  },
});

const item = { type: () => String, description: 'Id of the item.' };

const RetentionMutations = actionMutations(
  {
    field: 'item',
    type: () => EvidenceItemObject,
    find: (_, input, { loaders }) => loaders.items.load(input['item'] as string),
  },
  {
    setRetention: {
      type: 'evidence.SetRetention',
      does: 'Sets, or makes longer, the time that content has to be kept',
      done: 'The content has to be kept.',
      fields: {
        item,
        until: { type: () => InstantScalar, description: 'Last instant it has to be there.' },
        basis: { type: () => RetentionBasisEnum, description: 'On what that rests.' },
      },
    },
  },
);

const erasureSubject: ActionSubject = {
  field: 'erasure',
  type: () => ErasureType.type,
  find: ({ eventHash }, input, context) =>
    recordById(ERASURES, (input['erasure'] as string | undefined) ?? eventHash, context),
};
const erasure = { type: () => HashScalar, description: 'Id of the request.' };

const ErasureMutations = actionMutations(erasureSubject, {
  requestErasure: {
    type: 'evidence.RequestErasure',
    does: 'Requests that the content of an item be erased',
    done: 'The claimant has to decide.',
    fields: { item, ground: { type: () => ErasureGroundEnum, description: 'Why.' } },
  },
  decideErasure: {
    type: 'evidence.DecideErasure',
    does: 'Decides on a request, as the item’s claimant',
    done: 'The request is decided.',
    fields: {
      erasure,
      decision: { type: () => ErasureDecisionEnum, description: 'What is decided.' },
      custodians: {
        type: () => String,
        list: true,
        optional: true,
        description: 'With ERASE: ids of the key custodians.',
      },
      required: {
        type: () => Int,
        optional: true,
        description: 'With ERASE: how many of them must attest.',
      },
    },
  },
  attestKeyDestruction: {
    type: 'evidence.AttestKeyDestruction',
    does: 'Attests that a share of the content’s key is destroyed; the last one needed erases it',
    done: 'The attestation is on record.',
    fields: { erasure, proof: CONTENT_FIELD('What the key store says.') },
  },
});

export const KEEPING_RESOLVERS: readonly ClassType[] = [
  recordQueries(HOLDS),
  recordQueries(ERASURES),
  ItemKeepingResolver,
  HoldMutations,
  RetentionMutations,
  ErasureMutations,
];
