/**
 * `civic-ledger audit`: checks a ledger or an exported log from its genesis document on, offline and
 * without believing anything else: signatures, chain, roots, checkpoints, permissions, state, and what
 * the node keeps beside the log.
 */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { type AuditTrust, auditLog, type LogAudit } from './audit/auditLog.js';
import { openDatabaseSource } from './audit/databaseSource.js';
import { openExportSource } from './audit/exportSource.js';
import type { Finding } from './audit/finding.js';
import type { LogSource } from './audit/logSource.js';
import { checkReadModels } from './audit/readModelCheck.js';
import { storedTablesFinding } from './audit/storedTables.js';
import { openForReading } from '../store/schema.js';
import type { CliContext } from './cliContext.js';
import { dataPaths, readGenesis, systemCode } from './dataFolder.js';
import { EXIT } from './exitCode.js';
import { dataOption, jsonOption, withOptions } from './options.js';
import { type Progress, startProgress } from './progress.js';
import { genesisOption } from './receipt.js';
import { UserError } from './userError.js';

interface AuditCommandOptions {
  readonly data: string;
  readonly genesis?: string;
  readonly readModels: boolean;
  readonly threads: number;
  readonly json: boolean;
}

/** The command. */
export function auditCommand(context: CliContext): Command {
  const command = new Command('audit')
    .argument('[log]', 'ledger database or exported log; default: the data folder’s ledger')
    .description('check a whole ledger offline; names the first bad position')
    .option('--no-read-models', 'leave out the read models beside a ledger database')
    .option(
      '--threads <count>',
      'threads that check signatures',
      threadCount,
      availableParallelism(),
    )
    .action((log: string | undefined, options: AuditCommandOptions) =>
      runAudit(context, log, options),
    );
  return withOptions(command, [genesisOption(), dataOption(), jsonOption()]);
}

function threadCount(text: string): number {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('give a whole number up to 999; 0 uses no thread of their own');
}

/** What one audit has in hand. */
interface Audit {
  readonly context: CliContext;
  readonly path: string;
  readonly trust: AuditTrust;
  readonly options: AuditCommandOptions;
}

async function runAudit(
  context: CliContext,
  log: string | undefined,
  options: AuditCommandOptions,
): Promise<void> {
  const path = log ?? dataPaths(options.data).ledger;
  const trust = readGenesis(options.genesis ?? dataPaths(options.data).genesis);
  const audit: Audit = { context, path, trust, options };
  const source = openSource(path);
  try {
    const found = await auditSource(audit, source);
    const finding = found.finding ?? (await auditBesideLog(audit, source, found));
    report(audit, found, finding);
    found.store.close();
  } finally {
    source.close();
  }
}

const SQLITE_MAGIC = 'SQLite format 3\0';

function openSource(path: string): LogSource {
  try {
    if (!statSync(path).isFile()) throw new Error('it is not a file');
    return isDatabase(path) ? openDatabaseSource(path) : openExportSource(path);
  } catch (error) {
    throw new UserError(
      `cannot open ${path} (${systemCode(error)})`,
      'name a ledger.sqlite or a file written by "civic-ledger log export"',
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

async function auditSource(audit: Audit, source: LogSource): Promise<LogAudit> {
  const { context, trust, options } = audit;
  const unit = source.location.kind === 'database' ? 'entries' : 'bytes';
  const total = source.location.length;
  const progress = startProgress(context.terminal, { label: 'audit', total, unit });
  try {
    const { threads } = options;
    const onProgress = (share: number): void => progress.update(Math.round(share * total));
    return await auditLog(source, trust, { threads, onProgress });
  } finally {
    progress.abandon();
  }
}

/** State, used ids, tiles and read models; an exported log has none of them beside it. */
async function auditBesideLog(
  { context, path, options }: Audit,
  source: LogSource,
  found: LogAudit,
): Promise<Finding | undefined> {
  if (source.location.kind !== 'database') return undefined;
  const stored = storedFinding(path, found);
  const readModelsPath = join(dirname(path), basename(dataPaths('').readModels));
  if (stored !== undefined || !options.readModels || !existsSync(readModelsPath)) return stored;
  const size = found.entries;
  const progress = startProgress(context.terminal, {
    label: 'read models',
    total: size,
    unit: 'entries',
  });
  return await readModelFinding({ ledgerPath: path, readModelsPath, size }, progress);
}

function storedFinding(path: string, { store, entries }: LogAudit): Finding | undefined {
  const database = openForReading(path);
  try {
    return storedTablesFinding(database, store, entries);
  } finally {
    database.close();
  }
}

async function readModelFinding(
  paths: { readonly ledgerPath: string; readonly readModelsPath: string; readonly size: number },
  progress: Progress,
): Promise<Finding | undefined> {
  try {
    const onProgress = (share: number): void => progress.update(Math.round(share * paths.size));
    const { finding } = await checkReadModels({ ...paths, onProgress });
    return finding;
  } finally {
    progress.abandon();
  }
}

function report(audit: Audit, found: LogAudit, finding: Finding | undefined): void {
  const { context, path, trust, options } = audit;
  const { blocks, entries, signatures, root, seconds } = found;
  const exitCode = finding === undefined ? EXIT.pass : EXIT.fail;
  context.exitWith(exitCode);
  const facts = { ledger: trust.ledger, blocks, entries, signatures, root, seconds };
  if (options.json) {
    context.terminal.out(JSON.stringify({ ok: finding === undefined, finding, ...facts }, null, 2));
    return;
  }
  const rate = Math.round(signatures / Math.max(seconds, 0.001)).toLocaleString('en-US');
  if (finding === undefined) {
    context.terminal.out(`PASS  ${path} is ledger ${trust.ledger}, and all of it holds`);
  } else {
    context.terminal.out(`FAIL  first bad position: ${finding.position}`);
    context.terminal.out(`  ${finding.check}: ${finding.what}`);
  }
  context.terminal.out(
    `  checked  ${entries} entries in ${blocks} blocks, ${signatures} signatures, in ` +
      `${seconds.toFixed(1)} s (${rate} signatures/s)`,
  );
  if (root !== undefined) context.terminal.out(`  root     ${root}`);
}
