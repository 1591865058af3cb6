/**
 * Keyset pages over a Kysely query: the sort columns always end in a unique one, so that every row
 * has one place and the next page starts exactly behind the last.
 */
import { type Expression, type SelectQueryBuilder, sql, type SqlBool } from 'kysely';
import type { ReadModels } from '../projections/readModels.js';
import type { SchemaContext } from './context.js';
import { type PageArgs, pageOf, type Page, type PageWindow, pageWindow } from './connection.js';
import { type CursorValue, decodeCursor, encodeCursor } from './cursor.js';
import { readAt } from './readPosition.js';

/** Counting stops here: a larger list answers null. */
const COUNT_MAX = 10_000;

export type Direction = 'asc' | 'desc';

/** One sort column. Its values are never null; `of` reads the same value from a fetched row. */
export interface SortTerm<Row> {
  readonly name: string;
  readonly column: Expression<unknown>;
  readonly kind: 'string' | 'number';
  readonly of: (row: Row) => CursorValue;
  readonly direction: Direction;
}

/** A list that can be paged: its query without order and limit, and its sort columns. */
export interface SqlList<Tables extends keyof ReadModels, Row, Member> {
  /** Names the list in cursors. */
  readonly name: string;
  readonly query: SelectQueryBuilder<ReadModels, Tables, Row>;
  /** The last one is unique. */
  readonly sort: readonly SortTerm<Row>[];
  readonly member: (row: Row) => Member;
  readonly maxPage?: number;
}

/** A page of `list`, read once the read models have reached `args.minPosition`. */
export async function sqlPage<Tables extends keyof ReadModels, Row, Member>(
  list: SqlList<Tables, Row, Member>,
  args: PageArgs & { readonly minPosition?: number },
  context: SchemaContext,
): Promise<Page<Member>> {
  const window = pageWindow(args, list.maxPage);
  const order = orderName(list);
  const query = windowed(list, window, order);
  const asOfPosition = await readAt(context, args.minPosition);
  const rows = await query.execute();
  const read = rows.map((row) => ({
    cursor: encodeCursor(
      order,
      list.sort.map((term) => term.of(row)),
    ),
    node: list.member(row),
  }));
  return pageOf(read, window, {
    asOfPosition,
    totalCount: () => boundedCount(list.query, context),
  });
}

function orderName<Tables extends keyof ReadModels, Row, Member>(
  list: SqlList<Tables, Row, Member>,
): string {
  return `${list.name}(${list.sort.map((term) => `${term.name} ${term.direction}`).join(',')})`;
}

function windowed<Tables extends keyof ReadModels, Row, Member>(
  list: SqlList<Tables, Row, Member>,
  window: PageWindow,
  order: string,
): SelectQueryBuilder<ReadModels, Tables, Row> {
  const kinds = list.sort.map((term) => term.kind);
  const { backward, start, end } = window;
  let query = list.query.limit(window.limit + 1);
  if (start !== undefined) {
    const values = decodeCursor(start, { order, kinds }, backward ? 'before' : 'after');
    query = query.where(isBehind(list.sort, values, backward));
  }
  if (end !== undefined) {
    const values = decodeCursor(end, { order, kinds }, backward ? 'after' : 'before');
    query = query.where(isBehind(list.sort, values, !backward));
  }
  for (const term of list.sort) {
    query = query.orderBy(sql`${term.column}`, readDirection(term, backward));
  }
  return query;
}

function readDirection(term: { readonly direction: Direction }, backward: boolean): Direction {
  if (!backward) return term.direction;
  return term.direction === 'asc' ? 'desc' : 'asc';
}

/**
 * Rows that follow `values` in reading order: a >= x and ((a > x) or (a = x and b > y) or …). The
 * first term says nothing new; an index on `a` can use it.
 */
function isBehind<Row>(
  sort: readonly SortTerm<Row>[],
  values: readonly CursorValue[],
  backward: boolean,
): Expression<SqlBool> {
  const ascending = (term: SortTerm<Row>) => readDirection(term, backward) === 'asc';
  const [lead] = sort as [SortTerm<Row>, ...SortTerm<Row>[]];
  if (sort.length === 1) return ahead(lead, values[0], ascending(lead) ? sql`>` : sql`<`);
  const steps = sort.map((term, index) => {
    const equal = sort.slice(0, index).map((same, at) => ahead(same, values[at], sql`=`));
    const behind = ahead(term, values[index], ascending(term) ? sql`>` : sql`<`);
    return sql`(${sql.join([...equal, behind], sql` and `)})`;
  });
  const bound = ahead(lead, values[0], ascending(lead) ? sql`>=` : sql`<=`);
  return sql<SqlBool>`${bound} and (${sql.join(steps, sql` or `)})`;
}

function ahead<Row>(
  term: SortTerm<Row>,
  value: CursorValue | undefined,
  operator: Expression<unknown>,
): Expression<SqlBool> {
  return sql<SqlBool>`${term.column} ${operator} ${value}`;
}

async function boundedCount<Tables extends keyof ReadModels, Row>(
  query: SelectQueryBuilder<ReadModels, Tables, Row>,
  context: SchemaContext,
): Promise<number | null> {
  const counted = context.readModels
    .selectFrom(
      query
        .clearSelect()
        .select(sql`1`.as('one'))
        .limit(COUNT_MAX + 1)
        .as('counted'),
    )
    .select(sql<number>`count(*)`.as('rows'));
  const { rows } = await counted.executeTakeFirstOrThrow();
  return rows > COUNT_MAX ? null : rows;
}
