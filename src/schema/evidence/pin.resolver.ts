/** Pinned steps in GraphQL: where an item's steps were last stated, and the mutation that asks. */
import { type ClassType, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { EvidencePinsTable } from '../../projections/evidence/lifeTables.js';
import type { SchemaContext } from '../context.js';
import { actionMutations } from '../submission/actionMutations.js';
import { rowFields, tableType } from '../tableType.js';
import { EvidenceItemObject } from './evidence.types.js';

const pin = rowFields<EvidencePinsTable>();

const StepsPinType = tableType<EvidencePinsTable>(
  'EvidenceStepsPin',
  'A statement of the ledger on how many steps an item and its records have.',
  {
    position: pin.position('position', 'Position of the entry that states it.'),
    time: pin.instant('time', 'Time of its block.'),
    actorId: pin.text('by_actor', 'Id of the actor who asked for it.'),
  },
);

@Resolver(() => EvidenceItemObject)
class ItemPinResolver {
  @FieldResolver(() => StepsPinType.type, {
    nullable: true,
    description: 'The newest statement on its steps; a bundle is complete as of it.',
  })
  async stepsPinned(
    @Root() { itemId }: EvidenceItemObject,
    @Ctx() { loaders }: SchemaContext,
  ): Promise<object | undefined> {
    const row = await loaders.pins.load(itemId);
    return row && StepsPinType.of(row);
  }
}

const PinMutations = actionMutations(
  {
    field: 'item',
    type: () => EvidenceItemObject,
    find: (_, input, { loaders }) => loaders.items.load(input['item'] as string),
  },
  {
    pinSteps: {
      type: 'evidence.PinSteps',
      does: 'Has the ledger state how many steps an item and its records have',
      done: 'The steps are pinned: what is cut from them afterwards is found out.',
      fields: {
        item: { type: () => String, description: 'Id of the item.' },
        subjects: {
          type: () => String,
          list: true,
          description:
            'Ids of the item, its registration, records and organisations; pairs `<one>/<other>`.',
        },
      },
    },
  },
);

export const PIN_RESOLVERS: readonly ClassType[] = [ItemPinResolver, PinMutations];
