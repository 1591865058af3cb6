/**
 * Reads the fields of a structure from checked DER in their order, and the values in them. What is
 * missing, of another type or left over is a DerShape error that names the field.
 */
import { DerShape, type DerValue, TAG } from './derReader.js';

/** The parts of one constructed value, taken one after another. */
export class DerFields {
  readonly #parts: readonly DerValue[];
  readonly #name: string;
  #next = 0;

  /** Fields of `value`, which is called `name` in errors. */
  constructor(value: DerValue, name: string) {
    this.#parts = value.parts;
    this.#name = name;
  }

  /** The next field. Throws DerShape unless its identifier byte is `tag`. */
  take(tag: number, field: string): DerValue {
    const value = this.takeIf(tag);
    if (value === undefined) throw new DerShape(`${this.#name} has no ${field} in its place`);
    return value;
  }

  /** The next field when its identifier byte is `tag`. */
  takeIf(tag: number): DerValue | undefined {
    const value = this.#parts[this.#next];
    if (value?.tag !== tag) return undefined;
    this.#next += 1;
    return value;
  }

  /** The next field, whatever it is. */
  takeAny(field: string): DerValue {
    const value = this.#parts[this.#next];
    if (value === undefined) throw new DerShape(`${this.#name} has no ${field}`);
    this.#next += 1;
    return value;
  }

  /** Throws DerShape when a field is left. */
  end(): void {
    if (this.#next === this.#parts.length) return;
    throw new DerShape(`${this.#name} has a field too many, or one out of its place`);
  }
}

/** Fields of `value`. Throws DerShape unless it is a SEQUENCE. */
export function sequenceFields(value: DerValue, name: string): DerFields {
  if (value.tag !== TAG.sequence) throw new DerShape(`${name} is no SEQUENCE`);
  return new DerFields(value, name);
}

/** The one value inside an EXPLICIT tag. */
export function explicitValue(value: DerValue, name: string): DerValue {
  const [inner] = value.parts;
  if (inner === undefined || value.parts.length !== 1) {
    throw new DerShape(`${name} holds ${value.parts.length} values instead of one`);
  }
  return inner;
}

/** The number of an INTEGER, also of one under an IMPLICIT tag. */
export function integerOf({ content }: DerValue): bigint {
  let value = 0n;
  for (const byte of content) value = (value << 8n) | BigInt(byte);
  const isNegative = (content[0] as number) >= 0x80;
  return isNegative ? value - (1n << BigInt(content.length * 8)) : value;
}

/** The number of an INTEGER from 0 to `max`. */
export function smallIntegerOf(value: DerValue, max: number, name: string): number {
  const number = integerOf(value);
  if (number < 0n || number > BigInt(max)) throw new DerShape(`${name} is not from 0 to ${max}`);
  return Number(number);
}

/** The arcs of an OBJECT IDENTIFIER, dotted. */
export function oidOf({ content }: DerValue): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of content) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [first = 0n, ...others] = arcs;
  const top = first < 80n ? first / 40n : 2n;
  return [top, first - top * 40n, ...others].join('.');
}

/** The bytes of a BIT STRING. Throws DerShape when it does not end with a whole byte. */
export function wholeBytesOf({ content }: DerValue, name: string): Uint8Array {
  if (content[0] !== 0) throw new DerShape(`${name} is not a whole number of bytes`);
  return content.subarray(1);
}

/** The numbers of the bits that are set in a BIT STRING, the first one being 0. */
export function namedBitsOf({ content }: DerValue): ReadonlySet<number> {
  const bits = new Set<number>();
  for (let index = 1; index < content.length; index += 1) {
    for (let bit = 0; bit < 8; bit += 1) {
      if (((content[index] as number) & (0x80 >> bit)) !== 0) bits.add((index - 1) * 8 + bit);
    }
  }
  return bits;
}
