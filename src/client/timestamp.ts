/**
 * Asks a time-stamping authority for a token (RFC 3161 §3.4) and looks at the answer at once: what
 * comes back for another imprint or another nonce is not handed on. Whether the authority is to be
 * trusted is for verifyTimestampResponse, with roots that the reader has pinned.
 */
import { equalBytes, toHex } from '../crypto/bytes.js';
import { randomBytes } from '../crypto/randomBytes.js';
import { derTimestampRequest, type Imprint } from '../timestamp/request.js';
import { refusalOf, type TimestampRefusal } from '../timestamp/faults.js';
import type { TstInfo } from '../timestamp/tstInfo.js';
import { readTimestampToken, tokenOfResponse } from '../timestamp/verifyTimestamp.js';
import { NoAnswer } from './graphqlRequest.js';

/** Where an authority answers. */
export interface TimestampEndpoint {
  readonly url: string;
  readonly fetch?: typeof fetch;
  readonly signal?: AbortSignal;
}

/** A token as it came, with what it says of itself; nothing of it is verified yet. */
export interface TimestampReply {
  /** DER of the TimeStampResp: a `.tsr` file. */
  readonly response: Uint8Array;
  /** DER of the token in it. */
  readonly token: Uint8Array;
  readonly info: TstInfo;
  /** The nonce that was sent and that the token repeats. */
  readonly nonce: bigint;
}

const NONCE_BYTES = 8;

/**
 * Asks for a token over `imprint`, under `policy` when given. Answers a refusal when the authority
 * does not grant it or answers something else. Rejects with NoAnswer when it cannot be reached.
 */
export async function requestTimestamp(
  endpoint: TimestampEndpoint,
  imprint: Imprint,
  policy?: string,
): Promise<TimestampReply | TimestampRefusal> {
  const nonce = BigInt(`0x${toHex(randomBytes(NONCE_BYTES))}`);
  const request = derTimestampRequest({ imprint, policy, nonce, wantsCertificate: true });
  const response = await post(endpoint, request);
  const token = tokenOfResponse(response);
  if ('ok' in token) return token;
  const info = readTimestampToken(token);
  if ('ok' in info) return info;
  const { hash, value } = info.imprint;
  if (hash !== imprint.hash) return refusalOf('IMPRINT_ALGORITHM', hash);
  if (!equalBytes(value, imprint.value)) return refusalOf('IMPRINT_VALUE', hash);
  if (info.nonce !== nonce) return refusalOf('NONCE_MISMATCH', `${info.nonce ?? 'none'}`);
  return { response, token, info, nonce };
}

async function post(
  { url, fetch: send = fetch, signal }: TimestampEndpoint,
  request: Uint8Array,
): Promise<Uint8Array> {
  let answer;
  try {
    answer = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body: request.slice(),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    throw new NoAnswer(url, 'no answer', error);
  }
  if (!answer.ok) throw new NoAnswer(url, `answers with status ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}
