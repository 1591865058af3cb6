/**
 * From a certificate to a pinned root (RFC 5280 §6.1), judged at one instant: the time of the
 * token, never the present. The one place that says what "valid at time T" means for certificates.
 */
import { equalBytes } from '../crypto/bytes.js';
import type { Instant } from '../ledger/instant.js';
import { signatureAlgorithmOf } from './algorithms.js';
import {
  basicConstraintsOf,
  type Certificate,
  extendedKeyUsageOf,
  KEY_USAGE,
  keyUsageOf,
} from './certificate.js';
import { unknownCritical } from './extensions.js';
import { TimestampInvalid } from './faults.js';
import { OID } from './oids.js';
import { verifies } from './publicKey.js';

/** Certificates between the signer and the root of one chain. */
const ISSUERS_MAX = 6;
/** Issuers that are tried in all: cross-signed authorities could make a maze of chains. */
const TRIES_MAX = 32;

/** Extensions that are acted upon, or that ask for nothing when no policy is required. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  OID.basicConstraints,
  OID.keyUsage,
  OID.extKeyUsage,
  OID.subjectAltName,
  OID.issuerAltName,
  OID.subjectKeyIdentifier,
  OID.authorityKeyIdentifier,
  OID.certificatePolicies,
]);

export interface ChainParts {
  /** Trust anchors: pinned by whoever asks, never taken from the token. */
  readonly roots: readonly Certificate[];
  /** Certificates that may stand between; nothing about them is trusted. */
  readonly others: readonly Certificate[];
  /** When the chain has to be valid. */
  readonly at: Instant;
}

/** The chain from `certificate` to the root that it ends in. Throws TimestampInvalid. */
export function findChain(certificate: Certificate, parts: ChainParts): readonly Certificate[] {
  requireValid(certificate, parts.at);
  return extend([certificate], { ...parts, triesLeft: TRIES_MAX });
}

interface Search extends ChainParts {
  triesLeft: number;
}

/** Depth first; when no chain works, the fault of the last one that was tried. */
function extend(chain: readonly Certificate[], search: Search): readonly Certificate[] {
  const last = chain.at(-1) as Certificate;
  let fault = new TimestampInvalid('CHAIN_UNTRUSTED', 'its issuer is not pinned and not given');
  for (const { issuer, isRoot } of issuersOf(last, chain, search)) {
    search.triesLeft -= 1;
    if (search.triesLeft < 0) break;
    try {
      requireIssuer(issuer, chain, search.at);
      if (isRoot) return [...chain, issuer];
      if (chain.length > ISSUERS_MAX) continue;
      return extend([...chain, issuer], search);
    } catch (error) {
      if (!(error instanceof TimestampInvalid)) throw error;
      fault = error;
    }
  }
  throw fault;
}

function issuersOf(
  { issuer: name }: Certificate,
  chain: readonly Certificate[],
  { roots, others }: ChainParts,
): readonly { readonly issuer: Certificate; readonly isRoot: boolean }[] {
  const isNamed = ({ subject }: Certificate): boolean => equalBytes(subject, name);
  const isNew = ({ bytes }: Certificate): boolean =>
    ![...chain, ...roots].some((known) => equalBytes(known.bytes, bytes));
  return [
    ...others.filter((issuer) => isNamed(issuer) && isNew(issuer)).map(candidate(false)),
    ...roots.filter(isNamed).map(candidate(true)),
  ];
}

function candidate(isRoot: boolean) {
  return (issuer: Certificate) => ({ issuer, isRoot });
}

function requireIssuer(issuer: Certificate, chain: readonly Certificate[], at: Instant): void {
  const { key } = issuer;
  const { signed: message, signature, signatureAlgorithm } = chain.at(-1) as Certificate;
  const algorithm = signatureAlgorithmOf(signatureAlgorithm, 'signature of a certificate');
  if (!verifies(key, algorithm, { message, signature })) {
    throw new TimestampInvalid('CHAIN_SIGNATURE', 'the issuer’s key gives another answer');
  }
  requireValid(issuer, at);
  const { isAuthority, pathLengthMax } = basicConstraintsOf(issuer);
  if (!isAuthority) throw new TimestampInvalid('CHAIN_CA', 'an issuer is no authority');
  if (chain.length - 1 > pathLengthMax) {
    throw new TimestampInvalid('CHAIN_CA', `more than ${pathLengthMax} authorities below one`);
  }
  if (keyUsageOf(issuer)?.has(KEY_USAGE.keyCertSign) === false) {
    throw new TimestampInvalid('CHAIN_CA', 'an issuer’s key may not sign certificates');
  }
  const purposes = extendedKeyUsageOf(issuer) ?? [OID.timeStamping];
  if (!purposes.some((oid) => oid === OID.timeStamping || oid === OID.anyExtendedKeyUsage)) {
    throw new TimestampInvalid('CHAIN_CA', 'an issuer may not issue for time-stamping');
  }
}

function requireValid(certificate: Certificate, at: Instant): void {
  const { notBefore, notAfter, extensions } = certificate;
  if (at < notBefore) {
    throw new TimestampInvalid('CHAIN_NOT_YET_VALID', `valid from ${notBefore}, asked for ${at}`);
  }
  // notAfter names a whole second, which is inside the validity (RFC 5280 §4.1.2.5).
  if (at.slice(0, 19) > notAfter.slice(0, 19)) {
    throw new TimestampInvalid('CHAIN_EXPIRED', `valid until ${notAfter}, asked for ${at}`);
  }
  const unknown = unknownCritical(extensions, UNDERSTOOD);
  if (unknown !== undefined) throw new TimestampInvalid('CHAIN_EXTENSION', unknown);
}
