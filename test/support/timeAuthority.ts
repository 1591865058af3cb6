/**
 * Time authorities for tests, with keys made from a name: the same name is the same authority. The
 * tests forge from the parts below what no sound authority would issue.
 */
import { sha256Hex } from '../../src/crypto/sha256.js';
import { type KeyPair, publicKeyOf } from '../../src/crypto/suites.js';
import type { Instant } from '../../src/ledger/instant.js';
import {
  issueEmptyRevocationList,
  issueRoot,
  issueSigner,
  type Validity,
} from '../../src/timestamp/issueCertificate.js';
import { type TokenContent, tokenIssuer } from '../../src/timestamp/issueToken.js';
import { registrationImprint } from '../../src/timestamp/registrationImprint.js';

export const POLICY = '2.999.3161.1';
export const GEN_TIME = '2026-01-01T00:00:01.250Z' as Instant;
export const VALIDITY: Validity = {
  notBefore: '2025-01-01T00:00:00.000Z' as Instant,
  notAfter: '2035-01-01T00:00:00.000Z' as Instant,
};

/** A P-256 key pair made from `seed`. */
export function p256Keys(seed: string): KeyPair {
  const privateKey = `p256-sha256:${sha256Hex(`time authority ${seed}`)}`;
  return { privateKey, publicKey: publicKeyOf(privateKey) };
}

export interface TestAuthority {
  readonly root: Uint8Array;
  /** The signer's certificate and the root. */
  readonly chain: readonly Uint8Array[];
  readonly revocationList: Uint8Array;
  readonly keys: KeyPair;
  readonly rootKeys: KeyPair;
  /** A sound token; `content` replaces what the plain one says. */
  token(content?: Partial<TokenContent>): Uint8Array;
  /** A sound token over a registration. */
  stamp(registration: string, content?: Partial<TokenContent>): Uint8Array;
}

const SUBJECT = (name: string, role: string) => ({
  organisation: name,
  commonName: `${name} ${role}`,
});

const made = new Map<string, TestAuthority>();

/** The authority of this name; its certificates are made once. */
export function testAuthority(name = 'observatory'): TestAuthority {
  const authority = made.get(name) ?? makeAuthority(name);
  made.set(name, authority);
  return authority;
}

function makeAuthority(name: string): TestAuthority {
  const [rootKeys, keys] = [p256Keys(`${name} root`), p256Keys(name)];
  const ca = { name: SUBJECT(name, 'root'), keys: rootKeys };
  const root = issueRoot(ca, VALIDITY, 1n);
  const signer = { name: SUBJECT(name, 'clock'), keys };
  const certificate = issueSigner(ca, signer, { validity: VALIDITY, serial: 2n });
  const chain = [certificate, root];
  const issue = tokenIssuer({ chain, privateKey: keys.privateKey });
  const token = (content: Partial<TokenContent> = {}): Uint8Array =>
    issue({ ...plainContent(), ...content }, { withCertificates: true });
  return {
    root,
    chain,
    revocationList: issueEmptyRevocationList(ca, VALIDITY, 1n),
    keys,
    rootKeys,
    token,
    stamp: (registration, content) =>
      token({
        imprint: { hash: 'sha-256', value: registrationImprint(registration, 'sha-256') },
        ...content,
      }),
  };
}

/** What the plain token says. */
export function plainContent(): TokenContent {
  return {
    policy: POLICY,
    imprint: { hash: 'sha-256', value: new Uint8Array(32).fill(0xab) },
    serial: 7n,
    genTime: GEN_TIME,
    accuracyMilliseconds: 1_500,
    nonce: 0x8000_0000_0000_0001n,
  };
}

/** Base64 as actions carry it. */
export function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
