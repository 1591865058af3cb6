/** The Range header (RFC 9110 §14): one range of bytes; what is not one is passed over (§14.2). */
import { ContentFault } from '../../content/contentFault.js';

export interface Bytes {
  /** The first byte. */
  readonly from: number;
  /** One after the last. */
  readonly to: number;
}

const ONE_RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/**
 * The bytes that `header` asks of a content of `length` bytes; undefined: all of them, as no or no
 * single range was asked for. Throws RANGE_INVALID for one that holds no byte of it.
 */
export function parseRange(header: string | undefined, length: number): Bytes | undefined {
  const match = ONE_RANGE.exec(header ?? '');
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  const from = first === '' ? Math.max(0, length - Number(last)) : Number(first);
  const to = first === '' || last === '' ? length : Math.min(length, Number(last) + 1);
  if (first !== '' && last !== '' && Number(last) < from) return undefined;
  if (from < to) return { from, to };
  const facts = { field: 'Range', limit: `within ${length} bytes`, value: String(header) };
  throw new ContentFault('RANGE_INVALID', facts);
}
