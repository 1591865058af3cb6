/** Global object identification (Relay): finds any object again by its opaque id. */
import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import { MinPositionArgs, PAGE_MAX } from './connection.js';
import type { SchemaContext } from './context.js';
import { LedgerError } from './errors.js';
import { NodeObject, type NodeType, readGlobalId } from './globalId.js';
import { LedgerObject } from './ledger/ledger.types.js';
import { readAt } from './readPosition.js';

type Find = (key: string, context: SchemaContext) => Promise<NodeObject | undefined>;

/** A place in the log; undefined for text that no position has. */
function place(key: string): number | undefined {
  return /^(?:0|[1-9]\d{0,15})$/.test(key) ? Number(key) : undefined;
}

const FINDERS: { readonly [Type in NodeType]: Find } = {
  Ledger: async (key, context) =>
    key === context.ledgerId ? new LedgerObject(context) : undefined,
  Entry: async (key, { loaders }) => {
    const position = place(key);
    return position === undefined ? undefined : loaders.entries.load(position);
  },
  Block: async (key, { loaders }) => {
    const height = place(key);
    return height === undefined ? undefined : loaders.blocks.load(height);
  },
  Organisation: (key, { loaders }) => loaders.organisations.load(key),
  Actor: (key, { loaders }) => loaders.actors.load(key),
  ActorKey: (key, { loaders }) => loaders.keys.load(key),
  Policy: (key, { loaders }) => loaders.policies.load(key),
  Proposal: (key, { loaders }) => loaders.proposals.load(key),
  EvidenceItem: (key, { loaders }) => loaders.items.load(key),
  EvidenceBatch: (key, { loaders }) => loaders.batches.load(key),
};

@Resolver()
export class NodeResolver {
  @Query(() => NodeObject, { nullable: true, description: 'The object with a global id.' })
  async node(
    @Arg('id', () => ID, { description: 'Global id, from the `id` field of an object.' })
    id: string,
    @Args(() => MinPositionArgs) { minPosition }: MinPositionArgs,
    @Ctx() context: SchemaContext,
  ): Promise<NodeObject | undefined> {
    const { type, key } = readGlobalId(id, 'id');
    await readAt(context, minPosition);
    return FINDERS[type](key, context);
  }

  @Query(() => [NodeObject], {
    nullable: 'items',
    description: 'The objects with these global ids, in their order; null where there is none.',
  })
  async nodes(
    @Arg('ids', () => [ID], { description: 'Global ids, at most 100.' }) ids: string[],
    @Args(() => MinPositionArgs) { minPosition }: MinPositionArgs,
    @Ctx() context: SchemaContext,
  ): Promise<(NodeObject | null)[]> {
    if (ids.length > PAGE_MAX) {
      const facts = { field: 'ids', limit: `${PAGE_MAX} ids`, value: `${ids.length} ids` };
      throw new LedgerError('LIMIT_EXCEEDED', `ids may have ${PAGE_MAX} members`, facts);
    }
    const read = ids.map((id) => readGlobalId(id, 'ids'));
    await readAt(context, minPosition);
    const found = await Promise.all(read.map(({ type, key }) => FINDERS[type](key, context)));
    return found.map((object) => object ?? null);
  }
}
