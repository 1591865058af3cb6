/** The relations of entries and blocks. */
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Hex } from '../../crypto/bytes.js';
import type { JsonObject } from '../../crypto/canonicalJson.js';
import { entryHash } from '../../ledger/entry.js';
import { type Page, PageArgs, pageWindow } from '../connection.js';
import type { SchemaContext } from '../context.js';
import { ActorObject } from '../governance/governance.types.js';
import { CanonicalJsonScalar, HashScalar, JsonScalar } from '../scalars.js';
import { BlockObject } from './block.types.js';
import { derivedOf, ENTRY_PAGE_MAX, entryPage } from './entries.js';
import {
  DerivedEntryObject,
  EntryConnection,
  EntryObject,
  SignedEntryObject,
} from './entry.types.js';
import { RefusalObject } from './outcome.types.js';
import { refusalOf } from './outcomes.js';
import { ReceiptObject } from './proof.types.js';

@Resolver(() => EntryObject)
export class EntryResolver {
  @FieldResolver(() => HashScalar, {
    description:
      'Hash of the entry’s text: the Merkle leaf hash, and `previous` of the next entry.',
  })
  hash(@Root() { text }: EntryObject): Hex {
    return entryHash(text);
  }

  @FieldResolver(() => JsonScalar, { description: 'The event, parsed.' })
  event(@Root() { eventText }: EntryObject): JsonObject {
    return JSON.parse(eventText) as JsonObject;
  }

  @FieldResolver(() => BlockObject, { description: 'The block that holds the entry.' })
  block(
    @Root() { height }: EntryObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<BlockObject | undefined> {
    return loaders.blocks.load(height);
  }

  @FieldResolver(() => ReceiptObject, {
    nullable: true,
    description: 'The receipt of the signed event behind the entry; null when none is behind it.',
  })
  receipt(
    @Root() { position }: EntryObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<ReceiptObject | undefined> {
    return loaders.receipts.load(position);
  }
}

@Resolver(() => SignedEntryObject)
export class SignedEntryResolver {
  @FieldResolver(() => ActorObject, {
    nullable: true,
    description: 'Who signed; null when the ledger knew no such actor and refused the event.',
  })
  actor(
    @Root() { actorId }: SignedEntryObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<ActorObject | undefined> {
    return loaders.actors.load(actorId);
  }

  @FieldResolver(() => [DerivedEntryObject], { description: 'What followed from the event.' })
  derivedEntries(
    @Root() signed: SignedEntryObject,
    @Ctx() { log }: SchemaContext,
  ): DerivedEntryObject[] {
    return derivedOf(log, signed);
  }

  @FieldResolver(() => RefusalObject, {
    nullable: true,
    description: 'Why a rule refused the event; null when none did.',
  })
  refusal(@Root() signed: SignedEntryObject, @Ctx() { log }: SchemaContext): RefusalObject | null {
    return refusalOf(log, signed);
  }
}

@Resolver(() => DerivedEntryObject)
export class DerivedEntryResolver {
  @FieldResolver(() => SignedEntryObject, {
    nullable: true,
    description: 'The signed entry that caused it; null when none did.',
  })
  async cause(
    @Root() { causePosition }: DerivedEntryObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<SignedEntryObject | null> {
    if (causePosition === null) return null;
    const cause = await loaders.entries.load(causePosition);
    return cause instanceof SignedEntryObject ? cause : null;
  }
}

@Resolver(() => BlockObject)
export class BlockResolver {
  @FieldResolver(() => CanonicalJsonScalar, {
    nullable: true,
    description:
      'What validators have signed over the block (`civic-ledger/certificate/v1`); null where ' +
      'one operator keeps the ledger, and until the header after the block is decided.',
  })
  certificate(
    @Root() { height }: BlockObject,
    @Ctx() { certificates }: SchemaContext,
  ): string | null {
    return certificates?.of(height) ?? null;
  }

  @FieldResolver(() => EntryConnection, { description: 'The block’s entries, in order.' })
  entries(
    @Root() { firstPosition, size }: BlockObject,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { log }: SchemaContext,
  ): Page<EntryObject> {
    const selection = {
      from: firstPosition,
      to: size - 1,
      everyEntry: true,
      matches: () => true,
    };
    return entryPage(log, selection, pageWindow(args, ENTRY_PAGE_MAX));
  }

  @FieldResolver(() => BlockObject, {
    nullable: true,
    description: 'The block before; null at height 0.',
  })
  async previousBlock(
    @Root() { height }: BlockObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<BlockObject | null> {
    return height === 0 ? null : ((await loaders.blocks.load(height - 1)) ?? null);
  }
}
