/**
 * The cost of an operation: the number of fields that it may produce, each one times the sizes of
 * the lists around it. Sizes come from `first`, `last` and `ids`; of other lists a size is assumed.
 */
import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  getNullableType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValueNode,
  visit,
} from 'graphql';
import { assertWithin, type ServerLimits } from '../limits.js';
import { type Fragments, fragmentsOf, ofFragment, operationsOf } from './fragments.js';

/** Arguments that say how long a list is: `first` and `last` as a number, `ids` as a list. */
const SIZE_ARGUMENTS = new Set(['first', 'last', 'ids']);

/**
 * True when a list size comes from a variable, so that the cost differs from request to request.
 */
export function costDependsOnVariables(document: DocumentNode): boolean {
  let depends = false;
  visit(document, {
    Argument: ({ name, value }) => {
      if (SIZE_ARGUMENTS.has(name.value) && value.kind === Kind.VARIABLE) depends = true;
    },
  });
  return depends;
}

type Variables = Readonly<Record<string, unknown>>;

/** What an operation is measured with. */
interface CostScope {
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
  readonly variables: Variables;
  readonly limits: ServerLimits;
  /** Cost by fragment name and list size around it. */
  readonly known: Map<string, number>;
}

/**
 * Throws LIMIT_EXCEEDED when the operation could produce more fields than `limits.cost`, or asks
 * for a longer list than `limits.listSize`. The document must be valid for the schema. Without an
 * operation name every operation is held to the limit.
 */
export function checkCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  request: { readonly variables?: Variables; readonly limits: ServerLimits },
): void {
  const { variables = {}, limits } = request;
  const fragments = fragmentsOf(document);
  for (const operation of operationsOf(document)) {
    const root = schema.getRootType(operation.operation);
    if (!root) continue;
    const given = { ...defaultsOf(operation), ...variables };
    const scope = { schema, fragments, variables: given, limits, known: new Map<string, number>() };
    assertWithin(
      'cost',
      setCost(operation.selectionSet, { type: root, size: undefined }, scope),
      limits.cost,
    );
  }
}

function defaultsOf(operation: OperationDefinitionNode): Variables {
  const defaults: Record<string, unknown> = {};
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    if (defaultValue !== undefined) defaults[variable.name.value] = literalSize(defaultValue);
  }
  return defaults;
}

/**
 * Where a selection set stands: its type, and the size that a connection around it gave its lists.
 */
interface Place {
  readonly type: GraphQLCompositeType;
  readonly size: number | undefined;
}

function setCost(set: SelectionSetNode, place: Place, scope: CostScope): number {
  let cost = 0;
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      cost += fieldCost(selection, place, scope);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      const type = typeNamed(selection.typeCondition?.name.value, place.type, scope.schema);
      cost += setCost(selection.selectionSet, { type, size: place.size }, scope);
    } else {
      cost += spreadCost(selection.name.value, place, scope);
    }
  }
  return cost;
}

function spreadCost(name: string, place: Place, scope: CostScope): number {
  const fragment = scope.fragments.get(name);
  if (fragment === undefined) return 0;
  const type = typeNamed(fragment.typeCondition.name.value, place.type, scope.schema);
  return ofFragment(`${name} ${place.size}`, scope.known, () =>
    setCost(fragment.selectionSet, { type, size: place.size }, scope),
  );
}

function typeNamed(
  name: string | undefined,
  otherwise: GraphQLCompositeType,
  schema: GraphQLSchema,
): GraphQLCompositeType {
  const type = name === undefined ? undefined : schema.getType(name);
  return isCompositeType(type) ? type : otherwise;
}

/** 1 for the field itself, plus what is below it, times the length of its list. */
function fieldCost(node: FieldNode, place: Place, scope: CostScope): number {
  if (node.name.value.startsWith('__')) return 1;
  const field = fieldOf(place.type, node.name.value);
  if (field === undefined) return 1;
  const asked = sizeAsked(node, field, scope);
  const type = getNamedType(field.type);
  const isList = isListType(getNullableType(field.type));
  const times = isList ? (asked ?? place.size ?? scope.limits.listSizeAssumed) : 1;
  if (node.selectionSet === undefined || !isCompositeType(type)) return 1;
  const size = isList ? undefined : asked;
  return 1 + times * setCost(node.selectionSet, { type, size }, scope);
}

function fieldOf(
  type: GraphQLCompositeType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}

/**
 * The list size that a field's arguments ask for; the assumed one when it takes one and has none.
 */
function sizeAsked(
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  { variables, limits }: CostScope,
): number | undefined {
  if (!field.args.some((argument) => SIZE_ARGUMENTS.has(argument.name))) return undefined;
  let asked: number | undefined;
  for (const { name, value } of node.arguments ?? []) {
    if (!SIZE_ARGUMENTS.has(name.value)) continue;
    const given = value.kind === Kind.VARIABLE ? variables[value.name.value] : literalSize(value);
    const size = Array.isArray(given) ? given.length : given;
    if (typeof size !== 'number') continue;
    assertWithin(`${field.name}.${name.value}`, size, limits.listSize);
    asked = Math.max(asked ?? 0, size);
  }
  return asked ?? limits.listSizeAssumed;
}

function literalSize(value: ValueNode): number | undefined {
  if (value.kind === Kind.INT) return Number(value.value);
  return value.kind === Kind.LIST ? value.values.length : undefined;
}
