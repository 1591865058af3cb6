/**
 * Custody of content: who holds the original. Exactly one organisation does, at first the claimant;
 * it passes when the holder offers it and the other, having hashed the content again, accepts with
 * the same digests. Both sign; what was before and after stands in the two events (invariant 10,
 * ISO/IEC 27037, 刑诉解释 第110–115条).
 */
import type { Hex } from '../../../crypto/bytes.js';
import type { Instant } from '../../../ledger/instant.js';
import type { DerivedEvent } from '../../../ledger/derivedEvent.js';
import {
  action,
  type Action,
  type BlockContext,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../../domainModule.js';
import { organisationId } from '../../governance/identifiers.js';
import { activeOrganisation } from '../../governance/organisation.js';
import { type Refusal, refuse } from '../../refusals.js';
import { actionData, hex, instant, object, oneOf, optional } from '../../shape.js';
import { type Content, content, isSameContent, refuseContent } from '../content.js';
import { claimantOf, itemId } from '../item.js';
import { refuseHeld } from '../keeping/hold.js';
import { refuseErased } from '../keeping/erasure.js';
import { changed, type Owned, recordAt, type RecordKind, recordKey } from '../records.js';
import { refuseCapacity } from '../standing/accreditation.js';

export const CUSTODY_REFUSAL_REASONS = [
  'mismatch',
  'incomplete',
  'unreadable',
  'not-wanted',
] as const;

export type CustodyOffered = {
  /** Hash of the signed event. */
  readonly offer: Hex;
  readonly item: string;
  readonly holder: string;
  readonly recipient: string;
  /** The content as the holder hashed it. */
  readonly content: Content;
  /** Last block time at which it may be accepted. */
  readonly expires: Instant;
  readonly by: string;
};

export type CustodyAccepted = {
  readonly offer: Hex;
  readonly item: string;
  readonly holder: string;
  /** The content as the new holder hashed it. */
  readonly content: Content;
  readonly by: string;
};

export type CustodyRefused = {
  readonly offer: Hex;
  readonly item: string;
  readonly reason: (typeof CUSTODY_REFUSAL_REASONS)[number];
  /** With `mismatch`: the content as the recipient hashed it. */
  readonly content?: Content;
  readonly by: string;
};

/** An offer that nobody answered in time; recorded when the next one is made. */
export type CustodyExpired = { readonly offer: Hex; readonly item: string };

type CustodyRecord = {
  readonly holder: string;
  /** The content as it was handed over last; null before the first time. */
  readonly content: Content | null;
  /** The open offer. */
  readonly offer: Hex | null;
};

type OfferRecord = Owned & {
  readonly status: 'offered' | 'accepted' | 'refused' | 'expired';
  readonly item: string;
  readonly recipient: string;
  readonly content: Content;
  readonly expires: Instant;
};

const OFFER: RecordKind = {
  prefix: 'custody-offer',
  what: 'a custody offer',
  unknown: 'OFFER_UNKNOWN',
  wrongStatus: 'OFFER_CLOSED',
};

const offering = object({ item: itemId, recipient: organisationId, content, expires: instant });
const accepting = object({ offer: hex(32), content });
const refusing = object({
  offer: hex(32),
  reason: oneOf(CUSTODY_REFUSAL_REASONS),
  content: optional(content),
});

export const custodyActions = {
  'evidence.OfferCustody': action({
    read: actionData(offering),
    subject: ({ item }, state) => holderOf(item, state),
    decide: decideOffer,
  }),
  'evidence.AcceptCustody': action({ read: actionData(accepting), decide: decideAccept }),
  'evidence.RefuseCustody': action({ read: actionData(refusing), decide: decideRefuse }),
};

export const custodyEvents = {
  'evidence.CustodyOffered': event(evolveOffered),
  'evidence.CustodyAccepted': event(evolveAccepted),
  'evidence.CustodyRefused': event(({ offer, item }: CustodyRefused, state) =>
    closeOffer(state, { offer, item, status: 'refused' }),
  ),
  'evidence.CustodyExpired': event(({ offer, item }: CustodyExpired, state) =>
    closeOffer(state, { offer, item, status: 'expired' }),
  ),
};

const custodyKey = (item: string): string => `evidence/custody/${item}`;

/** The one organisation that holds the item's content, or ITEM_UNKNOWN. */
export function holderOf(item: string, state: StateReader): string | Refusal {
  return custodyRecord(state, item)?.holder ?? claimantOf(item, state);
}

function custodyRecord(state: StateReader, item: string): CustodyRecord | undefined {
  return state.get(custodyKey(item)) as CustodyRecord | undefined;
}

function decideOffer(
  { actor, organisation, hash, data }: Action<ReturnType<typeof offering>>,
  state: StateReader,
  block: BlockContext,
): Decision {
  const { item, recipient, expires } = data;
  const holder = holderOf(item, state);
  if (typeof holder === 'object') return holder;
  const custody = custodyRecord(state, item) ?? { holder, content: null, offer: null };
  const refusal =
    refuseNotHolder(holder, organisation) ??
    refuseRecipient(data, holder, state) ??
    refuseRelease(state, data, block.time) ??
    refuseOffered(data.content, custody) ??
    refuseExpiry(expires, block.time);
  if (refusal !== undefined) return refusal;
  const expired = expiredOffer(state, custody.offer, block.time);
  if ('refused' in expired) return expired;
  const offered: CustodyOffered = {
    offer: hash,
    item,
    holder,
    recipient,
    content: data.content,
    expires,
    by: actor,
  };
  return [...expired, { type: 'evidence.CustodyOffered', data: offered }];
}

function refuseNotHolder(holder: string, organisation: string): Refusal | undefined {
  if (holder === organisation) return undefined;
  return refuse('NOT_HOLDER', { field: 'actor', limit: holder, value: organisation });
}

function refuseRecipient(
  { recipient }: { readonly recipient: string },
  holder: string,
  state: StateReader,
): Refusal | undefined {
  const field = 'data.recipient';
  if (recipient === holder) {
    const facts = { field, limit: 'another organisation than the holder', value: recipient };
    return refuse('CUSTODY_TO_HOLDER', facts);
  }
  const organisation = activeOrganisation(recipient, state, field);
  return 'refused' in organisation ? organisation : undefined;
}

/** What is held goes to a court or stays; what is erased cannot be handed over. */
function refuseRelease(
  state: StateReader,
  { item, recipient: organisation }: { readonly item: string; readonly recipient: string },
  time: Instant,
): Refusal | undefined {
  const erased = refuseErased(state, item);
  if (erased !== undefined) return erased;
  const question = { organisation, capacity: 'court', time, field: 'data.recipient' } as const;
  if (refuseCapacity(state, question) === undefined) return undefined;
  return refuseHeld(state, item, 'data.item');
}

/** What is handed on is what was handed over before. */
function refuseOffered(offered: Content, { content: before }: CustodyRecord): Refusal | undefined {
  const refusal = refuseContent(offered, 'data.content');
  if (refusal !== undefined || before === null) return refusal;
  return refuseOtherContent(offered, before);
}

function refuseOtherContent(found: Content, expected: Content): Refusal | undefined {
  if (isSameContent(found, expected)) return undefined;
  return refuse('CUSTODY_MISMATCH', {
    field: 'data.content',
    limit: `the content ${expected.commitment} with the same digests`,
    value: found.commitment,
  });
}

function refuseExpiry(expires: Instant, time: Instant): Refusal | undefined {
  if (expires > time) return undefined;
  return refuse('OFFER_EXPIRED', { field: 'data.expires', limit: `after ${time}`, value: expires });
}

/** The end of an earlier offer whose time is over, as an event; a refusal while it is open. */
function expiredOffer(
  state: StateReader,
  offer: Hex | null,
  time: Instant,
): readonly DerivedEvent[] | Refusal {
  if (offer === null) return [];
  const { expires, item } = state.get(recordKey(OFFER, offer)) as OfferRecord;
  if (expires < time) return [{ type: 'evidence.CustodyExpired', data: { offer, item } }];
  const facts = { field: 'data.item', limit: 'an item without an open offer', value: offer };
  return refuse('OFFER_OPEN', facts);
}

function evolveOffered(offered: CustodyOffered, state: StateReader): StateWrite[] {
  const { offer, item, holder, recipient, content: shown, expires } = offered;
  const before = custodyRecord(state, item)?.content ?? null;
  const custody: CustodyRecord = { holder, content: before, offer };
  const record: OfferRecord = {
    organisation: holder,
    status: 'offered',
    item,
    recipient,
    content: shown,
    expires,
  };
  return [
    [custodyKey(item), custody],
    [recordKey(OFFER, offer), record],
  ];
}

/** The open offer that is made to `organisation`, in time, or why it cannot answer. */
function offerTo(
  organisation: string,
  offer: Hex,
  { state, time }: { readonly state: StateReader; readonly time: Instant },
): OfferRecord | Refusal {
  const field = 'data.offer';
  const record = recordAt<OfferRecord>(state, OFFER, { id: offer, field, from: ['offered'] });
  if ('refused' in record) return record;
  if (record.recipient !== organisation) {
    const limit = record.recipient;
    return refuse('NOT_RECIPIENT', { field: 'actor', limit, value: organisation });
  }
  if (time <= record.expires) return record;
  const limit = `an offer open at ${time}`;
  return refuse('OFFER_EXPIRED', { field, limit, value: record.expires });
}

function decideAccept(
  { actor, organisation, data }: Action<ReturnType<typeof accepting>>,
  state: StateReader,
  { time }: BlockContext,
): Decision {
  const record = offerTo(organisation, data.offer, { state, time });
  if ('refused' in record) return record;
  const { item, recipient } = record;
  const refusal =
    refuseContent(data.content, 'data.content') ??
    refuseOtherContent(data.content, record.content) ??
    refuseRelease(state, { item, recipient }, time);
  if (refusal !== undefined) return refusal;
  const accepted: CustodyAccepted = {
    offer: data.offer,
    item,
    holder: recipient,
    content: data.content,
    by: actor,
  };
  return [{ type: 'evidence.CustodyAccepted', data: accepted }];
}

function evolveAccepted(accepted: CustodyAccepted, state: StateReader): StateWrite[] {
  const { offer: id, item, holder, content: shown } = accepted;
  const custody: CustodyRecord = { holder, content: shown, offer: null };
  return [[custodyKey(item), custody], changed(state, OFFER, { id, status: 'accepted' })];
}

function decideRefuse(
  { actor, organisation, data }: Action<ReturnType<typeof refusing>>,
  state: StateReader,
  { time }: BlockContext,
): Decision {
  const { offer, reason, content: found } = data;
  const record = offerTo(organisation, offer, { state, time });
  if ('refused' in record) return record;
  const refusal = refuseReason(data, record);
  if (refusal !== undefined) return refusal;
  const shown = found === undefined ? {} : { content: found };
  const refused: CustodyRefused = { offer, item: record.item, reason, ...shown, by: actor };
  return [{ type: 'evidence.CustodyRefused', data: refused }];
}

/** A mismatch shows what was found, and that has to be something else. */
function refuseReason(
  { reason, content: found }: ReturnType<typeof refusing>,
  { content: offered }: OfferRecord,
): Refusal | undefined {
  const facts = { field: 'data.content', value: found?.commitment ?? 'missing' };
  if (reason !== 'mismatch') {
    if (found === undefined) return undefined;
    return refuse('MISMATCH_UNSHOWN', { ...facts, limit: `absent with ${reason}` });
  }
  if (found !== undefined && !isSameContent(found, offered)) {
    return refuseContent(found, 'data.content');
  }
  const limit = `another content than ${offered.commitment}`;
  return refuse('MISMATCH_UNSHOWN', { ...facts, limit });
}

function closeOffer(
  state: StateReader,
  {
    offer: id,
    item,
    status,
  }: { readonly offer: Hex; readonly item: string; readonly status: string },
): StateWrite[] {
  const custody = custodyRecord(state, item) as CustodyRecord;
  return [[custodyKey(item), { ...custody, offer: null }], changed(state, OFFER, { id, status })];
}
