/** DER (ITU-T X.690 §10, §11): one value has one accepted encoding. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromHex, toHex } from '../../src/crypto/bytes.js';
import {
  DerFields,
  integerOf,
  namedBitsOf,
  oidOf,
  sequenceFields,
  smallIntegerOf,
} from '../../src/crypto/derFields.js';
import { DerShape, type DerValue, NotDer, readDer } from '../../src/crypto/derReader.js';
import {
  derBitString,
  derContext,
  derInteger,
  derNamedBits,
  derOctets,
  derOid,
  derSequence,
  derSet,
  derUtf8,
} from '../../src/crypto/derWriter.js';

function codeOf(bytes: Uint8Array): string {
  try {
    readDer(bytes);
    return 'read';
  } catch (error) {
    if (error instanceof NotDer) return error.code;
    throw error;
  }
}

describe('the reader', () => {
  it.each([
    ['an indefinite length', '3080020101' + '0000'],
    ['a length in two bytes that fits one', '30810302' + '0101'],
    ['a length with a leading zero', '3082000302' + '0101'],
    ['a length of five bytes', '308500000000' + '03020101'],
    ['a length beyond the end', '3004020101'],
    ['an INTEGER without content', '0200'],
    ['an INTEGER with a leading zero', '02020001'],
    ['an INTEGER with a leading FF', '0202ff80'],
    ['a BOOLEAN of 01', '010101'],
    ['a BOOLEAN of two bytes', '0102ffff'],
    ['a NULL with content', '050100'],
    ['an OBJECT IDENTIFIER that is empty', '0600'],
    ['an OBJECT IDENTIFIER with a padded arc', '06032a8001'],
    ['an OBJECT IDENTIFIER that is cut short', '06022a86'],
    ['a BIT STRING without content', '0300'],
    ['a BIT STRING with 8 unused bits', '03020800'],
    ['a BIT STRING with unused bits that are set', '03020701'],
    ['an empty BIT STRING with unused bits', '030101'],
    ['a SET out of order', '3106020102020101'],
    ['a constructed OCTET STRING', '2403040100'],
    ['an end of contents', '0000'],
    ['a tag above 30', '1f810100'],
    ['nothing', ''],
    ['a tag alone', '30'],
  ])('refuses %s', (_name, hex) => expect(codeOf(fromHex(hex))).toBe('NOT_DER'));

  it('tells bytes after the end from everything else', () =>
    expect(codeOf(fromHex('02010100'))).toBe('TRAILING_BYTES'));

  it('refuses what nests without end, and does not run out of stack', () => {
    let nested = derInteger(1);
    for (let depth = 0; depth < 10_000; depth += 1) nested = derSequence(nested);
    expect(codeOf(nested)).toBe('NOT_DER');
  });

  it('reads what the writer writes, whatever the numbers', () => {
    const number = fc.bigInt({ min: 0n, max: 1n << 200n });
    fc.assert(
      fc.property(number, (value) => {
        expect(integerOf(readDer(derInteger(value)))).toBe(value);
      }),
    );
    const oid = fc
      .tuple(fc.nat(2), fc.nat(39), fc.array(fc.nat(1_000_000), { maxLength: 8 }))
      .map(([top, second, rest]) => [top, second, ...rest].join('.'));
    fc.assert(
      fc.property(oid, (dotted) => {
        expect(oidOf(readDer(derOid(dotted)))).toBe(dotted);
      }),
    );
  });

  it('reads the published identifiers of RSA and of the example arc', () => {
    expect(oidOf(readDer(fromHex('06062a864886f70d')))).toBe('1.2.840.113549');
    expect(oidOf(readDer(fromHex('06028837')))).toBe('2.999');
  });

  it('reads negative numbers and named bits', () => {
    expect(integerOf(readDer(fromHex('020180')))).toBe(-128n);
    expect(integerOf(readDer(fromHex('0201ff')))).toBe(-1n);
    expect([...namedBitsOf(readDer(derNamedBits([1, 8])))]).toEqual([1, 8]);
    expect(toHex(derNamedBits([0]))).toBe('03020780');
  });

  it('gives back any tree of values byte for byte, and no shorter or longer one', () => {
    const leaf = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map(derOctets),
      fc.uint8Array({ maxLength: 20 }).map(derBitString),
      fc.string({ maxLength: 20 }).map(derUtf8),
      fc.bigInt({ min: 0n, max: 1n << 70n }).map(derInteger),
    );
    const tree = fc.letrec<{ readonly node: Uint8Array }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('node'), { maxLength: 4 }).map((parts) => derSequence(...parts)),
        fc.array(tie('node'), { maxLength: 4 }).map((parts) => derSet(...parts)),
        fc.array(tie('node'), { maxLength: 4 }).map((parts) => derContext(1, ...parts)),
      ),
    })).node;
    fc.assert(
      fc.property(tree, fc.nat(), (bytes, cut) => {
        expect(rebuilt(readDer(bytes))).toEqual(bytes);
        expect(codeOf(Uint8Array.of(...bytes, 0))).toBe('TRAILING_BYTES');
        expect(codeOf(bytes.slice(0, cut % bytes.length))).toBe('NOT_DER');
      }),
    );
  });
});

/** The bytes again, out of the parts. */
function rebuilt({ bytes, content, parts }: DerValue): Uint8Array {
  if (parts.length === 0) return bytes.slice();
  const head = bytes.subarray(0, bytes.length - content.length);
  return Uint8Array.from([head, ...parts.map(rebuilt)].flatMap((part) => [...part]));
}

describe('the fields of a structure', () => {
  const value = readDer(derSequence(derInteger(5), derOid('1.2.3')));

  it('are taken in order, and none may be left', () => {
    const fields = sequenceFields(value, 'pair');
    expect(integerOf(fields.take(0x02, 'first'))).toBe(5n);
    expect(() => fields.end()).toThrow('pair has a field too many');
    expect(fields.takeIf(0x02)).toBeUndefined();
    expect(oidOf(fields.takeAny('second'))).toBe('1.2.3');
    fields.end();
    expect(() => fields.takeAny('third')).toThrow('pair has no third');
  });

  it('are named when they are missing, of another type or out of range', () => {
    expect(() => sequenceFields(readDer(derInteger(1)), 'pair')).toThrow(DerShape);
    expect(() => new DerFields(value, 'pair').take(0x04, 'bytes')).toThrow('pair has no bytes');
    expect(() => smallIntegerOf(readDer(derInteger(4)), 3, 'n')).toThrow('n is not from 0 to 3');
  });
});
