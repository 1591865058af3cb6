/**
 * Tokens a second from POST /tsa, each with its entry made durable first, beside `openssl ts
 * -reply` on the same machine in the same minute, which keeps no record of what it stamps.
 */
import { randomBytes } from 'node:crypto';
import { derTimestampRequest } from '../src/timestamp/request.js';
import { Openssl } from '../test/interop/openssl.js';
import type { Bench, Figure } from './question.js';

/** Callers at once. */
const CALLERS = 32;

export async function timestampFigures(bench: Bench): Promise<readonly Figure[]> {
  return [await ownFigure(bench), opensslFigure(bench)];
}

async function ownFigure({ server, options, note }: Bench): Promise<Figure> {
  note(`asking /tsa for tokens, ${CALLERS} callers, ${options.seconds} s`);
  const url = `${new URL(server.url).origin}/tsa`;
  const started = performance.now();
  const end = started + options.seconds * 1_000;
  const callers = Array.from({ length: CALLERS }, () => askUntil(url, end));
  const tokens = (await Promise.all(callers)).reduce((sum, count) => sum + count, 0);
  const value = tokens / ((performance.now() - started) / 1_000);
  return { question: `time-stamps at /tsa, ${CALLERS} callers`, value, unit: 'tokens/s' };
}

async function askUntil(url: string, end: number): Promise<number> {
  let tokens = 0;
  const headers = { 'content-type': 'application/timestamp-query' };
  while (performance.now() < end) {
    const body = derTimestampRequest({
      imprint: { hash: 'sha-256', value: new Uint8Array(randomBytes(32)) },
      policy: undefined,
      nonce: 1n,
      wantsCertificate: true,
    });
    const answer = await fetch(url, { method: 'POST', headers, body: body.slice() });
    const reply = new Uint8Array(await answer.arrayBuffer());
    // A rejection is far shorter than a token with its certificates.
    if (reply.length < 500) throw new Error('the authority gave no token');
    tokens += 1;
  }
  return tokens;
}

function opensslFigure({ options, note }: Bench): Figure {
  note(`asking openssl ts -reply for tokens, ${options.seconds} s`);
  const openssl = new Openssl();
  try {
    openssl.makeAuthority();
    openssl.query('a', '-sha256', '-cert');
    const started = performance.now();
    let tokens = 0;
    while (performance.now() < started + options.seconds * 1_000) {
      openssl.reply();
      tokens += 1;
    }
    const value = tokens / ((performance.now() - started) / 1_000);
    return { question: 'openssl ts -reply, one process a token', value, unit: 'tokens/s' };
  } finally {
    openssl.close();
  }
}
