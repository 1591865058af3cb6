/** Members of a facade's request: read strictly, or the fault that names them. */
import type { SignedEvent } from '../../ledger/signedEvent.js';
import { FacadeFault } from './facadeFault.js';

/** A JSON object from outside, of which nothing is known yet. */
export type Request = { readonly [member: string]: unknown };

const TEXT_MAX = 4_096;

/** The object under `field`. */
export function objectIn(value: unknown, field: string): Request {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Request;
  throw new FacadeFault('BAD_REQUEST', { field, limit: 'an object', value: typeof value });
}

/** The text of a required member. */
export function textIn(request: Request, field: string): string {
  const value = request[field];
  if (typeof value === 'string' && value !== '' && value.length <= TEXT_MAX) return value;
  const limit = `a text of 1 to ${TEXT_MAX} characters`;
  throw new FacadeFault('BAD_REQUEST', { field, limit, value: typeof value });
}

const HASH = /^(?:[0-9a-f]{64}|[0-9a-f]{128})$/;

/** A digest in lower-case hex. */
export function hashIn(request: Request, field: string): string {
  const text = textIn(request, field);
  if (HASH.test(text)) return text;
  const limit = 'a digest in lower-case hex, 64 or 128 characters';
  throw new FacadeFault('BAD_REQUEST', { field, limit, value: text });
}

/** The signed events under `field`, exactly `count` of them. */
export function signedEventsIn(request: Request, count: number): readonly SignedEvent[] {
  const { signedEvent, signedEvents } = request;
  const given = signedEvents ?? (signedEvent === undefined ? undefined : [signedEvent]);
  if (given === undefined) {
    const limit = `${count} of {body, signature}`;
    throw new FacadeFault('SIGNED_EVENT_MISSING', { field: 'signedEvents', limit });
  }
  if (!Array.isArray(given) || given.length !== count) {
    const value = Array.isArray(given) ? `${given.length}` : typeof given;
    throw new FacadeFault('BAD_REQUEST', { field: 'signedEvents', limit: `${count}`, value });
  }
  return given.map((each, index) => {
    const { body, signature } = objectIn(each, `signedEvents[${index}]`);
    if (typeof body === 'string' && typeof signature === 'string') return { body, signature };
    const facts = { field: `signedEvents[${index}]`, limit: '{body, signature} as texts' };
    throw new FacadeFault('BAD_REQUEST', facts);
  });
}
