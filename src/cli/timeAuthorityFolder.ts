/**
 * The folder of a time-stamping authority: its key and its root's, its certificates, its revocation
 * list and what its tokens promise. Keys are readable by their owner only.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from '../crypto/randomBytes.js';
import { generateKeyPair, type KeyPair } from '../crypto/suites.js';
import { instantFromNow } from '../client/sign.js';
import type { TimeAuthority } from '../gateways/tsa.js';
import {
  certificateSerial,
  issueEmptyRevocationList,
  issueRoot,
  issueSigner,
} from '../timestamp/issueCertificate.js';
import { certificatesFromPem, certificatesToPem } from '../timestamp/pem.js';
import { readText, systemCode } from './dataFolder.js';
import { EXIT } from './exitCode.js';
import { writeSecretFile } from './keyFile.js';
import { UserError } from './userError.js';

/** Paths inside the folder. */
export function authorityPaths(folder: string) {
  return {
    settings: join(folder, 'authority.json'),
    key: join(folder, 'key.json'),
    rootKey: join(folder, 'root-key.json'),
    chain: join(folder, 'chain.pem'),
    root: join(folder, 'root.pem'),
    revocationList: join(folder, 'ca.crl'),
    serials: join(folder, 'serials'),
  };
}

/** What is asked for when an authority is made. */
export interface NewAuthority {
  /** In its certificates. */
  readonly organisation: string;
  readonly policy: string;
}

const FORMAT = 'civic-ledger/time-authority/v1';
const ACCURACY_MS = 1_000;
const DAY_MS = 86_400_000;
const ROOT_DAYS = 20 * 365;
const SIGNER_DAYS = 10 * 365;
const LIST_DAYS = 365;

/** An example arc (ITU-T X.660): whoever issues for others takes an identifier of its own. */
export const EXAMPLE_POLICY = '2.999.3161.1';

/** Makes a new authority with a root of its own. Replaces nothing. */
export function makeAuthority(folder: string, { organisation, policy }: NewAuthority): void {
  const paths = authorityPaths(folder);
  const rootKeys = generateKeyPair('p256-sha256');
  const keys = generateKeyPair('p256-sha256');
  const ca = { name: { organisation, commonName: `${organisation} root` }, keys: rootKeys };
  const signer = { name: { organisation, commonName: `${organisation} time-stamping` }, keys };
  const root = issueRoot(ca, lasting(ROOT_DAYS), newSerial());
  const options = { validity: lasting(SIGNER_DAYS), serial: newSerial() };
  const certificate = issueSigner(ca, signer, options);
  makeFolder(folder);
  const why = 'tokens are checked against it for years';
  writeSecretFile(paths.rootKey, JSON.stringify(rootKeys, null, 2), why);
  writeSecretFile(paths.key, JSON.stringify(keys, null, 2), why);
  write(paths.chain, certificatesToPem([certificate, root]));
  write(paths.root, certificatesToPem([root]));
  write(paths.revocationList, issueEmptyRevocationList(ca, lasting(LIST_DAYS), 1n));
  const settings = { format: FORMAT, organisation, policy, accuracyMilliseconds: ACCURACY_MS };
  write(paths.settings, `${JSON.stringify(settings, null, 2)}\n`);
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
    throw new UserError(`cannot make the folder ${folder} (${systemCode(error)})`, 'name another');
  }
}

function write(path: string, content: string | Uint8Array): void {
  writeFileSync(path, content, { flag: 'wx' });
}

/** Reads the authority in `folder`. Throws UserError when a file is missing or not in its form. */
export function readAuthority(folder: string): TimeAuthority {
  const paths = authorityPaths(folder);
  const next = 'restore the folder from a copy, or make one with "npx civic-ledger tsa init"';
  try {
    const settings = JSON.parse(readText(paths.settings, next)) as Partial<TimeAuthority>;
    const { privateKey } = JSON.parse(readText(paths.key, next)) as KeyPair;
    const chain = certificatesFromPem(readText(paths.chain, next)) ?? [];
    const { policy, accuracyMilliseconds } = settings;
    const isComplete =
      chain.length > 0 && policy !== undefined && Number.isSafeInteger(accuracyMilliseconds);
    if (!isComplete) throw new Error('a member is missing');
    const revocationList = new Uint8Array(readFileSync(paths.revocationList));
    return {
      chain,
      privateKey,
      policy,
      accuracyMilliseconds: accuracyMilliseconds as number,
      revocationList,
    };
  } catch (error) {
    if (error instanceof UserError) throw error;
    const what = error instanceof Error ? error.message : String(error);
    throw new UserError(`${folder} is no time authority: ${what}`, next, EXIT.malformed);
  }
}
