/**
 * Does a receipt prove this content? The receipt itself is checked by ledger/verifyReceipt; here
 * its facts are held against the digests of a content. No server is asked.
 */
import type { Hex } from '../crypto/bytes.js';
import type { JsonObject, JsonValue } from '../crypto/canonicalJson.js';
import { DIGEST_ALGORITHMS, type DigestAlgorithm } from '../crypto/digestAlgorithm.js';
import { openCommitment, saltedCommitment, type TypedDigest } from '../ledger/itemCommitment.js';
import type { ReceiptFacts } from '../ledger/verifyReceipt.js';
import { DEFAULT_ALGORITHMS } from './item.js';

/** The content at hand: its digests, by the algorithms that `algorithmsIn` names. */
export interface ContentAtHand {
  readonly digests: readonly TypedDigest[];
  /** The holder's salt, for a salted item. */
  readonly salt?: Hex;
}

/** Why a receipt, though it verifies, does not prove the content. */
export const CONTENT_FAULTS = {
  NOT_EVIDENCE: 'the receipt is not about evidence',
  REFUSED: 'the receipt proves that the registration was refused',
  SALT_NEEDED: 'the item is salted: whether it is this content cannot be told without the salt',
  OTHER_CONTENT: 'the content is not the registered one: at least one byte differs',
} as const;

export type ContentFault = keyof typeof CONTENT_FAULTS;

/** The outcome of verifyContent. */
export type ContentVerdict =
  | {
      readonly ok: true;
      /** The item's id on the ledger: `<event hash>`, or `<event hash>.<index>` in a batch. */
      readonly item: string;
      readonly commitment: Hex;
    }
  | { readonly ok: false; readonly code: ContentFault; readonly message: string };

interface Registered {
  readonly type: string;
  readonly data: JsonObject;
}

/** The algorithms with which the content has to be digested to compare it with the receipt. */
export function algorithmsIn(facts: ReceiptFacts): readonly DigestAlgorithm[] {
  const digests = registration(facts)?.data['digests'];
  if (!Array.isArray(digests)) return DEFAULT_ALGORITHMS;
  const named = digests.map((digest: JsonObject) => digest['algorithm']);
  return DIGEST_ALGORITHMS.filter((algorithm) => named.includes(algorithm));
}

/**
 * Whether the registration in `facts`, which verifyReceipt gave, is of the content at hand. In a
 * batch every member is looked at.
 */
export function verifyContent(facts: ReceiptFacts, content: ContentAtHand): ContentVerdict {
  const registered = registration(facts);
  if (registered === undefined) return fault(refusal(facts) ? 'REFUSED' : 'NOT_EVIDENCE');
  const { digests, salt } = content;
  const commitment = salt === undefined ? openCommitment(digests) : saltedCommitment(digests, salt);
  if (registered.type === BATCH_REGISTERED) return member(registered.data, commitment);
  const { item, commitment: recorded, digests: recordedDigests } = registered.data;
  if (recorded === commitment) return { ok: true, item: item as string, commitment };
  const salted = recordedDigests === undefined && salt === undefined;
  return fault(salted ? 'SALT_NEEDED' : 'OTHER_CONTENT');
}

const ITEM_REGISTERED = 'evidence.ItemRegistered';
const BATCH_REGISTERED = 'evidence.BatchRegistered';

function registration({ derived }: ReceiptFacts): Registered | undefined {
  return derived.find(({ type }) => type === ITEM_REGISTERED || type === BATCH_REGISTERED);
}

function refusal({ derived, body }: ReceiptFacts): boolean {
  return body.type.startsWith('evidence.') && derived.some(({ type }) => type === 'ledger.Refused');
}

function member(data: JsonObject, commitment: Hex): ContentVerdict {
  const leaves = data['leaves'] as readonly JsonValue[];
  const index = leaves.indexOf(commitment);
  if (index === -1) return fault('OTHER_CONTENT');
  return { ok: true, item: `${data['batch'] as string}.${index}`, commitment };
}

function fault(code: ContentFault): ContentVerdict {
  return { ok: false, code, message: CONTENT_FAULTS[code] };
}
