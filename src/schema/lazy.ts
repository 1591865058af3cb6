/**
 * Fields that are computed only when an operation asks for them: graphql-js calls a property that
 * is a function (types with `simpleResolvers`).
 */
import type { SchemaContext } from './context.js';
import type { Loaders } from './loaders.js';
import { readAt } from './readPosition.js';

/** A field's value, made on demand. */
export type Lazy<Value> = () => Value | Promise<Value>;

/** What `load` finds once the read models show the entry at `position`: read your own write. */
export function onceVisible<Value>(
  context: SchemaContext,
  position: number,
  load: (loaders: Loaders) => Promise<Value>,
): Lazy<Value> {
  return async () => {
    await readAt(context, position);
    return load(context.loaders);
  };
}
