/**
 * What was wrong with a value that does not fit its type: the facts of the scalar that refused it,
 * and its place among the variables, which graphql-js tells in its message alone.
 */
import { type GraphQLError, Kind } from 'graphql';
import type { ErrorFacts } from '../errors.js';

/** What graphql-js puts before the message of what refused a member of a variable. */
const PATH_AT_END = / at "([^"]+)"$/;

/**
 * The facts of an error about a variable or a literal; of a variable `field` is its name, with the
 * path to the member that does not fit.
 */
export function inputFacts(error: GraphQLError): ErrorFacts {
  const { field, limit, value } = error.extensions;
  const facts = Object.fromEntries(
    Object.entries({ field, limit, value }).filter(([, fact]) => typeof fact === 'string'),
  );
  const place = variablePlace(error);
  return place === undefined ? facts : { ...facts, field: place };
}

/** `input.items[0]`; undefined when the error is not about a variable. */
function variablePlace({ nodes, message, originalError }: GraphQLError): string | undefined {
  const [node] = nodes ?? [];
  if (node?.kind !== Kind.VARIABLE_DEFINITION) return undefined;
  const before = message.slice(0, message.length - `; ${originalError?.message ?? ''}`.length);
  return PATH_AT_END.exec(before)?.[1] ?? node.variable.name.value;
}
