/**
 * What can be wrong with a request to the content store, as typed errors: a stable code, the field,
 * what is allowed and what was found. docs/formats.md lists the same codes; a test compares them.
 */

/** Every code, with the HTTP status that the gateway answers and its meaning for the caller. */
export const CONTENT_FAULTS = {
  CAPABILITY_MISSING: { status: 401, meaning: 'the request carries no signed capability' },
  CAPABILITY_MALFORMED: { status: 401, meaning: 'the capability is not in its format' },
  CAPABILITY_EXPIRED: { status: 401, meaning: 'the capability is past its time' },
  CAPABILITY_TOO_LONG: { status: 401, meaning: 'the capability would live too long' },
  CAPABILITY_SCOPE: { status: 403, meaning: 'it is for another ledger, method or item' },
  CAPABILITY_SIGNER: { status: 403, meaning: 'its key may not speak for its actor now' },
  CAPABILITY_SIGNATURE: { status: 403, meaning: 'its signature is not by its key' },
  NOT_ENTITLED: { status: 403, meaning: 'nothing on the ledger entitles the actor to it' },
  ACCESS_NOT_LOGGED: { status: 403, meaning: 'the reading was not put on record before' },
  ITEM_UNKNOWN: { status: 404, meaning: 'the ledger holds no item of this id' },
  CONTENT_UNKNOWN: { status: 404, meaning: 'no content of the item is here' },
  CONTENT_HELD: { status: 409, meaning: 'the content of the item is here already' },
  CONTENT_ERASED: { status: 410, meaning: 'the content was erased, and cannot come back' },
  CONTENT_DAMAGED: { status: 500, meaning: 'what is stored fails its check; `value` names where' },
  COMMITMENT_MISMATCH: { status: 422, meaning: 'digests and salt are not those of the item' },
  DIGEST_MISMATCH: { status: 422, meaning: 'the bytes are not the registered content; discarded' },
  LENGTH_MISMATCH: { status: 422, meaning: 'the length is not the registered one' },
  LENGTH_LIMIT: { status: 413, meaning: 'the content is longer than this server takes' },
  METADATA_INVALID: { status: 400, meaning: 'Upload-Metadata is not in its format' },
  HEADER_INVALID: { status: 400, meaning: 'a header of the protocol is missing or malformed' },
  TUS_VERSION: { status: 412, meaning: 'the request is of another version of tus' },
  CONTENT_TYPE: { status: 415, meaning: 'the body has another media type' },
  RANGE_INVALID: { status: 416, meaning: 'the range is outside the content' },
  UPLOAD_UNKNOWN: { status: 404, meaning: 'there is no such upload, or no longer' },
  UPLOAD_OFFSET: { status: 409, meaning: 'the bytes do not continue at the upload’s offset' },
  UPLOAD_TAKEN_OVER: { status: 409, meaning: 'a newer request continues this upload' },
  UPLOAD_TOO_LONG: { status: 413, meaning: 'more bytes than the upload has announced' },
  UPLOADS_FULL: { status: 503, meaning: 'too many uploads at once; try again later' },
  DOWNLOADS_FULL: { status: 503, meaning: 'too many downloads at once; try again later' },
} as const;

export type ContentFaultCode = keyof typeof CONTENT_FAULTS;

/** What a fault says beside its code. Safe to show to the caller. */
export interface ContentFaultFacts {
  /** A header, a member of the capability, or what else was wrong. */
  readonly field: string;
  /** What is allowed. */
  readonly limit: string;
  /** What was found. */
  readonly value: string;
  /** CAPABILITY_SIGNER: the refusal code of the rule (docs/refusals.md). */
  readonly reason?: string;
}

/** A request that the content store or its gateway says no to. */
export class ContentFault extends Error {
  readonly code: ContentFaultCode;
  readonly facts: ContentFaultFacts;

  constructor(code: ContentFaultCode, facts: ContentFaultFacts) {
    super(`${facts.field} must be ${facts.limit}, but is ${facts.value} (${code})`);
    this.name = 'ContentFault';
    this.code = code;
    this.facts = facts;
  }
}
