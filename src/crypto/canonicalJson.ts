/**
 * RFC 8785 (JSON Canonicalization Scheme): one value, one text. Everything that is signed or hashed
 * on this ledger is hashed in this form.
 */

/** A JSON value as read by JSON.parse. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** A JSON object. */
export type JsonObject = { readonly [name: string]: JsonValue };

/**
 * The value has no canonical form: it holds a lone surrogate, a non-finite number, or no JSON
 * type.
 */
export class NotCanonicalizable extends TypeError {}

/** Nearly every string has none, and this test is several times faster than the one below. */
const ANY_SURROGATE = /[\uD800-\uDFFF]/;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/**
 * The canonical text of `value` (RFC 8785 §3.2): no white space, object names sorted by UTF-16
 * code units, numbers and strings as ECMAScript prints them. Throws NotCanonicalizable; an object
 * property that is `undefined` counts as such, never as absent.
 */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'string') return canonicalString(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (value === true) return 'true';
  if (value === false) return 'false';
  if (value === null) return 'null';
  if (typeof value !== 'object') {
    throw new NotCanonicalizable(`a ${typeof value} has no JSON form`);
  }
  return isArray(value) ? canonicalArray(value) : canonicalObject(value);
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new NotCanonicalizable(`${value} is not a JSON number`);
  return JSON.stringify(value);
}

function isArray(value: JsonObject | readonly JsonValue[]): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function canonicalString(text: string): string {
  if (ANY_SURROGATE.test(text) && LONE_SURROGATE.test(text)) {
    throw new NotCanonicalizable('a string holds a lone surrogate');
  }
  return JSON.stringify(text);
}

function canonicalArray(items: readonly JsonValue[]): string {
  let text = '[';
  for (let index = 0; index < items.length; index += 1) {
    if (index > 0) text += ',';
    text += canonicalJson(items[index] as JsonValue);
  }
  return `${text}]`;
}

function canonicalObject(object: JsonObject): string {
  let text = '{';
  // The default sort compares UTF-16 code units, which is the order RFC 8785 §3.2.3 asks for.
  for (const name of Object.keys(object).sort()) {
    if (text.length > 1) text += ',';
    text += `${canonicalString(name)}:${canonicalJson(object[name] as JsonValue)}`;
  }
  return `${text}}`;
}
