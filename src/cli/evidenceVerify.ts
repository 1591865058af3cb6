/**
 * `civic-ledger evidence verify`: a proof bundle, offline, under what the caller trusts. Sections
 * have verdicts of their own; the exit code says the worst of them.
 */
import { join } from 'node:path';
import { Command } from 'commander';
import { CHECKS, SECTIONS } from '../client/verifier/checks.js';
import type { ContentAtHand } from '../client/verifier/content.js';
import type { BundleReport } from '../client/verifier/report.js';
import { verifyBundle } from '../client/verifier/verifyBundle.js';
import { type Hex, isHex } from '../crypto/bytes.js';
import { DIGEST_ALGORITHMS } from '../crypto/digestAlgorithm.js';
import type { CliContext } from './cliContext.js';
import { readGenesis, readText } from './dataFolder.js';
import { digestsOfFile, filesBelow, isFolder, readSaltFile } from './fileContent.js';
import { jsonOption } from './options.js';
import type { Terminal } from './terminal.js';
import { readBytes, readCertificates } from './timestampVerify.js';

/** What a bundle is verified with; all of it is the caller’s own. */
export interface BundleOptions {
  readonly genesis: string;
  readonly tsaRoot?: string[];
  readonly content?: string;
  readonly salt?: string;
  readonly checkpoint?: string;
  readonly item?: string;
}

interface VerifyOptions extends BundleOptions {
  readonly json: boolean;
}

const LEDGER_BYTES = 32;

/** The command. */
export function verifyBundleCommand(context: CliContext): Command {
  const command = new Command('verify')
    .argument('<bundle>', 'the bundle (.zip)')
    .description('check a bundle offline: sections A to E, each with its own verdict')
    .addOption(jsonOption())
    .action((path: string, options: VerifyOptions) => verify(context, path, options));
  return withBundleOptions(command);
}

/** Adds the options that a bundle is verified with. */
export function withBundleOptions(command: Command): Command {
  return command
    .requiredOption('--genesis <id-or-file>', 'ledger id or genesis document that you trust')
    .option('--tsa-root <pem...>', 'root certificates of time authorities that you trust')
    .option(
      '--content <path>',
      'the content when it is not in the bundle; of a dossier, its folder',
    )
    .option('--salt <file>', 'salt file of a private item')
    .option('--checkpoint <file>', 'the newest checkpoint of the ledger that you know')
    .option('--item <id>', 'the item, or the dossier, that the bundle should be of');
}

async function verify(context: CliContext, path: string, options: VerifyOptions): Promise<void> {
  const report = await reportOn(readBytes(path), options);
  if (options.json) context.terminal.out(JSON.stringify(report, null, 2));
  else printBundleReport(context.terminal, report);
  context.exitWith(report.code);
}

/** Verifies a bundle with what the options name. Throws UserError when a file cannot be read. */
export async function reportOn(bundle: Uint8Array, options: BundleOptions): Promise<BundleReport> {
  const { checkpoint, item, genesis } = options;
  const { content, contents } = await contentsAtHand(options);
  return verifyBundle(bundle, {
    trust: {
      ledger: ledgerIn(genesis),
      roots: (options.tsaRoot ?? []).flatMap(readCertificates),
      checkpoint: checkpoint === undefined ? undefined : readFileText(checkpoint),
    },
    item,
    content,
    contents,
  });
}

/** The id itself, or that of the document in a file. */
export function ledgerIn(text: string): Hex {
  if (isHex(text, LEDGER_BYTES)) return text;
  const next = 'give the ledger’s id, 64 hexadecimal digits, or its genesis document';
  return readGenesis(text, next).ledger;
}

function readFileText(path: string): string {
  return readText(path, 'save the ledger’s /log/checkpoint in a file');
}

/** What --content names: a file, or the files of a folder. */
async function contentsAtHand(
  options: BundleOptions,
): Promise<{ readonly content?: ContentAtHand; readonly contents?: readonly ContentAtHand[] }> {
  const { content: path } = options;
  if (path !== undefined && isFolder(path)) return { contents: await contentsOf(path) };
  const content = await contentAtHand(options);
  return content === undefined ? {} : { content };
}

async function contentsOf(folder: string): Promise<readonly ContentAtHand[]> {
  const contents: ContentAtHand[] = [];
  for (const name of filesBelow(folder)) {
    const digests = await digestsOfFile(join(folder, name), [...DIGEST_ALGORITHMS]);
    contents.push({ digests, name });
  }
  return contents;
}

/** The digests of the file given with --content, with the salt of --salt. */
export async function contentAtHand({
  content,
  salt,
}: {
  readonly content?: string;
  readonly salt?: string;
}): Promise<ContentAtHand | undefined> {
  if (content === undefined) return undefined;
  const digests = await digestsOfFile(content, [...DIGEST_ALGORITHMS]);
  return { digests, salt: salt === undefined ? undefined : readSaltFile(salt).salt };
}

/** Prints a report: what can be concluded, then every check. */
export function printBundleReport(terminal: Terminal, report: BundleReport): void {
  const { dossier } = report;
  if (dossier === undefined) terminal.out(`item  ${report.item ?? 'unknown'}`);
  else {
    const { id, entries, items, withheld } = dossier;
    terminal.out(`dossier  ${id}  ${entries} entries, ${items} items shown, ${withheld} withheld`);
  }
  for (const { zh, en } of report.conclusions) terminal.out(`  ${zh}\n  ${en}`);
  for (const { section, status, lines } of report.sections) {
    terminal.out(`\n${section}  ${status}  ${SECTIONS[section].zh} · ${SECTIONS[section].en}`);
    for (const { check, status: verdict, article, findings } of lines) {
      terminal.out(`  ${check}  ${verdict.padEnd(11)}  ${CHECKS[check].en} (${article})`);
      for (const { zh, en } of findings) terminal.out(`        ${zh}\n        ${en}`);
    }
  }
}
