/**
 * The folder of a time-stamping authority: its key and its root's, its certificates, its revocation
 * list and what its tokens promise. Keys are readable by their owner only.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyPair } from '../crypto/suites.js';
import type { TimeAuthority } from '../gateways/tsa.js';
import { issueSigner } from '../timestamp/issueCertificate.js';
import { certificatesFromPem } from '../timestamp/pem.js';
import { readText } from './dataFolder.js';
import { EXIT } from './exitCode.js';
import { issuerPaths, makeIssuer, writeNew } from './issuerFolder.js';
import { UserError } from './userError.js';

/** Paths inside the folder. */
export function authorityPaths(folder: string) {
  return {
    ...issuerPaths(folder),
    settings: join(folder, 'authority.json'),
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

/** An example arc (ITU-T X.660): whoever issues for others takes an identifier of its own. */
export const EXAMPLE_POLICY = '2.999.3161.1';

/** Makes a new authority with a root of its own. Replaces nothing. */
export function makeAuthority(folder: string, { organisation, policy }: NewAuthority): void {
  makeIssuer(folder, {
    organisation,
    role: 'time-stamping',
    issue: issueSigner,
    whyNotReplace: 'tokens are checked against it for years',
  });
  const settings = { format: FORMAT, organisation, policy, accuracyMilliseconds: ACCURACY_MS };
  writeNew(authorityPaths(folder).settings, `${JSON.stringify(settings, null, 2)}\n`);
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
