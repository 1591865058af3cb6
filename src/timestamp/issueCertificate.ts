/**
 * Makes the certificates of authorities with P-256 keys (RFC 5280 §4): a self-signed root, and
 * under it a certificate for time-stamping alone (RFC 3161 §2.3) or for signing documents (RFC
 * 9336). The first list of revocations goes with them.
 */
import { fromHex, toHex } from '../crypto/bytes.js';
import {
  derBitString,
  derContext,
  derInteger,
  derNamedBits,
  derOctets,
  derOid,
  derPrimitiveContext,
  derSequence,
  derSet,
  DER_TRUE,
  derUtf8,
} from '../crypto/derWriter.js';
import { uncompressedP256 } from '../crypto/p256Point.js';
import { sha256 } from '../crypto/sha256.js';
import { type KeyPair, messageSigner } from '../crypto/suites.js';
import type { Instant } from '../ledger/instant.js';
import { DER_ECDSA_WITH_SHA256 } from './algorithms.js';
import { KEY_USAGE } from './certificate.js';
import { derValidityTime } from './derTime.js';
import { derExtension } from './extensions.js';
import { OID } from './oids.js';
import { derP256Key } from './publicKey.js';

/** Who a certificate is for. */
export interface SubjectName {
  readonly organisation: string;
  readonly commonName: string;
}

/** From when until when; whole seconds count. */
export interface Validity {
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}

/** A self-signed root of `issuer` that may certify signers, and no further authorities. */
export function issueRoot(
  issuer: { readonly name: SubjectName; readonly keys: KeyPair },
  validity: Validity,
  serial: bigint,
): Uint8Array {
  const id = keyIdentifier(issuer.keys.publicKey);
  const usage = derNamedBits([KEY_USAGE.keyCertSign, KEY_USAGE.crlSign]);
  const extensions = [
    derExtension(OID.basicConstraints, derSequence(DER_TRUE, derInteger(0)), true),
    derExtension(OID.keyUsage, usage, true),
    derExtension(OID.subjectKeyIdentifier, derOctets(id)),
  ];
  return certificate({ issuer, subject: issuer, validity, serial, extensions });
}

/** A certificate for time-stamping alone, for `subject` by the root of `issuer`. */
export function issueSigner(
  issuer: { readonly name: SubjectName; readonly keys: KeyPair },
  subject: { readonly name: SubjectName; readonly keys: Pick<KeyPair, 'publicKey'> },
  rest: { readonly validity: Validity; readonly serial: bigint },
): Uint8Array {
  const usage = derNamedBits([KEY_USAGE.digitalSignature]);
  const purposes = derExtension(OID.extKeyUsage, derSequence(derOid(OID.timeStamping)), true);
  const extensions = leafExtensions({ issuer, subject, usage, purposes });
  return certificate({ issuer, subject, extensions, ...rest });
}

/**
 * A certificate for signing documents, for `subject` by the root of `issuer`. E-mail protection is
 * named beside document signing, because readers of PDF files that are older than RFC 9336 accept
 * no other purpose.
 */
export function issueDocumentSigner(
  issuer: { readonly name: SubjectName; readonly keys: KeyPair },
  subject: { readonly name: SubjectName; readonly keys: Pick<KeyPair, 'publicKey'> },
  rest: { readonly validity: Validity; readonly serial: bigint },
): Uint8Array {
  const usage = derNamedBits([KEY_USAGE.digitalSignature, KEY_USAGE.nonRepudiation]);
  const list = derSequence(derOid(OID.documentSigning), derOid(OID.emailProtection));
  const purposes = derExtension(OID.extKeyUsage, list, false);
  const extensions = leafExtensions({ issuer, subject, usage, purposes });
  return certificate({ issuer, subject, extensions, ...rest });
}

function leafExtensions(of: {
  readonly issuer: { readonly keys: KeyPair };
  readonly subject: { readonly keys: Pick<KeyPair, 'publicKey'> };
  readonly usage: Uint8Array;
  readonly purposes: Uint8Array;
}): readonly Uint8Array[] {
  const { issuer, subject, usage, purposes } = of;
  return [
    derExtension(OID.basicConstraints, derSequence(), true),
    derExtension(OID.keyUsage, usage, true),
    purposes,
    derExtension(OID.subjectKeyIdentifier, derOctets(keyIdentifier(subject.keys.publicKey))),
    authorityKeyIdentifier(issuer.keys.publicKey),
  ];
}

/** A list without a revoked certificate, by the root of `issuer`. */
export function issueEmptyRevocationList(
  issuer: { readonly name: SubjectName; readonly keys: KeyPair },
  validity: Validity,
  number: bigint,
): Uint8Array {
  const extensions = derSequence(
    authorityKeyIdentifier(issuer.keys.publicKey),
    derExtension(OID.crlNumber, derInteger(number)),
  );
  const body = derSequence(
    derInteger(1),
    DER_ECDSA_WITH_SHA256,
    derName(issuer.name),
    derValidityTime(validity.notBefore),
    derValidityTime(validity.notAfter),
    derContext(0, extensions),
  );
  return signed(body, issuer.keys);
}

function certificate(of: {
  readonly issuer: { readonly name: SubjectName; readonly keys: KeyPair };
  readonly subject: { readonly name: SubjectName; readonly keys: Pick<KeyPair, 'publicKey'> };
  readonly validity: Validity;
  readonly serial: bigint;
  readonly extensions: readonly Uint8Array[];
}): Uint8Array {
  const { issuer, subject, validity, serial, extensions } = of;
  const body = derSequence(
    derContext(0, derInteger(2)),
    derInteger(serial),
    DER_ECDSA_WITH_SHA256,
    derName(issuer.name),
    derSequence(derValidityTime(validity.notBefore), derValidityTime(validity.notAfter)),
    derName(subject.name),
    derP256Key(uncompressedP256(subject.keys.publicKey)),
    derContext(3, derSequence(...extensions)),
  );
  return signed(body, issuer.keys);
}

function signed(body: Uint8Array, { privateKey }: KeyPair): Uint8Array {
  const signature = fromHex(messageSigner(privateKey)(body));
  return derSequence(body, DER_ECDSA_WITH_SHA256, derBitString(signature));
}

function derName({ organisation, commonName }: SubjectName): Uint8Array {
  const attribute = (oid: string, text: string): Uint8Array =>
    derSet(derSequence(derOid(oid), derUtf8(text)));
  return derSequence(
    attribute(OID.organizationName, organisation),
    attribute(OID.commonName, commonName),
  );
}

/** RFC 7093 §2 method 1: the leftmost 160 bits of the key's SHA-256. */
function keyIdentifier(publicKey: string): Uint8Array {
  return sha256(uncompressedP256(publicKey)).slice(0, 20);
}

function authorityKeyIdentifier(publicKey: string): Uint8Array {
  const identifier = derPrimitiveContext(0, keyIdentifier(publicKey));
  return derExtension(OID.authorityKeyIdentifier, derSequence(identifier));
}

/** A positive serial number from 18 random bytes (RFC 5280 §4.1.2.2: at most 20). */
export function certificateSerial(random: Uint8Array): bigint {
  return BigInt(`0x01${toHex(random.subarray(0, 18))}`);
}
