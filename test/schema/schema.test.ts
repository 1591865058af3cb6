import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { REFUSALS } from '../../src/domain/refusals.js';
import { ledgerSchema } from './ledgerUnderTest.js';

const types = Object.values(ledgerSchema().getTypeMap()).filter(
  ({ name }) => !name.startsWith('__') && !['ID', 'Int', 'String', 'Boolean'].includes(name),
);
const ROOTS = ['Query', 'Mutation', 'Subscription'];

interface Described {
  readonly name: string;
  readonly description?: string | null | undefined;
}

/** The paths of what has no description in a type. */
function undescribed(type: GraphQLNamedType): string[] {
  const lacking = (path: string, parts: readonly Described[]): string[] =>
    parts.filter(({ description }) => !description).map(({ name }) => `${path}.${name}`);
  const own = type.description || ROOTS.includes(type.name) ? [] : [type.name];
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

test('every list is a connection with edges, nodes and page information', () => {
  const connections = types.filter(({ name }) => name.endsWith('Connection'));
  expect(connections.length).toBeGreaterThanOrEqual(7);
  for (const type of connections) {
    const fields = isObjectType(type) ? Object.keys(type.getFields()) : [];
    expect(fields).toEqual(
      expect.arrayContaining(['edges', 'nodes', 'pageInfo', 'asOfPosition', 'totalCount']),
    );
  }
});
