/**
 * Filters: one comparison input for each scalar or enum, combined with `and`, `or` and `not`. A
 * filter becomes SQL with bound parameters; its size is bounded, because a GraphQL variable's depth
 * is not.
 */
import { type Expression, sql, type SqlBool } from 'kysely';
import { type ClassType, Field, InputType } from 'type-graphql';
import { LedgerError } from './errors.js';
import { isGiven } from './given.js';
import { HashScalar, InstantScalar, PositionScalar } from './scalars.js';

/** Comparisons and branches in one filter. */
const PARTS_MAX = 60;
/** Values in one `in` list. */
const IN_LIST_MAX = 100;
const DEPTH_MAX = 5;

@InputType({ description: 'Compares a text exactly.' })
export class StringFilter {
  @Field(() => String, { nullable: true, description: 'Equal to this text.' })
  eq?: string;

  @Field(() => [String], { nullable: true, description: 'Equal to one of these, at most 100.' })
  in?: string[];
}

@InputType({ description: 'Compares a hash.' })
export class HashFilter {
  @Field(() => HashScalar, { nullable: true, description: 'Equal to this hash.' })
  eq?: string;

  @Field(() => [HashScalar], { nullable: true, description: 'Equal to one of these, at most 100.' })
  in?: string[];
}

@InputType({ description: 'Compares a position.' })
export class PositionFilter {
  @Field(() => PositionScalar, { nullable: true, description: 'Equal to this position.' })
  eq?: number;

  @Field(() => PositionScalar, { nullable: true, description: 'This position or a later one.' })
  gte?: number;

  @Field(() => PositionScalar, { nullable: true, description: 'This position or an earlier one.' })
  lte?: number;
}

@InputType({ description: 'Compares an instant.' })
export class InstantFilter {
  @Field(() => InstantScalar, { nullable: true, description: 'Exactly this instant.' })
  eq?: string;

  @Field(() => InstantScalar, { nullable: true, description: 'This instant or later.' })
  gte?: string;

  @Field(() => InstantScalar, { nullable: true, description: 'This instant or earlier.' })
  lte?: string;
}

/** A comparison of any kind, as the SQL side sees it. */
export interface Comparison {
  readonly eq?: string | number;
  readonly in?: readonly (string | number)[];
  readonly gte?: string | number;
  readonly lte?: string | number;
}

/** Makes the `<name>Filter` input of an enum that is registered with TypeGraphQL. */
export function enumFilter(name: string, values: object): ClassType<Comparison> {
  @InputType(`${name}Filter`, { description: `Compares a ${name}.` })
  class EnumFilter {
    @Field(() => values, { nullable: true, description: 'Equal to this value.' })
    eq?: string;

    @Field(() => [values], { nullable: true, description: 'Equal to one of these.' })
    in?: string[];
  }
  return EnumFilter as ClassType<Comparison>;
}

/** `column` under a comparison; an empty comparison is true. */
export function compare(column: Expression<unknown>): (filter: Comparison) => Expression<SqlBool> {
  return (filter) => {
    const terms: Expression<unknown>[] = [];
    if (isGiven(filter.eq)) terms.push(sql`${column} = ${filter.eq}`);
    if (isGiven(filter.gte)) terms.push(sql`${column} >= ${filter.gte}`);
    if (isGiven(filter.lte)) terms.push(sql`${column} <= ${filter.lte}`);
    if (isGiven(filter.in)) terms.push(isOneOf(column, filter.in));
    return terms.length === 0 ? TRUE : allOf(terms);
  };
}

function isOneOf(
  column: Expression<unknown>,
  values: readonly (string | number)[],
): Expression<unknown> {
  return values.length === 0 ? FALSE : sql`${column} in (${sql.join([...values])})`;
}

const TRUE = sql<SqlBool>`1`;
const FALSE = sql<SqlBool>`0`;

function allOf(terms: readonly Expression<unknown>[]): Expression<SqlBool> {
  return sql<SqlBool>`(${sql.join([...terms], sql` and `)})`;
}

function anyOf(terms: readonly Expression<unknown>[]): Expression<SqlBool> {
  return terms.length === 0 ? FALSE : sql<SqlBool>`(${sql.join([...terms], sql` or `)})`;
}

/** How each field of a `where` input becomes SQL. */
export type WhereFields<Where> = {
  readonly [Name in Exclude<keyof Where, 'and' | 'or' | 'not'>]-?: (
    value: NonNullable<Where[Name]>,
  ) => Expression<SqlBool>;
};

/** A part of a `where` input: its comparisons by field, and its branches. */
interface Combined {
  readonly [field: string]: unknown;
  readonly and?: readonly Combined[] | null;
  readonly or?: readonly Combined[] | null;
  readonly not?: Combined | null;
}

const BRANCHES: ReadonlySet<string> = new Set(['and', 'or', 'not']);

function comparisonsIn(part: Combined): [field: string, value: unknown][] {
  return Object.entries(part).filter(([name, value]) => isGiven(value) && !BRANCHES.has(name));
}

/**
 * The SQL of a `where` input; an absent or empty one is true. Throws LIMIT_EXCEEDED when it is too
 * large or too deep.
 */
export function whereSql<Where extends object>(
  where: Where | null | undefined,
  fields: WhereFields<Where>,
): Expression<SqlBool> {
  if (!isGiven(where)) return TRUE;
  requireBounded(where);
  const table = fields as { readonly [field: string]: unknown };
  const walk = (part: Combined): Expression<SqlBool> => {
    const terms: Expression<unknown>[] = comparisonsIn(part).map(([name, value]) =>
      (table[name] as (of: unknown) => Expression<SqlBool>)(value),
    );
    for (const branch of part.and ?? []) terms.push(walk(branch));
    if (isGiven(part.or)) terms.push(anyOf(part.or.map(walk)));
    // A comparison with a column that is null is neither true nor false: here it does not hold.
    if (isGiven(part.not)) terms.push(sql`${walk(part.not)} is not true`);
    return terms.length === 0 ? TRUE : allOf(terms);
  };
  return walk(where as Combined);
}

/** Tests one value of a feed against a field of its `where`. */
export type WhereTests<Where, Facts> = {
  readonly [Name in Exclude<keyof Where, 'and' | 'or' | 'not'>]-?: (
    value: NonNullable<Where[Name]>,
    facts: Facts,
  ) => boolean;
};

/** As whereSql, for facts in memory: the test that a `where` input stands for. */
export function whereTest<Where extends object, Facts>(
  where: Where | null | undefined,
  tests: WhereTests<Where, Facts>,
): (facts: Facts) => boolean {
  if (!isGiven(where)) return () => true;
  requireBounded(where);
  const table = tests as { readonly [field: string]: unknown };
  const walk = (part: Combined, facts: Facts): boolean =>
    comparisonsIn(part).every(([name, value]) =>
      (table[name] as (of: unknown, facts: Facts) => boolean)(value, facts),
    ) &&
    (part.and ?? []).every((branch) => walk(branch, facts)) &&
    (!isGiven(part.or) || part.or.some((branch) => walk(branch, facts))) &&
    (!isGiven(part.not) || !walk(part.not, facts));
  return (facts) => walk(where as Combined, facts);
}

/** Whether `value` fits a comparison; the same answer as `compare` gives in SQL. */
export function fits(filter: Comparison, value: string | number): boolean {
  return (
    (!isGiven(filter.eq) || value === filter.eq) &&
    (!isGiven(filter.gte) || value >= filter.gte) &&
    (!isGiven(filter.lte) || value <= filter.lte) &&
    (!isGiven(filter.in) || filter.in.includes(value))
  );
}

/**
 * Throws LIMIT_EXCEEDED when a `where` input has too many comparisons or branches, or is too deep.
 */
export function requireBounded(where: object): void {
  let parts = 0;
  const walk = (part: Combined, depth: number): void => {
    if (depth > DEPTH_MAX) throw tooLarge('where', `${DEPTH_MAX} levels`, `${depth} levels`);
    parts += 1 + comparisonsIn(part).length;
    if (parts > PARTS_MAX) throw tooLarge('where', `${PARTS_MAX} parts`, `${parts} or more`);
    for (const [, comparison] of comparisonsIn(part)) requireShortList(comparison);
    for (const branch of [...(part.and ?? []), ...(part.or ?? [])]) walk(branch, depth + 1);
    if (isGiven(part.not)) walk(part.not, depth + 1);
  };
  walk(where as Combined, 1);
}

function requireShortList(comparison: unknown): void {
  const { length } = (comparison as { readonly in?: readonly unknown[] | null }).in ?? [];
  if (length > IN_LIST_MAX) {
    throw tooLarge('where.in', `${IN_LIST_MAX} values`, `${length} values`);
  }
}

function tooLarge(field: string, limit: string, value: string): LedgerError {
  return new LedgerError('LIMIT_EXCEEDED', `${field} may have ${limit}, but has ${value}`, {
    field,
    limit,
    value,
  });
}
