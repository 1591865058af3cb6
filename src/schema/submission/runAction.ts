/** Runs one typed action: rebuilds what was signed, submits it, and says what became of it. */
import type { JsonObject } from '../../crypto/canonicalJson.js';
import { eventHash, type SignedEvent } from '../../ledger/signedEvent.js';
import type { SchemaContext, SubmitResult } from '../context.js';
import { rebuildBody } from '../envelope.js';
import { onceVisible } from '../lazy.js';
import { refusalAt } from '../ledger/outcomes.js';
import { admitted } from './admitted.js';
import {
  type OtherOutcome,
  ProposalOpenedObject,
  RefusedObject,
  type SignedInput,
  SubmittedAsyncObject,
} from './submission.types.js';

/** An action with the envelope that it was signed in. */
export interface SignedAction {
  /** `<domain>.<Action>`. */
  readonly type: string;
  readonly input: SignedInput;
  /** The action's own fields under the names that were signed. */
  readonly data: JsonObject;
}

/** An event that no rule refused. */
export type Accepted = SubmitResult & {
  /** Position of the last entry that followed from it: what a reader of the outcome waits for. */
  readonly lastPosition: number;
};

/**
 * Submits `action`; `succeeded` makes the answer when no rule refused it and it did not become a
 * proposal. Top-level errors are those of `Submit`.
 */
export async function runAction<Succeeded>(
  context: SchemaContext,
  action: SignedAction,
  succeeded: (accepted: Accepted) => Succeeded,
): Promise<Succeeded | OtherOutcome> {
  const { type, input, data } = action;
  const body = rebuildBody(context.ledgerId, type, { ...input, data });
  const event = { body, signature: input.signature };
  if (input.wait === 'ASYNC') return submittedAsync(context, event, input);
  const [result] = (await context.submit([event])) as [SubmitResult];
  // Mutations of one operation run one after another: what an earlier one has loaded is the past.
  context.loaders.clear();
  // A result is given only for what is durable, and the log shows all that is.
  if (result.refused !== null)
    return new RefusedObject(result, refusalAt(context.log, result.position));
  const accepted = { ...result, lastPosition: result.position + result.derived };
  return result.proposed ? proposalOf(context, accepted) : succeeded(accepted);
}

async function submittedAsync(
  context: SchemaContext,
  event: SignedEvent,
  { actor, id }: SignedInput,
): Promise<SubmittedAsyncObject> {
  await admitted(context, [event]);
  const facts = { eventHash: eventHash(event.body), actorId: actor, submissionId: id };
  return Object.assign(new SubmittedAsyncObject(), facts);
}

function proposalOf(context: SchemaContext, accepted: Accepted): ProposalOpenedObject {
  const proposal = onceVisible(context, accepted.lastPosition, ({ proposals }) =>
    proposals.load(accepted.eventHash),
  );
  return Object.assign(new ProposalOpenedObject(accepted), { proposal });
}
