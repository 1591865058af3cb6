/** Our authority before stock `openssl ts`, and its tokens before our verifier. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ClockWatch, SYSTEM_CLOCKS } from '../../src/gateways/clockWatch.js';
import { type RunningTsa, startTsaServer } from '../../src/gateways/tsaServer.js';
import type { MessageHash } from '../../src/crypto/messageHash.js';
import type { Instant } from '../../src/ledger/instant.js';
import { verifyTimestampResponse } from '../../src/timestamp/verifyTimestamp.js';
import { POLICY, testAuthority } from '../support/timeAuthority.js';
import { Openssl, P256 } from './openssl.js';

const openssl = new Openssl();
const AUTHORITY = testAuthority();
let server: RunningTsa;

beforeAll(async () => {
  let serial = 0n;
  const { chain, revocationList, keys } = AUTHORITY;
  const { privateKey } = keys;
  const authority = { chain, revocationList, privateKey, policy: POLICY };
  server = await startTsaServer(
    { host: '127.0.0.1', port: 0 },
    {
      authority: { ...authority, accuracyMilliseconds: 1_000 },
      record: async () => {
        serial += 1n;
        return { serial, genTime: new Date().toISOString() as Instant };
      },
      clock: new ClockWatch(1_000, SYSTEM_CLOCKS),
      mayAsk: async () => true,
      onFailure: (what) => {
        throw new Error(what);
      },
    },
  );
});
afterAll(async () => {
  await server.close();
  openssl.close();
});

async function answer(query: Uint8Array): Promise<Uint8Array> {
  const headers = { 'content-type': 'application/timestamp-query' };
  const response = await fetch(server.url, { method: 'POST', headers, body: query.slice() });
  return new Uint8Array(await response.arrayBuffer());
}

describe('our authority', () => {
  it.each(['sha256', 'sha384', 'sha512', 'sm3'])('satisfies openssl with %s', async (hash) => {
    const response = await answer(openssl.query('a file', `-${hash}`, '-cert'));
    expect(openssl.verify(response, AUTHORITY.root)).toContain('Verification: OK');
  });

  it('satisfies openssl under its policy, without a nonce', async () => {
    const query = openssl.query('a', '-sha256', '-cert', '-no_nonce', '-tspolicy', POLICY);
    expect(openssl.verify(await answer(query), AUTHORITY.root)).toContain('Verification: OK');
  });

  it('satisfies openssl without certificates when they are given beside it', async () => {
    const response = await answer(openssl.query('a', '-sha256'));
    openssl.write('response.tsr', response);
    const chain = await (await fetch(`${server.url}/chain.pem`)).text();
    openssl.write('chain.pem', chain);
    openssl.write('root.pem', chain.slice(chain.lastIndexOf('-----BEGIN')));
    const of = ['-in', 'response.tsr', '-queryfile', 'query.tsq'];
    const under = ['-CAfile', 'root.pem', '-untrusted', 'chain.pem'];
    expect(openssl.run('ts', '-verify', ...of, ...under)).toContain('Verification: OK');
  });

  it.each([
    ['unrecognized or unsupported algorithm identifier', ['-sha1']],
    ['unrecognized or unsupported algorithm identifier', ['-sha3-256']],
    ['the requested TSA policy is not supported', ['-sha256', '-tspolicy', '1.2.3']],
  ])('says to openssl: %s', async (text, args) => {
    openssl.write('response.tsr', await answer(openssl.query('a', ...args)));
    const shown = openssl.run('ts', '-reply', '-in', 'response.tsr', '-text');
    expect(shown).toContain('Status: Rejected.');
    expect(shown.toLowerCase()).toContain(text.toLowerCase());
  });

  it('serves a chain and a revocation list that openssl accepts', async () => {
    openssl.write('chain.pem', await (await fetch(`${server.url}/chain.pem`)).text());
    const list = await (await fetch(`${server.url}/ca.crl`)).arrayBuffer();
    openssl.write('ca.crl', new Uint8Array(list));
    openssl.run('crl', '-inform', 'DER', '-in', 'ca.crl', '-out', 'ca-crl.pem');
    const chain = openssl.run('x509', '-in', 'chain.pem', '-noout', '-ext', 'extendedKeyUsage');
    expect(chain).toMatch(/critical\s+Time Stamping/);
    openssl.run('crl', '-in', 'ca-crl.pem', '-CAfile', 'root.pem', '-noout');
  });
});

/** Our verdict on openssl's reply to the last query, over the content `a`. */
function judge(root: Uint8Array, nonce?: bigint): string {
  const verdict = verifyTimestampResponse(openssl.reply(), {
    imprint: (hash: MessageHash) =>
      new Uint8Array(createHash(hash.replace('sha-', 'sha')).update('a').digest()),
    roots: [root],
    nonce,
  });
  return verdict.ok ? 'accepted' : verdict.code;
}

describe('our verifier', () => {
  it.each([
    ['P-256, SHA-256', P256, 'sha256'],
    ['P-256, SHA-512', P256, 'sha512'],
    ['P-384, SHA-384', P256.replace('256', '384'), 'sha384'],
    ['RSA 2048, SHA-256', '-algorithm RSA -pkeyopt rsa_keygen_bits:2048', 'sha256'],
    ['RSA 2048, SHA-512', '-algorithm RSA -pkeyopt rsa_keygen_bits:2048', 'sha512'],
    ['RSA 3072, SHA-384', '-algorithm RSA -pkeyopt rsa_keygen_bits:3072', 'sha384'],
  ])('accepts tokens of openssl: %s', (_name, keys, digest) => {
    const root = openssl.makeAuthority({ keys, digest });
    for (const hash of ['sha256', 'sha384', 'sha512', 'sm3']) {
      openssl.query('a', `-${hash}`, '-cert');
      expect(judge(root)).toBe('accepted');
    }
  });

  it('accepts ordering, and refuses another nonce', () => {
    const root = openssl.makeAuthority({ ordering: true });
    openssl.query('a', '-sha256', '-cert');
    expect(judge(root)).toBe('accepted');
    expect(judge(root, 1n)).toBe('NONCE_MISMATCH');
  });

  it('refuses what openssl still issues: a certificate named by SHA-1 only', () => {
    const root = openssl.makeAuthority({ essDigest: 'sha1' });
    openssl.query('a', '-sha256', '-cert');
    expect(judge(root)).toBe('SIGNING_CERTIFICATE_V1');
    expect(openssl.verify(openssl.read('reply.tsr'), root)).toContain('Verification: OK');
  });

  it('refuses RSA of 1,024 bits and keys of other curves', () => {
    const rsa = openssl.makeAuthority({ keys: '-algorithm RSA -pkeyopt rsa_keygen_bits:1024' });
    openssl.query('a', '-sha256', '-cert');
    expect(judge(rsa)).toBe('KEY');
    const other = openssl.makeAuthority({ keys: P256.replace('P-256', 'P-521') });
    expect(judge(other)).toBe('KEY');
  });

  it('refuses a rejection, with which `openssl ts -reply` exits as if all were well', () => {
    const root = openssl.makeAuthority();
    openssl.query('a', '-sha1', '-cert');
    expect(judge(root)).toBe('NOT_GRANTED');
  });

  it('refuses trailing bytes, which openssl accepts', async () => {
    const root = openssl.makeAuthority();
    openssl.query('a', '-sha256', '-cert');
    const junk = Uint8Array.of(...openssl.reply(), 0, 0);
    expect(openssl.verify(junk, root)).toContain('Verification: OK');
    const expected = { imprint: () => undefined, roots: [root] };
    expect(verifyTimestampResponse(junk, expected)).toMatchObject({ code: 'TRAILING_BYTES' });
  });
});
