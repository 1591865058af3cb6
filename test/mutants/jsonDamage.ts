/**
 * Damage to one field of a JSON value, and the list of fields in which two values differ. Written
 * with the language's own JSON, so that it shares nothing with the readers under test.
 */
import type { JsonValue } from '../../src/crypto/canonicalJson.js';
import type { SeededRandom } from '../support/live/seededRandom.js';
import { withOtherLetter, withOtherMembers } from './damage.js';

/** Canonical text, for values of integers and of strings without lone surrogates. */
export function canonicalText(value: JsonValue): string {
  return JSON.stringify(value, (_, member: JsonValue) =>
    isRecord(member) ? Object.fromEntries(Object.entries(member).sort(byName)) : member,
  );
}

function byName([one]: readonly [string, JsonValue], [other]: readonly [string, JsonValue]) {
  return one < other ? -1 : 1;
}

type JsonRecord = { readonly [name: string]: JsonValue };

function isRecord(value: JsonValue | undefined): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a canonical text with a newline; undefined for any other text. */
export function valueOfLine(bytes: Uint8Array): JsonValue | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = JSON.parse(text) as JsonValue;
    return `${canonicalText(value)}\n` === text ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A field in which two values differ. */
export interface FieldChange {
  /** Names and numbers from the top; the whole list or object when its members are others. */
  readonly path: readonly string[];
  readonly before: JsonValue;
  readonly after: JsonValue;
}

/** Where `after` differs from `before`, as deep as both have the same members. */
export function fieldChanges(
  before: JsonValue,
  after: JsonValue,
  path: readonly string[] = [],
): readonly FieldChange[] {
  const [own, other] = [membersOf(before), membersOf(after)];
  if (own === undefined || other === undefined || Object.keys(own).join() !== namesOf(other)) {
    const isSame = canonicalText(before) === canonicalText(after);
    return isSame ? [] : [{ path, before, after }];
  }
  return Object.entries(own).flatMap(([name, member]) =>
    fieldChanges(member, other[name] as JsonValue, [...path, name]),
  );
}

function namesOf(record: JsonRecord): string {
  return Object.keys(record).join();
}

/** Lists and objects alike; the two are never taken for one another by their members' names. */
function membersOf(value: JsonValue): JsonRecord | undefined {
  if (Array.isArray(value)) {
    const list = value as readonly JsonValue[];
    return Object.fromEntries<JsonValue>([...list.entries(), ['length', list.length]]);
  }
  return isRecord(value) ? value : undefined;
}

/** The value with one field of it changed, chosen by walking down from the top. */
export function withOtherField(random: SeededRandom, value: JsonValue): JsonValue {
  const isList = Array.isArray(value);
  const names = isList || isRecord(value) ? Object.keys(value) : [];
  // Seldom the list or object itself: its form is looked at first, and hides what comes after.
  if (names.length > 0 && random.below(20) > 0) {
    const name = random.pick(names);
    const member = (value as JsonRecord)[name] as JsonValue;
    const changed = withOtherField(random, member);
    if (isList) return Object.assign([...(value as readonly JsonValue[])], { [name]: changed });
    return { ...(value as JsonRecord), [name]: changed };
  }
  if (isList) return otherList(random, value as readonly JsonValue[]);
  return isRecord(value) ? otherRecord(random, value) : otherLeaf(random, value);
}

function otherList(random: SeededRandom, list: readonly JsonValue[]): JsonValue {
  return list.length === 0 ? [0] : withOtherMembers(random, list);
}

function otherRecord(random: SeededRandom, value: JsonRecord): JsonValue {
  const entries = Object.entries(value);
  if (entries.length === 0 || random.below(3) === 0) return { ...value, zz: random.below(10) };
  const at = random.below(entries.length);
  return Object.fromEntries(entries.filter((_, index) => index !== at));
}

const HEX = '0123456789abcdef';
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/=-.: ';

function otherLeaf(random: SeededRandom, value: JsonValue): JsonValue {
  if (typeof value === 'number') {
    const other = random.below(2) === 0 ? value + 1 : value + 1 + random.below(1_000);
    return random.below(5) > 0 ? other : random.pick([-1 - value, `${value}`, null]);
  }
  if (typeof value !== 'string' || value === '') return random.pick<JsonValue>(['x', 7, []]);
  if (/^[0-9a-f]{8,}$/.test(value)) return otherHex(random, value);
  const shortened = value.slice(0, random.below(value.length));
  return random.below(8) === 0 ? shortened : withOtherLetter(random, value, LETTERS);
}

/** Signatures, keys and hashes: mostly another digit, sometimes another form. */
function otherHex(random: SeededRandom, value: string): JsonValue {
  const changed = withOtherLetter(random, value, HEX);
  const upper = value.toUpperCase();
  switch (random.below(20)) {
    case 0:
      return upper === value ? changed : upper;
    case 1:
      return value.slice(2);
    case 2:
      return `${value}00`;
    default:
      return changed;
  }
}
