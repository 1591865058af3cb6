/**
 * `civic-ledger log export`: the whole log as one text file that anyone can audit (docs/formats.md
 * §10).
 */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { Command } from 'commander';
import { type Genesis, genesisHash } from '../ledger/genesis.js';
import {
  CERTIFIED_LOG_FORMAT,
  encodeExportBlock,
  encodeExportEnd,
  encodeExportEntry,
  encodeExportHead,
  LOG_FORMAT,
} from '../ledger/logExport.js';
import type { BlockTexts } from '../ledger/logVerifier.js';
import { type DatabaseSource, openDatabaseSource } from './audit/databaseSource.js';
import { type SourceBlock, SourceFault } from './audit/logSource.js';
import type { CliContext } from './cliContext.js';
import { dataPaths, systemReason } from './dataFolder.js';
import { EXIT } from './exitCode.js';
import { archiveOption, dataOption } from './options.js';
import { startProgress } from './progress.js';
import { cannotWrite, requireNoFolder } from './outputFile.js';
import { UserError } from './userError.js';

interface ExportOptions {
  readonly data: string;
  readonly archive?: string;
}

/** The command. Works beside a running node: exports what is durable when it starts. */
export function exportCommand(context: CliContext): Command {
  return new Command('export')
    .argument('<file>', 'file to write')
    .description('write the whole log to a file that can be audited anywhere')
    .addOption(dataOption())
    .addOption(archiveOption())
    .action((file: string, options: ExportOptions) => exportLog(context, file, options));
}

const BUFFER_CHARACTERS = 1_048_576;

function exportLog({ terminal }: CliContext, file: string, options: ExportOptions): void {
  const { genesis, ledger } = dataPaths(options.data);
  const source = openLedger(ledger, options.archive);
  const total = source.location.length;
  const progress = startProgress(terminal, { label: 'export', total, unit: 'entries' });
  const writer = openWriter(file);
  let [blocks, entries] = [0, 0];
  try {
    for (const block of exportedBlocks(source)) {
      if (blocks === 0) writer.write(headLine(block));
      writer.write(blockLines(block));
      blocks += 1;
      entries = block.reached;
      progress.update(entries);
    }
    if (blocks === 0) throw notCertified();
    writer.finish({ blocks, entries });
  } catch (error) {
    progress.abandon();
    if (!(error instanceof SourceFault)) throw error;
    throw new UserError(
      `the log cannot be read at position ${error.position}: ${error.message}`,
      'name the archive with --archive, or restore a copy; "npx civic-ledger audit" tells more',
      EXIT.fail,
    );
  } finally {
    source.close();
  }
  progress.finish();
  terminal.out(`exported ${entries} entries to ${file}`);
  if (entries < total) {
    terminal.note(`left out ${total - entries} entries that validators have not signed for yet`);
  }
  terminal.note(`next: npx civic-ledger audit ${file} --genesis ${genesis}`);
}

function notCertified(): UserError {
  const next = 'start the node: it fetches what the validators have signed';
  return new UserError('validators have signed for no block of this ledger yet', next);
}

/** Opens a ledger database. Throws UserError when there is none. */
function openLedger(path: string, archive: string | undefined): DatabaseSource {
  try {
    return openDatabaseSource(path, archive);
  } catch (error) {
    throw new UserError(
      `cannot open the ledger ${path} (${systemReason(error)})`,
      'name its folder with --data, or start a ledger with "npx civic-ledger start"',
    );
  }
}

function keptByValidators({ entries }: BlockTexts): boolean {
  const [genesis] = entries;
  return (JSON.parse(genesis?.event ?? '{}') as Partial<Genesis>).validators !== undefined;
}

/**
 * The blocks to export: where validators keep the ledger those up to the newest certified one, with
 * certificates in the place of this node's own checkpoints.
 */
function* exportedBlocks(source: DatabaseSource): Generator<SourceBlock> {
  let height = 0;
  let isCertified = false;
  for (const block of source.blocks()) {
    if (height === 0) isCertified = keptByValidators(block);
    if (isCertified && height > source.certifiedHeight) return;
    yield isCertified ? withoutCheckpoint(block) : block;
    height += 1;
  }
}

function withoutCheckpoint({ header, entries, reached, certificate }: SourceBlock): SourceBlock {
  const block = { header, entries, reached };
  return certificate === undefined ? block : { ...block, certificate };
}

function headLine(genesisBlock: BlockTexts): string {
  const ledger = genesisHash(genesisBlock.entries[0]?.event ?? '');
  const format = genesisBlock.checkpoint === undefined ? CERTIFIED_LOG_FORMAT : LOG_FORMAT;
  return encodeExportHead(ledger, format);
}

function blockLines(block: BlockTexts): string {
  return encodeExportBlock(block) + block.entries.map(encodeExportEntry).join('');
}

/**
 * Writes beside the file's final name and renames at the end: a file with that name is complete.
 */
function openWriter(file: string) {
  requireNoFolder(file);
  const draft = `${file}.part`;
  const descriptor = openForWriting(draft);
  const hash = createHash('sha256');
  let buffered = '';
  const flush = (): void => {
    hash.update(buffered);
    writeSync(descriptor, buffered);
    buffered = '';
  };
  return {
    write(text: string): void {
      buffered += text;
      if (buffered.length >= BUFFER_CHARACTERS) flush();
    },
    finish(counts: { readonly blocks: number; readonly entries: number }): void {
      flush();
      writeSync(descriptor, encodeExportEnd({ ...counts, sha256: hash.digest('hex') }));
      fsyncSync(descriptor);
      closeSync(descriptor);
      renameSync(draft, file);
    },
  };
}

function openForWriting(path: string): number {
  try {
    return openSync(path, 'w');
  } catch (error) {
    throw cannotWrite(path, error);
  }
}
