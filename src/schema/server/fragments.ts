/**
 * Walking a document whose fragments may be spread many times, or even inside themselves: the
 * limits are checked before the rules of the GraphQL specification that forbid the latter.
 */
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';

/** The fragments of a document by name. */
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** The fragments that `document` defines. */
export function fragmentsOf(document: DocumentNode): Fragments {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      fragments.set(definition.name.value, definition);
    }
  }
  return fragments;
}

/** The operations that `document` defines. */
export function operationsOf(document: DocumentNode): readonly OperationDefinitionNode[] {
  return document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
}

/**
 * What `measure` gives for a fragment, measured once. A fragment inside itself counts as 0 there.
 */
export function ofFragment(
  name: string,
  known: Map<string, number>,
  measure: () => number,
): number {
  const before = known.get(name);
  if (before !== undefined) return before;
  known.set(name, 0);
  const measured = measure();
  known.set(name, measured);
  return measured;
}
