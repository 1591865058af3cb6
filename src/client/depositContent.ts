/**
 * Deposits the content of a registered item over tus 1.0.0: in parts, and from where the server
 * is when something broke off, be it the connection, the server or an earlier run of this client.
 */
import { utf8 } from '../crypto/bytes.js';
import { canonicalJson } from '../crypto/canonicalJson.js';
import { toBase64 } from '../ledger/base64.js';
import type { TypedDigest } from '../ledger/itemCommitment.js';
import { type ContentAccess, contentRequest, type ContentRequest } from './contentRequest.js';
import { NoAnswer, RequestRefused } from './graphqlRequest.js';

/** A content that can be read from anywhere: a file, or a Blob in a browser. */
export interface ContentSource {
  /** Bytes in all. */
  readonly length: number;
  /** The bytes from `from`, before `to`. */
  slice(from: number, to: number): Promise<Uint8Array<ArrayBuffer> | Blob>;
}

export interface DepositOptions {
  /** Of a private item or a member of a batch: what its commitment is made of. */
  readonly shown?: { readonly digests: readonly TypedDigest[]; readonly salt?: string };
  /** Bytes of one request; default 8 MiB. */
  readonly partBytes?: number;
  /** Requests without any progress after which to give up; default 12, a good minute. */
  readonly attempts?: number;
  /** Told how many bytes the server has. */
  readonly onProgress?: (bytes: number) => void;
  /** Told before asking again. */
  readonly onRetry?: (error: Error, waitMs: number) => void;
}

const PART_BYTES = 8 * 1024 * 1024;
const ATTEMPTS = 12;
const WAIT_MS_MAX = 10_000;
const TUS = { 'tus-resumable': '1.0.0' };

/**
 * Resolves when the server has the whole content and has found it to be the registered one. Throws
 * NoAnswer when it cannot be reached for long, and RequestRefused when it says no.
 */
export async function depositContent(
  access: ContentAccess,
  source: ContentSource,
  options: DepositOptions = {},
): Promise<void> {
  const { partBytes = PART_BYTES, onProgress = () => undefined } = options;
  const again = new Attempts(options);
  const path = await again.until(() => begin(access, source, options));
  const askOffset = (): Promise<number> => offsetOf(access, path);
  let offset = await again.until(askOffset);
  onProgress(offset);
  while (offset < source.length) {
    const part = await source.slice(offset, Math.min(offset + partBytes, source.length));
    const next = await again.once(() => append(access, path, { offset, part }));
    const reached = next ?? (await again.until(askOffset));
    if (reached > offset) again.progressed();
    offset = reached;
    onProgress(offset);
  }
}

async function begin(
  access: ContentAccess,
  { length }: ContentSource,
  { shown }: DepositOptions,
): Promise<string> {
  const metadata = shown === undefined ? {} : { 'upload-metadata': metadataOf(shown) };
  const headers = { ...TUS, 'upload-length': String(length), ...metadata };
  const request: ContentRequest = { grants: 'deposit', method: 'POST', headers };
  const response = await contentRequest(access, '/content/', request);
  const location = response.headers.get('location');
  if (location !== null) return location;
  throw new NoAnswer(access.endpoint.url, 'the answer names no upload');
}

function metadataOf({ digests, salt }: NonNullable<DepositOptions['shown']>): string {
  const text = canonicalJson(digests.map((digest) => ({ ...digest })));
  const pairs = [`digests ${toBase64(utf8(text))}`];
  if (salt !== undefined) pairs.push(`salt ${toBase64(utf8(salt))}`);
  return pairs.join(',');
}

async function offsetOf(access: ContentAccess, path: string): Promise<number> {
  const request: ContentRequest = { grants: 'deposit', method: 'HEAD', headers: TUS };
  return offsetIn(access, await contentRequest(access, path, request));
}

async function append(
  access: ContentAccess,
  path: string,
  { offset, part }: { readonly offset: number; readonly part: Uint8Array<ArrayBuffer> | Blob },
): Promise<number> {
  const type = 'application/offset+octet-stream';
  const headers = { ...TUS, 'upload-offset': String(offset), 'content-type': type };
  const request: ContentRequest = { grants: 'deposit', method: 'PATCH', headers, body: part };
  return offsetIn(access, await contentRequest(access, path, request));
}

function offsetIn({ endpoint }: ContentAccess, response: Response): number {
  const text = response.headers.get('upload-offset') ?? '';
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new NoAnswer(endpoint.url, 'the answer names no offset');
}

/** Codes after which asking how far the upload is helps. */
const WORTH_ASKING = new Set(['UPLOAD_OFFSET', 'UPLOAD_TAKEN_OVER', 'UPLOADS_FULL', 'HTTP_408']);

/** Asks again, with longer and longer waits, as long as there is progress now and then. */
class Attempts {
  readonly #options: DepositOptions;
  #failed = 0;

  constructor(options: DepositOptions) {
    this.#options = options;
  }

  progressed(): void {
    this.#failed = 0;
  }

  /** The answer, or undefined after a failure that is worth another attempt and a wait. */
  async once<Answer>(request: () => Promise<Answer>): Promise<Answer | undefined> {
    try {
      return await request();
    } catch (error) {
      await this.#waitAfter(error);
      return undefined;
    }
  }

  async until<Answer>(request: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      const answer = await this.once(request);
      if (answer !== undefined) return answer;
    }
  }

  async #waitAfter(error: unknown): Promise<void> {
    const { attempts = ATTEMPTS, onRetry } = this.#options;
    this.#failed += 1;
    const isWorth =
      error instanceof NoAnswer ||
      (error instanceof RequestRefused && WORTH_ASKING.has(error.fault.code));
    if (!isWorth || this.#failed >= attempts) throw error;
    const waitMs = Math.min(WAIT_MS_MAX, 250 * 2 ** (this.#failed - 1));
    onRetry?.(error, waitMs);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}
