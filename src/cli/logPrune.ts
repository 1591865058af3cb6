/**
 * `civic-ledger log prune`: removes entries from a stopped ledger that are in its archive, and
 * gives the disk back. Proofs, headers, state and used ids stay.
 */
import { statSync } from 'node:fs';
import { Command } from 'commander';
import { recordedOutcome } from '../execution/recordedOutcome.js';
import { Archive } from '../store/archive/archive.js';
import { pruneEnd } from '../store/pruneEntries.js';
import { StoreUnusable } from '../store/schema.js';
import { SqliteStore } from '../store/sqliteStore.js';
import type { CliContext } from './cliContext.js';
import { dataPaths } from './dataFolder.js';
import { archiveError } from './logArchive.js';
import { dataOption, dataWords, startWords } from './options.js';
import { byteAmount, startProgress } from './progress.js';
import { wholePosition } from './receipt.js';
import { UserError } from './userError.js';

interface PruneCommandOptions {
  readonly data: string;
  readonly archive: string;
  readonly keep: number;
}

/** The command. Refused while a node runs on the ledger. */
export function pruneCommand(context: CliContext): Command {
  return new Command('prune')
    .description('remove entries that are archived from a stopped ledger, and shrink its file')
    .requiredOption('--archive <folder>', 'archive that "log archive" has written')
    .requiredOption('--keep <entries>', 'newest entries that stay in the ledger', wholePosition)
    .addOption(dataOption())
    .action((options: PruneCommandOptions) => prune(context, options));
}

/** State keys, and used ids, that may wait to be written in bulk: none is written here. */
const PENDING_WRITES_MAX = 100_000;

function prune(
  { terminal }: CliContext,
  { data, archive: folder, keep }: PruneCommandOptions,
): void {
  if (keep < 1) throw new UserError('--keep is 0', 'keep at least the newest entry');
  const { ledger: path } = dataPaths(data);
  const bytesBefore = bytesOf(path);
  const store = openStore(path);
  try {
    const { header } = store.head() ?? {};
    if (header === undefined) throw new UserError('the ledger has no block yet', 'start it first');
    const archive = new Archive(folder, header.ledger);
    const end = pruneEnd(header.size, archive.end, { keep });
    const pruning = store.pruning(archive, recordedOutcome);
    const label = { label: 'prune', total: end, unit: 'entries' };
    const progress = startProgress(terminal, label);
    try {
      while (pruning.below() < end) progress.update(pruning.step(end));
    } catch (error) {
      progress.abandon();
      throw error;
    }
    progress.finish();
    store.compact();
    const freed = `${byteAmount(bytesBefore)} → ${byteAmount(bytesOf(path))}`;
    terminal.out(`pruned below ${pruning.below()}; ${path} ${freed}`);
    if (archive.end === 0) {
      const archiving = `log archive ${folder}${dataWords(data)}`;
      terminal.note(`${folder} has no segment yet: "npx civic-ledger ${archiving}" writes one`);
      return;
    }
    terminal.note(`next: CIVIC_LEDGER_ARCHIVE=${folder} ${startWords(data)}`);
  } catch (error) {
    throw archiveError(error);
  } finally {
    store.close();
  }
}

function openStore(path: string): SqliteStore {
  if (bytesOf(path) === 0) {
    throw new UserError(`there is no ledger ${path}`, 'name its folder with --data');
  }
  try {
    return new SqliteStore(path, { pendingWritesMax: PENDING_WRITES_MAX });
  } catch (error) {
    if (!(error instanceof StoreUnusable)) throw error;
    const next = 'stop the node first; a running one prunes with CIVIC_LEDGER_PRUNE_KEEP';
    throw new UserError(error.message, next);
  }
}

function bytesOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
