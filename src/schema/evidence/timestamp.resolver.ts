/** Queries and relations of time-stamping: who gives the time, and what was stamped when. */
import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { MinPositionArgs } from '../connection.js';
import type { SchemaContext } from '../context.js';
import { OrganisationObject } from '../governance/governance.types.js';
import { EntryObject } from '../ledger/entry.types.js';
import { ReceiptObject } from '../ledger/proof.types.js';
import { readAt } from '../readPosition.js';
import { EvidenceBatchObject, EvidenceItemObject } from './evidence.types.js';
import { countedTimestamps } from './provenInterval.js';
import { EvidenceTimestampObject, TimeAuthorityObject } from './timestamp.types.js';
import { allTimeAuthorities } from './timestampReads.js';

const TOKENS = 'The tokens that are attached, in the order of attaching. The rules verified each.';

@Resolver()
export class TimestampResolver {
  @Query(() => [TimeAuthorityObject], {
    description: 'All registered time authorities, in the order of registration.',
  })
  async timeAuthorities(
    @Args(() => MinPositionArgs) { minPosition }: MinPositionArgs,
    @Ctx() context: SchemaContext,
  ): Promise<readonly TimeAuthorityObject[]> {
    await readAt(context, minPosition);
    return allTimeAuthorities(context.readModels);
  }

  @Query(() => TimeAuthorityObject, { nullable: true, description: 'A time authority by its id.' })
  async timeAuthority(
    @Arg('id', () => String, { description: 'The authority’s own id.' }) id: string,
    @Args(() => MinPositionArgs) { minPosition }: MinPositionArgs,
    @Ctx() context: SchemaContext,
  ): Promise<TimeAuthorityObject | undefined> {
    await readAt(context, minPosition);
    return context.loaders.timeAuthorities.load(id);
  }
}

@Resolver(() => EvidenceItemObject)
export class ItemTimestampsResolver {
  @FieldResolver(() => [EvidenceTimestampObject], {
    description: `${TOKENS} For a member of a batch: those of the batch.`,
  })
  timestamps(
    @Root() { itemId, batchId }: EvidenceItemObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<readonly EvidenceTimestampObject[]> {
    return loaders.timestamps.load(batchId ?? itemId);
  }

  @FieldResolver(() => [String], {
    description:
      'Ids of the organisations whose time authorities vouch for it, each once; the claimant, ' +
      'whoever runs this ledger and whoever is related to either are left out.',
  })
  async independentTimeOwners(
    @Root() { itemId, batchId, claimantId }: EvidenceItemObject,
    @Ctx() context: SchemaContext,
  ): Promise<readonly string[]> {
    const registration = batchId ?? itemId;
    const counted = await countedTimestamps({ registration, claimantId }, context);
    return [...new Set(counted.map(({ ownerId }) => ownerId))].sort();
  }
}

@Resolver(() => EvidenceBatchObject)
export class BatchTimestampsResolver {
  @FieldResolver(() => [EvidenceTimestampObject], { description: TOKENS })
  timestamps(
    @Root() { batchId }: EvidenceBatchObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<readonly EvidenceTimestampObject[]> {
    return loaders.timestamps.load(batchId);
  }
}

@Resolver(() => EvidenceTimestampObject)
export class EvidenceTimestampResolver {
  @FieldResolver(() => TimeAuthorityObject, { nullable: true, description: 'The authority.' })
  authority(
    @Root() { authorityId }: EvidenceTimestampObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<TimeAuthorityObject | undefined> {
    return loaders.timeAuthorities.load(authorityId);
  }

  @FieldResolver(() => EntryObject, {
    nullable: true,
    description: 'The derived entry that attached it.',
  })
  entry(
    @Root() { position }: EvidenceTimestampObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<EntryObject | undefined> {
    return loaders.entries.load(position);
  }

  @FieldResolver(() => ReceiptObject, { nullable: true, description: 'The receipt of attaching.' })
  receipt(
    @Root() { position }: EvidenceTimestampObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<ReceiptObject | undefined> {
    return loaders.receipts.load(position);
  }
}

@Resolver(() => TimeAuthorityObject)
export class TimeAuthorityResolver {
  @FieldResolver(() => OrganisationObject, {
    nullable: true,
    description: 'The organisation that it belongs to.',
  })
  owner(
    @Root() { ownerId }: TimeAuthorityObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<OrganisationObject | undefined> {
    return loaders.organisations.load(ownerId);
  }
}
