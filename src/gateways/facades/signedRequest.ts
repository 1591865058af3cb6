/**
 * The one rule of every facade: what is written was signed by the caller, as an action of this
 * ledger. The facade's own members say the same thing in the protocol's words; where the two differ
 * nothing is submitted. A facade signs nothing, adds nothing, and can therefore do nothing.
 */
import { parseBody } from '../../ledger/parseEvent.js';
import { type EventBody, eventHash, type SignedEvent } from '../../ledger/signedEvent.js';
import { contradicts, FacadeFault } from './facadeFault.js';
import type { FacadeOutcome, FacadeParts } from './facadeParts.js';

/** A signed event, read. */
export interface SignedRequest {
  readonly event: SignedEvent;
  readonly body: EventBody;
  readonly hash: string;
}

/** Reads the event and requires its action. */
export function signedRequest(event: SignedEvent, action: string): SignedRequest {
  const body = parseBody(event.body);
  if (body === undefined) {
    const limit = 'canonical JSON of {ledger, type, actor, key, id, notAfter, data}';
    throw new FacadeFault('BAD_REQUEST', { field: 'signedEvent.body', limit });
  }
  if (body.type !== action) throw contradicts('signedEvent.type', action, body.type);
  return { event, body, hash: eventHash(event.body) };
}

/** The digests that a signed registration shows. */
export function registeredDigests({ body }: SignedRequest): readonly RegisteredDigest[] {
  const { item } = body.data as { readonly item?: { readonly digests?: unknown } };
  return Array.isArray(item?.digests) ? (item.digests as readonly RegisteredDigest[]) : [];
}

interface RegisteredDigest {
  readonly algorithm: string;
  readonly value: string;
}

/** Requires that the signed registration is of the digest that the request names. */
export function requireDigest(request: SignedRequest, hash: string, algorithm?: string): void {
  const digests = registeredDigests(request);
  const named = digests.filter(({ value }) => value === hash);
  const shown = digests.map(({ algorithm: name, value }) => `${name}:${value}`).join(', ');
  if (named.length === 0) throw contradicts('hash', shown || 'a digest that is signed', hash);
  const known = algorithm?.toLowerCase().replaceAll(/[-_]/g, '');
  if (known === undefined || named.some((each) => each.algorithm.replaceAll('-', '') === known)) {
    return;
  }
  throw contradicts('metadata.hashAlgorithm', named[0]?.algorithm ?? '', algorithm ?? '');
}

/** Submits together, in this order. Throws the first refusal; what was accepted before it stays. */
export async function submitAll(
  { submit, projected, tell }: FacadeParts,
  requests: readonly SignedRequest[],
): Promise<readonly FacadeOutcome[]> {
  let outcomes: readonly FacadeOutcome[];
  try {
    outcomes = await submit(requests.map(({ event }) => event));
  } catch (error) {
    throw faultOf(tell(error), error);
  }
  const refused = outcomes.find((outcome) => outcome.refused !== null);
  if (refused?.refused !== undefined && refused.refused !== null) {
    const value = `position ${refused.position}`;
    throw new FacadeFault('REFUSED', { reason: refused.refused, value });
  }
  await projected(Math.max(...outcomes.map(({ position }) => position)));
  return outcomes;
}

function faultOf(told: ReturnType<FacadeParts['tell']>, error: unknown): unknown {
  if (told === undefined) return error;
  const { code, ...facts } = told;
  if (code === 'INVALID_EVENT') return new FacadeFault('NOT_ADMITTED', facts);
  return new FacadeFault('UNAVAILABLE', { reason: code });
}
