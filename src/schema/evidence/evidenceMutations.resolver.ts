/** The mutations of evidence: each rebuilds what was signed, submits it and maps the outcome. */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { SchemaContext } from '../context.js';
import { givenData } from '../envelope.js';
import { onceVisible } from '../lazy.js';
import { runAction } from '../submission/runAction.js';
import type { OtherOutcome } from '../submission/submission.types.js';
import {
  RegisterEvidenceBatchInput,
  RegisterEvidenceBatchResult,
  RegisterEvidenceBatchSucceeded,
  RegisterEvidenceItemInput,
  RegisterEvidenceItemResult,
  RegisterEvidenceItemSucceeded,
  SupersedeEvidenceItemInput,
  SupersedeEvidenceItemResult,
  SupersedeEvidenceItemSucceeded,
  WithdrawEvidenceItemInput,
  WithdrawEvidenceItemResult,
  WithdrawEvidenceItemSucceeded,
} from './evidence.mutations.js';

const ENVELOPE = 'The action with its signature.';

@Resolver()
export class EvidenceMutationsResolver {
  @Mutation(() => RegisterEvidenceItemResult, {
    description: 'Registers one item (`evidence.RegisterItem`).',
  })
  registerEvidenceItem(
    @Arg('input', () => RegisterEvidenceItemInput, { description: ENVELOPE })
    input: RegisterEvidenceItemInput,
    @Ctx() context: SchemaContext,
  ): Promise<RegisterEvidenceItemSucceeded | OtherOutcome> {
    const data = givenData({ item: input.item });
    return runAction(context, { type: 'evidence.RegisterItem', input, data }, (accepted) =>
      Object.assign(new RegisterEvidenceItemSucceeded(accepted), {
        item: onceVisible(context, accepted.lastPosition, ({ items }) =>
          items.load(accepted.eventHash),
        ),
      }),
    );
  }

  @Mutation(() => RegisterEvidenceBatchResult, {
    description: 'Registers many items under one root (`evidence.RegisterBatch`).',
  })
  registerEvidenceBatch(
    @Arg('input', () => RegisterEvidenceBatchInput, { description: ENVELOPE })
    input: RegisterEvidenceBatchInput,
    @Ctx() context: SchemaContext,
  ): Promise<RegisterEvidenceBatchSucceeded | OtherOutcome> {
    const { root, count, leaves, category, claim } = input;
    const data = { root, count, leaves, category, claim };
    return runAction(context, { type: 'evidence.RegisterBatch', input, data }, (accepted) =>
      Object.assign(new RegisterEvidenceBatchSucceeded(accepted), {
        batch: onceVisible(context, accepted.lastPosition, ({ batches }) =>
          batches.load(accepted.eventHash),
        ),
      }),
    );
  }

  @Mutation(() => SupersedeEvidenceItemResult, {
    description: 'Says that another item takes the place of an item (`evidence.SupersedeItem`).',
  })
  supersedeEvidenceItem(
    @Arg('input', () => SupersedeEvidenceItemInput, { description: ENVELOPE })
    input: SupersedeEvidenceItemInput,
    @Ctx() context: SchemaContext,
  ): Promise<SupersedeEvidenceItemSucceeded | OtherOutcome> {
    const { item, replacement, reason } = input;
    const data = { item, replacement, reason };
    return runAction(context, { type: 'evidence.SupersedeItem', input, data }, (accepted) =>
      Object.assign(new SupersedeEvidenceItemSucceeded(accepted), {
        item: onceVisible(context, accepted.lastPosition, ({ items }) => items.load(item)),
      }),
    );
  }

  @Mutation(() => WithdrawEvidenceItemResult, {
    description: 'Takes an item back (`evidence.WithdrawItem`).',
  })
  withdrawEvidenceItem(
    @Arg('input', () => WithdrawEvidenceItemInput, { description: ENVELOPE })
    input: WithdrawEvidenceItemInput,
    @Ctx() context: SchemaContext,
  ): Promise<WithdrawEvidenceItemSucceeded | OtherOutcome> {
    const { item, reason } = input;
    const data = { item, reason };
    return runAction(context, { type: 'evidence.WithdrawItem', input, data }, (accepted) =>
      Object.assign(new WithdrawEvidenceItemSucceeded(accepted), {
        item: onceVisible(context, accepted.lastPosition, ({ items }) => items.load(item)),
      }),
    );
  }
}
