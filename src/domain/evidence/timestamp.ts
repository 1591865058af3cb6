/**
 * Time-stamps of registrations: tokens of outside authorities (RFC 3161) that give an item or a
 * batch an upper bound of its age. A token is verified while it is attached, the same way on every
 * node, and judged at its own time; the present never matters. How far it counts depends on whose
 * it is: owners are counted, not tokens, and a party's or the ledger operator's own is set apart
 * (在线诉讼规则 第17条).
 */
import type { Hex } from '../../crypto/bytes.js';
import type { MessageHash } from '../../crypto/messageHash.js';
import { epochMilliseconds, type Instant } from '../../ledger/instant.js';
import { registrationImprint } from '../../timestamp/registrationImprint.js';
import { type TimestampFacts, verifyTimestampToken } from '../../timestamp/verifyTimestamp.js';
import {
  action,
  type Action,
  type BlockContext,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../domainModule.js';
import { organisationId } from '../governance/identifiers.js';
import { type Refusal, refuse } from '../refusals.js';
import { actionData, hex, list, object, optional } from '../shape.js';
import { batchKey, type BatchRecord, itemKey, type ItemRecord } from './item.js';
import {
  base64,
  bytesOf,
  runsLedger,
  timeAuthority,
  type TimeAuthorityRecord,
} from './timeAuthority.js';

/** How the owner of an authority stands to a registration. Only `independent` ones are counted. */
export const TIMESTAMP_RELATIONS = ['independent', 'claimant', 'ledger-operator'] as const;
export type TimestampRelation = (typeof TIMESTAMP_RELATIONS)[number];

export type TimestampAttached = {
  /** Hash of the event that registered the item or the batch. */
  readonly registration: Hex;
  readonly authority: string;
  /** The authority's owner. */
  readonly owner: string;
  readonly relation: TimestampRelation;
  /** The token's time, cut to milliseconds. */
  readonly genTime: Instant;
  /** What was cut off, 0 to 999. */
  readonly genTimeMicroseconds: number;
  /** Absent: the token does not say how exact it is. */
  readonly accuracyMicroseconds?: number;
  /** Decimal. */
  readonly serial: string;
  readonly policy: string;
  /** The hash of the imprint. */
  readonly hash: MessageHash;
  /** Whether lists of that time spoke for the whole chain. */
  readonly revocation: 'good' | 'not-checked';
  /** DER of the token, base64. */
  readonly token: string;
  /** The actor who signed. */
  readonly by: string;
};

/** A token as the state remembers it. */
type KnownToken = {
  readonly authority: string;
  readonly serial: string;
  readonly owner: string;
  readonly relation: TimestampRelation;
};

/** Characters of base64: a token of 12 KiB, a revocation list of 96 KiB. */
const TOKEN_CHARACTERS_MAX = 16_384;
const LIST_CHARACTERS_MAX = 131_072;
const LISTS_MAX = 4;
const TOKENS_MAX = 16;
/** How far the ledger's own clock may be off: block times are compared no closer than this. */
const CLOCK_ERROR_MS = 10_000;

const readAttach = actionData(
  object({
    registration: hex(32),
    authority: organisationId,
    token: base64(TOKEN_CHARACTERS_MAX),
    revocationLists: optional(list(1, LISTS_MAX, base64(LIST_CHARACTERS_MAX))),
  }),
);
type Attachment = ReturnType<typeof readAttach>;

/** What a token has to fit to. */
interface Registration {
  readonly claimant: string;
  readonly time: Instant;
}

const tokensKey = (registration: Hex): string => `evidence/timestamps/${registration}`;

export const timestampActions = {
  'evidence.AttachTimestamp': action({
    read: readAttach,
    subject: ({ registration }, state) => {
      const found = registrationOf(state, registration);
      return 'refused' in found ? found : found.claimant;
    },
    decide,
  }),
};

export const timestampEvents = {
  'evidence.TimestampAttached': event(evolve),
};

/**
 * Owners of the authorities whose tokens count for a registration: each once, none of them the
 * claimant or a ledger operator. Sorted.
 */
export function independentTimeOwners(state: StateReader, registration: Hex): readonly string[] {
  const counted = knownTokens(state, registration).filter(
    ({ relation }) => relation === 'independent',
  );
  return [...new Set(counted.map(({ owner }) => owner))].sort();
}

function knownTokens(state: StateReader, registration: Hex): readonly KnownToken[] {
  return (state.get(tokensKey(registration)) as readonly KnownToken[] | undefined) ?? [];
}

function decide(
  { actor, data }: Action<Attachment>,
  state: StateReader,
  block: BlockContext,
): Decision {
  const registration = registrationOf(state, data.registration);
  if ('refused' in registration) return registration;
  const authority = timeAuthority(state, data.authority);
  if ('refused' in authority) return authority;
  const token = verifiedToken(data, authority);
  if ('refused' in token) return token;
  const refusal =
    refuseTime(token, registration.time, block.time) ?? refuseRepeated(data, token, state);
  if (refusal !== undefined) return refusal;
  const { owner } = authority;
  const relation = relationOf(owner, registration, state);
  const attached: TimestampAttached = {
    registration: data.registration,
    authority: data.authority,
    owner,
    relation,
    ...factsOf(token),
    token: data.token,
    by: actor,
  };
  return [{ type: 'evidence.TimestampAttached', data: attached }];
}

/** The single item or the batch that the event with this hash registered. */
function registrationOf(state: StateReader, hash: Hex): Registration | Refusal {
  const found = (state.get(itemKey(hash)) ?? state.get(batchKey(hash))) as
    ItemRecord | BatchRecord | undefined;
  const limit = 'the hash of an event that registered an item or a batch';
  return found ?? refuse('ITEM_UNKNOWN', { field: 'data.registration', limit, value: hash });
}

function verifiedToken(
  { registration, token, revocationLists }: Attachment,
  { root, policies }: TimeAuthorityRecord,
): TimestampFacts | Refusal {
  const verdict = verifyTimestampToken(bytesOf(token), {
    imprint: (hash) => registrationImprint(registration, hash),
    roots: [bytesOf(root)],
    policies,
    revocationLists: revocationLists?.map(bytesOf),
  });
  if (verdict.ok) return verdict;
  const limit = 'a token that passes every check, under the root of its authority';
  const value = `${verdict.code}: ${verdict.detail}`;
  return refuse('TIMESTAMP_INVALID', { field: 'data.token', limit, value });
}

/** anchor ≤ genTime ≤ attaching block, each within the errors of the two clocks. */
function refuseTime(
  { genTime, accuracyMicroseconds = 0 }: TimestampFacts,
  anchored: Instant,
  attached: Instant,
): Refusal | undefined {
  const time = epochMilliseconds(genTime.instant);
  const error = CLOCK_ERROR_MS + Math.ceil(accuracyMicroseconds / 1_000);
  const facts = { field: 'data.token', value: genTime.instant };
  if (time + error < epochMilliseconds(anchored)) {
    const limit = `${anchored} or later, within ${error} ms`;
    return refuse('TIMESTAMP_TOO_EARLY', { ...facts, limit });
  }
  if (time - error <= epochMilliseconds(attached)) return undefined;
  const limit = `${attached} or earlier, within ${error} ms`;
  return refuse('TIMESTAMP_TOO_LATE', { ...facts, limit });
}

function refuseRepeated(
  { registration, authority }: Attachment,
  { serial }: TimestampFacts,
  state: StateReader,
): Refusal | undefined {
  const known = knownTokens(state, registration);
  const field = 'data.token';
  if (known.some((one) => one.authority === authority && one.serial === `${serial}`)) {
    const value = `serial ${serial} of ${authority}`;
    return refuse('TIMESTAMP_ATTACHED', { field, limit: 'another token', value });
  }
  if (known.length < TOKENS_MAX) return undefined;
  const limit = `${TOKENS_MAX} tokens`;
  return refuse('TIMESTAMPS_FULL', { field, limit, value: `${known.length} attached` });
}

function relationOf(
  owner: string,
  { claimant }: Registration,
  state: StateReader,
): TimestampRelation {
  if (owner === claimant) return 'claimant';
  return runsLedger(state, owner) ? 'ledger-operator' : 'independent';
}

function factsOf({ genTime, accuracyMicroseconds, ...token }: TimestampFacts) {
  const { serial, policy, imprint, revocation } = token;
  return {
    genTime: genTime.instant,
    genTimeMicroseconds: genTime.microseconds,
    ...(accuracyMicroseconds === undefined ? {} : { accuracyMicroseconds }),
    serial: `${serial}`,
    policy,
    hash: imprint.hash,
    revocation,
  };
}

function evolve(
  { registration, authority, serial, owner, relation }: TimestampAttached,
  state: StateReader,
): StateWrite[] {
  const known = knownTokens(state, registration);
  return [[tokensKey(registration), [...known, { authority, serial, owner, relation }]]];
}
