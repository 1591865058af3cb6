/** The relations between organisations, actors, keys, policies and proposals, both ways. */
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type Page, PageArgs } from '../connection.js';
import type { SchemaContext } from '../context.js';
import { EvidenceItemConnection, type EvidenceItemObject } from '../evidence/evidence.types.js';
import { itemList } from '../evidence/evidenceLists.js';
import { EntryObject } from '../ledger/entry.types.js';
import { sqlPage } from '../sqlPage.js';
import { actorList, proposalList } from './governanceLists.js';
import {
  ActorConnection,
  ActorKeyObject,
  ActorObject,
  ApprovalObject,
  OrganisationObject,
  PolicyObject,
  ProposalConnection,
  ProposalObject,
} from './governance.types.js';

@Resolver(() => OrganisationObject)
export class OrganisationResolver {
  @FieldResolver(() => ActorConnection, { description: 'Its actors, in order of their ids.' })
  actors(
    @Root() { organisationId }: OrganisationObject,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SchemaContext,
  ): Promise<Page<ActorObject>> {
    const where = { organisationId: { eq: organisationId } };
    return sqlPage(actorList(context, { where }), args, context);
  }

  @FieldResolver(() => ProposalConnection, {
    description: 'What its actors proposed, oldest first.',
  })
  proposals(
    @Root() { organisationId }: OrganisationObject,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SchemaContext,
  ): Promise<Page<ProposalObject>> {
    const where = { organisationId: { eq: organisationId } };
    return sqlPage(proposalList(context, { where }), args, context);
  }

  @FieldResolver(() => EvidenceItemConnection, {
    description: 'The evidence items that it claims, in the order of registration.',
  })
  evidenceItems(
    @Root() { organisationId }: OrganisationObject,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SchemaContext,
  ): Promise<Page<EvidenceItemObject>> {
    const where = { claimantId: { eq: organisationId } };
    return sqlPage(itemList(context, { where }), args, context);
  }

  @FieldResolver(() => EntryObject, { nullable: true, description: 'The entry that added it.' })
  addedEntry(
    @Root() { addedPosition }: OrganisationObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<EntryObject | undefined> {
    return loaders.entries.load(addedPosition);
  }
}

@Resolver(() => ActorObject)
export class ActorResolver {
  @FieldResolver(() => OrganisationObject, {
    nullable: true,
    description: 'The organisation it signs for.',
  })
  organisation(
    @Root() { organisationId }: ActorObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<OrganisationObject | undefined> {
    return loaders.organisations.load(organisationId);
  }

  @FieldResolver(() => [ActorKeyObject], { description: 'All its keys ever, oldest first.' })
  keys(
    @Root() { actorId }: ActorObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<readonly ActorKeyObject[]> {
    return loaders.keysByActor.load(actorId);
  }

  @FieldResolver(() => ProposalConnection, { description: 'What it proposed, oldest first.' })
  proposals(
    @Root() { actorId }: ActorObject,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: SchemaContext,
  ): Promise<Page<ProposalObject>> {
    const where = { proposerId: { eq: actorId } };
    return sqlPage(proposalList(context, { where }), args, context);
  }

  @FieldResolver(() => EntryObject, { nullable: true, description: 'The entry that enrolled it.' })
  enrolledEntry(
    @Root() { enrolledPosition }: ActorObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<EntryObject | undefined> {
    return loaders.entries.load(enrolledPosition);
  }
}

@Resolver(() => ActorKeyObject)
export class ActorKeyResolver {
  @FieldResolver(() => ActorObject, { nullable: true, description: 'The actor it is bound to.' })
  actor(
    @Root() { actorId }: ActorKeyObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<ActorObject | undefined> {
    return loaders.actors.load(actorId);
  }
}

@Resolver(() => PolicyObject)
export class PolicyResolver {
  @FieldResolver(() => [OrganisationObject], {
    nullable: true,
    description: 'The organisations that count; null: all of them.',
  })
  async organisations(
    @Root() { organisationIds }: PolicyObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<OrganisationObject[] | null> {
    if (organisationIds === null) return null;
    const found = await Promise.all(organisationIds.map((id) => loaders.organisations.load(id)));
    return found.filter((organisation) => organisation !== undefined);
  }

  @FieldResolver(() => EntryObject, { nullable: true, description: 'The entry that set it.' })
  setEntry(
    @Root() { setPosition }: PolicyObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<EntryObject | undefined> {
    return loaders.entries.load(setPosition);
  }
}

@Resolver(() => ProposalObject)
export class ProposalResolver {
  @FieldResolver(() => ActorObject, { nullable: true, description: 'Who proposed.' })
  proposer(
    @Root() { proposerId }: ProposalObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<ActorObject | undefined> {
    return loaders.actors.load(proposerId);
  }

  @FieldResolver(() => OrganisationObject, {
    nullable: true,
    description: 'The proposer’s organisation.',
  })
  organisation(
    @Root() { organisationId }: ProposalObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<OrganisationObject | undefined> {
    return loaders.organisations.load(organisationId);
  }

  @FieldResolver(() => [ApprovalObject], { description: 'The approvals, first one first.' })
  approvals(
    @Root() { proposalId }: ProposalObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<readonly ApprovalObject[]> {
    return loaders.approvals.load(proposalId);
  }

  @FieldResolver(() => EntryObject, { nullable: true, description: 'The entry that opened it.' })
  openedEntry(
    @Root() { openedPosition }: ProposalObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<EntryObject | undefined> {
    return loaders.entries.load(openedPosition);
  }
}

@Resolver(() => ApprovalObject)
export class ApprovalResolver {
  @FieldResolver(() => OrganisationObject, {
    nullable: true,
    description: 'The organisation that approved.',
  })
  organisation(
    @Root() { organisationId }: ApprovalObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<OrganisationObject | undefined> {
    return loaders.organisations.load(organisationId);
  }

  @FieldResolver(() => ActorObject, { nullable: true, description: 'Who signed for it.' })
  actor(
    @Root() { actorId }: ApprovalObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<ActorObject | undefined> {
    return loaders.actors.load(actorId);
  }
}
