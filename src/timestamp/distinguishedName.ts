/**
 * Names of issuers and subjects (RFC 5280 §4.1.2.4). They are compared as bytes, so each has to be
 * of its structure and each text in it of its kind: nothing passes here that another verifier could
 * not read.
 */
import { DerFields, oidOf } from '../crypto/derFields.js';
import { DerShape, type DerValue, readDer, TAG } from '../crypto/derReader.js';

/** Kinds of text (X.690 §8.23) with the bytes that each may have. */
const TEXT_KINDS: ReadonlyMap<number, (content: Uint8Array) => boolean> = new Map([
  [0x0c, isUtf8],
  [0x13, (content) => /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(String.fromCharCode(...content))],
  [0x14, () => true],
  [0x16, (content) => content.every((byte) => byte < 0x80)],
  [0x1c, (content) => content.length % 4 === 0],
  [0x1e, (content) => content.length % 2 === 0],
]);

/** The DER of a name. Throws DerShape unless it is one. */
export function nameOf(value: DerValue): Uint8Array {
  if (value.tag !== TAG.sequence) throw new DerShape('a name is no SEQUENCE');
  for (const set of value.parts) {
    if (set.tag !== TAG.set || set.parts.length === 0) throw new DerShape('a name is no RDNs');
    for (const part of set.parts) attributeOf(part);
  }
  return value.bytes;
}

/** The text of an attribute of a name (DER), for people; undefined when it has none. */
export function nameAttribute(name: Uint8Array, oid: string): string | undefined {
  const attributes = readDer(name).parts.flatMap(({ parts }) => parts.map(attributeOf));
  const found = attributes.find(({ type }) => type === oid);
  return found && new TextDecoder().decode(found.content);
}

function attributeOf(part: DerValue): { readonly type: string; readonly content: Uint8Array } {
  if (part.tag !== TAG.sequence) throw new DerShape('an attribute of a name is no SEQUENCE');
  const fields = new DerFields(part, 'an attribute of a name');
  const type = oidOf(fields.take(TAG.oid, 'type'));
  const { tag, content } = fields.takeAny('value');
  fields.end();
  if (TEXT_KINDS.get(tag)?.(content) === true) return { type, content };
  throw new DerShape(`a name has a text of a kind or with bytes that it cannot have`);
}

function isUtf8(content: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content);
    return true;
  } catch {
    return false;
  }
}
