/**
 * Is this request entitled? Its capability is read and checked against the ledger's state: form,
 * ledger, method and item, time, signature, then whether this key may speak for this actor now and
 * the rule of domain/evidence/contentAccess.ts.
 */
import type { FastifyRequest } from 'fastify';
import { ContentFault, type ContentFaultCode } from '../../content/contentFault.js';
import { verifySignature } from '../../crypto/suites.js';
import { refuseContentAccess } from '../../domain/evidence/contentAccess.js';
import type { Refusal } from '../../domain/refusals.js';
import {
  CAPABILITY_MS_MAX,
  capabilitySigningText,
  type ContentCapability,
  type ContentMethod,
  parseCapabilityHeader,
} from '../../ledger/contentCapability.js';
import type { ContentGatewayParts } from './parts.js';

/** What a request asks for; without an item, the capability names it. */
export interface Asked {
  readonly method: ContentMethod;
  readonly item?: string;
}

/** The capability of `request`. Throws a ContentFault unless it grants what is asked. */
export function entitled(
  request: FastifyRequest,
  asked: Asked,
  parts: Pick<ContentGatewayParts, 'ledgerId' | 'state' | 'now'>,
): ContentCapability {
  const header = request.headers.authorization;
  const parsed = header === undefined ? undefined : parseCapabilityHeader(header);
  if (parsed === undefined) throw noCapability(header);
  const { capability, text, signature } = parsed;
  refuseScope(capability, asked, parts.ledgerId);
  const now = parts.now();
  refuseTime(capability, now);
  // The state first: it tells whether the key is worth a signature check.
  const refusal = refuseContentAccess(capability, parts.state, now);
  if (refusal !== undefined) throw refusedByRule(refusal);
  if (!verifySignature(capability.key, capabilitySigningText(text), signature)) {
    const facts = { field: 'signature', limit: `one by ${capability.key}`, value: signature };
    throw new ContentFault('CAPABILITY_SIGNATURE', facts);
  }
  return capability;
}

function noCapability(header: string | undefined): ContentFault {
  const code = header === undefined ? 'CAPABILITY_MISSING' : 'CAPABILITY_MALFORMED';
  const limit = 'Civic-Ledger <base64 of the canonical capability>.<signature in hex>';
  const value = header === undefined ? 'absent' : 'something else';
  return new ContentFault(code, { field: 'authorization', limit, value });
}

function refuseScope(capability: ContentCapability, asked: Asked, ledger: string): void {
  const wanted = { ledger, method: asked.method, item: asked.item ?? capability.item };
  for (const field of ['ledger', 'method', 'item'] as const) {
    if (capability[field] === wanted[field]) continue;
    const facts = { field, limit: wanted[field], value: capability[field] };
    throw new ContentFault('CAPABILITY_SCOPE', facts);
  }
}

function refuseTime({ notAfter }: ContentCapability, now: string): void {
  if (notAfter < now) {
    const facts = { field: 'notAfter', limit: `${now} or later`, value: notAfter };
    throw new ContentFault('CAPABILITY_EXPIRED', facts);
  }
  const latest = new Date(Date.parse(now) + CAPABILITY_MS_MAX).toISOString();
  if (notAfter <= latest) return;
  const facts = { field: 'notAfter', limit: `${latest} or earlier`, value: notAfter };
  throw new ContentFault('CAPABILITY_TOO_LONG', facts);
}

/** Refusals of the rule that are the caller's own affair have codes of their own. */
const FAULT_OF_REFUSAL: { readonly [code: string]: ContentFaultCode } = {
  ITEM_UNKNOWN: 'ITEM_UNKNOWN',
  NOT_CLAIMANT: 'NOT_ENTITLED',
  NOT_READER: 'NOT_ENTITLED',
  UNDERTAKING_MISSING: 'NOT_ENTITLED',
  ACCESS_NOT_LOGGED: 'ACCESS_NOT_LOGGED',
};

function refusedByRule({ refused, field, limit, value }: Refusal): ContentFault {
  const code = FAULT_OF_REFUSAL[refused] ?? 'CAPABILITY_SIGNER';
  return new ContentFault(code, { field, limit, value, reason: refused });
}
