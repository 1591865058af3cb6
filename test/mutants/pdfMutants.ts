/**
 * Mutants of signed certificates: bytes of the file and of its signature damaged in any place, and
 * what forgers do to signed PDF files: updates behind them, wider gaps, a second range.
 */
import { concatBytes, fromHex, toHex, utf8 } from '../../src/crypto/bytes.js';
import type { SeededRandom } from '../support/live/seededRandom.js';
import { damaged, withOtherLetter } from './damage.js';
import type { Mutant, Sample } from './mutant.js';
import { signatureMutant } from './tokenMutants.js';

/** Where the signature is in the file. */
interface Layout {
  /** Of the `/ByteRange`, and of what follows its `]`. */
  readonly range: readonly [start: number, end: number];
  /** Of the `<` before the digits, and of what follows the `>`. */
  readonly gap: readonly [start: number, end: number];
  /** The signature without the zeros behind it. */
  readonly signature: Uint8Array;
}

function layoutOf(file: Uint8Array): Layout {
  const text = Buffer.from(file).toString('latin1');
  const found = /\/ByteRange \[0 +(\d+) +(\d+) +\d+ *\]/.exec(text);
  if (found === null) throw new Error('a sample has no signature');
  const [all, start, end] = found;
  const gap = [Number(start), Number(end)] as const;
  const digits = fromHex(text.slice(gap[0] + 1, gap[1] - 1));
  const length = 4 + (digits[2] as number) * 256 + (digits[3] as number);
  const range = [found.index, found.index + all.length] as const;
  return { range, gap, signature: digits.subarray(0, length) };
}

/** A mutant of a certificate. */
export function pdfMutant(random: SeededRandom, { bytes: sound }: Sample): Mutant {
  const layout = layoutOf(sound);
  switch (random.below(6)) {
    case 0:
    case 1:
      return otherSignature(random, sound, layout);
    case 2:
      return forgedRange(random, sound, layout);
    case 3:
      return damagedAt(random, sound, layout);
    case 4:
      return damagedGap(random, sound, layout);
    default:
      return updated(random, sound);
  }
}

/** Any byte of the file. */
function damagedAt(random: SeededRandom, sound: Uint8Array, layout: Layout): Mutant {
  const { bytes, at, inPlace } = damaged(random, sound);
  if (!inPlace) return { what: 'bytes lost or added', bytes, refusals: ['NOT_SIGNED'] };
  const within = ([start, end]: readonly [number, number]): boolean => start <= at && at < end;
  if (within(layout.gap)) return inGap('signature: a bit', bytes);
  if (!within(layout.range)) return { what: 'file: a bit', bytes, refusals: ['MESSAGE_DIGEST'] };
  return { what: 'byte range: a bit', bytes, refusals: ['NOT_SIGNED', 'MESSAGE_DIGEST'] };
}

/** A bit of a digit mostly leaves no digit; where it does, the signature is what is damaged. */
function inGap(what: string, bytes: Uint8Array): Mutant {
  const { gap } = rangeOf(bytes);
  const text = Buffer.from(bytes).toString('latin1').slice(gap[0], gap[1]);
  const isHex = /^<[0-9a-f]+>$/.test(text);
  return { what, bytes, refusals: isHex ? IN_SIGNATURE : ['NOT_SIGNED'], mayStand: isHex };
}

/** The gap of a file whose signature may be damaged. */
function rangeOf(file: Uint8Array): Pick<Layout, 'gap'> {
  const text = Buffer.from(file).toString('latin1');
  const [, start, end] = /\/ByteRange \[0 +(\d+) +(\d+)/.exec(text) ?? [];
  return { gap: [Number(start), Number(end)] };
}

/** Codes for a damaged signature whose damaged part is not looked up: bits of its digits. */
const IN_SIGNATURE = [
  'NOT_DER',
  'MALFORMED',
  'TRAILING_BYTES',
  'CONTENT_TYPE',
  'VERSION',
  'ALGORITHM',
  'KEY',
  'SIGNING_CERTIFICATE',
  'CERTIFICATE_MISSING',
  'SIGNED_ATTRIBUTES',
  'MESSAGE_DIGEST',
  'SIGNING_CERTIFICATE_V1',
  'SIGNATURE',
];

/** The zeros behind the signature, its brackets, its digits in capitals. */
function damagedGap(random: SeededRandom, sound: Uint8Array, { gap, signature }: Layout): Mutant {
  const bytes = sound.slice();
  const padding = gap[0] + 1 + 2 * signature.length;
  const kind = random.below(3);
  if (kind === 0) {
    bytes[padding + random.below(gap[1] - 1 - padding)] = 0x31 + random.below(9);
    return { what: 'padding: a digit', bytes, refusals: ['TRAILING_BYTES'] };
  }
  if (kind === 1) {
    bytes[random.below(2) === 0 ? gap[0] : gap[1] - 1] = 0x20 + random.below(0x1c);
    return { what: 'bracket of the signature', bytes, refusals: ['NOT_SIGNED'] };
  }
  const capitals = utf8(toHex(signature).toUpperCase());
  bytes.set(capitals, gap[0] + 1);
  return { what: 'digits in capitals', bytes, refusals: ['NOT_SIGNED'] };
}

/** Another signature of the same room. */
function otherSignature(random: SeededRandom, sound: Uint8Array, layout: Layout): Mutant {
  const { gap, signature } = layout;
  const mutant = signatureMutant(random, signature);
  const room = gap[1] - gap[0] - 2;
  const digits = toHex(mutant.bytes).slice(0, room).padEnd(room, '0');
  const bytes = sound.slice();
  bytes.set(utf8(digits), gap[0] + 1);
  // Zeros follow it: a signature that was cut short may become another one, or whole again.
  const what = `signature: ${mutant.what}`;
  const isCut = mutant.what === 'bytes lost or added';
  return { ...mutant, what, bytes, refusals: isCut ? IN_SIGNATURE : mutant.refusals };
}

/** Numbers of the byte range that leave something uncovered. */
function forgedRange(random: SeededRandom, sound: Uint8Array, { range }: Layout): Mutant {
  const text = Buffer.from(sound)
    .toString('latin1')
    .slice(...range);
  const [numbers = ''] = /\d[\d ]*\d/.exec(text) ?? [];
  const forged = text.replace(numbers, withOtherLetter(random, numbers, '0123456789 '));
  const bytes = sound.slice();
  bytes.set(utf8(forged), range[0]);
  return { what: 'byte range: a digit', bytes, refusals: ['NOT_SIGNED', 'MESSAGE_DIGEST'] };
}

/** An incremental update behind the file, or a second range that speaks for another part. */
function updated(random: SeededRandom, sound: Uint8Array): Mutant {
  const object = `\n${90 + random.below(9)} 0 obj\n<< /Type /Catalog >>\nendobj\n`;
  const again = '<< /Type /Sig /ByteRange [0 10 20 30] >>';
  const tail = utf8(random.below(2) === 0 ? object : `${object}${again}%%EOF\n`);
  const isBehind = random.below(2) === 0;
  const bytes = isBehind ? concatBytes(sound, tail) : concatBytes(tail, sound);
  return {
    what: isBehind ? 'update behind it' : 'bytes before it',
    bytes,
    refusals: ['NOT_SIGNED'],
  };
}
