/** The items, and registrations of items, that a derived event names in its data. */
import type { JsonObject, JsonValue } from '../../crypto/canonicalJson.js';

/** Each as often as it is named. The member of a batch is named as `<batch>.<index>`. */
export function namedItems(data: JsonObject): readonly string[] {
  const { items, item, registration, replacement } = data;
  const listed = Array.isArray(items) ? (items as readonly JsonValue[]) : [];
  const named = [...listed, item, registration, replacement];
  return named.filter((name): name is string => typeof name === 'string');
}
