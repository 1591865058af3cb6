/** Sealing in GraphQL: the seal and the proven interval of items and batches, and the mutation. */
import {
  Arg,
  Args,
  type ClassType,
  Ctx,
  FieldResolver,
  Int,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { Hex } from '../../crypto/bytes.js';
import { MinPositionArgs } from '../connection.js';
import type { SchemaContext } from '../context.js';
import { readAt } from '../readPosition.js';
import { HashScalar } from '../scalars.js';
import { actionMutations } from '../submission/actionMutations.js';
import { EvidenceBatchObject, EvidenceItemObject } from './evidence.types.js';
import type { Loaders } from '../loaders.js';
import { provenInterval } from './provenInterval.js';
import { EvidenceSealType, ProvenIntervalObject, UnsealedType } from './seal.types.js';

const SEALED = 'The seal; null while two unrelated owners have not been shown to vouch for it.';
const INTERVAL = 'The interval that is proven at present, sealed or not.';
const OF_BATCH = 'For a member of a batch: that of the batch.';

/** The seal of a registration; undefined while it is not sealed. */
async function sealOf(registration: Hex, { seals }: Loaders): Promise<object | undefined> {
  const row = await seals.load(registration);
  return row && EvidenceSealType.of(row);
}

@Resolver(() => EvidenceItemObject)
class ItemSealResolver {
  @FieldResolver(() => EvidenceSealType.type, {
    nullable: true,
    description: `${SEALED} ${OF_BATCH}`,
  })
  sealed(
    @Root() { itemId, batchId }: EvidenceItemObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<object | undefined> {
    return sealOf(batchId ?? itemId, loaders);
  }

  @FieldResolver(() => ProvenIntervalObject, { description: `${INTERVAL} ${OF_BATCH}` })
  provenInterval(
    @Root() { itemId, batchId, claimantId }: EvidenceItemObject,
    @Ctx() context: SchemaContext,
  ): Promise<ProvenIntervalObject> {
    return provenInterval({ registration: batchId ?? itemId, claimantId }, context);
  }
}

@Resolver(() => EvidenceBatchObject)
class BatchSealResolver {
  @FieldResolver(() => EvidenceSealType.type, { nullable: true, description: SEALED })
  sealed(
    @Root() { batchId }: EvidenceBatchObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<object | undefined> {
    return sealOf(batchId, loaders);
  }

  @FieldResolver(() => ProvenIntervalObject, { description: INTERVAL })
  provenInterval(
    @Root() { batchId: registration, claimantId }: EvidenceBatchObject,
    @Ctx() context: SchemaContext,
  ): Promise<ProvenIntervalObject> {
    return provenInterval({ registration, claimantId }, context);
  }
}

/** Registrations that one answer shows. */
const UNSEALED_MAX = 1_000;

@Resolver()
class OverdueSealsResolver {
  @Query(() => [UnsealedType.type], {
    description:
      'Registrations of captures, and others that somebody began to have stamped, which have ' +
      'waited for their seal longer than that; the oldest first, at most a thousand.',
  })
  async overdueSeals(
    @Arg('olderThanMinutes', () => Int, {
      defaultValue: 15,
      description: 'By this server’s clock.',
    })
    minutes: number,
    @Args(() => MinPositionArgs) { minPosition }: MinPositionArgs,
    @Ctx() context: SchemaContext,
  ): Promise<readonly object[]> {
    await readAt(context, minPosition);
    const latest = new Date(Date.now() - minutes * 60_000).toISOString();
    const query = context.readModels.selectFrom('evidence_unsealed').selectAll();
    const waiting = query.where('time', '<=', latest).orderBy('time').orderBy('registration');
    return (await waiting.limit(UNSEALED_MAX).execute()).map(UnsealedType.of);
  }
}

const SealMutations = actionMutations(
  {
    field: 'seal',
    type: () => EvidenceSealType.type,
    find: (_, input, { loaders }) => sealOf(input['registration'] as Hex, loaders),
  },
  {
    sealEvidence: {
      type: 'evidence.SealItem',
      does: 'Seals an item or a batch by the tokens that are attached to it',
      done: 'The registration is sealed.',
      fields: {
        registration: {
          type: () => HashScalar,
          description: 'hash of the event that registered the item or the batch.',
        },
      },
    },
  },
);

export const SEAL_RESOLVERS: readonly ClassType[] = [
  ItemSealResolver,
  BatchSealResolver,
  OverdueSealsResolver,
  SealMutations,
];
