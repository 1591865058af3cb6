/**
 * Object types that show the rows of one read-model table: one line a field, with its type, its
 * description and the column it comes from.
 */
import type { GraphQLScalarType } from 'graphql';
import { type ClassType, Field, Int, ObjectType } from 'type-graphql';
import type { SchemaContext } from './context.js';
import { HashScalar, InstantScalar, PositionScalar } from './scalars.js';

/** What a field's type may be: a scalar, an enum, or an object type that is made later. */
type FieldType = GraphQLScalarType | StringConstructor | BooleanConstructor | object;

/** One field over a row. */
export interface RowField<Row> {
  readonly type: () => FieldType;
  readonly list: boolean;
  readonly nullable: boolean;
  readonly description: string;
  /** The field's value; a function is called only when the field is asked for. */
  readonly value: (row: Row) => unknown;
}

/** An object type over rows. */
export interface TableType<Row> {
  readonly type: ClassType;
  /** The object that shows `row`. */
  readonly of: (row: Row) => object;
}

/** Makes the object type `name` with one field for each of `fields`. */
export function tableType<Row>(
  name: string,
  description: string,
  fields: { readonly [field: string]: RowField<Row> },
): TableType<Row> {
  @ObjectType(name, { simpleResolvers: true, description })
  class RowObject {
    constructor(row: Row) {
      for (const [field, { value }] of Object.entries(fields)) {
        Object.defineProperty(this, field, { value: value(row), enumerable: true });
      }
    }
  }
  for (const [field, { type, list, nullable, description: text }] of Object.entries(fields)) {
    const of = list ? () => [type()] : type;
    Field(of as () => ClassType, { nullable, description: text })(RowObject.prototype, field);
  }
  return { type: RowObject, of: (row) => new RowObject(row) };
}

/** The fields of one table, typed by its columns. */
export function rowFields<Row>() {
  type Column = keyof Row & string;
  const plain =
    (type: () => FieldType) =>
    (column: Column, description: string): RowField<Row> => ({
      type,
      list: false,
      nullable: false,
      description,
      value: (row) => row[column],
    });
  const parsed =
    (list: boolean) =>
    (type: () => FieldType, column: Column, description: string): RowField<Row> => ({
      type,
      list,
      nullable: false,
      description,
      value: (row) =>
        row[column] === null ? null : (JSON.parse(row[column] as string) as unknown),
    });
  return {
    text: plain(() => String),
    hash: plain(() => HashScalar),
    instant: plain(() => InstantScalar),
    position: plain(() => PositionScalar),
    int: plain(() => Int),
    /** A value of an enum. */
    word: (values: object, column: Column, description: string): RowField<Row> =>
      plain(() => values)(column, description),
    /** 0 or 1 in the table. */
    flag: (column: Column, description: string): RowField<Row> => ({
      ...plain(() => Boolean)(column, description),
      value: (row) => (row[column] === null ? null : row[column] === 1),
    }),
    /** A JSON list in the table. */
    list: parsed(true),
    /** A JSON object in the table. */
    json: parsed(false),
    /** Found only when it is asked for. */
    lazy: (
      type: () => FieldType,
      description: string,
      find: (row: Row, context: SchemaContext) => unknown,
    ): RowField<Row> => ({
      type,
      list: true,
      nullable: false,
      description,
      value: (row) => (_: unknown, context: SchemaContext) => find(row, context),
    }),
    /** The field, null where the table has nothing. */
    maybe: (field: RowField<Row>): RowField<Row> => ({ ...field, nullable: true }),
  };
}
