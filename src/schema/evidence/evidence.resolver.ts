/** Queries for evidence: by id, by digest, by filter. No answer calls any claimant the owner. */
import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import { MinPositionArgs, type Page, ReadPageArgs } from '../connection.js';
import type { SchemaContext } from '../context.js';
import { assertWithin } from '../limits.js';
import { readAt } from '../readPosition.js';
import { HashScalar } from '../scalars.js';
import type { Order } from '../sorting.js';
import { sqlPage } from '../sqlPage.js';
import { EvidenceItemOrder, EvidenceItemsWhere } from './evidence.filters.js';
import { commitmentOf, TypedDigestInput } from './evidence.inputs.js';
import {
  EvidenceBatchObject,
  EvidenceItemConnection,
  EvidenceItemObject,
} from './evidence.types.js';
import { claimList, itemList } from './evidenceLists.js';

/** Items that one request may ask for by their ids. */
const ITEM_IDS_MAX = 1_000;

@Resolver()
export class EvidenceResolver {
  @Query(() => EvidenceItemObject, { nullable: true, description: 'An item by its own id.' })
  async evidenceItem(
    @Arg('id', () => String, { description: '`<event hash>`, or `<event hash>.<index>`.' })
    id: string,
    @Args(() => MinPositionArgs) { minPosition }: MinPositionArgs,
    @Ctx() context: SchemaContext,
  ): Promise<EvidenceItemObject | undefined> {
    await readAt(context, minPosition);
    return context.loaders.items.load(id);
  }

  @Query(() => [EvidenceItemObject], {
    nullable: 'items',
    description: 'Items by their own ids, in that order; null where there is none.',
  })
  async evidenceItemsById(
    @Arg('ids', () => [String], { description: 'Ids of items, at most 1,000.' })
    ids: readonly string[],
    @Args(() => MinPositionArgs) { minPosition }: MinPositionArgs,
    @Ctx() context: SchemaContext,
  ): Promise<(EvidenceItemObject | null)[]> {
    assertWithin('ids', ids.length, ITEM_IDS_MAX);
    await readAt(context, minPosition);
    const found = await Promise.all(ids.map((id) => context.loaders.items.load(id)));
    return found.map((item) => item ?? null);
  }

  @Query(() => EvidenceItemConnection, {
    description: 'Items under a filter, by default in the order of registration.',
  })
  evidenceItems(
    @Args(() => ReadPageArgs) args: ReadPageArgs,
    @Arg('where', () => EvidenceItemsWhere, { nullable: true, description: 'Which items.' })
    where: EvidenceItemsWhere | undefined,
    @Arg('orderBy', () => [EvidenceItemOrder], {
      nullable: true,
      description:
        'In which order. Equal ones are sorted by REGISTERED, in the last term’s direction.',
    })
    orderBy: Order[] | undefined,
    @Ctx() context: SchemaContext,
  ): Promise<Page<EvidenceItemObject>> {
    return sqlPage(itemList(context, { where, orderBy }), args, context);
  }

  @Query(() => EvidenceBatchObject, { nullable: true, description: 'A batch by its own id.' })
  async evidenceBatch(
    @Arg('id', () => HashScalar, { description: 'Hash of the event that registered it.' })
    id: string,
    @Args(() => MinPositionArgs) { minPosition }: MinPositionArgs,
    @Ctx() context: SchemaContext,
  ): Promise<EvidenceBatchObject | undefined> {
    await readAt(context, minPosition);
    return context.loaders.batches.load(id);
  }

  @Query(() => EvidenceItemConnection, {
    description:
      'Who has registered this content, in the order of registration: items that publish one of ' +
      'the digests, and items, members of batches included, whose open commitment is to exactly ' +
      'these. The order says who came first, not who owns it.',
  })
  claimsOnDigests(
    @Arg('digests', () => [TypedDigestInput], {
      description: 'Digests of the content, in any order; for batches all that were committed to.',
    })
    digests: TypedDigestInput[],
    @Args(() => ReadPageArgs) args: ReadPageArgs,
    @Ctx() context: SchemaContext,
  ): Promise<Page<EvidenceItemObject>> {
    const commitment = commitmentOf(digests);
    return sqlPage(claimList(context, { commitment, digests }), args, context);
  }
}
