/**
 * What a web archive says about the network: which address answered with what and when, from which
 * machine, over which channel (docs/formats.md §22). All of it is a claim of whoever made the
 * archive, and is marked so: a capture proves the bytes, not the network (在线诉讼规则 第18条).
 */
import { canonicalJson, type JsonValue } from '../../crypto/canonicalJson.js';
import type { TypedDigest } from '../../ledger/itemCommitment.js';

/** Names the form of the file. */
export const WEB_CLAIMS_FORMAT = 'civic-ledger/web-claims/v1';

/** One exchange as the archive has it. */
export interface WebExchange {
  readonly url: string;
  /** As the archive spells it. */
  readonly time: string;
  /** `response`, `resource` or `revisit` of a WARC; `entry` of a HAR. */
  readonly kind: string;
  /** HTTP status. */
  readonly status?: number;
  readonly mediaType?: string;
  /** Of the machine that answered. */
  readonly remoteAddress?: string;
  /** What is said of the channel: protocols, cipher suite, certificate. */
  readonly channel?: readonly string[];
  /** Digest of the body, as the archive labels it. */
  readonly payload?: string;
}

export interface WebClaims {
  /** `WACZ 1.1.1`, `HAR 1.2`. */
  readonly archive: string;
  /** Digests of the archive itself. */
  readonly digests: readonly TypedDigest[];
  readonly exchanges: readonly WebExchange[];
}

const STANDING =
  'Claims of whoever made the archive. What a capture proves is that these bytes were there.';

/** The file's text: canonical JSON and a newline. */
export function webClaimsText({ archive, digests, exchanges }: WebClaims): string {
  const value = { format: WEB_CLAIMS_FORMAT, standing: STANDING, archive, digests, exchanges };
  return `${canonicalJson(value as unknown as JsonValue)}\n`;
}

/** Exchanges of one archive that are taken at most. */
export const EXCHANGES_MAX = 1_000_000;
