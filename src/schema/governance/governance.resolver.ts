/** Queries on who takes part, under which policies, and what waits for approval. */
import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import { MinPositionArgs, type Page, ReadPageArgs } from '../connection.js';
import type { SchemaContext } from '../context.js';
import { readAt } from '../readPosition.js';
import { HashScalar } from '../scalars.js';
import type { Order } from '../sorting.js';
import { sqlPage } from '../sqlPage.js';
import {
  ActorOrder,
  ActorsWhere,
  OrganisationsWhere,
  ProposalOrder,
  ProposalsWhere,
} from './governance.filters.js';
import { actorList, organisationList, policyList, proposalList } from './governanceLists.js';
import {
  ActorConnection,
  ActorObject,
  OrganisationConnection,
  OrganisationObject,
  PolicyConnection,
  PolicyObject,
  ProposalConnection,
  ProposalObject,
} from './governance.types.js';

@Resolver()
export class GovernanceResolver {
  @Query(() => ActorObject, { nullable: true, description: 'An actor by its own id.' })
  async actor(
    @Arg('id', () => String, { description: '`<handle>@<organisation>`.' }) id: string,
    @Args(() => MinPositionArgs) { minPosition }: MinPositionArgs,
    @Ctx() context: SchemaContext,
  ): Promise<ActorObject | undefined> {
    await readAt(context, minPosition);
    return context.loaders.actors.load(id);
  }

  @Query(() => ActorConnection, { description: 'Actors, by default in order of their ids.' })
  actors(
    @Args(() => ReadPageArgs) args: ReadPageArgs,
    @Arg('where', () => ActorsWhere, { nullable: true, description: 'Which actors.' })
    where: ActorsWhere | undefined,
    @Arg('orderBy', () => [ActorOrder], { nullable: true, description: 'In which order.' })
    orderBy: Order[] | undefined,
    @Ctx() context: SchemaContext,
  ): Promise<Page<ActorObject>> {
    return sqlPage(actorList(context, { where, orderBy }), args, context);
  }

  @Query(() => OrganisationObject, {
    nullable: true,
    description: 'An organisation by its own id.',
  })
  async organisation(
    @Arg('id', () => String, { description: 'Lower-case label.' }) id: string,
    @Args(() => MinPositionArgs) { minPosition }: MinPositionArgs,
    @Ctx() context: SchemaContext,
  ): Promise<OrganisationObject | undefined> {
    await readAt(context, minPosition);
    return context.loaders.organisations.load(id);
  }

  @Query(() => OrganisationConnection, { description: 'Organisations in order of their ids.' })
  organisations(
    @Args(() => ReadPageArgs) args: ReadPageArgs,
    @Arg('where', () => OrganisationsWhere, {
      nullable: true,
      description: 'Which organisations.',
    })
    where: OrganisationsWhere | undefined,
    @Ctx() context: SchemaContext,
  ): Promise<Page<OrganisationObject>> {
    return sqlPage(organisationList(context, { where }), args, context);
  }

  @Query(() => PolicyObject, {
    nullable: true,
    description: 'The policy set for exactly this pattern.',
  })
  async policy(
    @Arg('pattern', () => String, { description: 'An action type, `<domain>.*`, or `*`.' })
    pattern: string,
    @Args(() => MinPositionArgs) { minPosition }: MinPositionArgs,
    @Ctx() context: SchemaContext,
  ): Promise<PolicyObject | undefined> {
    await readAt(context, minPosition);
    return context.loaders.policies.load(pattern);
  }

  @Query(() => PolicyConnection, { description: 'The policies in force, in order of pattern.' })
  policies(
    @Args(() => ReadPageArgs) args: ReadPageArgs,
    @Ctx() context: SchemaContext,
  ): Promise<Page<PolicyObject>> {
    return sqlPage(policyList(context), args, context);
  }

  @Query(() => ProposalObject, { nullable: true, description: 'A proposal by its own id.' })
  async proposal(
    @Arg('id', () => HashScalar, { description: 'Hash of the event that proposed.' }) id: string,
    @Args(() => MinPositionArgs) { minPosition }: MinPositionArgs,
    @Ctx() context: SchemaContext,
  ): Promise<ProposalObject | undefined> {
    await readAt(context, minPosition);
    return context.loaders.proposals.load(id);
  }

  @Query(() => ProposalConnection, { description: 'Proposals, by default the oldest first.' })
  proposals(
    @Args(() => ReadPageArgs) args: ReadPageArgs,
    @Arg('where', () => ProposalsWhere, { nullable: true, description: 'Which proposals.' })
    where: ProposalsWhere | undefined,
    @Arg('orderBy', () => [ProposalOrder], { nullable: true, description: 'In which order.' })
    orderBy: Order[] | undefined,
    @Ctx() context: SchemaContext,
  ): Promise<Page<ProposalObject>> {
    return sqlPage(proposalList(context, { where, orderBy }), args, context);
  }
}
