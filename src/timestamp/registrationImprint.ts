/**
 * What a time-stamp of an evidence registration is over (docs/formats.md §13): a text of two lines
 * that names the registration by the hash of its signed event. That hash covers the commitment or
 * the batch's root, who claims it and which key signed, so one token dates all of it; and the id of
 * an event cannot be known before the event is written, so a token is never older than that.
 */
import { type Hex, isHex, utf8 } from '../crypto/bytes.js';
import { type MessageHash, messageHash } from '../crypto/messageHash.js';

/** The first line: no other text that is stamped begins so. */
export const REGISTRATION_PREFIX = 'civic-ledger/timestamped-registration/v1\n';

/**
 * The text that is stamped for the item or batch that the event with this hash registered. Throws
 * a RangeError unless it is a hash of 32 bytes in hex.
 */
export function registrationText(registration: Hex): string {
  if (!isHex(registration, 32)) throw new RangeError('a registration is named by an event hash');
  return `${REGISTRATION_PREFIX}${registration}\n`;
}

/** The imprint of that text. */
export function registrationImprint(registration: Hex, hash: MessageHash): Uint8Array {
  return messageHash(hash, utf8(registrationText(registration)));
}
