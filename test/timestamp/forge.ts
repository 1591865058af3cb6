/**
 * Tokens that no sound authority would issue, signed with an authority's real keys: each part can
 * be replaced, so that only the check in question can be what refuses.
 */
import { fromHex } from '../../src/crypto/bytes.js';
import {
  derBitString,
  derContext,
  derInteger,
  derNamedBits,
  derOctets,
  derOid,
  derSequence,
  derSet,
  derUtf8,
  DER_TRUE,
} from '../../src/crypto/derWriter.js';
import { uncompressedP256 } from '../../src/crypto/p256Point.js';
import { sha256 } from '../../src/crypto/sha256.js';
import { messageSigner } from '../../src/crypto/suites.js';
import type { Instant } from '../../src/ledger/instant.js';
import { DER_ECDSA_WITH_SHA256, derHashAlgorithm } from '../../src/timestamp/algorithms.js';
import { readCertificate } from '../../src/timestamp/certificate.js';
import { derValidityTime } from '../../src/timestamp/derTime.js';
import { derExtension } from '../../src/timestamp/extensions.js';
import { OID } from '../../src/timestamp/oids.js';
import { derP256Key } from '../../src/timestamp/publicKey.js';
import { derTstInfo } from '../../src/timestamp/tstInfo.js';
import { p256Keys, plainContent, testAuthority, VALIDITY } from '../support/timeAuthority.js';

const AUTHORITY = testAuthority();

const [SIGNER] = AUTHORITY.chain as readonly [Uint8Array, Uint8Array];

export const PLAIN = { root: AUTHORITY.root, token: AUTHORITY.token() };

const sign = (seed: string, message: Uint8Array): Uint8Array =>
  fromHex(messageSigner(p256Keys(seed).privateKey)(message));

/** Parts of a forged certificate that differ from a sound signer's. */
export interface CertificateFaults {
  readonly extensions?: readonly Uint8Array[];
  readonly notBefore?: string;
  readonly notAfter?: string;
  /** Seed of the key that signs; absent: the root's. */
  readonly signedBy?: string;
  readonly publicKey?: Uint8Array;
  /** Of the subject; absent: the signer's. */
  readonly seed?: string;
  readonly name?: string;
  /** DER of the issuer's name; absent: the root's. */
  readonly issuer?: Uint8Array;
  readonly serial?: bigint;
}

export const EKU = (critical: boolean, ...purposes: readonly string[]): Uint8Array =>
  derExtension(OID.extKeyUsage, derSequence(...purposes.map(derOid)), critical);
export const SIGNER_USAGE = derExtension(OID.keyUsage, derNamedBits([0]), true);
export const CA_USAGE = derExtension(OID.keyUsage, derNamedBits([5, 6]), true);
export const AUTHORITY_CONSTRAINT = derExtension(OID.basicConstraints, derSequence(DER_TRUE), true);

export function forgeCertificate(faults: CertificateFaults = {}): Uint8Array {
  const { extensions = [SIGNER_USAGE, EKU(true, OID.timeStamping)], serial = 2n } = faults;
  const { signedBy = 'observatory root', seed = 'observatory', name = 'forged' } = faults;
  const key = derP256Key(uncompressedP256(p256Keys(seed).publicKey));
  const body = derSequence(
    derContext(0, derInteger(2)),
    derInteger(serial),
    DER_ECDSA_WITH_SHA256,
    faults.issuer ?? readCertificate(AUTHORITY.root).subject,
    derSequence(
      derValidityTime((faults.notBefore ?? VALIDITY.notBefore) as Instant),
      derValidityTime((faults.notAfter ?? VALIDITY.notAfter) as Instant),
    ),
    nameOf(name),
    faults.publicKey ?? key,
    derContext(3, derSequence(...extensions)),
  );
  return derSequence(body, DER_ECDSA_WITH_SHA256, derBitString(sign(signedBy, body)));
}

export function nameOf(text: string): Uint8Array {
  return derSequence(derSet(derSequence(derOid(OID.commonName), derUtf8(text))));
}

/** Parts of a forged token. */
export interface TokenFaults {
  /** DER of the TSTInfo. */
  readonly info?: Uint8Array;
  readonly certificate?: Uint8Array;
  /** Certificates that come along; absent: the signer's. */
  readonly certificates?: readonly Uint8Array[];
  /** Attributes instead of the sound ones. */
  readonly attributes?: readonly Uint8Array[];
  /** Attributes beside the sound ones. */
  readonly moreAttributes?: readonly Uint8Array[];
  /** DER of the signer's id; absent: issuer and serial number. */
  readonly signerId?: Uint8Array;
  readonly signerVersion?: bigint;
  readonly dataVersion?: bigint;
  readonly contentType?: string;
  readonly unsigned?: Uint8Array;
  readonly signers?: number;
  readonly signature?: Uint8Array;
  readonly digestAlgorithm?: Uint8Array;
  readonly signatureAlgorithm?: Uint8Array;
  /** Seed of the key that signs. */
  readonly signedBy?: string;
}

export const attribute = (oid: string, ...values: readonly Uint8Array[]): Uint8Array =>
  derSequence(derOid(oid), derSet(...values));

/** The TSTInfo of the plain token under the name of `certificate`. */
export function plainInfo(certificate: Uint8Array): Uint8Array {
  const { subject: authority } = readCertificate(certificate);
  return derTstInfo({ ...plainContent(), authority });
}

export function soundAttributes(
  info: Uint8Array,
  certificate: Uint8Array,
): readonly [type: Uint8Array, digest: Uint8Array, reference: Uint8Array] {
  const reference = derSequence(derSequence(derSequence(derOctets(sha256(certificate)))));
  return [
    attribute(OID.contentType, derOid(OID.tstInfo)),
    attribute(OID.messageDigest, derOctets(sha256(info))),
    attribute(OID.signingCertificateV2, reference),
  ];
}

export function forgeToken(faults: TokenFaults = {}): Uint8Array {
  const { certificate = SIGNER, contentType = OID.tstInfo } = faults;
  const { info = plainInfo(certificate), signedBy = 'observatory' } = faults;
  const { attributes = soundAttributes(info, certificate), moreAttributes = [] } = faults;
  const set = derSet(...attributes, ...moreAttributes);
  const { issuer, serial } = readCertificate(certificate);
  const digestAlgorithm = faults.digestAlgorithm ?? derHashAlgorithm('sha-256');
  const signer = derSequence(
    derInteger(faults.signerVersion ?? 1n),
    faults.signerId ?? derSequence(issuer, derInteger(serial)),
    digestAlgorithm,
    Uint8Array.of(0xa0, ...set.subarray(1)),
    faults.signatureAlgorithm ?? DER_ECDSA_WITH_SHA256,
    derOctets(faults.signature ?? sign(signedBy, set)),
    ...(faults.unsigned === undefined ? [] : [derContext(1, faults.unsigned)]),
  );
  const certificates = faults.certificates ?? [certificate];
  const signers = Array.from({ length: faults.signers ?? 1 }, () => signer);
  const data = derSequence(
    derInteger(faults.dataVersion ?? 3n),
    derSet(digestAlgorithm),
    derSequence(derOid(contentType), derContext(0, derOctets(info))),
    ...(certificates.length === 0 ? [] : [derContext(0, ...certificates)]),
    derSet(...signers),
  );
  return derSequence(derOid(OID.signedData), derContext(0, data));
}

/** A token whose only fault is in its signer's certificate. */
export function underCertificate(faults: CertificateFaults): Uint8Array {
  return forgeToken({ certificate: forgeCertificate(faults) });
}
