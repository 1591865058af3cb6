/**
 * A JSON reader (RFC 8259) for text from outside that leaves nothing to interpretation: no
 * duplicate names, no lone surrogates, no number that loses digits, no byte order mark, nothing
 * after the value, bounded size and depth. Whatever the text, it returns a value or throws
 * InvalidJson.
 */
import { canonicalJson, type JsonObject, type JsonValue } from './canonicalJson.js';

/** What a reader of outside text accepts at most. */
export interface JsonLimits {
  /** UTF-16 code units of the text; default 1,048,576. */
  readonly characters?: number;
  /** Nested arrays and objects; default 64, never more than 512. */
  readonly depth?: number;
  /** Only safe integers, in the one spelling that RFC 8785 prints. */
  readonly integersOnly?: boolean;
}

/** The text is not JSON as this reader accepts it: where, what was expected, what stands there. */
export class InvalidJson extends Error {
  /** Offset in UTF-16 code units. */
  readonly offset: number;
  readonly expected: string;
  readonly found: string;

  constructor(offset: number, expected: string, found: string) {
    super(`expected ${expected} at offset ${offset}, but found ${found}`);
    this.offset = offset;
    this.expected = expected;
    this.found = found;
  }
}

const CHARACTERS_DEFAULT = 1_048_576;
const DEPTH_DEFAULT = 64;
// The reader and the canonical writer recurse; at this depth they still use a small part of a
// stack.
const DEPTH_MAX = 512;

/** The value of `text`. Names of any spelling, `__proto__` included, are own properties. */
export function strictJson(text: string, limits: JsonLimits = {}): JsonValue {
  assertSize(text, limits);
  const source = new Source(text, limits);
  source.skipWhiteSpace();
  const value = readValue(source, depthLimit(limits));
  source.skipWhiteSpace();
  if (source.offset < text.length) throw source.fault('the end of the text');
  return value;
}

/**
 * The value of `text` when it is RFC 8785 canonical JSON within `limits`: exactly what strictJson
 * accepts and canonicalJson prints again. Throws InvalidJson naming the first difference.
 */
export function readCanonical(text: string, limits: JsonLimits = {}): JsonValue {
  assertSize(text, limits);
  const value = readPlainCanonical(text, limits);
  return value === undefined ? readCanonicalSlowly(text, limits) : value;
}

function assertSize(text: string, limits: JsonLimits): void {
  const characters = limits.characters ?? CHARACTERS_DEFAULT;
  if (text.length > characters) {
    throw new InvalidJson(characters, `at most ${characters} characters`, `${text.length}`);
  }
}

function depthLimit(limits: JsonLimits): number {
  return Math.min(limits.depth ?? DEPTH_DEFAULT, DEPTH_MAX);
}

/**
 * The engine's own reader does the work for almost every text. With the names in order, a text
 * without escapes is canonical exactly when it is as long as the canonical text of its value:
 * white space and repeated members only make it longer, and so does every other spelling of a
 * number, except for those that plainLength marks; and the engine lists names that are array
 * indexes before all others, wherever they stand. What has escapes, such numbers or such names is
 * printed again and compared; JSON.stringify prints what RFC 8785 prints, except for lone
 * surrogates, whose escapes begin `\ud`. Undefined means: not proven canonical in either way.
 */
function readPlainCanonical(text: string, limits: JsonLimits): JsonValue | undefined {
  if (text.includes('\\ud')) return undefined;
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
  const length = plainLength(value, depthLimit(limits), limits.integersOnly === true);
  if (Number.isNaN(length)) return undefined;
  if (length === text.length && !text.includes('\\') && !SURROGATE.test(text)) return value;
  return JSON.stringify(value) === text ? value : undefined;
}

const SURROGATE = /[\uD800-\uDFFF]/;

/** Longer than any text: no length that this was added to can be equal to that of one. */
const UNKNOWN_LENGTH = 2 ** 40;

/**
 * Length of the canonical text of `value` as if no string needed an escape; at least
 * UNKNOWN_LENGTH when it holds a number that may be written otherwise without being longer, or a
 * name whose place cannot be told; NaN when names are out of order or a limit is broken.
 */
function plainLength(value: JsonValue, depthLeft: number, integersOnly: boolean): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value === 'number') return numberLength(value, integersOnly);
  if (value === true || value === null) return 4;
  if (value === false) return 5;
  if (depthLeft === 0) return Number.NaN;
  if (!Array.isArray(value)) return objectLength(value as JsonObject, depthLeft - 1, integersOnly);
  let length = Math.max(2, value.length + 1);
  for (const item of value as readonly JsonValue[]) {
    length += plainLength(item, depthLeft - 1, integersOnly);
  }
  return length;
}

function objectLength(object: JsonObject, depthLeft: number, integersOnly: boolean): number {
  let length = 1;
  let previous: string | undefined;
  for (const name in object) {
    if (previous !== undefined && !(previous < name)) return Number.NaN;
    previous = name;
    if (beginsWithDigit(name)) length += UNKNOWN_LENGTH;
    // Two quotes, the colon, and a comma or the closing brace.
    length += name.length + 4;
    length += plainLength(object[name] as JsonValue, depthLeft, integersOnly);
  }
  return Math.max(2, length);
}

/** As every name does that the engine takes for an array index. */
function beginsWithDigit(name: string): boolean {
  const first = name.charCodeAt(0);
  return first >= 0x30 && first <= 0x39;
}

/** Whole numbers that end in two zeros are the only ones that an exponent does not make longer. */
function numberLength(value: number, integersOnly: boolean): number {
  if (Number.isSafeInteger(value)) {
    return value % 100 === 0 && value !== 0 ? UNKNOWN_LENGTH : String(value).length;
  }
  return integersOnly || losesDigits(value) ? Number.NaN : UNKNOWN_LENGTH;
}

/**
 * True for whole numbers that print as plain digits although doubles cannot tell neighbours apart.
 */
function losesDigits(value: number): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21;
}

function readCanonicalSlowly(text: string, limits: JsonLimits): JsonValue {
  const value = strictJson(text, limits);
  const canonical = canonicalJson(value);
  if (canonical === text) return value;
  let offset = 0;
  while (canonical[offset] === text[offset]) offset += 1;
  throw new InvalidJson(
    offset,
    `${shown(canonical, offset)} (RFC 8785 canonical form)`,
    shown(text, offset),
  );
}

const SHOWN_CHARACTERS = 16;

/** A few characters of `text` from `offset`, printable in any log. */
function shown(text: string, offset: number): string {
  if (offset >= text.length) return 'the end of the text';
  return JSON.stringify(text.slice(offset, offset + SHOWN_CHARACTERS));
}

/** The text being read and how far. */
class Source {
  readonly text: string;
  readonly integersOnly: boolean;
  offset = 0;

  constructor(text: string, limits: JsonLimits) {
    this.text = text;
    this.integersOnly = limits.integersOnly === true;
  }

  fault(expected: string, offset = this.offset): InvalidJson {
    return new InvalidJson(offset, expected, shown(this.text, offset));
  }

  skipWhiteSpace(): void {
    while (isWhiteSpace(this.text.charCodeAt(this.offset))) this.offset += 1;
  }

  /** Takes `expected` if it is next. */
  takes(expected: string): boolean {
    if (!this.text.startsWith(expected, this.offset)) return false;
    this.offset += expected.length;
    return true;
  }
}

function isWhiteSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

function readValue(source: Source, depthLeft: number): JsonValue {
  const first = source.text[source.offset];
  if (first === '{') return readObject(source, depthLeft);
  if (first === '[') return readArray(source, depthLeft);
  if (first === '"') return readString(source);
  if (source.takes('true')) return true;
  if (source.takes('false')) return false;
  if (source.takes('null')) return null;
  return readNumber(source);
}

function readObject(source: Source, depthLeft: number): JsonObject {
  enter(source, depthLeft);
  const object: { [name: string]: JsonValue } = {};
  source.skipWhiteSpace();
  if (source.takes('}')) return object;
  for (;;) {
    source.skipWhiteSpace();
    const name = readName(source, object);
    source.skipWhiteSpace();
    if (!source.takes(':')) throw source.fault('":"');
    source.skipWhiteSpace();
    // Assignment would call the setter of `__proto__`; a definition never does.
    Object.defineProperty(object, name, {
      value: readValue(source, depthLeft - 1),
      ...OWN_DATA_PROPERTY,
    });
    source.skipWhiteSpace();
    if (source.takes('}')) return object;
    if (!source.takes(',')) throw source.fault('"," or "}"');
  }
}

const OWN_DATA_PROPERTY = { enumerable: true, writable: true, configurable: true };

function readName(source: Source, object: JsonObject): string {
  const start = source.offset;
  if (source.text[start] !== '"') throw source.fault('a property name in double quotes');
  const name = readString(source);
  if (Object.hasOwn(object, name))
    throw source.fault('a name not used before in this object', start);
  return name;
}

function readArray(source: Source, depthLeft: number): readonly JsonValue[] {
  enter(source, depthLeft);
  const items: JsonValue[] = [];
  source.skipWhiteSpace();
  if (source.takes(']')) return items;
  for (;;) {
    source.skipWhiteSpace();
    items.push(readValue(source, depthLeft - 1));
    source.skipWhiteSpace();
    if (source.takes(']')) return items;
    if (!source.takes(',')) throw source.fault('"," or "]"');
  }
}

function enter(source: Source, depthLeft: number): void {
  if (depthLeft === 0) throw source.fault('no deeper nesting');
  source.offset += 1;
}

const SHORT_ESCAPES: { readonly [letter: string]: string } = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

function readString(source: Source): string {
  const opening = source.offset;
  let value = '';
  let runStart = opening + 1;
  source.offset = runStart;
  for (;;) {
    const code = source.text.charCodeAt(source.offset);
    if (code === QUOTE || code === BACKSLASH) {
      value += source.text.slice(runStart, source.offset);
      if (code === QUOTE) break;
      value += readEscape(source);
      runStart = source.offset;
    } else if (code >= 0x20) {
      source.offset += 1;
    } else {
      // NaN (the end of the text) and control characters end up here.
      throw source.fault('a closing quote, or a control character as an escape');
    }
  }
  source.offset += 1;
  if (LONE_SURROGATE.test(value)) throw source.fault('text without lone surrogates', opening);
  return value;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const FOUR_HEX = /^[0-9a-fA-F]{4}$/;

function readEscape(source: Source): string {
  const letter = source.text[source.offset + 1];
  if (letter === 'u') {
    const digits = source.text.slice(source.offset + 2, source.offset + 6);
    if (!FOUR_HEX.test(digits)) throw source.fault('four hex digits after \\u');
    source.offset += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
  const character =
    letter !== undefined && Object.hasOwn(SHORT_ESCAPES, letter)
      ? SHORT_ESCAPES[letter]
      : undefined;
  if (character === undefined) throw source.fault('an escape that JSON has');
  source.offset += 2;
  return character;
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const PLAIN_INTEGER = /^-?[0-9]+$/;
const NONZERO_MANTISSA = /^[^eE]*[1-9]/;

function readNumber(source: Source): number {
  NUMBER.lastIndex = source.offset;
  const literal = NUMBER.exec(source.text)?.[0];
  if (literal === undefined) throw source.fault('a JSON value');
  const value = Number(literal);
  const wanted = source.integersOnly
    ? wholeNumberFault(literal, value)
    : numberFault(literal, value);
  if (wanted !== undefined) throw source.fault(wanted);
  source.offset += literal.length;
  return value;
}

function wholeNumberFault(literal: string, value: number): string | undefined {
  const asPrinted = Number.isSafeInteger(value) && String(value) === literal;
  return asPrinted ? undefined : 'a safe integer in plain digits';
}

function numberFault(literal: string, value: number): string | undefined {
  if (!Number.isFinite(value)) return 'a number that a double can hold';
  if (Object.is(value, -0)) return 'zero without a minus sign';
  if (value === 0 && NONZERO_MANTISSA.test(literal)) return 'a number that is not lost as zero';
  if (PLAIN_INTEGER.test(literal) && !Number.isSafeInteger(value)) return 'a safe integer';
  return undefined;
}
