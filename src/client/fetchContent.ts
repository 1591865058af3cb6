/**
 * Fetches the content of an item. What comes with it, digests and salt, is compared with the item's
 * commitment here; that the bytes have these digests is for the caller to check while they arrive.
 */
import type { Hex } from '../crypto/bytes.js';
import { fromBase64 } from '../ledger/base64.js';
import { openCommitment, saltedCommitment, type TypedDigest } from '../ledger/itemCommitment.js';
import { type ContentAccess, contentRequest } from './contentRequest.js';
import { NoAnswer } from './graphqlRequest.js';

/** A content on its way. */
export interface FetchedContent {
  /** The digests that the item's commitment stands for. */
  readonly digests: readonly TypedDigest[];
  /** Of a private item. */
  readonly salt?: Hex;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** The server's digests are not those of the item's commitment. */
export class OtherContent extends Error {}

/** Asks for the whole content of the item with `commitment`. Throws OtherContent, NoAnswer, … */
export async function fetchContent(
  access: ContentAccess,
  commitment: Hex,
): Promise<FetchedContent> {
  const request = { grants: 'fetch', method: 'GET' } as const;
  const response = await contentRequest(access, `/content/${access.item}`, request);
  const header = response.headers.get('civic-ledger-content-facts') ?? '';
  const facts = JSON.parse(new TextDecoder().decode(fromBase64(header))) as StatedFacts;
  const { digests, salt } = facts;
  const found = salt === undefined ? openCommitment(digests) : saltedCommitment(digests, salt);
  if (found !== commitment) {
    throw new OtherContent(`the server's digests are those of ${found}, not of ${commitment}`);
  }
  if (response.body === null) throw new NoAnswer(access.endpoint.url, 'the answer has no body');
  return { ...facts, bytes: response.body as unknown as AsyncIterable<Uint8Array> };
}

type StatedFacts = Pick<FetchedContent, 'digests' | 'salt'>;
