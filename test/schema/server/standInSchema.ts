/** A small schema with one field for each thing that the edge has to cope with. */
import {
  GraphQLError,
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';
import { LedgerError } from '../../../src/schema/errors.js';
import { PositionScalar } from '../../../src/schema/scalars.js';
import type { OperationContext } from '../../../src/schema/server/execution.js';

/** What tests look at from outside the resolvers. */
export interface Observed {
  /** How many events the `flood` generator was asked for. */
  produced: number;
  /** Streams whose generator has ended. */
  ended: number;
  /** Resolvers of `slow` and streams of `waits` that have begun to wait. */
  waiting: number;
  /** Resolvers of `slow` and streams of `waits` whose signal was aborted. */
  aborted: number;
  /** Lets the running `slow` resolvers finish. */
  release: () => void;
}

export function newObserved(): Observed {
  return { produced: 0, ended: 0, waiting: 0, aborted: 0, release: () => undefined };
}

class InvalidEventLike extends Error {
  readonly code = 'SIGNATURE_INVALID';
  readonly field = 'signature';
  readonly limit = 'a signature of the body';
  readonly value = 'ab';
  readonly index = 3;
}

class OverloadedLike extends Error {
  readonly retryAfterMs = 250;
}

class EngineStopped extends Error {}

const node: GraphQLObjectType = new GraphQLObjectType({
  name: 'Node',
  fields: () => ({
    id: { type: GraphQLInt, resolve: () => 7 },
    node: { type: node, resolve: () => ({}) },
    nodes: { type: new GraphQLList(node), resolve: () => [{}] },
    connection: {
      type: connection,
      args: { first: { type: GraphQLInt }, last: { type: GraphQLInt } },
      resolve: () => ({}),
    },
  }),
});

const connection = new GraphQLObjectType({
  name: 'Connection',
  fields: () => ({
    nodes: { type: new GraphQLList(node), resolve: () => [{}] },
    total: { type: GraphQLInt, resolve: () => 1 },
  }),
});

const signedEventInput = new GraphQLInputObjectType({
  name: 'SignedEventInput',
  fields: {
    body: { type: new GraphQLNonNull(GraphQLString) },
    signature: { type: new GraphQLNonNull(GraphQLString) },
  },
});

const result = new GraphQLObjectType({
  name: 'Result',
  fields: {
    position: { type: GraphQLString },
    eventHash: { type: GraphQLString },
    refused: { type: GraphQLString },
  },
});

function thrower(make: () => Error) {
  return {
    type: GraphQLString,
    resolve: () => {
      throw make();
    },
  };
}

/** The schema; `observed` tells what its resolvers did. */
export function standInSchema(observed: Observed): GraphQLSchema {
  return new GraphQLSchema({
    query: new GraphQLObjectType({ name: 'Query', fields: queries(observed) }),
    mutation: new GraphQLObjectType({
      name: 'Mutation',
      fields: {
        submit: {
          type: new GraphQLList(result),
          args: { events: { type: new GraphQLList(new GraphQLNonNull(signedEventInput)) } },
          resolve: (_root, { events }: { events: readonly unknown[] }) =>
            events.map((_event, index) => ({
              position: String(index),
              eventHash: 'ab'.repeat(32),
              refused: null,
            })),
        },
      },
    }),
    subscription: new GraphQLObjectType({ name: 'Subscription', fields: streams(observed) }),
  });
}

function queries(observed: Observed) {
  return {
    hello: { type: GraphQLString, resolve: () => 'world' },
    echo: {
      type: GraphQLString,
      args: { text: { type: new GraphQLNonNull(GraphQLString) }, count: { type: GraphQLInt } },
      resolve: (_root: unknown, { text }: { text: string }) => text,
    },
    places: {
      type: GraphQLString,
      args: { at: { type: new GraphQLList(PositionScalar) } },
      resolve: (_root: unknown, { at }: { at: readonly number[] }) => at.join(),
    },
    node: { type: node, resolve: () => ({}) },
    nodes: {
      type: new GraphQLList(node),
      args: { ids: { type: new GraphQLList(GraphQLString) } },
      resolve: () => [{}],
    },
    connection: {
      type: connection,
      args: { first: { type: GraphQLInt }, last: { type: GraphQLInt } },
      resolve: () => ({}),
    },
    secret: thrower(() => new Error('db password is hunter2')),
    bareGraphqlError: thrower(() => new GraphQLError('table users, row 7')),
    notFound: thrower(() => new LedgerError('NOT_FOUND', 'no entry', { field: 'position' })),
    invalidEvent: thrower(() => new InvalidEventLike('the signature does not verify')),
    overloaded: thrower(() => new OverloadedLike('the queue is full')),
    stopped: thrower(() => new EngineStopped('disk i/o error on /srv/x')),
    requestId: {
      type: GraphQLString,
      resolve: (_root: unknown, _args: unknown, { requestId }: OperationContext) => requestId,
    },
    slow: {
      type: GraphQLString,
      resolve: (_root: unknown, _args: unknown, { signal }: OperationContext) =>
        new Promise<string>((resolve) => {
          signal.addEventListener('abort', () => {
            observed.aborted += 1;
          });
          observed.waiting += 1;
          const release = observed.release;
          observed.release = () => {
            release();
            resolve('done');
          };
        }),
    },
  };
}

function streams(observed: Observed) {
  const stream = (make: (context: OperationContext) => AsyncGenerator<unknown>) => ({
    type: GraphQLString,
    resolve: (value: unknown) => value,
    subscribe: (_root: unknown, _args: unknown, context: OperationContext) => make(context),
  });
  return {
    three: stream(async function* three() {
      for (const number of ['1', '2', '3']) yield number;
      observed.ended += 1;
    }),
    fails: stream(async function* fails() {
      yield '1';
      throw new Error('db password is hunter2');
    }),
    flood: stream(async function* flood() {
      try {
        for (;;) {
          observed.produced += 1;
          yield 'x'.repeat(2_000);
        }
      } finally {
        observed.ended += 1;
      }
    }),
    waits: stream(async function* waits({ signal }) {
      try {
        yield 'first';
        observed.waiting += 1;
        await new Promise<void>((resolve) => {
          signal.addEventListener('abort', () => resolve());
        });
        observed.aborted += 1;
      } finally {
        observed.ended += 1;
      }
    }),
  };
}
