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
import { openLogReader } from '../store/sqliteLogReader.js';
import type { CliContext } from './cliContext.js';
import { dataPaths, readGenesis, systemCode } from './dataFolder.js';
import { EXIT } from './exitCode.js';
import { startProgress } from './progress.js';
import { UserError } from './userError.js';

/** What the command line says. */
export interface AuditCommandOptions {
  readonly data: string;
  readonly genesis?: string;
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
  report(audit, await auditAll(audit, sourceAt(path)));
}

const SQLITE_MAGIC = 'SQLite format 3\0';

/** Tells a ledger database from an exported log. Throws UserError when it is neither. */
function sourceAt(path: string): SourceLocation {
  try {
    const file = statSync(path);
    if (!file.isFile()) throw new Error('it is not a file');
    if (!isDatabase(path)) return { kind: 'export', path, length: file.size };
    return { kind: 'database', path, length: entriesOf(path) };
  } catch (error) {
    throw new UserError(
      `cannot open ${path} (${systemCode(error)})`,
      'name a ledger.sqlite or a file written by "npx civic-ledger log export"',
    );
  }
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

function entriesOf(path: string): number {
  const reader = openLogReader(path);
  try {
    return reader.size();
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
async function auditAll(audit: Audit, { kind, length }: SourceLocation): Promise<LogAudit> {
  const { context, path, trust, options } = audit;
  const job = kind === 'database' ? readModelJob(audit) : undefined;
  const shares = { log: 0, readModels: 0 };
  const bar = { label: 'audit', total: length, unit: kind === 'database' ? 'entries' : 'bytes' };
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
    const found = await auditLog({ kind, path, trust, threads, onProgress: onProgress('log') });
    if (found.finding !== undefined || check === undefined) return found;
    return { ...found, finding: (await check.verdict()).finding };
  } finally {
    await check?.stop();
    progress.abandon();
  }
}

/** What is to be checked beside the ledger database, if it is there and wanted. */
function readModelJob({ path, options }: Audit): ReadModelJob | undefined {
  const readModelsPath = join(dirname(path), basename(dataPaths('').readModels));
  if (!options.readModels || !existsSync(readModelsPath)) return undefined;
  return { ledgerPath: path, readModelsPath };
}

/** With threads the check starts now; without any, when its verdict is asked for. */
function startCheck(check: ReadModelCheck, threads: number) {
  if (threads === 0) return { verdict: () => checkReadModels(check), stop: async () => undefined };
  const started = startReadModelCheck(check);
  return { verdict: () => started.verdict, stop: () => started.stop() };
}

function report(audit: Audit, found: LogAudit): void {
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
    context.terminal.out(`PASS  ${path} is ledger ${trust.ledger}, and all of it holds`);
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
