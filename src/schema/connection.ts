/** Relay connections: pages of a list with cursors, and the page arguments with their limits. */
import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { LedgerError } from './errors.js';
import { isGiven } from './given.js';
import { PositionScalar } from './scalars.js';

/** Largest page of most lists, and the page when neither `first` nor `last` is given. */
export const PAGE_MAX = 100;
export const PAGE_DEFAULT = 20;

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'How many members from the start of the list or after `after`. Not with `last`.',
  })
  first?: number;

  @Field(() => String, { nullable: true, description: 'Cursor: only members that follow it.' })
  after?: string;

  @Field(() => Int, {
    nullable: true,
    description: 'How many members up to the end of the list or before `before`. Not with `first`.',
  })
  last?: number;

  @Field(() => String, { nullable: true, description: 'Cursor: only members that precede it.' })
  before?: string;
}

const MIN_POSITION =
  'Answer only once the read models show the entry at this position (read your writes); waits up ' +
  'to 5 seconds, then fails with POSITION_NOT_REACHED.';

@ArgsType()
export class MinPositionArgs {
  @Field(() => PositionScalar, { nullable: true, description: MIN_POSITION })
  minPosition?: number;
}

/** The arguments of a list at the top of an operation. */
@ArgsType()
export class ReadPageArgs extends PageArgs {
  @Field(() => PositionScalar, { nullable: true, description: MIN_POSITION })
  minPosition?: number;
}

@ObjectType({ simpleResolvers: true, description: 'Where a page lies in its list (Relay).' })
export class PageInfo {
  @Field(() => Boolean, {
    description:
      'Whether more members follow the page; reading forward, only those before `before` count.',
  })
  hasNextPage!: boolean;

  @Field(() => Boolean, {
    description:
      'Whether members precede the page; reading backward, only those after `after` count.',
  })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor to continue before this page.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor to continue after this page.' })
  endCursor!: string | null;
}

/** A page as resolvers return it. */
export interface Page<Member> {
  readonly edges: readonly { readonly cursor: string; readonly node: Member }[];
  readonly nodes: readonly Member[];
  readonly pageInfo: PageInfo;
  readonly asOfPosition: number;
  /** Called only when the field is asked for. */
  readonly totalCount: () => number | null | Promise<number | null>;
}

/**
 * Makes the `<name>Connection` and `<name>Edge` types of a list. `what` is the plural for the
 * texts.
 */
export function connectionType(
  name: string,
  node: () => ClassType | (abstract new () => object),
  what: string,
): ClassType<Page<object>> {
  const getNode = node as () => ClassType;

  @ObjectType(`${name}Edge`, {
    simpleResolvers: true,
    description: `A place in a page of ${what}.`,
  })
  class Edge {
    @Field(() => String, { description: 'Opaque keyset cursor for `after` and `before`.' })
    cursor!: string;

    @Field(getNode, { description: 'The member at this place.' })
    node!: object;
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of ${what}.` })
  class Connection {
    @Field(() => [Edge], { description: 'The members of the page with their cursors.' })
    edges!: Edge[];

    @Field(() => [getNode()], {
      description: 'The members of the page: a short cut for `edges.node`.',
    })
    nodes!: object[];

    @Field(() => PageInfo, { description: 'Where the page lies in the list.' })
    pageInfo!: PageInfo;

    @Field(() => PositionScalar, {
      description: 'Every entry below this position was taken into account.',
    })
    asOfPosition!: number;

    @Field(() => Int, {
      nullable: true,
      description:
        'Members of the whole list under the filter; null where counting would cost too much.',
    })
    totalCount!: () => number | null | Promise<number | null>;
  }
  return Connection;
}

/** Which way to read, and how far. */
export interface PageWindow {
  readonly limit: number;
  readonly backward: boolean;
  /** Cursor to start behind, in reading direction: `after`, or `before` when backward. */
  readonly start: string | undefined;
  /** Cursor to stop at, in reading direction. */
  readonly end: string | undefined;
}

/** Checks the page arguments. Throws BAD_USER_INPUT or LIMIT_EXCEEDED, naming the argument. */
export function pageWindow(args: PageArgs, max: number = PAGE_MAX): PageWindow {
  const { first, last, after, before } = args;
  if (isGiven(first) && isGiven(last)) {
    const facts = { field: 'last', limit: 'absent when first is given', value: String(last) };
    throw new LedgerError('BAD_USER_INPUT', 'give first or last, not both', facts);
  }
  const backward = isGiven(last);
  const limit = first ?? last ?? Math.min(PAGE_DEFAULT, max);
  checkPageSize(backward ? 'last' : 'first', limit, max);
  const [start, end] = backward ? [before, after] : [after, before];
  return { limit, backward, start: start ?? undefined, end: end ?? undefined };
}

function checkPageSize(field: string, size: number, max: number): void {
  if (size >= 0 && size <= max) return;
  const facts = { field, limit: `0 to ${max}`, value: String(size) };
  throw new LedgerError('LIMIT_EXCEEDED', `${field} must be 0 to ${max}, but is ${size}`, facts);
}

/**
 * The page of members that were read in the window's direction, one more than asked for when there
 * are more.
 */
export function pageOf<Member>(
  read: readonly { readonly cursor: string; readonly node: Member }[],
  window: PageWindow,
  facts: Pick<Page<Member>, 'asOfPosition' | 'totalCount'>,
): Page<Member> {
  const more = read.length > window.limit;
  const inReadOrder = more ? read.slice(0, window.limit) : [...read];
  const edges = window.backward ? inReadOrder.reverse() : inReadOrder;
  const before = window.start !== undefined;
  const pageInfo: PageInfo = {
    hasNextPage: window.backward ? before : more,
    hasPreviousPage: window.backward ? more : before,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  };
  return { edges, nodes: edges.map((edge) => edge.node), pageInfo, ...facts };
}
