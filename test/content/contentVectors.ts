/**
 * The content vectors of docs/formats.md §16 and §17, made by the store's own sealing with fixed
 * keys and nonces, which no store would use.
 */
import { toHex, utf8 } from '../../src/crypto/bytes.js';
import { digest } from '../../src/crypto/digest.js';
import { chunkContext, objectHeader } from '../../src/content/objectFormat.js';
import { seal } from '../../src/content/seal.js';
import {
  capabilityHeader,
  capabilitySigningText,
  encodeCapability,
} from '../../src/ledger/contentCapability.js';
import type { Instant } from '../../src/ledger/instant.js';
import { ACTOR, sampleKey, sampleLedger } from '../ledger/sampleLedger.js';

const OBJECT = '000102030405060708090a0b0c0d0e0f';
const ITEM = '0a86d314b51437a3723e45edad7f29306a80ff5b4f6c654bffd48ff2ec7c52c6';

/** An object of one chunk, and one of two whose bytes are all zero. */
export function contentObjects() {
  const dataKey = digest('sha-256', utf8('data key'));
  const two = new Uint8Array(65_537);
  const small = utf8('a file that two parties disagree about\n');
  return [
    { ...described(dataKey), content: toHex(small), file: toHex(objectOf(dataKey, small)) },
    {
      ...described(dataKey),
      content: '65537 bytes 0x00',
      fileSha256: toHex(digest('sha-256', objectOf(dataKey, two))),
    },
  ];
}

function described(dataKey: Uint8Array) {
  return { object: OBJECT, dataKey: toHex(dataKey), nonces: '12 bytes, all the chunk number' };
}

/** The file of a content: the nonce of each chunk is its number, twelve times. */
export function objectOf(dataKey: Uint8Array, content: Uint8Array): Uint8Array {
  const parts = [objectHeader(OBJECT)];
  const chunks = Math.max(1, Math.ceil(content.length / 65_536));
  for (let number = 0; number < chunks; number += 1) {
    const context = chunkContext(OBJECT, number, number === chunks - 1 ? 'last' : 'middle');
    const plain = content.subarray(number * 65_536, (number + 1) * 65_536);
    parts.push(seal(dataKey, plain, { context, nonce: new Uint8Array(12).fill(number) }));
  }
  return Buffer.concat(parts);
}

export function contentCapability() {
  const key = sampleKey('content');
  const text = encodeCapability({
    actor: ACTOR,
    item: ITEM,
    key: key.publicKey,
    ledger: sampleLedger().id,
    method: 'fetch',
    notAfter: '2026-01-02T03:09:05.000Z' as Instant,
  });
  const signature = key.sign(capabilitySigningText(text));
  return { text, signature, header: capabilityHeader({ text, signature }) };
}
