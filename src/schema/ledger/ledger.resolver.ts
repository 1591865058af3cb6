/** Queries on the ledger as a whole, its blocks and its entries. */
import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import type { SchemaContext } from '../context.js';
import { MinPositionArgs, type Page, pageWindow, ReadPageArgs } from '../connection.js';
import { readAt } from '../readPosition.js';
import { HeightScalar, PositionScalar } from '../scalars.js';
import { BlockConnection, BlockObject, CheckpointObject } from './block.types.js';
import { blockPage } from './blocks.js';
import { ENTRY_PAGE_MAX, entryPage } from './entries.js';
import { EntriesWhere, entrySelection } from './entry.inputs.js';
import { EntryConnection, EntryObject } from './entry.types.js';
import { LedgerObject } from './ledger.types.js';

@Resolver()
export class LedgerResolver {
  @Query(() => LedgerObject, {
    description: 'The ledger: its identity, its formats, its progress.',
  })
  ledger(@Ctx() context: SchemaContext): LedgerObject {
    return new LedgerObject(context);
  }

  @Query(() => BlockObject, { description: 'The newest block.' })
  async head(
    @Args(() => MinPositionArgs) { minPosition }: MinPositionArgs,
    @Ctx() context: SchemaContext,
  ): Promise<BlockObject> {
    await readAt(context, minPosition);
    return newestBlock(context);
  }

  @Query(() => CheckpointObject, { description: 'The newest signed checkpoint.' })
  async checkpoint(
    @Args(() => MinPositionArgs) { minPosition }: MinPositionArgs,
    @Ctx() context: SchemaContext,
  ): Promise<CheckpointObject> {
    await readAt(context, minPosition);
    return newestBlock(context).checkpoint;
  }

  @Query(() => EntryObject, { nullable: true, description: 'The entry at a position.' })
  async entry(
    @Arg('position', () => PositionScalar, { description: 'Place in the log.' }) position: number,
    @Args(() => MinPositionArgs) { minPosition }: MinPositionArgs,
    @Ctx() context: SchemaContext,
  ): Promise<EntryObject | undefined> {
    await readAt(context, minPosition);
    return context.loaders.entries.load(position);
  }

  @Query(() => EntryConnection, {
    description: 'Entries in the order of the log, up to 1,000 a page.',
  })
  async entries(
    @Args(() => ReadPageArgs) args: ReadPageArgs,
    @Arg('where', () => EntriesWhere, { nullable: true, description: 'Which entries.' })
    where: EntriesWhere | undefined,
    @Ctx() context: SchemaContext,
  ): Promise<Page<EntryObject>> {
    const window = pageWindow(args, ENTRY_PAGE_MAX);
    await readAt(context, args.minPosition);
    return entryPage(context.log, entrySelection(where), window);
  }

  @Query(() => BlockObject, { nullable: true, description: 'The block at a height.' })
  async block(
    @Arg('height', () => HeightScalar, { description: 'Number of the block.' }) height: number,
    @Args(() => MinPositionArgs) { minPosition }: MinPositionArgs,
    @Ctx() context: SchemaContext,
  ): Promise<BlockObject | undefined> {
    await readAt(context, minPosition);
    return context.loaders.blocks.load(height);
  }

  @Query(() => BlockConnection, { description: 'Blocks in order of height.' })
  async blocks(
    @Args(() => ReadPageArgs) args: ReadPageArgs,
    @Ctx() context: SchemaContext,
  ): Promise<Page<BlockObject>> {
    const window = pageWindow(args);
    await readAt(context, args.minPosition);
    return blockPage(context.log, window);
  }
}

function newestBlock({ log }: SchemaContext): BlockObject {
  const block = log.block(log.height());
  // A node serves only after its genesis block is durable.
  if (block === undefined) throw new Error('the log has no block');
  return new BlockObject(block);
}
