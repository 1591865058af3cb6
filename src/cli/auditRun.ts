/**
 * One audit from the command line: the log with its signatures, chain, roots, checkpoints,
 * permissions and state; then, of a ledger database, the read models beside it.
 */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { auditLog, type LogAudit } from './audit/auditLog.js';
import type { SourceLocation } from './audit/logSource.js';
import { checkReadModels, type ReadModelCheck } from './audit/readModelCheck.js';
import { type ReadModelJob, startReadModelCheck } from './audit/readModelThread.js';
import type { AuditTrust } from './audit/replay.js';
import { auditSegment } from './audit/segmentAudit.js';
import { segmentFirst } from '../ledger/archive/segment.js';
import { Archive } from '../store/archive/archive.js';
import { fileDamage } from '../store/brokenChain.js';
import { openLogReader } from '../store/sqliteLogReader.js';
import type { CliContext } from './cliContext.js';
import { dataPaths, readGenesis, systemReason } from './dataFolder.js';
import { EXIT } from './exitCode.js';
import { startProgress } from './progress.js';
import { UserError } from './userError.js';

/** What the command line says. */
export interface AuditCommandOptions {
  readonly data: string;
  readonly genesis?: string;
  readonly archive?: string;
  readonly readModels: boolean;
  readonly threads: number;
  readonly json: boolean;
}

/** What one audit has in hand. */
interface Audit {
  readonly context: CliContext;
  readonly path: string;
  readonly trust: AuditTrust;
  readonly options: AuditCommandOptions;
}

/** Audits `log`, or the ledger in the data folder; prints what was found and sets the exit code. */
export async function auditFile(
  context: CliContext,
  log: string | undefined,
  options: AuditCommandOptions,
): Promise<void> {
  const path = log ?? dataPaths(options.data).ledger;
  const trust = readGenesis(options.genesis ?? dataPaths(options.data).genesis);
  const audit: Audit = { context, path, trust, options };
  const source = sourceAt(path, options.archive);
  report(audit, source.kind, await auditAll(audit, source));
}

const SQLITE_MAGIC = 'SQLite format 3\0';

type AuditSource = SourceLocation | { readonly kind: 'segment'; readonly length: number };

/**
 * Tells a ledger database, an exported log, an archive and a segment of one from one another.
 * Throws UserError when it is none of them.
 */
function sourceAt(path: string, archive: string | undefined): AuditSource {
  try {
    const file = statSync(path);
    if (file.isDirectory()) return { kind: 'archive', path, length: archiveEnd(path) };
    if (!file.isFile()) throw new Error('it is not a file');
    if (segmentFirst(basename(path)) !== undefined) return { kind: 'segment', length: file.size };
    if (!isDatabase(path)) return { kind: 'export', path, length: file.size };
    return { kind: 'database', path, length: entriesOf(path, archive), archive };
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (existsSync(dataPaths(path).ledger)) {
      const next = `audit its ledger with "npx civic-ledger audit --data ${path}"`;
      throw new UserError(`${path} is the data folder of a ledger and no archive`, next);
    }
    const damage = fileDamage(error);
    if (damage !== undefined) {
      const next = 'restore it from a copy: there is no beginning to audit it from';
      throw new UserError(`${path} is damaged: ${damage}`, next, EXIT.fail);
    }
    throw new UserError(
      `cannot open ${path} (${systemReason(error)})`,
      'name a ledger.sqlite, a file written by "npx civic-ledger log export" or an archive',
    );
  }
}

function archiveEnd(path: string): number {
  const { end } = new Archive(path);
  if (end === 0) throw new Error('the folder has no manifest of an archive');
  return end;
}

function isDatabase(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(SQLITE_MAGIC.length);
    readSync(file, start);
    return start.toString('latin1') === SQLITE_MAGIC;
  } finally {
    closeSync(file);
  }
}

/** Throws UserError when entries are pruned and no archive is named: there is nothing to audit. */
function entriesOf(path: string, archive: string | undefined): number {
  const reader = openLogReader(path, archive);
  try {
    // Both tables of the log have to be there at all.
    reader.height();
    if (reader.isWhole()) return reader.size();
    throw new UserError(
      `entries 1 to ${reader.prunedBelow() - 1} of ${path} were pruned`,
      'name the archive that has them with --archive',
    );
  } finally {
    reader.close();
  }
}

/** Of the work on a ledger with read models, what the log itself takes. */
const LOG_SHARE = 0.75;

/**
 * Audits the log and, beside it, the read models when they are asked for. What is wrong with the
 * log comes first: read models folded from a broken one mean nothing.
 */
async function auditAll(audit: Audit, source: AuditSource): Promise<LogAudit> {
  const { context, path, trust, options } = audit;
  if (source.kind === 'segment') return auditSegmentAt(path, trust);
  const { kind, length, archive } = source;
  const job = kind === 'database' ? readModelJob(audit) : undefined;
  const shares = { log: 0, readModels: 0 };
  const bar = { label: 'audit', total: length, unit: kind === 'export' ? 'bytes' : 'entries' };
  const progress = startProgress(context.terminal, bar);
  const show = (): void => {
    const { log, readModels } = shares;
    const share = job === undefined ? log : log * LOG_SHARE + readModels * (1 - LOG_SHARE);
    progress.update(Math.floor(share * length));
  };
  const onProgress = (part: keyof typeof shares) => (share: number) => {
    shares[part] = share;
    show();
  };
  const check =
    job && startCheck({ ...job, onProgress: onProgress('readModels') }, options.threads);
  try {
    const { threads } = options;
    const request = { kind, path, archive, trust, threads, onProgress: onProgress('log') };
    const found = await auditLog(request);
    if (found.finding !== undefined || check === undefined) return found;
    return { ...found, finding: (await check.verdict()).finding };
  } finally {
    await check?.stop();
    progress.abandon();
  }
}

function auditSegmentAt(path: string, trust: AuditTrust): LogAudit {
  try {
    return auditSegment(path, trust);
  } catch (error) {
    const next = 'keep the segment beside its .voucher.json, which says who vouches for it';
    throw new UserError(`cannot read ${path} with its voucher (${systemReason(error)})`, next);
  }
}

/** What is to be checked beside the ledger database, if it is there and wanted. */
function readModelJob({ path, options }: Audit): ReadModelJob | undefined {
  const readModelsPath = join(dirname(path), basename(dataPaths('').readModels));
  if (!options.readModels || !existsSync(readModelsPath)) return undefined;
  return { ledgerPath: path, readModelsPath, archive: options.archive };
}

/** With threads the check starts now; without any, when its verdict is asked for. */
function startCheck(check: ReadModelCheck, threads: number) {
  if (threads === 0) return { verdict: () => checkReadModels(check), stop: async () => undefined };
  const started = startReadModelCheck(check);
  return { verdict: () => started.verdict, stop: () => started.stop() };
}

/** What passing proves. A segment alone says nothing of what the rules made of its events. */
function whatHolds(kind: AuditSource['kind'], { entries }: LogAudit): string {
  if (kind !== 'segment') return 'all of it holds';
  return `these ${entries} entries are its own; rules were not executed again`;
}

function report(audit: Audit, kind: AuditSource['kind'], found: LogAudit): void {
  const { context, path, trust, options } = audit;
  const { finding, blocks, entries, signatures, root, certified, seconds } = found;
  const uncertified = certified === undefined ? 0 : entries - certified.entries;
  const passed = uncertified === 0 ? EXIT.pass : EXIT.notProven;
  const exitCode = finding === undefined ? passed : EXIT.fail;
  context.exitWith(exitCode);
  const facts = { ledger: trust.ledger, blocks, entries, signatures, root, certified, seconds };
  if (options.json) {
    context.terminal.out(
      JSON.stringify({ ok: exitCode === EXIT.pass, finding, ...facts }, null, 2),
    );
    return;
  }
  const rate = Math.round(signatures / Math.max(seconds, 0.001)).toLocaleString('en-US');
  if (finding === undefined && uncertified > 0) {
    const what = `no validators have signed for the last ${uncertified} entries`;
    context.terminal.out(`NOT PROVEN  ${path} is ledger ${trust.ledger}, but ${what}`);
  } else if (finding === undefined) {
    context.terminal.out(`PASS  ${path} is ledger ${trust.ledger}, and ${whatHolds(kind, found)}`);
  } else {
    context.terminal.out(`FAIL  first bad position: ${finding.position}`);
    context.terminal.out(`  ${finding.check}: ${finding.what}`);
  }
  context.terminal.out(
    `  checked  ${entries} entries in ${blocks} blocks, ${signatures} signatures, in ` +
      `${seconds.toFixed(1)} s (${rate} signatures/s)`,
  );
  if (certified !== undefined) {
    const what = `${certified.blocks} blocks, which vouch for ${certified.entries} entries`;
    context.terminal.out(`  certified by validators  ${what}`);
  }
  if (root !== undefined) context.terminal.out(`  root     ${root}`);
}
