/**
 * One audit from the command line: the log with its signatures, chain, roots, checkpoints,
 * permissions and state; then, of a ledger database, the read models beside it.
 */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { auditLog, type LogAudit } from './audit/auditLog.js';
import type { Finding } from './audit/finding.js';
import type { SourceLocation } from './audit/logSource.js';
import { checkReadModels } from './audit/readModelCheck.js';
import type { AuditTrust } from './audit/replay.js';
import { openForReading } from '../store/schema.js';
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
  const kind = kindOf(path);
  const found = await auditTheLog(audit, kind);
  const readModels = options.readModels && kind === 'database' && found.finding === undefined;
  report(audit, found, readModels ? await auditReadModels(audit, found.entries) : found.finding);
}

const SQLITE_MAGIC = 'SQLite format 3\0';

/** Tells a ledger database from an exported log. Throws UserError when it is neither. */
function kindOf(path: string): SourceLocation['kind'] {
  try {
    if (!statSync(path).isFile()) throw new Error('it is not a file');
    if (!isDatabase(path)) return 'export';
    openForReading(path).close();
    return 'database';
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

const PERCENT = 100;

async function auditTheLog(
  { context, path, trust, options }: Audit,
  kind: SourceLocation['kind'],
): Promise<LogAudit> {
  const progress = startProgress(context.terminal, {
    label: 'audit',
    total: PERCENT,
    unit: '%',
  });
  try {
    const { threads } = options;
    const onProgress = (share: number): void => progress.update(Math.floor(share * PERCENT));
    return await auditLog({ kind, path, trust, threads, onProgress });
  } finally {
    progress.abandon();
  }
}

/** Rebuilds the read models that lie beside a ledger database and compares them. */
async function auditReadModels(
  { context, path }: Audit,
  size: number,
): Promise<Finding | undefined> {
  const readModelsPath = join(dirname(path), basename(dataPaths('').readModels));
  if (!existsSync(readModelsPath)) return undefined;
  const options = { label: 'read models', total: size, unit: 'entries' };
  const progress = startProgress(context.terminal, options);
  try {
    const onProgress = (share: number): void => progress.update(Math.round(share * size));
    const check = { ledgerPath: path, readModelsPath, size, onProgress };
    return (await checkReadModels(check)).finding;
  } finally {
    progress.abandon();
  }
}

function report(audit: Audit, found: LogAudit, finding: Finding | undefined): void {
  const { context, path, trust, options } = audit;
  const { blocks, entries, signatures, root, certified, seconds } = found;
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
