/**
 * The mutations on who takes part: organisations and actors: each rebuilds what was signed, submits
 * it and maps the outcome.
 */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { SchemaContext } from '../context.js';
import { givenData } from '../envelope.js';
import { onceVisible } from '../lazy.js';
import { runAction } from '../submission/runAction.js';
import type { OtherOutcome } from '../submission/submission.types.js';
import {
  AddOrganisationInput,
  AddOrganisationResult,
  AddOrganisationSucceeded,
  EnrolActorInput,
  EnrolActorResult,
  EnrolActorSucceeded,
  RemoveActorInput,
  RemoveActorResult,
  RemoveActorSucceeded,
  RemoveOrganisationInput,
  RemoveOrganisationResult,
  RemoveOrganisationSucceeded,
  SetActorRolesInput,
  SetActorRolesResult,
  SetActorRolesSucceeded,
} from './governance.mutations.js';

const ENVELOPE = 'The action with its signature.';

@Resolver()
export class ParticipantMutationsResolver {
  @Mutation(() => AddOrganisationResult, {
    description: 'Adds an organisation (`governance.AddOrganisation`).',
  })
  addOrganisation(
    @Arg('input', () => AddOrganisationInput, { description: ENVELOPE })
    input: AddOrganisationInput,
    @Ctx() context: SchemaContext,
  ): Promise<AddOrganisationSucceeded | OtherOutcome> {
    const data = { id: input.organisationId, name: input.name };
    return runAction(context, { type: 'governance.AddOrganisation', input, data }, (accepted) =>
      Object.assign(new AddOrganisationSucceeded(accepted), {
        organisation: onceVisible(context, accepted.lastPosition, ({ organisations }) =>
          organisations.load(input.organisationId),
        ),
      }),
    );
  }

  @Mutation(() => RemoveOrganisationResult, {
    description: 'Removes an organisation (`governance.RemoveOrganisation`).',
  })
  removeOrganisation(
    @Arg('input', () => RemoveOrganisationInput, { description: ENVELOPE })
    input: RemoveOrganisationInput,
    @Ctx() context: SchemaContext,
  ): Promise<RemoveOrganisationSucceeded | OtherOutcome> {
    const data = { id: input.organisationId };
    return runAction(context, { type: 'governance.RemoveOrganisation', input, data }, (accepted) =>
      Object.assign(new RemoveOrganisationSucceeded(accepted), {
        organisation: onceVisible(context, accepted.lastPosition, ({ organisations }) =>
          organisations.load(input.organisationId),
        ),
      }),
    );
  }

  @Mutation(() => EnrolActorResult, { description: 'Enrols an actor (`governance.EnrolActor`).' })
  enrolActor(
    @Arg('input', () => EnrolActorInput, { description: ENVELOPE }) input: EnrolActorInput,
    @Ctx() context: SchemaContext,
  ): Promise<EnrolActorSucceeded | OtherOutcome> {
    const data = givenData({ actor: input.actorId, roles: input.roles, keys: input.keys });
    return runAction(context, { type: 'governance.EnrolActor', input, data }, (accepted) =>
      Object.assign(new EnrolActorSucceeded(accepted), {
        actor: onceVisible(context, accepted.lastPosition, ({ actors }) =>
          actors.load(input.actorId),
        ),
      }),
    );
  }

  @Mutation(() => SetActorRolesResult, {
    description: 'Sets an actor’s roles (`governance.SetActorRoles`).',
  })
  setActorRoles(
    @Arg('input', () => SetActorRolesInput, { description: ENVELOPE }) input: SetActorRolesInput,
    @Ctx() context: SchemaContext,
  ): Promise<SetActorRolesSucceeded | OtherOutcome> {
    const data = { actor: input.actorId, roles: input.roles };
    return runAction(context, { type: 'governance.SetActorRoles', input, data }, (accepted) =>
      Object.assign(new SetActorRolesSucceeded(accepted), {
        actor: onceVisible(context, accepted.lastPosition, ({ actors }) =>
          actors.load(input.actorId),
        ),
      }),
    );
  }

  @Mutation(() => RemoveActorResult, {
    description: 'Removes an actor (`governance.RemoveActor`).',
  })
  removeActor(
    @Arg('input', () => RemoveActorInput, { description: ENVELOPE }) input: RemoveActorInput,
    @Ctx() context: SchemaContext,
  ): Promise<RemoveActorSucceeded | OtherOutcome> {
    const data = { actor: input.actorId };
    return runAction(context, { type: 'governance.RemoveActor', input, data }, (accepted) =>
      Object.assign(new RemoveActorSucceeded(accepted), {
        actor: onceVisible(context, accepted.lastPosition, ({ actors }) =>
          actors.load(input.actorId),
        ),
      }),
    );
  }
}
