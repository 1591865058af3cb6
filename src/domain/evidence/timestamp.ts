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
import { instantOf } from '../calendar.js';
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
import {
  type AttachedToken,
  attachedTokens,
  type TimeFlag,
  type TimestampRelation,
  tokensKey,
} from './attachedTokens.js';
import { registrationClaimant, registrationOf } from './registration.js';
import { base64, bytesOf, timeAuthority, type TimeAuthorityRecord } from './timeAuthority.js';
import { timestampRelation } from './timeOwners.js';

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
  /** The time with its accuracy added, to the next full millisecond: it existed by then. */
  readonly notAfter: Instant;
  /** What is out of order in the times around it. */
  readonly flags: readonly TimeFlag[];
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

export const timestampActions = {
  'evidence.AttachTimestamp': action({
    read: readAttach,
    subject: registrationClaimant,
    decide,
  }),
};

export const timestampEvents = {
  'evidence.TimestampAttached': event(evolve),
};

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
  const relation = timestampRelation(state, owner, registration.claimant);
  const attached: TimestampAttached = {
    registration: data.registration,
    authority: data.authority,
    owner,
    relation,
    ...factsOf(token),
    ...boundOf(token, registration.time, block.time),
    token: data.token,
    by: actor,
  };
  return [{ type: 'evidence.TimestampAttached', data: attached }];
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
  const known = attachedTokens(state, registration);
  const field = 'data.token';
  if (known.some((one) => one.authority === authority && one.serial === `${serial}`)) {
    const value = `serial ${serial} of ${authority}`;
    return refuse('TIMESTAMP_ATTACHED', { field, limit: 'another token', value });
  }
  if (known.length < TOKENS_MAX) return undefined;
  const limit = `${TOKENS_MAX} tokens`;
  return refuse('TIMESTAMPS_FULL', { field, limit, value: `${known.length} attached` });
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

/** What the token bounds, and what is out of order though both clocks may be off that far. */
function boundOf(
  { genTime, accuracyMicroseconds }: TimestampFacts,
  anchored: Instant,
  attached: Instant,
): Pick<TimestampAttached, 'notAfter' | 'flags'> {
  const time = epochMilliseconds(genTime.instant);
  const accuracy = accuracyMicroseconds ?? 0;
  const latest = time + Math.ceil((genTime.microseconds + accuracy) / 1_000);
  const earliest = time + Math.floor((genTime.microseconds - accuracy) / 1_000);
  const flags: TimeFlag[] = [];
  if (latest < epochMilliseconds(anchored)) flags.push('before-registration');
  if (earliest > epochMilliseconds(attached)) flags.push('after-attachment');
  if (accuracyMicroseconds === undefined) flags.push('accuracy-unstated');
  return { notAfter: instantOf(latest), flags };
}

function evolve(attached: TimestampAttached, state: StateReader): StateWrite[] {
  const { registration, authority, serial, owner, relation, notAfter, flags } = attached;
  const token: AttachedToken = { authority, serial, owner, relation, notAfter, flags };
  return [[tokensKey(registration), [...attachedTokens(state, registration), token]]];
}
