/** The mutations of time-stamping: each rebuilds what was signed and maps the outcome. */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { SchemaContext } from '../context.js';
import { givenData } from '../envelope.js';
import { onceVisible } from '../lazy.js';
import { runAction } from '../submission/runAction.js';
import type { OtherOutcome } from '../submission/submission.types.js';
import {
  AttachTimestampInput,
  AttachTimestampResult,
  AttachTimestampSucceeded,
  RegisterTimeAuthorityInput,
  RegisterTimeAuthorityResult,
  RegisterTimeAuthoritySucceeded,
} from './timestamp.mutations.js';

const ENVELOPE = 'The action with its signature.';

@Resolver()
export class TimestampMutationsResolver {
  @Mutation(() => RegisterTimeAuthorityResult, {
    description: 'Registers a time-stamping authority (`evidence.RegisterTimeAuthority`).',
  })
  registerTimeAuthority(
    @Arg('input', () => RegisterTimeAuthorityInput, { description: ENVELOPE })
    input: RegisterTimeAuthorityInput,
    @Ctx() context: SchemaContext,
  ): Promise<RegisterTimeAuthoritySucceeded | OtherOutcome> {
    const data = givenData(input.authority);
    return runAction(context, { type: 'evidence.RegisterTimeAuthority', input, data }, (accepted) =>
      Object.assign(new RegisterTimeAuthoritySucceeded(accepted), {
        authority: onceVisible(context, accepted.lastPosition, ({ timeAuthorities }) =>
          timeAuthorities.load(input.authority.id),
        ),
      }),
    );
  }

  @Mutation(() => AttachTimestampResult, {
    description: 'Attaches a token to an item or a batch (`evidence.AttachTimestamp`).',
  })
  attachTimestamp(
    @Arg('input', () => AttachTimestampInput, { description: ENVELOPE })
    input: AttachTimestampInput,
    @Ctx() context: SchemaContext,
  ): Promise<AttachTimestampSucceeded | OtherOutcome> {
    const { registration, authority, token, revocationLists } = input;
    const data = givenData({ registration, authority, token, revocationLists });
    return runAction(context, { type: 'evidence.AttachTimestamp', input, data }, (accepted) =>
      Object.assign(new AttachTimestampSucceeded(accepted), {
        timestamp: onceVisible(context, accepted.lastPosition, async ({ timestamps }) =>
          (await timestamps.load(registration)).find(
            ({ position }) => position === accepted.lastPosition,
          ),
        ),
      }),
    );
  }
}
