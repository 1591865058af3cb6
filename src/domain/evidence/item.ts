/**
 * Evidence items: one party's claim that a content existed (docs/rules/evidence.md). What the log
 * holds is a commitment and words of closed lists, never text of a person. The same content may be
 * claimed by many; each claim is an item of its own, in the order of the log, and none is called
 * the owner.
 */
import type { Hex } from '../../crypto/bytes.js';
import type { Instant } from '../../ledger/instant.js';
import {
  action,
  type Action,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../domainModule.js';
import { type Refusal, refuse } from '../refusals.js';
import { actionData, hex, instant, object, oneOf, optional, text } from '../shape.js';
import { refuseContent, type TypedDigestData } from './content.js';
import { typedDigests } from './digests.js';

/** What kind of electronic data the content is (民事诉讼证据规定 第14条, 电子数据). */
export const CATEGORIES = [
  'web-page',
  'communication',
  'account-record',
  'document',
  'media',
  'log-record',
  'other',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** As what the claimant registers the content. A claim, not a finding. */
export const CLAIMS = ['author', 'rights-holder', 'collector', 'witness', 'custodian'] as const;
export type Claim = (typeof CLAIMS)[number];

export type ItemRegistered = {
  /** Hash of the signed event. */
  readonly item: Hex;
  /** The organisation whose claim it is. */
  readonly claimant: string;
  /** The actor who signed. */
  readonly registrant: string;
  readonly commitment: Hex;
  /** Absent: the commitment is salted, and the digests are the holder's to show. */
  readonly digests?: readonly TypedDigestData[];
  readonly category: Category;
  readonly claim: Claim;
  /** When the party says the content came about. Text of the party, never proven by the ledger. */
  readonly claimedTime?: Instant;
};

export type ItemRecord = {
  readonly claimant: string;
  readonly status: 'active' | 'superseded' | 'withdrawn';
  /** Block time of the registration. */
  readonly time: Instant;
};

export type BatchRecord = {
  readonly claimant: string;
  readonly count: number;
  /** Block time of the registration. */
  readonly time: Instant;
};

export const itemKey = (id: string): string => `evidence/item/${id}`;
export const batchKey = (hash: Hex): string => `evidence/batch/${hash}`;

/** `<event hash>` of a single registration, `<event hash>.<index>` of a batch member. */
export const itemId = text({
  min: 64,
  max: 73,
  pattern: /^[0-9a-f]{64}(?:\.(?:0|[1-9][0-9]{0,7}))?$/,
  what: 'an item id: <event hash> or <event hash>.<index>',
});

const readItem = actionData(
  object({
    item: object({
      commitment: hex(32),
      digests: optional(typedDigests),
      category: oneOf(CATEGORIES),
      claim: oneOf(CLAIMS),
      claimedTime: optional(instant),
    }),
  }),
);

export const itemActions = {
  'evidence.RegisterItem': action({ read: readItem, decide: decideRegister }),
};

export const itemEvents = {
  'evidence.ItemRegistered': event(evolveRegistered),
};

/** The item's record. A batch member without a record of its own is active. */
export function itemRecord(state: StateReader, id: string): ItemRecord | undefined {
  const own = state.get(itemKey(id)) as ItemRecord | undefined;
  if (own !== undefined) return own;
  const dot = id.indexOf('.');
  if (dot === -1) return undefined;
  const batch = state.get(batchKey(id.slice(0, dot))) as BatchRecord | undefined;
  if (batch === undefined || Number(id.slice(dot + 1)) >= batch.count) return undefined;
  return { claimant: batch.claimant, status: 'active', time: batch.time };
}

/** The item that `organisation` claims, whatever its status, or why it is not its own. */
export function ownClaimedItem(
  state: StateReader,
  id: string,
  organisation: string,
): ItemRecord | Refusal {
  const record = itemRecord(state, id);
  if (record === undefined) return unknownItem(id);
  if (record.claimant === organisation) return record;
  const limit = `an item of ${organisation}`;
  const value = `${id} of ${record.claimant}`;
  return refuse('NOT_CLAIMANT', { field: 'data.item', limit, value });
}

/** The item that `organisation` may supersede or withdraw, or why it may not. */
export function ownActiveItem(
  state: StateReader,
  id: string,
  organisation: string,
): ItemRecord | Refusal {
  const record = ownClaimedItem(state, id, organisation);
  if ('refused' in record || record.status === 'active') return record;
  const facts = { field: 'data.item', limit: 'an active item', value: record.status };
  return refuse('ITEM_NOT_ACTIVE', facts);
}

/** The organisation whose own affair an item is, or ITEM_UNKNOWN. */
export function claimantOf(id: string, state: StateReader): string | Refusal {
  return itemRecord(state, id)?.claimant ?? unknownItem(id);
}

function unknownItem(id: string): Refusal {
  return refuse('ITEM_UNKNOWN', { field: 'data.item', limit: 'a registered item', value: id });
}

function decideRegister({
  actor,
  organisation,
  hash,
  data: { item },
}: Action<ReturnType<typeof readItem>>): Decision {
  const refusal = refuseContent(item, 'data.item');
  if (refusal !== undefined) return refusal;
  const { category, claim, claimedTime, commitment, digests } = item;
  // In the order of canonical JSON, which then needs no sorting: this is the commonest event.
  const registered: ItemRegistered = {
    category,
    claim,
    claimant: organisation,
    ...(claimedTime === undefined ? {} : { claimedTime }),
    commitment,
    ...(digests === undefined ? {} : { digests }),
    item: hash,
    registrant: actor,
  };
  return [{ type: 'evidence.ItemRegistered', data: registered }];
}

function evolveRegistered(
  { item, claimant }: ItemRegistered,
  _state: StateReader,
  time: Instant,
): StateWrite[] {
  const record: ItemRecord = { claimant, status: 'active', time };
  return [[itemKey(item), record]];
}
