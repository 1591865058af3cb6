import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import {
  type GraphQLNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { REFUSALS } from '../../src/domain/refusals.js';
import { ledgerSchema } from './ledgerUnderTest.js';

const types = Object.values(ledgerSchema().getTypeMap()).filter(
  ({ name }) => !name.startsWith('__') && !['ID', 'Int', 'String', 'Boolean'].includes(name),
);
interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
}

/** The paths of what has no description in a type. */
function undescribed(type: GraphQLNamedType): string[] {
  const lacking = (path: string, parts: readonly Described[]): string[] =>
    parts.filter(({ description }) => !description).map(({ name }) => `${path}.${name}`);
  const own = type.description ? [] : [type.name];
  if (isEnumType(type)) return [...own, ...lacking(type.name, type.getValues())];
  if (isInputObjectType(type)) {
    return [...own, ...lacking(type.name, Object.values(type.getFields()))];
  }
  if (!isObjectType(type) && !isInterfaceType(type)) return own;
  const fields = Object.values(type.getFields());
  const args = fields.flatMap((field) => lacking(`${type.name}.${field.name}`, field.args));
  return [...own, ...lacking(type.name, fields), ...args];
}

test('every type, field, argument and enum value has a description', () => {
  expect(types.length).toBeGreaterThan(80);
  expect(types.flatMap(undescribed)).toEqual([]);
});

test('schema.graphql is what the sources print', () => {
  const printed = `${printSchema(lexicographicSortSchema(ledgerSchema()))}\n`;
  expect(readFileSync('schema.graphql', 'utf8')).toBe(printed);
});

test('the refusal codes are those of the registry, with its meanings', () => {
  const type = ledgerSchema().getType('RefusalCode');
  const values = isEnumType(type) ? type.getValues() : [];
  expect(values.map(({ name }) => name).sort()).toEqual(Object.keys(REFUSALS).sort());
  for (const { name, description } of values) {
    const { meaning } = REFUSALS[name as keyof typeof REFUSALS];
    expect(description?.toLowerCase()).toBe(`${meaning.toLowerCase()}.`);
  }
});

test('every scalar is described, and those of a standard name it', () => {
  const specified = ['Instant', 'Hash', 'CanonicalJson', 'JSON'];
  for (const name of specified) {
    expect(ledgerSchema().getType(name)).toMatchObject({
      specifiedByURL: expect.stringMatching(/^https:\/\//),
    });
  }
});

test('what a query lists is a connection, but for what is asked for by id or bounded', () => {
  const query = ledgerSchema().getQueryType();
  const lists = Object.values(query?.getFields() ?? {}).filter(({ type }) =>
    isListType(getNullableType(type)),
  );
  expect(lists.map(({ name }) => name).sort()).toEqual([
    'evidenceItemsById',
    'nodes',
    // At most a thousand, the oldest first.
    'overdueSeals',
    // Those of one platform at one time.
    'platformFactsAt',
    // As many as the members have registered under a policy.
    'timeAuthorities',
  ]);
});

test('every connection has edges, nodes and page information', () => {
  const connections = types.filter(({ name }) => name.endsWith('Connection'));
  expect(connections.length).toBeGreaterThanOrEqual(7);
  for (const type of connections) {
    const fields = isObjectType(type) ? Object.keys(type.getFields()) : [];
    expect(fields).toEqual(
      expect.arrayContaining(['edges', 'nodes', 'pageInfo', 'asOfPosition', 'totalCount']),
    );
  }
});
