/**
 * Readers for the shape of an action's data. Each names the field, the limit and the value in its
 * error, and an object reader refuses properties that it does not know: what is signed is used.
 */
import { isHex } from '../crypto/bytes.js';
import type { JsonObject, JsonValue } from '../crypto/canonicalJson.js';
import { type Instant, isInstant } from '../ledger/instant.js';

/** A field is missing, unknown, of the wrong kind or out of range. */
export class Malformed extends Error {
  readonly field: string;
  readonly limit: string;
  readonly value: string;

  constructor(field: string, limit: string, value: JsonValue | undefined) {
    super(`${field} must be ${limit}, but is ${show(value)}`);
    this.field = field;
    this.limit = limit;
    this.value = show(value);
  }
}

const SHOWN_CHARACTERS_MAX = 120;

/** A short text of a value for an error message; never the whole of a long one. */
function show(value: JsonValue | undefined): string {
  return value === undefined ? 'missing' : shorten(JSON.stringify(value));
}

function shorten(text: string): string {
  if (text.length <= SHOWN_CHARACTERS_MAX) return text;
  // Half a surrogate pair at the cut would have no canonical JSON form, so it goes too.
  return `${text.slice(0, SHOWN_CHARACTERS_MAX).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** Reads one JSON value at `field` into a T, or throws Malformed. */
export type Reader<T> = (value: JsonValue | undefined, field: string) => T;

/** A reader of an action's whole data, as ActionDefinition.read wants it. */
export function actionData<T>(reader: Reader<T>): (data: JsonObject) => T {
  return (data) => reader(data, 'data');
}

/** Text of `min` to `max` characters (UTF-16 code units) that matches `pattern`. */
export function text(options: {
  readonly min: number;
  readonly max: number;
  readonly pattern?: RegExp;
  readonly what?: string;
}): Reader<string> {
  const { min, max, pattern, what } = options;
  const limit =
    what ?? `text of ${min} to ${max} characters${pattern ? ` matching ${pattern.source}` : ''}`;
  return (value, field) => {
    const fits =
      typeof value === 'string' &&
      value.length >= min &&
      value.length <= max &&
      (pattern?.test(value) ?? true);
    if (!fits) throw new Malformed(field, limit, value);
    return value;
  };
}

/** Lower-case hex of exactly `byteLength` bytes. */
export function hex(byteLength: number): Reader<string> {
  return (value, field) => {
    if (!isHex(value, byteLength)) {
      throw new Malformed(field, `lower-case hex of ${byteLength} bytes`, value);
    }
    return value;
  };
}

/** A whole number from `min` to `max`, both safe integers. */
export function integer(min: number, max: number): Reader<number> {
  return (value, field) => {
    const fits =
      typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;
    if (!fits) throw new Malformed(field, `a whole number from ${min} to ${max}`, value);
    return value;
  };
}

/** One of `allowed`. */
export function oneOf<const T extends string>(allowed: readonly T[]): Reader<T> {
  const limit = `one of ${allowed.join(', ')}`;
  return (value, field) => {
    if (!(allowed as readonly unknown[]).includes(value)) throw new Malformed(field, limit, value);
    return value as T;
  };
}

/** An instant: RFC 3339 UTC with milliseconds. */
export const instant: Reader<Instant> = (value, field) => {
  if (!isInstant(value))
    throw new Malformed(field, 'an RFC 3339 UTC instant with milliseconds', value);
  return value;
};

/** A list of `min` to `max` members, each read by `member`. */
export function list<T>(min: number, max: number, member: Reader<T>): Reader<readonly T[]> {
  return (value, field) => {
    if (!Array.isArray(value))
      throw new Malformed(field, `a list of ${min} to ${max} members`, value);
    if (value.length < min || value.length > max) {
      throw new Malformed(field, `a list of ${min} to ${max} members`, `${value.length} members`);
    }
    return value.map((item: JsonValue, index) => member(item, `${field}[${index}]`));
  };
}

/** A list of `min` to `max` members without repetition, in any order; read as a sorted one. */
export function set(min: number, max: number, member: Reader<string>): Reader<readonly string[]> {
  const readList = list(min, max, member);
  return (value, field) => {
    const items = readList(value, field);
    const seen = new Set<string>();
    for (const [index, item] of items.entries()) {
      if (seen.has(item)) {
        throw new Malformed(`${field}[${index}]`, 'a member not yet listed', item);
      }
      seen.add(item);
    }
    return [...items].sort();
  };
}

/** `reader`, or undefined when the property is absent. */
export function optional<T>(reader: Reader<T>): Reader<T | undefined> {
  return (value, field) => (value === undefined ? undefined : reader(value, field));
}

/** `reader`, or null. */
export function nullable<T>(reader: Reader<T>): Reader<T | null> {
  return (value, field) => (value === null ? null : reader(value, field));
}

/** An object with up to `max` properties of any name that `name` accepts. */
export function map<T>(
  max: number,
  name: Reader<string>,
  member: Reader<T>,
): Reader<{ readonly [name: string]: T }> {
  return (value, field) => {
    const source = requireObject(value, field, 'an object');
    const names = Object.keys(source);
    if (names.length > max) {
      throw new Malformed(
        field,
        `an object of up to ${max} properties`,
        `${names.length} properties`,
      );
    }
    const entries = names.map((key): [string, T] => [
      name(key, `${field}.${shorten(key)}`),
      member(source[key], `${field}.${shorten(key)}`),
    ]);
    return Object.fromEntries(entries);
  };
}

type Shape = { readonly [name: string]: Reader<unknown> };
type Shaped<S extends Shape> = { readonly [Name in keyof S]: ReturnType<S[Name]> };

/** An object with exactly the properties of `shape` (those read by `optional` may be absent). */
export function object<S extends Shape>(shape: S): Reader<Shaped<S>> {
  const properties = Object.entries(shape);
  const limit = `an object with ${Object.keys(shape).join(', ')}`;
  return (value, field) => {
    const source = requireObject(value, field, limit);
    const result: { [name: string]: unknown } = {};
    let known = 0;
    for (const [name, reader] of properties) {
      // Only own properties count: `constructor` and its like are there in every object.
      const isPresent = Object.hasOwn(source, name);
      if (isPresent) known += 1;
      const property = reader(isPresent ? source[name] : undefined, `${field}.${name}`);
      if (property !== undefined) result[name] = property;
    }
    // Counting is enough to know that there is a property too many; naming it is for the error.
    if (Object.keys(source).length !== known) throw unknownProperty(shape, source, field);
    return result as Shaped<S>;
  };
}

function unknownProperty(shape: Shape, source: JsonObject, field: string): Malformed {
  const name = Object.keys(source).find((candidate) => !Object.hasOwn(shape, candidate)) as string;
  return new Malformed(`${field}.${shorten(name)}`, 'absent', source[name]);
}

function requireObject(value: JsonValue | undefined, field: string, limit: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Malformed(field, limit, value);
  }
  return value as JsonObject;
}
