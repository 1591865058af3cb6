/** What entries can be filtered by. */
import { Field, InputType } from 'type-graphql';
import { fits, PositionFilter, requireBounded, StringFilter } from '../filters.js';
import type { EntrySelection } from './entries.js';
import { type EntryObject, SignedEntryObject } from './entry.types.js';
import { isGiven } from '../given.js';

@InputType({
  description:
    'Which entries. All given fields must hold. A page looks at 5,000 entries at most: it may ' +
    'hold fewer members than asked for and still say that more follow.',
})
export class EntriesWhere {
  @Field(() => StringFilter, { nullable: true, description: 'Type of the event.' })
  type?: StringFilter;

  @Field(() => StringFilter, {
    nullable: true,
    description: 'Id of the actor that signed; only signed entries have one.',
  })
  actorId?: StringFilter;

  @Field(() => PositionFilter, { nullable: true, description: 'Position of the entry.' })
  position?: PositionFilter;
}

/** The range and the test that a filter stands for. Throws LIMIT_EXCEEDED when it is too large. */
export function entrySelection(where: EntriesWhere | null | undefined): EntrySelection {
  if (isGiven(where)) requireBounded(where);
  const { position, type, actorId } = where ?? {};
  const from = Math.max(position?.eq ?? 0, position?.gte ?? 0);
  const to = Math.min(position?.eq ?? Infinity, position?.lte ?? Infinity);
  return { from, to, everyEntry: !isGiven(type) && !isGiven(actorId), matches };

  function matches(entry: EntryObject): boolean {
    const actor = entry instanceof SignedEntryObject ? entry.actorId : undefined;
    const ofType = !isGiven(type) || fits(type, entry.type);
    return ofType && (!isGiven(actorId) || (actor !== undefined && fits(actorId, actor)));
  }
}
