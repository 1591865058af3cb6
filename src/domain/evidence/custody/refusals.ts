/** The refusal codes of custody, secrecy and access. docs/refusals.md explains each. */
export const CUSTODY_REFUSALS = {
  NOT_HOLDER: { meaning: 'the item’s content is held by another organisation' },
  CUSTODY_TO_HOLDER: { meaning: 'the holder cannot hand over to itself' },
  CUSTODY_MISMATCH: { meaning: 'the content is not the one that was handed over or offered' },
  OFFER_OPEN: { meaning: 'an offer of the item is still open' },
  OFFER_UNKNOWN: { meaning: 'no custody offer of this id was made' },
  OFFER_CLOSED: { meaning: 'the custody offer has been answered or has ended' },
  OFFER_EXPIRED: { meaning: 'the custody offer’s last block time has passed' },
  NOT_RECIPIENT: { meaning: 'the custody offer was made to another organisation' },
  MISMATCH_UNSHOWN: {
    meaning: 'a refusal for a mismatch shows other content, and no other refusal shows any',
  },
  UNDERTAKING_MISSING: { meaning: 'the item is secret and the actor has given no undertaking' },
  NOT_READER: { meaning: 'nothing on the ledger entitles the actor to read the item’s content' },
  ACCESS_NOT_LOGGED: { meaning: 'the actor has put no reading of the item on record just now' },
  CONTENT_RESTRICTED: { meaning: 'the item’s content is restricted to storage and protection' },
} as const;
