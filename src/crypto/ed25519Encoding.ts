/**
 * What can be said about Ed25519 encodings by looking at the bytes alone (RFC 8032 §5.1): the range
 * of y, the range of S, and the encodings of the eight points of small order. Little-endian.
 */
import { fromHex } from './bytes.js';

/** The group order L = 2^252 + 27742317777372353535851937790883648493. */
const ORDER = fromHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010');

/**
 * y of the points of order 1, 4, 2 and 8 (two values), without the sign bit. Whatever the sign bit
 * says, no point of large order has one of these.
 */
const SMALL_ORDER_Y = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map(fromHex);

/** True when the y of a point encoding is below p = 2^255 - 19. */
export function isCanonicalY(point: Uint8Array): boolean {
  if (((point[31] as number) & 0x7f) !== 0x7f || (point[0] as number) < 0xed) return true;
  return point.subarray(1, 31).some((byte) => byte !== 0xff);
}

/** True when S is below the group order (RFC 8032 §5.1.7): each signature has one S. */
export function isReducedScalar(scalar: Uint8Array): boolean {
  for (let index = 31; index >= 0; index -= 1) {
    const difference = (scalar[index] as number) - (ORDER[index] as number);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/**
 * True for every canonical-y encoding of a point of order 1, 2, 4 or 8, "negative zero" included.
 */
export function isSmallOrder(point: Uint8Array): boolean {
  return SMALL_ORDER_Y.some((y) => hasY(point, y));
}

function hasY(point: Uint8Array, y: Uint8Array): boolean {
  if (((point[31] as number) & 0x7f) !== y[31]) return false;
  for (let index = 0; index < 31; index += 1) if (point[index] !== y[index]) return false;
  return true;
}
