/**
 * The folder of somebody with a certificate under a root of its own: both keys, readable by their
 * owner only, the certificates, and an empty revocation list.
 */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { instantFromNow } from '../client/sign.js';
import { randomBytes } from '../crypto/randomBytes.js';
import { generateKeyPair } from '../crypto/suites.js';
import {
  certificateSerial,
  issueEmptyRevocationList,
  issueRoot,
  type issueSigner,
} from '../timestamp/issueCertificate.js';
import { certificatesToPem } from '../timestamp/pem.js';
import { systemReason } from './dataFolder.js';
import { writeSecretFile } from './keyFile.js';
import { UserError } from './userError.js';

/** Paths inside the folder. */
export function issuerPaths(folder: string) {
  return {
    key: join(folder, 'key.json'),
    rootKey: join(folder, 'root-key.json'),
    chain: join(folder, 'chain.pem'),
    root: join(folder, 'root.pem'),
    revocationList: join(folder, 'ca.crl'),
  };
}

/** What is asked for when a folder is made. */
export interface NewIssuer {
  /** In its certificates. */
  readonly organisation: string;
  /** What the certificate under the root is called: the organisation and this. */
  readonly role: string;
  /** Issues that certificate. */
  readonly issue: typeof issueSigner;
  /** Why its keys are not to be replaced. */
  readonly whyNotReplace: string;
}

const DAY_MS = 86_400_000;
const ROOT_DAYS = 20 * 365;
const SIGNER_DAYS = 10 * 365;
const LIST_DAYS = 365;
const OTHERS_MAY_READ = 0o077;

/** Makes the keys and certificates. Replaces nothing. */
export function makeIssuer(
  folder: string,
  { organisation, role, issue, ...rest }: NewIssuer,
): void {
  const paths = issuerPaths(folder);
  const rootKeys = generateKeyPair('p256-sha256');
  const keys = generateKeyPair('p256-sha256');
  const ca = { name: { organisation, commonName: `${organisation} root` }, keys: rootKeys };
  const signer = { name: { organisation, commonName: `${organisation} ${role}` }, keys };
  const root = issueRoot(ca, lasting(ROOT_DAYS), newSerial());
  const certificate = issue(ca, signer, { validity: lasting(SIGNER_DAYS), serial: newSerial() });
  makeFolder(folder);
  writeSecretFile(paths.rootKey, JSON.stringify(rootKeys, null, 2), rest.whyNotReplace);
  writeSecretFile(paths.key, JSON.stringify(keys, null, 2), rest.whyNotReplace);
  writeNew(paths.chain, certificatesToPem([certificate, root]));
  writeNew(paths.root, certificatesToPem([root]));
  writeNew(paths.revocationList, issueEmptyRevocationList(ca, lasting(LIST_DAYS), 1n));
}

function lasting(days: number) {
  return { notBefore: instantFromNow(-DAY_MS), notAfter: instantFromNow(days * DAY_MS) };
}

function newSerial(): bigint {
  return certificateSerial(randomBytes(18));
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UserError(
      `cannot make the folder ${folder} (${systemReason(error)})`,
      'name another',
    );
  }
}

/** Writes a file that is not there yet. */
export function writeNew(path: string, content: string | Uint8Array): void {
  writeFileSync(path, content, { flag: 'wx' });
}

/** Throws UserError when others than its owner may read a key file. */
export function requireSecret(path: string): void {
  if ((statSync(path).mode & OTHERS_MAY_READ) === 0) return;
  throw new UserError(`${path} can be read by others`, `run "chmod 600 ${path}"`);
}
