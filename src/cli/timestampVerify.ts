/**
 * `civic-ledger timestamp verify`: a token against a file or a registration, under a root that the
 * caller names. Offline; judged at the token's own time.
 */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { MESSAGE_HASHES, type MessageHash } from '../crypto/messageHash.js';
import { nameAttribute } from '../timestamp/distinguishedName.js';
import { OID } from '../timestamp/oids.js';
import { certificatesFromPem } from '../timestamp/pem.js';
import {
  type TimestampFacts,
  type TimestampVerdict,
  verifyTimestampFile,
} from '../timestamp/verifyTimestamp.js';
import type { CliContext } from './cliContext.js';
import { readText, systemReason } from './dataFolder.js';
import { EXIT, type ExitCode } from './exitCode.js';
import { jsonOption } from './options.js';
import type { Terminal } from './terminal.js';
import { timestampSubject } from './timestampSubject.js';
import { UserError } from './userError.js';

interface VerifyOptions {
  readonly root: string;
  readonly crl?: string[];
  readonly certificates?: string;
  readonly policy?: string;
  readonly json: boolean;
}

/** The command. */
export function verifyCommand(context: CliContext): Command {
  return new Command('verify')
    .argument('<token>', 'the token file (.tsr)')
    .argument('<file-or-item>', 'what it should be of: a file, or the id of an item or a batch')
    .description('check a token offline, at its own time')
    .requiredOption('--root <pem>', 'root certificate that you trust')
    .option('--crl <file...>', 'revocation lists (DER) of that time')
    .option('--certificates <pem>', 'certificates between, when the token carries none')
    .option('--policy <oid>', 'policy that it has to be under')
    .addOption(jsonOption())
    .action((token: string, of: string, options: VerifyOptions) =>
      verify(context, { token, of }, options),
    );
}

async function verify(
  context: CliContext,
  { token, of }: { readonly token: string; readonly of: string },
  options: VerifyOptions,
): Promise<void> {
  const subject = timestampSubject(of);
  const imprints = new Map<MessageHash, Uint8Array>();
  for (const hash of MESSAGE_HASHES) imprints.set(hash, await subject.imprint(hash));
  const verdict = verifyTimestampFile(readBytes(token), {
    imprint: (hash) => imprints.get(hash),
    roots: readCertificates(options.root),
    certificates: options.certificates === undefined ? [] : readCertificates(options.certificates),
    revocationLists: (options.crl ?? []).map(readBytes),
    policies: options.policy === undefined ? undefined : [options.policy],
  });
  if (options.json) context.terminal.out(JSON.stringify(verdict.ok ? shown(verdict) : verdict));
  else print(context.terminal, verdict);
  context.exitWith(exitCodeOf(verdict));
}

function exitCodeOf(verdict: TimestampVerdict): ExitCode {
  if (verdict.ok) return EXIT.pass;
  const isMalformed = ['TRAILING_BYTES', 'NOT_DER', 'MALFORMED'].includes(verdict.code);
  return isMalformed ? EXIT.malformed : EXIT.fail;
}

function print(terminal: Terminal, verdict: TimestampVerdict): void {
  if (!verdict.ok) {
    terminal.out(`FAIL  ${verdict.code}: ${verdict.message} (${verdict.detail})`);
    return;
  }
  const { genTime, accuracy, authority, serial, policy, revocation } = shown(verdict);
  terminal.out(`PASS  it existed at ${genTime}, ${accuracy}`);
  terminal.out(`  authority   ${authority}, serial ${serial}, policy ${policy}`);
  terminal.out(`  chain       valid at that time, up to the root that you named`);
  terminal.out(`  revocation  ${REVOCATION_WORDS[revocation]}`);
}

const REVOCATION_WORDS = {
  good: 'not revoked at that time',
  'not-checked': 'not checked: name the authority’s revocation list with --crl',
} as const;

function shown(facts: TimestampFacts) {
  const { serial, policy, imprint, revocation, genTime, accuracyMicroseconds } = facts;
  return {
    ok: true,
    genTime: genTime.instant,
    accuracy: accuracyText(accuracyMicroseconds),
    authority: authorityOf(facts),
    serial: `${serial}`,
    policy,
    hash: imprint.hash,
    revocation,
  };
}

function accuracyText(microseconds: number | undefined): string {
  return microseconds === undefined ? 'accuracy not stated' : `within ${microseconds} µs`;
}

function authorityOf({ chain }: TimestampFacts): string {
  const { subject } = chain[0] as TimestampFacts['chain'][number];
  const name =
    nameAttribute(subject, OID.commonName) ?? nameAttribute(subject, OID.organizationName);
  return name ?? 'without a name';
}

/** The bytes of a file. Throws UserError when it cannot be read. */
export function readBytes(path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    throw new UserError(`cannot read ${path} (${systemReason(error)})`, 'check the name');
  }
}

/** The certificates in a PEM file. Throws UserError when there is none. */
export function readCertificates(path: string): readonly Uint8Array[] {
  const certificates = certificatesFromPem(readText(path, 'check the name')) ?? [];
  if (certificates.length > 0) return certificates;
  const next = 'give a file with BEGIN CERTIFICATE lines';
  throw new UserError(`${path} holds no certificate in PEM`, next, EXIT.malformed);
}
