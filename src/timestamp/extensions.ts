/**
 * Extensions (RFC 5280 §4.1, §4.2), wherever they stand: in certificates, revocation lists, tokens
 * and requests. An extension that stands twice is refused, and so is a FALSE that is spelt out.
 */
import { oidOf, sequenceFields } from '../crypto/derFields.js';
import { DerShape, type DerValue, NotDer, TAG } from '../crypto/derReader.js';
import { DER_TRUE, derOctets, derOid, derSequence } from '../crypto/derWriter.js';

export interface Extension {
  readonly critical: boolean;
  /** DER of the extension's own value. */
  readonly value: Uint8Array;
}

/** Extensions by identifier. */
export type Extensions = ReadonlyMap<string, Extension>;

/** The members of an `Extensions` value: a SEQUENCE, or one under an IMPLICIT tag. */
export function extensionsOf({ parts }: DerValue, name: string): Extensions {
  const extensions = new Map<string, Extension>();
  for (const part of parts) {
    const fields = sequenceFields(part, `an extension of ${name}`);
    const oid = oidOf(fields.take(TAG.oid, 'extnID'));
    const critical = trueOnly(fields.takeIf(TAG.boolean), `critical of ${oid}`);
    const value = fields.take(TAG.octetString, 'extnValue').content;
    fields.end();
    if (extensions.has(oid)) throw new DerShape(`${name} has the extension ${oid} twice`);
    extensions.set(oid, { critical, value });
  }
  return extensions;
}

/** A BOOLEAN with the default FALSE: DER leaves the default out (X.690 §11.5). */
export function trueOnly(value: DerValue | undefined, name: string): boolean {
  if (value === undefined) return false;
  if (value.content[0] === 0xff) return true;
  throw new NotDer('NOT_DER', `${name} spells out its default`);
}

/** The first critical extension that is not in `understood`. */
export function unknownCritical(
  extensions: Extensions,
  understood: ReadonlySet<string>,
): string | undefined {
  for (const [oid, { critical }] of extensions) {
    if (critical && !understood.has(oid)) return oid;
  }
  return undefined;
}

/** One extension with the DER of its value. */
export function derExtension(oid: string, value: Uint8Array, critical = false): Uint8Array {
  const parts = critical ? [derOid(oid), DER_TRUE] : [derOid(oid)];
  return derSequence(...parts, derOctets(value));
}
