/**
 * The ledger's own time-stamping authority: before it answers, the digest that it stamps becomes an
 * entry. The time of the token is that of the entry's block and its serial number is the entry's
 * position, so that neither can say what the log does not (RFC 3161 §2.4.2).
 */
import type { Hex } from '../../crypto/bytes.js';
import { MESSAGE_HASH_BYTES, MESSAGE_HASHES, type MessageHash } from '../../crypto/messageHash.js';
import { action, type Action, type Decision, event } from '../domainModule.js';
import type { JsonObject } from '../../crypto/canonicalJson.js';
import { actionData, hex, object, oneOf, text } from '../shape.js';
import { policyOid } from './timeAuthority.js';

/** `evidence.TimestampIssued`: its position is the serial number of the token. */
export type TimestampIssued = {
  /** What the digest is made with. */
  readonly hash: MessageHash;
  /** The digest that is stamped. Whose it is, and of what, nobody says. */
  readonly imprint: Hex;
  /** The policy of the token, dotted. */
  readonly policy: string;
  /** The actor whose authority issues it. */
  readonly by: string;
};

const readFields = object({
  hash: oneOf(MESSAGE_HASHES),
  imprint: text({ min: 64, max: 128, what: 'the digest in lower-case hex' }),
  policy: policyOid,
});

const readIssue = actionData((value, field) => {
  const found = readFields(value, field);
  hex(MESSAGE_HASH_BYTES[found.hash])(found.imprint, `${field}.imprint`);
  return found;
});

export const timestampIssueActions = {
  'evidence.IssueTimestamp': action({ read: readIssue, decide }),
};

export const timestampIssueEvents = {
  'evidence.TimestampIssued': event<JsonObject>(() => []),
};

function decide({ actor, data }: Action<ReturnType<typeof readIssue>>): Decision {
  const issued: TimestampIssued = { ...data, by: actor };
  return [{ type: 'evidence.TimestampIssued', data: issued }];
}
