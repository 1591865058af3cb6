/** The relations of evidence items and batches. */
import { Arg, Args, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { type Page, PageArgs } from '../connection.js';
import type { SchemaContext } from '../context.js';
import { ActorObject, OrganisationObject } from '../governance/governance.types.js';
import { EntryObject } from '../ledger/entry.types.js';
import { ReceiptObject } from '../ledger/proof.types.js';
import { sqlPage } from '../sqlPage.js';
import {
  BatchMemberProofObject,
  EvidenceBatchObject,
  EvidenceItemConnection,
  EvidenceItemObject,
} from './evidence.types.js';
import { claimList, itemList } from './evidenceLists.js';

@Resolver(() => EvidenceItemObject)
export class EvidenceItemResolver {
  @FieldResolver(() => OrganisationObject, {
    nullable: true,
    description: 'The organisation that claims it.',
  })
  claimant(
    @Root() { claimantId }: EvidenceItemObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<OrganisationObject | undefined> {
    return loaders.organisations.load(claimantId);
  }

  @FieldResolver(() => ActorObject, {
    nullable: true,
    description: 'The actor that registered it.',
  })
  registrant(
    @Root() { registrantId }: EvidenceItemObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<ActorObject | undefined> {
    return loaders.actors.load(registrantId);
  }

  @FieldResolver(() => EntryObject, {
    nullable: true,
    description: 'The derived entry that registered it.',
  })
  entry(
    @Root() { position }: EvidenceItemObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<EntryObject | undefined> {
    return loaders.entries.load(position);
  }

  @FieldResolver(() => ReceiptObject, {
    nullable: true,
    description: 'The receipt of its registration.',
  })
  receipt(
    @Root() { position }: EvidenceItemObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<ReceiptObject | undefined> {
    return loaders.receipts.load(position);
  }

  @FieldResolver(() => EvidenceBatchObject, {
    nullable: true,
    description: 'Its batch; null for a single item.',
  })
  async batch(
    @Root() { batchId }: EvidenceItemObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<EvidenceBatchObject | null> {
    return batchId === null ? null : ((await loaders.batches.load(batchId)) ?? null);
  }

  @FieldResolver(() => BatchMemberProofObject, {
    nullable: true,
    description: 'Proof that it is a member of its batch; null for a single item.',
  })
  async memberProof(
    @Root() { batchId, batchIndex }: EvidenceItemObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<BatchMemberProofObject | null> {
    if (batchId === null || batchIndex === null) return null;
    return (await loaders.batchTrees.load(batchId))?.proof(batchIndex) ?? null;
  }

  @FieldResolver(() => EvidenceItemObject, {
    nullable: true,
    description: 'The item that took its place.',
  })
  async supersededBy(
    @Root() { supersededById }: EvidenceItemObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<EvidenceItemObject | null> {
    return supersededById === null ? null : ((await loaders.items.load(supersededById)) ?? null);
  }

  @FieldResolver(() => [EvidenceItemObject], {
    description: 'The items whose place it took, in the order of registration.',
  })
  supersedes(
    @Root() { itemId }: EvidenceItemObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<readonly EvidenceItemObject[]> {
    return loaders.supersededItems.load(itemId);
  }

  @FieldResolver(() => EntryObject, {
    nullable: true,
    description: 'The entry that superseded or withdrew it.',
  })
  async closedEntry(
    @Root() { closedPosition }: EvidenceItemObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<EntryObject | null> {
    return closedPosition === null ? null : ((await loaders.entries.load(closedPosition)) ?? null);
  }

  @FieldResolver(() => EvidenceItemConnection, {
    description:
      'All registrations of the same content, this one included, in the order of registration. ' +
      'The order says who came first, not who owns it.',
  })
  claims(
    @Root() { commitment, digests }: EvidenceItemObject,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SchemaContext,
  ): Promise<Page<EvidenceItemObject>> {
    return sqlPage(claimList(context, { commitment, digests: digests ?? [] }), args, context);
  }
}

@Resolver(() => EvidenceBatchObject)
export class EvidenceBatchResolver {
  @FieldResolver(() => OrganisationObject, {
    nullable: true,
    description: 'The organisation that claims the items.',
  })
  claimant(
    @Root() { claimantId }: EvidenceBatchObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<OrganisationObject | undefined> {
    return loaders.organisations.load(claimantId);
  }

  @FieldResolver(() => ActorObject, {
    nullable: true,
    description: 'The actor that registered them.',
  })
  registrant(
    @Root() { registrantId }: EvidenceBatchObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<ActorObject | undefined> {
    return loaders.actors.load(registrantId);
  }

  @FieldResolver(() => EvidenceItemConnection, { description: 'The members, by index.' })
  members(
    @Root() { batchId }: EvidenceBatchObject,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SchemaContext,
  ): Promise<Page<EvidenceItemObject>> {
    return sqlPage(itemList(context, { where: { batchId: { eq: batchId } } }), args, context);
  }

  @FieldResolver(() => EvidenceItemObject, {
    nullable: true,
    description: 'The member at an index; null when there is none.',
  })
  member(
    @Root() { batchId }: EvidenceBatchObject,
    @Arg('index', () => Int, { description: 'Index in the batch, from 0.' }) index: number,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<EvidenceItemObject | undefined> {
    return loaders.items.load(`${batchId}.${index}`);
  }

  @FieldResolver(() => EntryObject, {
    nullable: true,
    description: 'The derived entry that registered it.',
  })
  entry(
    @Root() { position }: EvidenceBatchObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<EntryObject | undefined> {
    return loaders.entries.load(position);
  }

  @FieldResolver(() => ReceiptObject, {
    nullable: true,
    description: 'The receipt of its registration.',
  })
  receipt(
    @Root() { position }: EvidenceBatchObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<ReceiptObject | undefined> {
    return loaders.receipts.load(position);
  }
}
