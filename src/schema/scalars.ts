/**
 * The scalars of this schema. Whole numbers travel as decimal strings, because a 64-bit number does
 * not fit a JSON number in every client; hex and instants have one spelling each.
 */
import {
  GraphQLError,
  GraphQLScalarType,
  Kind,
  print,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import { isHex } from '../crypto/bytes.js';
import { isInstant } from '../ledger/instant.js';

const DECIMAL = /^(?:0|[1-9][0-9]{0,15})$/;

interface ScalarSpec {
  readonly name: string;
  readonly description: string;
  readonly specifiedByURL?: string;
}

function invalid(name: string, limit: string, value: unknown): GraphQLError {
  const shown = JSON.stringify(value)?.slice(0, 100) ?? 'nothing';
  return new GraphQLError(`${name} must be ${limit}, but is ${shown}`, {
    extensions: { code: 'BAD_USER_INPUT', field: name, limit, value: shown },
  });
}

function scalar<Value>(
  spec: ScalarSpec,
  read: (value: unknown) => Value,
  literal: (node: ValueNode) => unknown = valueFromASTUntyped,
): GraphQLScalarType {
  return new GraphQLScalarType({
    ...spec,
    serialize: (value) => value,
    parseValue: read,
    parseLiteral: (node: ValueNode) => placed(node, () => read(literal(node))),
  });
}

/** What `read` gives; its error is told with the literal's place, which graphql-js leaves out. */
function placed<Value>(node: ValueNode, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new GraphQLError(error.message, { nodes: node, extensions: error.extensions });
  }
}

/** The digits of an Int as they are written: as a number they could be another one. */
function digitsOf(node: ValueNode): string {
  return node.kind === Kind.STRING ? node.value : print(node);
}

/** A whole number from 0 to 2^53 − 1: a string on the wire; a string or an Int as input. */
function wholeNumber(spec: ScalarSpec): GraphQLScalarType {
  const limit = 'a whole number from 0 to 9007199254740991, without sign or leading zeros';
  const read = (value: unknown): number => {
    const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
    if (!Number.isSafeInteger(number) || (number as number) < 0) {
      throw invalid(spec.name, limit, value);
    }
    return number as number;
  };
  return new GraphQLScalarType({
    ...scalar(spec, read, digitsOf).toConfig(),
    serialize: (value) => String(value),
  });
}

function checkedText(
  spec: ScalarSpec,
  limit: string,
  fits: (value: unknown) => boolean,
): GraphQLScalarType {
  return scalar(spec, (value): string => {
    if (!fits(value)) throw invalid(spec.name, limit, value);
    return value as string;
  });
}

export const PositionScalar = wholeNumber({
  name: 'Position',
  description:
    'A place in the log: 0, 1, 2 …, gap-free over all entries. Also used for log sizes, which ' +
    'are the next position. Decimal string on the wire; a string or an Int as input.',
});

export const HeightScalar = wholeNumber({
  name: 'Height',
  description:
    'The number of a block: 0 is the genesis block. Decimal string on the wire; a string or an ' +
    'Int as input.',
});

export const ByteCountScalar = wholeNumber({
  name: 'ByteCount',
  description: 'A number of bytes. Decimal string on the wire; a string or an Int as input.',
});

export const InstantScalar = checkedText(
  {
    name: 'Instant',
    description:
      'An instant in UTC: RFC 3339 text with exactly three fraction digits and `Z`, for example ' +
      '`2026-11-23T18:05:37.123Z`. Text order is time order.',
    specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  },
  'RFC 3339 UTC with three fraction digits and Z',
  isInstant,
);

export const HashScalar = checkedText(
  {
    name: 'Hash',
    description:
      'A SHA-256 hash (FIPS 180-4): 64 lower-case hexadecimal digits. What was hashed, with its ' +
      'domain separation prefix, stands at each field.',
    specifiedByURL: 'https://doi.org/10.6028/NIST.FIPS.180-4',
  },
  '64 lower-case hexadecimal digits',
  (value) => isHex(value, 32),
);

const HEX_BYTES_MAX = 256;
const LOWER_HEX = /^[0-9a-f]+$/;

// Written for speed: a request may carry a thousand signatures.
function isHexBytes(value: unknown): boolean {
  if (typeof value !== 'string' || value.length % 2 !== 0) return false;
  return value.length <= 2 * HEX_BYTES_MAX && LOWER_HEX.test(value);
}

export const HexScalar = checkedText(
  {
    name: 'Hex',
    description: 'Bytes as lower-case hexadecimal digits, two a byte, 1 to 256 bytes.',
  },
  'lower-case hexadecimal digits of 1 to 256 bytes',
  isHexBytes,
);

const KEY = /^[a-z0-9-]{1,32}:[0-9a-f]{64,66}$/;

export const PublicKeyScalar = checkedText(
  {
    name: 'PublicKey',
    description:
      'A public key with its suite, `<suite>:<hex>`: `ed25519-strict-1:` and 32 bytes; ' +
      '`p256-sha256:` or `sm2-sm3:` and the 33 bytes of a compressed point.',
  },
  '<suite>:<lower-case hex of 32 or 33 bytes>',
  (value) => typeof value === 'string' && KEY.test(value),
);

export const SignatureScalar = checkedText(
  {
    name: 'Signature',
    description:
      'A signature in the encoding of its suite, as lower-case hexadecimal digits: Ed25519 has ' +
      '64 bytes; P-256 and SM2 are strict DER.',
  },
  'lower-case hexadecimal digits of 1 to 256 bytes',
  isHexBytes,
);

export const CanonicalJsonScalar = checkedText(
  {
    name: 'CanonicalJson',
    description:
      'The exact text, in RFC 8785 canonical form, that was signed or hashed. Hash this string ' +
      'and no re-serialised form of it.',
    specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8785',
  },
  'a text in RFC 8785 canonical form',
  (value) => typeof value === 'string',
);

export const JsonScalar = scalar(
  {
    name: 'JSON',
    description: 'Any JSON value (RFC 8259), parsed: convenient to read, not meant to be hashed.',
    specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
  },
  (value) => value,
);
