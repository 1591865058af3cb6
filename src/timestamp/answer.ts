/**
 * What an authority answers (RFC 3161 §2.4.2): which requests it accepts, and TimeStampResp for
 * both outcomes. A request that is not accepted gets the one PKIFailureInfo that says why.
 */
import { derInteger, derNamedBits, derSequence, derUtf8 } from '../crypto/derWriter.js';
import { answering, type TimestampFault } from './faults.js';
import { readTimestampRequest, type TimestampRequest } from './request.js';

/** Bits of PKIFailureInfo. */
export const FAILURE = {
  badAlg: 0,
  badRequest: 2,
  badDataFormat: 5,
  timeNotAvailable: 14,
  unacceptedPolicy: 15,
  unacceptedExtension: 16,
  systemFailure: 25,
} as const;

export type FailureName = keyof typeof FAILURE;

/** A request that is not answered with a token. */
export interface Rejection {
  readonly failure: FailureName;
  /** For people. */
  readonly text: string;
}

const REJECTION = 2;
const FAILURE_OF_FAULT: { readonly [Code in TimestampFault]?: FailureName } = {
  ALGORITHM: 'badAlg',
  VERSION: 'badRequest',
};

/** The request in `bytes` when an authority with this policy accepts it. */
export function acceptRequest(bytes: Uint8Array, policy: string): TimestampRequest | Rejection {
  const request = answering(() => readTimestampRequest(bytes));
  if ('ok' in request) {
    const { code, message, detail } = request;
    const failure = FAILURE_OF_FAULT[code] ?? 'badDataFormat';
    return { failure, text: `${message} (${detail})` };
  }
  if (request.extensions.size > 0) {
    const [oid] = request.extensions.keys();
    return { failure: 'unacceptedExtension', text: `the extension ${oid} is not supported` };
  }
  if (request.policy !== undefined && request.policy !== policy) {
    return { failure: 'unacceptedPolicy', text: `tokens are issued under ${policy} only` };
  }
  return request;
}

/** TimeStampResp with a token. */
export function derGranted(token: Uint8Array): Uint8Array {
  return derSequence(derSequence(derInteger(0)), token);
}

/** TimeStampResp without one. */
export function derRejected({ failure, text }: Rejection): Uint8Array {
  const texts = derSequence(derUtf8(text));
  return derSequence(derSequence(derInteger(REJECTION), texts, derNamedBits([FAILURE[failure]])));
}
