/** The enums of evidence: digest algorithms, categories, claims, statuses and reasons. */
import { describedEnum } from '../describedEnum.js';

export const DigestAlgorithmEnum = describedEnum({
  name: 'DigestAlgorithm',
  description: 'What a digest was made with. An item has digests of at least two families.',
  values: {
    SHA_256: ['sha-256', 'SHA-256 (FIPS 180-4), 32 bytes; family SHA-2.'],
    SHA_512: ['sha-512', 'SHA-512 (FIPS 180-4), 64 bytes; family SHA-2.'],
    SHA3_256: ['sha3-256', 'SHA3-256 (FIPS 202), 32 bytes; family SHA-3.'],
    SM3: ['sm3', 'SM3 (GB/T 32905), 32 bytes; family SM3.'],
  },
});

export const EvidenceCategoryEnum = describedEnum({
  name: 'EvidenceCategory',
  description: 'What kind of electronic data an item is.',
  values: {
    WEB_PAGE: ['web-page', 'A page or post published on a network platform.'],
    COMMUNICATION: ['communication', 'Messages: mail, chat, short messages, groups.'],
    ACCOUNT_RECORD: ['account-record', 'Registration, authentication or transaction records.'],
    DOCUMENT: ['document', 'A document or a set of data.'],
    MEDIA: ['media', 'Pictures, audio or video.'],
    LOG_RECORD: ['log-record', 'Records that a system wrote about its own running.'],
    OTHER: ['other', 'None of the others.'],
  },
});

export const EvidenceClaimEnum = describedEnum({
  name: 'EvidenceClaim',
  description: 'What the claimant says to be towards the content. The ledger does not prove it.',
  values: {
    AUTHOR: ['author', 'Says that it made the content.'],
    RIGHTS_HOLDER: ['rights-holder', 'Says that it holds rights in the content.'],
    COLLECTOR: ['collector', 'Says that it collected the content.'],
    WITNESS: ['witness', 'Says that it observed the content.'],
    CUSTODIAN: ['custodian', 'Says that it keeps the content.'],
  },
});

export const EvidenceStatusEnum = describedEnum({
  name: 'EvidenceStatus',
  description: 'Whether an item still stands. Nothing is ever deleted.',
  values: {
    ACTIVE: ['active', 'Stands.'],
    SUPERSEDED: ['superseded', 'Another item took its place; see `supersededBy`.'],
    WITHDRAWN: ['withdrawn', 'Its claimant took it back.'],
  },
});

export const SupersedeReasonEnum = describedEnum({
  name: 'SupersedeReason',
  description: 'Why another item takes the place of this one.',
  values: {
    CORRECTION: ['correction', 'The first one was wrong.'],
    NEW_VERSION: ['new-version', 'The content went on.'],
    FORMAT_MIGRATION: ['format-migration', 'The same content in another format.'],
    DUPLICATE: ['duplicate', 'Both register the same.'],
    OTHER: ['other', 'None of the others.'],
  },
});

export const WithdrawReasonEnum = describedEnum({
  name: 'WithdrawReason',
  description: 'Why an item is taken back.',
  values: {
    REGISTERED_IN_ERROR: ['registered-in-error', 'It should not have been registered.'],
    RIGHTS_DISPUTE: ['rights-dispute', 'Somebody disputes the right to it.'],
    DUPLICATE: ['duplicate', 'It was registered before.'],
    OTHER: ['other', 'None of the others.'],
  },
});

export const EvidenceOrderFieldEnum = describedEnum({
  name: 'EvidenceItemOrderField',
  description:
    'What items are sorted by. Equal ones are sorted by REGISTERED, in the last term’s direction.',
  values: {
    REGISTERED: [
      'REGISTERED',
      'The order of registration: by position, then by index in the batch.',
    ],
    CLAIMANT: ['CLAIMANT', 'Id of the claiming organisation.'],
  },
});
