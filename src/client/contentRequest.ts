/**
 * Requests to /content/: each carries a capability that is signed for it alone, for a few minutes;
 * errors come back as those of graphqlRequest.ts do.
 */
import type { Hex } from '../crypto/bytes.js';
import { utf8 } from '../crypto/bytes.js';
import {
  capabilityHeader,
  capabilitySigningText,
  type ContentMethod,
  encodeCapability,
} from '../ledger/contentCapability.js';
import { type Endpoint, NoAnswer, type RequestFault, RequestRefused } from './graphqlRequest.js';
import { instantFromNow, type Signer } from './sign.js';

/** Who asks for the content of which item, and where. */
export interface ContentAccess {
  /** The endpoint's address is that of GraphQL; contents are at /content/ beside it. */
  readonly endpoint: Endpoint;
  readonly signer: Signer;
  /** The ledger's id. */
  readonly ledger: Hex;
  readonly item: string;
}

const VALID_FOR_MS = 5 * 60 * 1_000;

/** The value of an Authorization header that grants `method` on the content of the item. */
export async function signCapability(
  { signer, ledger, item }: Omit<ContentAccess, 'endpoint'>,
  method: ContentMethod,
): Promise<string> {
  const { actor, key } = signer;
  const notAfter = instantFromNow(VALID_FOR_MS);
  const text = encodeCapability({ actor, item, key, ledger, method, notAfter });
  return capabilityHeader({
    text,
    signature: await signer.sign(utf8(capabilitySigningText(text))),
  });
}

/** A request as fetch takes it, with the capability that it needs. */
export interface ContentRequest {
  readonly grants: ContentMethod;
  readonly method: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: Uint8Array<ArrayBuffer> | Blob;
}

/** Sends a request to `path`. Throws NoAnswer, or RequestRefused for any status from 400 on. */
export async function contentRequest(
  access: ContentAccess,
  path: string,
  request: ContentRequest,
): Promise<Response> {
  const { url, fetch: send = globalThis.fetch, signal } = access.endpoint;
  const { grants, method, headers, body } = request;
  const authorization = await signCapability(access, grants);
  let response: Response;
  try {
    response = await send(new URL(path, url), {
      method,
      headers: { ...headers, authorization },
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new NoAnswer(url, 'no server answers here', error);
  }
  if (response.status < 400) return response;
  throw new RequestRefused(await faultOf(response));
}

async function faultOf(response: Response): Promise<RequestFault> {
  const unknown = { code: `HTTP_${response.status}`, message: 'the server refused the request' };
  try {
    const { errors } = (await response.json()) as ErrorAnswer;
    const { message = unknown.message, extensions } = errors?.[0] ?? {};
    return { ...unknown, ...extensions, message };
  } catch {
    return unknown;
  }
}

interface ErrorAnswer {
  readonly errors?: readonly {
    readonly message?: string;
    readonly extensions?: Partial<RequestFault>;
  }[];
}
