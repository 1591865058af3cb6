/**
 * The protobuf encodings that CometBFT hashes and signs: proto3 fields in the order of their
 * numbers, a field with its zero value left out. An embedded message that CometBFT declares as not
 * nullable stands there even when it is empty.
 */
import { concatBytes } from '../../crypto/bytes.js';

const WIRE = { varint: 0, fixed64: 1, bytes: 2 } as const;
const FIXED64_BYTES = 8;

/** An unsigned LEB128 number, in its shortest form; `value` is a safe integer from 0. */
export function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  // Arithmetic instead of bit operations: values go beyond 32 bits.
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

/** A field of an integer type; nothing for 0. */
export function integerField(field: number, value: number): Uint8Array {
  return value === 0 ? concatBytes() : concatBytes(tag(field, WIRE.varint), varint(value));
}

/** A field of the type sfixed64; nothing for 0. */
export function fixed64Field(field: number, value: number): Uint8Array {
  if (value === 0) return concatBytes();
  const bytes = new Uint8Array(FIXED64_BYTES);
  let rest = value;
  for (let index = 0; index < FIXED64_BYTES; index += 1, rest = Math.floor(rest / 0x100)) {
    bytes[index] = rest % 0x100;
  }
  return concatBytes(tag(field, WIRE.fixed64), bytes);
}

/** A field of bytes or of a text's UTF-8; nothing when it is empty. */
export function bytesField(field: number, bytes: Uint8Array): Uint8Array {
  return bytes.length === 0 ? bytes : messageField(field, bytes);
}

/** An embedded message, also an empty one. */
export function messageField(field: number, message: Uint8Array): Uint8Array {
  return concatBytes(tag(field, WIRE.bytes), delimited(message));
}

/** `message` with its length before it. */
export function delimited(message: Uint8Array): Uint8Array {
  return concatBytes(varint(message.length), message);
}

function tag(field: number, wire: number): Uint8Array {
  return varint(field * 8 + wire);
}
