/**
 * `civic-ledger log archive`: writes the log, segment by segment, into a folder that keeps it when
 * the ledger's own disk does not (docs/formats.md §24).
 */
import { Command } from 'commander';
import { EntriesPruned } from '../ledger/archive/entriesPruned.js';
import { SEGMENT_ENTRIES } from '../ledger/archive/segment.js';
import { CertificatesMissing, withArchiveParts } from '../node/archiving/archiveParts.js';
import { ArchiveUnusable } from '../store/archive/archive.js';
import { archiveLog } from '../store/archive/archiveLog.js';
import { StoreUnusable } from '../store/schema.js';
import { openLogReader, type SqliteLogReader } from '../store/sqliteLogReader.js';
import type { CliContext } from './cliContext.js';
import { dataPaths, systemReason } from './dataFolder.js';
import { EXIT } from './exitCode.js';
import { dataOption } from './options.js';
import { startProgress } from './progress.js';
import { wholePosition } from './receipt.js';
import { UserError } from './userError.js';

interface ArchiveCommandOptions {
  readonly data: string;
  readonly before?: number;
  readonly keep?: number;
}

/** The command. Works beside a running node, goes on where it was, and rewrites nothing. */
export function archiveCommand(context: CliContext): Command {
  return new Command('archive')
    .argument('<folder>', 'archive folder; made when it is not there')
    .description('write the log to immutable segment files that can be audited, alone or together')
    .option(
      '--before <position>',
      'only segments that end at or below this position',
      wholePosition,
    )
    .option('--keep <entries>', 'leave the newest entries to the ledger alone', wholePosition)
    .addOption(dataOption())
    .action((folder: string, options: ArchiveCommandOptions) =>
      archiveTo(context, folder, options),
    );
}

function archiveTo(context: CliContext, folder: string, options: ArchiveCommandOptions): void {
  const { data, before, keep } = options;
  if (before !== undefined && keep !== undefined) {
    throw new UserError('--before and --keep say the same thing twice', 'give one of them');
  }
  const log = openLog(dataPaths(data).ledger);
  try {
    const bound = Math.max(0, before ?? log.size() - (keep ?? 0));
    writeSegments(context, log, { folder, data, before: bound });
  } finally {
    log.close();
  }
}

function writeSegments(
  { terminal }: CliContext,
  log: SqliteLogReader,
  { folder, data, before }: { folder: string; data: string; before: number },
): void {
  const progress = startProgress(terminal, { label: 'archive', total: before, unit: 'entries' });
  const onSegment = (end: number): void => progress.update(end);
  let end: number;
  try {
    end = withArchiveParts(log, data, (parts) => archiveLog(parts, { folder, before, onSegment }));
  } catch (error) {
    progress.abandon();
    throw archiveError(error);
  }
  progress.finish();
  terminal.out(`archived ${end} entries in ${folder}`);
  if (end < log.size()) {
    const rest = `${log.size() - end} newer entries stay with the ledger alone`;
    terminal.note(`${rest}: left out, or too few for a segment (${SEGMENT_ENTRIES} or more)`);
  }
  if (end === 0) return;
  terminal.note(`next: npx civic-ledger audit ${folder} --genesis ${dataPaths(data).genesis}`);
}

function openLog(path: string): SqliteLogReader {
  try {
    return openLogReader(path);
  } catch (error) {
    throw new UserError(
      `cannot open the ledger ${path} (${systemReason(error)})`,
      'name its folder with --data, or start a ledger with "npx civic-ledger start"',
    );
  }
}

/** What to do about an archive that cannot be gone on with. */
export function archiveError(error: unknown): unknown {
  if (error instanceof ArchiveUnusable) {
    const next = 'restore that file from a copy of the archive, or name another folder';
    return new UserError(error.message, next, EXIT.fail);
  }
  if (error instanceof EntriesPruned) {
    const next = 'name the archive that this ledger was pruned into: it can only be gone on with';
    return new UserError(error.message, next);
  }
  if (error instanceof CertificatesMissing) {
    const next = 'archive on a node that runs with "npx civic-ledger start --engine cometbft"';
    return new UserError(`${error.message}, which has what the validators have signed`, next);
  }
  if (error instanceof StoreUnusable) {
    return new UserError(error.message, 'start the ledger with "npx civic-ledger start"');
  }
  const code = (error as NodeJS.ErrnoException).code;
  if (code === undefined) return error;
  return new UserError(`the archive cannot be written (${code})`, 'check the folder and its disk');
}
