/**
 * Sort orders that callers choose: `orderBy: [{field, direction}]`, always ended by a unique
 * column.
 */
import { type ClassType, Field, InputType } from 'type-graphql';
import { describedEnum } from './describedEnum.js';
import { LedgerError } from './errors.js';
import type { Direction, SortTerm } from './sqlPage.js';

export const SortDirectionEnum = describedEnum({
  name: 'SortDirection',
  description: 'Which end of a sort order comes first.',
  values: {
    ASC: ['asc', 'Smallest or earliest first.'],
    DESC: ['desc', 'Largest or latest first.'],
  },
});

/** One term of an `orderBy` argument. */
export interface Order {
  readonly field: string;
  readonly direction: string;
}

/** Makes the `<name>Order` input over the enum of the fields that a list can be sorted by. */
export function orderInput(name: string, fields: object): ClassType<Order> {
  @InputType(`${name}Order`, { description: 'One sort term; the first one weighs most.' })
  class OrderInput {
    @Field(() => fields, { description: 'What to sort by.' })
    field!: string;

    @Field(() => SortDirectionEnum, {
      defaultValue: 'asc',
      description: 'Which end comes first.',
    })
    direction!: string;
  }
  return OrderInput as ClassType<Order>;
}

/** A sort column before its direction is known. */
export type SortColumn<Row> = Omit<SortTerm<Row>, 'direction' | 'name'>;

/**
 * The terms of `orderBy`, then the unique column in the direction of the last one. A term that
 * comes twice is refused; nothing after the unique column could change the order.
 */
export function sortTerms<Row>(
  orderBy: readonly Order[] | null | undefined,
  columns: { readonly [field: string]: SortColumn<Row> },
  unique: string,
): readonly SortTerm<Row>[] {
  const orders = orderBy ?? [];
  const names = orders.map((order) => order.field);
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated !== undefined) {
    const facts = { field: 'orderBy', limit: 'each field once', value: repeated };
    throw new LedgerError('BAD_USER_INPUT', `orderBy names ${repeated} twice`, facts);
  }
  const end = names.indexOf(unique);
  const chosen = end === -1 ? orders : orders.slice(0, end + 1);
  const last = { field: unique, direction: orders.at(-1)?.direction ?? 'asc' };
  return (end === -1 ? [...chosen, last] : chosen).map(({ field, direction }) => ({
    ...(columns[field] as SortColumn<Row>),
    name: field,
    direction: direction as Direction,
  }));
}
