/** Queries for what proves the log's contents, and for what became of submitted events. */
import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { MinPositionArgs } from '../connection.js';
import type { SchemaContext } from '../context.js';
import { readAt } from '../readPosition.js';
import { PositionScalar } from '../scalars.js';
import { derivedOf } from './entries.js';
import { DerivedEntryObject, SignedEntryObject } from './entry.types.js';
import { EventOutcomeObject } from './outcome.types.js';
import { eventOutcome } from './outcomes.js';
import {
  ConsistencyProofObject,
  InclusionProofObject,
  LogRecordsObject,
  ReceiptObject,
} from './proof.types.js';
import { entryInclusion, logConsistency } from './proofs.js';
import { logRecords } from './records.js';

@Resolver()
export class ProofResolver {
  @Query(() => ReceiptObject, {
    nullable: true,
    description: 'The receipt of a signed event, by the position of any of its entries.',
  })
  async receipt(
    @Arg('position', () => PositionScalar, { description: 'Position of one of the entries.' })
    position: number,
    @Args(() => MinPositionArgs) { minPosition }: MinPositionArgs,
    @Ctx() context: SchemaContext,
  ): Promise<ReceiptObject | undefined> {
    await readAt(context, minPosition);
    return context.loaders.receipts.load(position);
  }

  @Query(() => InclusionProofObject, { description: 'Proof that an entry is in the log.' })
  inclusionProof(
    @Arg('position', () => PositionScalar, { description: 'Position of the entry.' })
    position: number,
    @Arg('size', () => PositionScalar, {
      nullable: true,
      description: 'Log size to prove it under; the present one when absent.',
    })
    size: number | undefined,
    @Ctx() { log }: SchemaContext,
  ): InclusionProofObject {
    return entryInclusion(log, position, size ?? undefined);
  }

  @Query(() => LogRecordsObject, {
    description: 'Up to 1,000 signed events with all that they led to, under one proof.',
  })
  logRecords(
    @Arg('positions', () => [PositionScalar], {
      description: 'Position of one of the entries of each, in any order.',
    })
    positions: readonly number[],
    @Arg('size', () => PositionScalar, {
      nullable: true,
      description: 'Log size to prove them under; the present one when absent.',
    })
    size: number | undefined,
    @Ctx() { log }: SchemaContext,
  ): LogRecordsObject {
    return logRecords(log, positions, size ?? undefined);
  }

  @Query(() => ConsistencyProofObject, {
    description: 'Proof that the log only grew between two sizes.',
  })
  consistencyProof(
    @Arg('from', () => PositionScalar, { description: 'The smaller size, 1 or more.' })
    from: number,
    @Arg('to', () => PositionScalar, {
      nullable: true,
      description: 'The larger size; the present one when absent.',
    })
    to: number | undefined,
    @Ctx() { log }: SchemaContext,
  ): ConsistencyProofObject {
    return logConsistency(log, from, to ?? undefined);
  }

  @Query(() => EventOutcomeObject, {
    description: 'What became of a submitted event: ask after ASYNC, or after a lost answer.',
  })
  async eventOutcome(
    @Arg('actor', () => String, { description: 'Id of the actor that signed.' }) actor: string,
    @Arg('id', () => String, { description: 'Its idempotency key.' }) id: string,
    @Args(() => MinPositionArgs) { minPosition }: MinPositionArgs,
    @Ctx() context: SchemaContext,
  ): Promise<EventOutcomeObject> {
    await readAt(context, minPosition);
    return eventOutcome(context.log, actor, id);
  }
}

@Resolver(() => EventOutcomeObject)
export class EventOutcomeResolver {
  @FieldResolver(() => SignedEntryObject, {
    nullable: true,
    description: 'The signed entry; null while unknown.',
  })
  entry(@Root() { signed }: EventOutcomeObject): SignedEntryObject | null {
    return signed;
  }

  @FieldResolver(() => [DerivedEntryObject], { description: 'What followed from the event.' })
  derivedEntries(
    @Root() { signed }: EventOutcomeObject,
    @Ctx() { log }: SchemaContext,
  ): DerivedEntryObject[] {
    return signed === null ? [] : derivedOf(log, signed);
  }

  @FieldResolver(() => ReceiptObject, {
    nullable: true,
    description: 'The receipt; null while unknown.',
  })
  async receipt(
    @Root() { position }: EventOutcomeObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<ReceiptObject | null> {
    return position === null ? null : ((await loaders.receipts.load(position)) ?? null);
  }
}
