/**
 * JSON-LD with one spelling: a context of plain prefixes in the file itself (nothing is fetched to
 * read it), the nodes in ascending order of their identifiers, canonical JSON and a newline.
 */
import type { Hex } from '../../crypto/bytes.js';
import { canonicalJson, type JsonObject, type JsonValue } from '../../crypto/canonicalJson.js';
import { nameUuid } from '../../crypto/nameUuid.js';

/** A node of the graph. */
export type LinkedNode = JsonObject & { readonly '@id': string };

/** Prefix of everything on this ledger, in both ontologies, so that the two files join. */
export function ledgerPrefix(ledger: Hex): JsonObject {
  return { ledger: `urn:civic-ledger:${ledger}:` };
}

/** The identifier of something on a ledger; it ends in a UUID, as UCO advises. */
export function identifier(ledger: Hex, kind: string, name: string): string {
  return `ledger:${kind}-${nameUuid(ledger, `${kind}/${name}`)}`;
}

/** References to nodes, sorted, or nothing: a JSON-LD property is left out when it has no value. */
export function references(property: string, ids: readonly string[]): JsonObject {
  const sorted = [...new Set(ids)].sort().map((id) => ({ '@id': id }));
  const [single] = sorted;
  if (single === undefined) return {};
  return { [property]: sorted.length === 1 ? single : sorted };
}

/** A literal of an XML Schema datatype. */
export function typed(type: string, value: string): JsonObject {
  return { '@type': `xsd:${type}`, '@value': value };
}

/** The text of the file. */
export function linkedDataText(context: JsonObject, nodes: readonly LinkedNode[]): string {
  const byId = new Map(nodes.map((node) => [node['@id'], node]));
  const sorted = [...byId.values()].sort((a, b) => (a['@id'] < b['@id'] ? -1 : 1));
  return `${canonicalJson({ '@context': context, '@graph': sorted as JsonValue[] })}\n`;
}
