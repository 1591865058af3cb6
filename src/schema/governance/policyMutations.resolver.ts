/**
 * The mutations on policies and proposals: each rebuilds what was signed, submits it and maps the
 * outcome.
 */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { SchemaContext } from '../context.js';
import { givenOrNull } from '../envelope.js';
import { onceVisible } from '../lazy.js';
import { executionOf } from './proposalExecution.js';
import { runAction } from '../submission/runAction.js';
import type { OtherOutcome } from '../submission/submission.types.js';
import {
  ApproveProposalInput,
  ApproveProposalResult,
  ApproveProposalSucceeded,
  SetPolicyInput,
  SetPolicyResult,
  SetPolicySucceeded,
  WithdrawProposalInput,
  WithdrawProposalResult,
  WithdrawProposalSucceeded,
} from './governance.mutations.js';

const ENVELOPE = 'The action with its signature.';

@Resolver()
export class PolicyMutationsResolver {
  @Mutation(() => SetPolicyResult, {
    description: 'Sets or takes away a policy (`governance.SetPolicy`).',
  })
  setPolicy(
    @Arg('input', () => SetPolicyInput, { description: ENVELOPE }) input: SetPolicyInput,
    @Ctx() context: SchemaContext,
  ): Promise<SetPolicySucceeded | OtherOutcome> {
    const data = { pattern: input.pattern, policy: givenOrNull(input.policy) };
    return runAction(context, { type: 'governance.SetPolicy', input, data }, (accepted) =>
      Object.assign(new SetPolicySucceeded(accepted), {
        policy: onceVisible(context, accepted.lastPosition, ({ policies }) =>
          policies.load(input.pattern),
        ),
      }),
    );
  }

  @Mutation(() => ApproveProposalResult, {
    description: 'Approves a proposal for one’s organisation (`governance.ApproveProposal`).',
  })
  approveProposal(
    @Arg('input', () => ApproveProposalInput, { description: ENVELOPE })
    input: ApproveProposalInput,
    @Ctx() context: SchemaContext,
  ): Promise<ApproveProposalSucceeded | OtherOutcome> {
    const data = { proposal: input.proposal };
    return runAction(context, { type: 'governance.ApproveProposal', input, data }, (accepted) =>
      Object.assign(new ApproveProposalSucceeded(accepted), {
        ...executionOf(context.log, accepted),
        proposal: onceVisible(context, accepted.lastPosition, ({ proposals }) =>
          proposals.load(input.proposal),
        ),
      }),
    );
  }

  @Mutation(() => WithdrawProposalResult, {
    description: 'Takes one’s own proposal back (`governance.WithdrawProposal`).',
  })
  withdrawProposal(
    @Arg('input', () => WithdrawProposalInput, { description: ENVELOPE })
    input: WithdrawProposalInput,
    @Ctx() context: SchemaContext,
  ): Promise<WithdrawProposalSucceeded | OtherOutcome> {
    const data = { proposal: input.proposal };
    return runAction(context, { type: 'governance.WithdrawProposal', input, data }, (accepted) =>
      Object.assign(new WithdrawProposalSucceeded(accepted), {
        proposal: onceVisible(context, accepted.lastPosition, ({ proposals }) =>
          proposals.load(input.proposal),
        ),
      }),
    );
  }
}
