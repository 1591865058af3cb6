/**
 * The two queries of a kind of record: one by its id, and the list under a filter, by default in
 * the order in which the records were opened. Made from the table, so that all kinds are asked in
 * the same way.
 */
import { sql } from 'kysely';
import { Arg, Args, type ClassType, Ctx, Field, InputType, Query, Resolver } from 'type-graphql';
import type { ReadModels } from '../projections/readModels.js';
import { connectionType, MinPositionArgs, type Page, ReadPageArgs } from './connection.js';
import type { SchemaContext } from './context.js';
import { describedEnum } from './describedEnum.js';
import { compare, enumFilter, HashFilter, StringFilter, whereSql } from './filters.js';
import { readAt } from './readPosition.js';
import { HashScalar } from './scalars.js';
import { type Order, orderInput, type SortColumn, sortTerms } from './sorting.js';
import { sqlPage } from './sqlPage.js';
import type { TableType } from './tableType.js';

/** One field of a list's `where`: the column and how it is compared. */
export interface RecordFilter {
  readonly column: string;
  readonly type: () => ClassType;
  readonly description: string;
}

export interface RecordQueries<Name extends keyof ReadModels> {
  readonly table: Name;
  /** Column of the id. */
  readonly key: keyof ReadModels[Name] & string;
  readonly type: TableType<ReadModels[Name]>;
  /** Name of the object type, for example `Capture`. */
  readonly name: string;
  /** The query for one and the query for many. */
  readonly one: string;
  readonly many: string;
  /** Plural, for descriptions. */
  readonly what: string;
  readonly filters: { readonly [field: string]: RecordFilter };
}

const RecordOrder = orderInput(
  'Record',
  describedEnum({
    name: 'RecordOrderField',
    description: 'What the records of a kind are sorted by.',
    values: { OPENED: ['OPENED', 'The order in which they were opened.'] },
  }),
);

/** Every table of records has the position of the entry that opened each. */
const RECORD_COLUMNS: { readonly [field: string]: SortColumn<{ readonly position: number }> } = {
  OPENED: { column: sql.ref('position'), kind: 'number', of: (row) => row.position },
};

const enumFilters = new Map<object, ClassType>();

/** Filters by columns; an enum has one filter type, however many lists use it. */
export const by = {
  text: (column: string, description: string): RecordFilter => ({
    column,
    type: () => StringFilter,
    description,
  }),
  hash: (column: string, description: string): RecordFilter => ({
    column,
    type: () => HashFilter,
    description,
  }),
  word: (
    [name, values]: readonly [name: string, values: object],
    column: string,
    description: string,
  ): RecordFilter => {
    const filter = enumFilters.get(values) ?? enumFilter(name, values);
    enumFilters.set(values, filter);
    return { column, type: () => filter, description };
  },
};

/** The resolver with both queries. */
export function recordQueries<Name extends keyof ReadModels>(spec: RecordQueries<Name>): ClassType {
  class RecordResolver {}
  addOne(spec, RecordResolver);
  addMany(spec, RecordResolver);
  Resolver()(RecordResolver);
  return RecordResolver;
}

/** The record of a kind under its id, or null: also for the answers of mutations. */
export async function recordById<Name extends keyof ReadModels>(
  { table, key, type }: Pick<RecordQueries<Name>, 'table' | 'key' | 'type'>,
  id: string,
  { readModels }: Pick<SchemaContext, 'readModels'>,
): Promise<object | null> {
  // The table and its key belong together by the type above; Kysely cannot see it through a name.
  const query = readModels.selectFrom(table as 'evidence_captures').selectAll();
  const row = await query.where(sql.ref(key), '=', id).executeTakeFirst();
  return row === undefined ? null : type.of(row as unknown as ReadModels[Name]);
}

function addOne<Name extends keyof ReadModels>(spec: RecordQueries<Name>, target: ClassType): void {
  const one = async (
    id: string,
    { minPosition }: MinPositionArgs,
    context: SchemaContext,
  ): Promise<object | null> => {
    await readAt(context, minPosition);
    return recordById(spec, id, context);
  };
  const prototype = define(target, spec.one, one);
  const idText = 'Hash that names it: of the event that opened it; of a tool, of its build.';
  Arg('id', () => HashScalar, { description: idText })(prototype, spec.one, 0);
  Args(() => MinPositionArgs)(prototype, spec.one, 1);
  Ctx()(prototype, spec.one, 2);
  const description = `One of the ${spec.what} by its id.`;
  Query(() => spec.type.type, { nullable: true, description })(prototype, spec.one, {});
}

function addMany<Name extends keyof ReadModels>(
  spec: RecordQueries<Name>,
  target: ClassType,
): void {
  const { table, type, name, many, what, filters } = spec;
  const connection = connectionType(name, () => type.type, what);
  const where = whereInput(many, filters);
  const fields = Object.fromEntries(
    Object.entries(filters).map(([field, { column }]) => [field, compare(sql.ref(column))]),
  );
  const list = (
    args: ReadPageArgs,
    chosen: object | undefined,
    orderBy: readonly Order[] | undefined,
    context: SchemaContext,
  ): Promise<Page<object>> =>
    sqlPage(
      {
        name: many,
        query: context.readModels
          .selectFrom(table as 'evidence_captures')
          .selectAll()
          .where(whereSql(chosen, fields as never)),
        sort: sortTerms(orderBy, RECORD_COLUMNS, 'OPENED'),
        member: (row) => type.of(row as unknown as ReadModels[Name]),
      },
      args,
      context,
    );
  const prototype = define(target, many, list);
  Args(() => ReadPageArgs)(prototype, many, 0);
  const whichText = { nullable: true, description: `Which ${what}.` };
  Arg('where', () => where, whichText)(prototype, many, 1);
  const orderText = { nullable: true, description: 'In which order.' };
  Arg('orderBy', () => [RecordOrder], orderText)(prototype, many, 2);
  Ctx()(prototype, many, 3);
  const description = `All ${what} under a filter, by default the first opened first.`;
  Query(() => connection, { description })(prototype, many, {});
}

function define(target: ClassType, name: string, method: object): object {
  Object.defineProperty(target.prototype, name, { value: method });
  return target.prototype;
}

/** The `<Many>Where` input: every given field must hold. */
function whereInput(many: string, filters: RecordQueries<never>['filters']): ClassType {
  class Where {}
  for (const [field, { type, description }] of Object.entries(filters)) {
    Field(type, { nullable: true, description })(Where.prototype, field);
  }
  const input = Where as ClassType;
  for (const branch of ['and', 'or'] as const) {
    const description = branch === 'and' ? 'All of these must hold.' : 'One of these must hold.';
    Field(() => [input], { nullable: true, description })(Where.prototype, branch);
  }
  Field(() => input, { nullable: true, description: 'This must not hold.' })(
    Where.prototype,
    'not',
  );
  const name = many.charAt(0).toUpperCase() + many.slice(1);
  InputType(`${name}Where`, { description: 'All given fields must hold.' })(Where);
  return input;
}
