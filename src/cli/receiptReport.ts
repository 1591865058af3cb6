/**
 * What a receipt proves and what it does not, in sentences. The lists are closed: nobody should
 * read more into a receipt than was checked.
 */
import { quorumText } from '../client/quorumNames.js';
import { algorithmsIn, type ContentVerdict, verifyContent } from '../client/verify.js';
import { type ReceiptFacts, type ReceiptVerdict, verifyReceipt } from '../ledger/verifyReceipt.js';
import type { PinnedGenesis } from './dataFolder.js';
import { EXIT, type ExitCode } from './exitCode.js';
import { digestsOfFile, readSaltFile } from './fileContent.js';
import type { Terminal } from './terminal.js';

/** What to check. */
export interface ReceiptCheck {
  /** Bytes of the receipt file. */
  readonly receipt: Uint8Array;
  readonly genesis: PinnedGenesis;
  /** The content that the receipt should be of. */
  readonly file?: string;
  /** Salt file of a private item. */
  readonly saltFile?: string;
}

export interface ReceiptReport {
  readonly receipt: ReceiptVerdict;
  /** Absent when no file was given or the receipt does not hold. */
  readonly content?: ContentVerdict;
  readonly proven: readonly string[];
  readonly notProven: readonly string[];
  readonly exitCode: ExitCode;
}

/** Checks a receipt and, where one is given, a file against it. Asks no server. */
export async function checkReceipt(check: ReceiptCheck): Promise<ReceiptReport> {
  const { ledger, text } = check.genesis;
  const receipt = verifyReceipt(check.receipt, { ledger, genesis: text });
  if (!receipt.ok) {
    const malformed = receipt.code === 'NOT_CANONICAL' || receipt.code === 'MALFORMED';
    const exitCode = malformed ? EXIT.malformed : EXIT.fail;
    return { receipt, proven: [], notProven: [], exitCode };
  }
  const content = check.file === undefined ? undefined : await contentVerdict(receipt, check);
  return {
    receipt,
    ...(content === undefined ? {} : { content }),
    proven: provenBy(receipt, content),
    notProven: notProvenBy(receipt, content),
    exitCode: exitCodeOf(content),
  };
}

async function contentVerdict(facts: ReceiptFacts, check: ReceiptCheck): Promise<ContentVerdict> {
  const kept = check.saltFile === undefined ? undefined : readSaltFile(check.saltFile);
  const algorithms = kept?.digests.map(({ algorithm }) => algorithm) ?? algorithmsIn(facts);
  const digests = await digestsOfFile(check.file as string, algorithms);
  return verifyContent(facts, kept === undefined ? { digests } : { digests, salt: kept.salt });
}

function exitCodeOf(content: ContentVerdict | undefined): ExitCode {
  if (content === undefined || content.ok) return EXIT.pass;
  return content.code === 'OTHER_CONTENT' ? EXIT.fail : EXIT.notProven;
}

function provenBy(facts: ReceiptFacts, content: ContentVerdict | undefined): readonly string[] {
  const { body, position, height, time, derived, quorum } = facts;
  const refused = derived.find(({ type }) => type === 'ledger.Refused');
  return [
    ...(content?.ok === true ? [`the file is item ${content.item}, byte for byte`] : []),
    `${body.actor} signed ${body.type} with key ${body.key}`,
    `it stands in the log at position ${position}, in block ${height} of ${time}`,
    refused === undefined
      ? `the rules accepted it: ${derived.map(({ type }) => type).join(', ')}`
      : `the rules refused it with ${JSON.stringify(refused.data['code'])}`,
    quorum === undefined
      ? 'the log’s head over it is signed by a key of the pinned genesis document'
      : `the block is signed by ${quorumText(quorum)}, in a line from the pinned genesis document`,
  ];
}

function notProvenBy(facts: ReceiptFacts, content: ContentVerdict | undefined): readonly string[] {
  const keepers = facts.quorum === undefined ? 'operator’s' : 'validators’';
  const claimed = facts.derived.some(({ data }) => data['claimedTime'] !== undefined);
  return [
    ...(content === undefined ? ['that any file is the registered one: name it with --file'] : []),
    ...(content?.ok === false && content.code !== 'OTHER_CONTENT' ? [content.message] : []),
    `that the block’s time is right: it is the ${keepers} own word, no time authority signed it`,
    'who made the content, who owns it, or that what it says is true',
    ...(claimed ? ['the time that the party claims'] : []),
    'what happened since: a newer checkpoint with a consistency proof shows that the log only ' +
      'grew, "evidence check --online" whether the item was superseded or withdrawn',
  ];
}

/** Prints a report: the verdict first, then the two lists, then what the ledger says of today. */
export function printReport(
  terminal: Terminal,
  report: ReceiptReport,
  { json, standing }: { readonly json: boolean; readonly standing?: Standing | undefined },
): void {
  if (json) {
    terminal.out(JSON.stringify({ ...report, standing }, null, 2));
    return;
  }
  terminal.out(verdictLine(report));
  if (!report.receipt.ok && report.receipt.code === 'OTHER_LEDGER') {
    terminal.note('next: name the genesis document of that ledger with --genesis');
  }
  for (const sentence of report.proven) terminal.out(`  proven      ${sentence}`);
  for (const sentence of report.notProven) terminal.out(`  not proven  ${sentence}`);
  if (standing !== undefined) terminal.out(`  ledger says ${standingLine(standing)}`);
}

/** What the ledger says has become of an item since its receipt. Its word, not a proof. */
export interface Standing {
  readonly status: 'ACTIVE' | 'SUPERSEDED' | 'WITHDRAWN';
  readonly closedPosition: string | null;
  readonly closedReason: string | null;
}

function standingLine({ status, closedPosition, closedReason }: Standing): string {
  if (status === 'ACTIVE') return 'the item still stands';
  const at = closedPosition === null ? '' : ` at position ${closedPosition}`;
  return `the item is ${status.toLowerCase()}${at} (${closedReason ?? 'no reason'})`;
}

function verdictLine({ receipt, content }: ReceiptReport): string {
  if (!receipt.ok) return `FAIL  the receipt does not hold: ${receipt.message} (${receipt.code})`;
  if (content === undefined) return 'PASS  the receipt holds';
  if (content.ok) return 'PASS  the receipt holds, and it is of this file';
  if (content.code === 'OTHER_CONTENT') return `FAIL  the receipt holds, but ${content.message}`;
  const how = content.code === 'SALT_NEEDED' ? ': name its file with --salt' : '';
  return `NOT PROVEN  the receipt holds, but ${content.message}${how}`;
}
