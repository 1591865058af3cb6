/** Tokens that others made (test/vectors/timestamp/tokens.json), as bytes. */
import { readFileSync } from 'node:fs';

export interface PublishedToken {
  readonly by: string;
  /** DER of a TimeStampResp. */
  readonly response: Uint8Array;
  readonly root: Uint8Array;
  readonly imprint: Uint8Array;
  readonly nonce: bigint;
  /** DER of the request, where it was kept. */
  readonly query: Uint8Array;
}

/** That of openssl first. */
export function publishedTokens(): readonly [PublishedToken, PublishedToken] {
  const text = readFileSync('test/vectors/timestamp/tokens.json', 'utf8');
  const tokens = JSON.parse(text) as { readonly [member: string]: string }[];
  return tokens.map((token) => ({
    by: token['by'] as string,
    response: bytes(token['response']),
    root: bytes(token['root']),
    imprint: bytes(token['imprint']),
    nonce: BigInt(token['nonce'] as string),
    query: bytes(token['query']),
  })) as unknown as readonly [PublishedToken, PublishedToken];
}

function bytes(base64 = ''): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'));
}
