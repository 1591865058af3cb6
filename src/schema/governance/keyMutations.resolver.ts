/** The mutations on keys: each rebuilds what was signed, submits it and maps the outcome. */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { SchemaContext } from '../context.js';
import { onceVisible } from '../lazy.js';
import { runAction } from '../submission/runAction.js';
import type { OtherOutcome } from '../submission/submission.types.js';
import {
  AddKeyInput,
  AddKeyResult,
  AddKeySucceeded,
  RevokeKeyInput,
  RevokeKeyResult,
  RevokeKeySucceeded,
  RotateKeyInput,
  RotateKeyResult,
  RotateKeySucceeded,
} from './governance.mutations.js';

const ENVELOPE = 'The action with its signature.';

@Resolver()
export class KeyMutationsResolver {
  @Mutation(() => AddKeyResult, { description: 'Binds a key to an actor (`governance.AddKey`).' })
  addKey(
    @Arg('input', () => AddKeyInput, { description: ENVELOPE }) input: AddKeyInput,
    @Ctx() context: SchemaContext,
  ): Promise<AddKeySucceeded | OtherOutcome> {
    const data = { actor: input.actorId, key: input.newKey, possession: input.possession };
    return runAction(context, { type: 'governance.AddKey', input, data }, (accepted) =>
      Object.assign(new AddKeySucceeded(accepted), {
        actorKey: onceVisible(context, accepted.lastPosition, ({ keys }) =>
          keys.load(input.newKey),
        ),
      }),
    );
  }

  @Mutation(() => RotateKeyResult, {
    description: 'Replaces one’s own key (`governance.RotateKey`).',
  })
  rotateKey(
    @Arg('input', () => RotateKeyInput, { description: ENVELOPE }) input: RotateKeyInput,
    @Ctx() context: SchemaContext,
  ): Promise<RotateKeySucceeded | OtherOutcome> {
    const data = { key: input.oldKey, newKey: input.newKey, possession: input.possession };
    return runAction(context, { type: 'governance.RotateKey', input, data }, (accepted) =>
      Object.assign(new RotateKeySucceeded(accepted), {
        actorKey: onceVisible(context, accepted.lastPosition, ({ keys }) =>
          keys.load(input.newKey),
        ),
      }),
    );
  }

  @Mutation(() => RevokeKeyResult, { description: 'Revokes a key (`governance.RevokeKey`).' })
  revokeKey(
    @Arg('input', () => RevokeKeyInput, { description: ENVELOPE }) input: RevokeKeyInput,
    @Ctx() context: SchemaContext,
  ): Promise<RevokeKeySucceeded | OtherOutcome> {
    const data = { key: input.revokedKey, reason: input.reason };
    return runAction(context, { type: 'governance.RevokeKey', input, data }, (accepted) =>
      Object.assign(new RevokeKeySucceeded(accepted), {
        actorKey: onceVisible(context, accepted.lastPosition, ({ keys }) =>
          keys.load(input.revokedKey),
        ),
      }),
    );
  }
}
