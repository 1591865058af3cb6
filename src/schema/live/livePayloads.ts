/** Turns a feed of the projections into the payloads of a subscription. */
import { feed, type FeedItem, type FeedOptions, type FeedPayload } from '../../projections/feed.js';
import type { SchemaContext } from '../context.js';
import { GapObject } from './live.types.js';

/** What a feed calls the place before position 0. */
const BEFORE_START = -1;

/** A position of a feed as the schema has it: null before the start of the log. */
export function place(position: number): number | null {
  return position === BEFORE_START ? null : position;
}

export interface LiveSource<Item, Payload> {
  /** Position that the subscriber has seen; null: none; undefined: all that is there now. */
  readonly after: number | null | undefined;
  readonly read: FeedOptions<Item>['read'];
  readonly payload: (item: FeedItem<Item>) => Payload;
}

/** The payloads of one subscription, pulled one at a time; ends when the caller goes. */
export function livePayloads<Item, Payload>(
  context: SchemaContext,
  source: LiveSource<Item, Payload>,
): AsyncIterableIterator<Payload | GapObject> {
  const { readPosition, signal, loaders } = context;
  const items = feed({
    after: source.after === undefined ? readPosition.applied() - 1 : (source.after ?? BEFORE_START),
    read: source.read,
    position: readPosition,
    maxLag: context.subscriptionLagMax,
    signal,
  });
  const toPayload = (payload: FeedPayload<Item>): Payload | GapObject => {
    // Relations are read anew for each payload, never from the cache of an earlier one.
    loaders.clear();
    return 'gap' in payload
      ? Object.assign(new GapObject(), {
          ...payload.gap,
          resumeFrom: place(payload.gap.resumeFrom),
        })
      : source.payload(payload);
  };
  return mapped(items, toPayload);
}

/**
 * Not an async generator: its `return` would wait for the pending `next`, and a subscription that
 * waits for news could not be ended.
 */
function mapped<From, To>(
  source: AsyncGenerator<From, void, undefined>,
  map: (value: From) => To,
): AsyncIterableIterator<To> {
  const step = (result: IteratorResult<From, void>): IteratorResult<To> =>
    result.done === true
      ? { done: true, value: undefined }
      : { done: false, value: map(result.value) };
  return {
    next: async () => step(await source.next()),
    return: async () => step(await source.return()),
    throw: async (error) => step(await source.throw(error)),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
