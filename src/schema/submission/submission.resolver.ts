/** The mutation for many signed events, and the relations of every committed event. */
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { SchemaContext } from '../context.js';
import { derivedOf } from '../ledger/entries.js';
import { DerivedEntryObject, SignedEntryObject } from '../ledger/entry.types.js';
import { signedEntryAt } from '../ledger/outcomes.js';
import { ReceiptObject } from '../ledger/proof.types.js';
import { CommittedObject } from './submission.types.js';
import {
  type EventsSubmittedAsyncObject,
  type EventsSubmittedObject,
  SubmitSignedEventsInput,
  SubmitSignedEventsResult,
  SubmittedEventObject,
} from './submit.types.js';
import { submitSignedEvents } from './submitSignedEvents.js';

@Resolver()
export class SubmissionResolver {
  @Mutation(() => SubmitSignedEventsResult, {
    description:
      'Submits events that were signed elsewhere, many at once, of any types and actors.',
  })
  submitSignedEvents(
    @Arg('input', () => SubmitSignedEventsInput, { description: 'The events, and when to answer.' })
    input: SubmitSignedEventsInput,
    @Ctx() context: SchemaContext,
  ): Promise<EventsSubmittedObject | EventsSubmittedAsyncObject> {
    return submitSignedEvents(context, input);
  }
}

@Resolver(() => SubmittedEventObject)
export class SubmittedEventResolver {
  @FieldResolver(() => ReceiptObject, {
    nullable: true,
    description: 'The receipt. Costs a proof for each event: ask for it only when it is needed.',
  })
  receipt(
    @Root() { position }: SubmittedEventObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<ReceiptObject | undefined> {
    return loaders.receipts.load(position);
  }
}

@Resolver(() => CommittedObject)
export class CommittedResolver {
  @FieldResolver(() => SignedEntryObject, { nullable: true, description: 'The signed entry.' })
  entry(
    @Root() { position }: CommittedObject,
    @Ctx() { log }: SchemaContext,
  ): SignedEntryObject | undefined {
    return signedEntryAt(log, position);
  }

  @FieldResolver(() => [DerivedEntryObject], { description: 'What followed from the event.' })
  derivedEntries(
    @Root() { position }: CommittedObject,
    @Ctx() { log }: SchemaContext,
  ): DerivedEntryObject[] {
    const signed = signedEntryAt(log, position);
    return signed === undefined ? [] : derivedOf(log, signed);
  }

  @FieldResolver(() => ReceiptObject, {
    nullable: true,
    description: 'The receipt: proves the event and what followed without this server.',
  })
  receipt(
    @Root() { position }: CommittedObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<ReceiptObject | undefined> {
    return loaders.receipts.load(position);
  }
}
