/**
 * `civic-ledger log export`: the whole log as one text file that anyone can audit (docs/formats.md
 * §10).
 */
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { Command } from 'commander';
import { genesisHash } from '../ledger/genesis.js';
import {
  encodeExportBlock,
  encodeExportEnd,
  encodeExportEntry,
  encodeExportHead,
} from '../ledger/logExport.js';
import type { BlockTexts } from '../ledger/logVerifier.js';
import { openDatabaseSource } from './audit/databaseSource.js';
import { SourceFault } from './audit/logSource.js';
import type { CliContext } from './cliContext.js';
import { dataPaths, systemCode } from './dataFolder.js';
import { EXIT } from './exitCode.js';
import { dataOption } from './options.js';
import { startProgress } from './progress.js';
import { UserError } from './userError.js';

/** The command. Works beside a running node: exports what is durable when it starts. */
export function exportCommand(context: CliContext): Command {
  return new Command('export')
    .argument('<file>', 'file to write')
    .description('write the whole log to a file that can be audited anywhere')
    .addOption(dataOption())
    .action((file: string, { data }: { readonly data: string }) =>
      exportLog(context, dataPaths(data).ledger, file),
    );
}

const BUFFER_CHARACTERS = 1_048_576;

function exportLog({ terminal }: CliContext, ledgerPath: string, file: string): void {
  const source = openLedger(ledgerPath);
  const total = source.location.length;
  const progress = startProgress(terminal, { label: 'export', total, unit: 'entries' });
  const writer = openWriter(file);
  try {
    let blocks = 0;
    for (const block of source.blocks()) {
      if (blocks === 0) writer.write(encodeExportHead(genesisHash(block.entries[0]?.event ?? '')));
      writer.write(blockLines(block));
      blocks += 1;
      progress.update(block.reached);
    }
    writer.finish({ blocks, entries: total });
  } catch (error) {
    progress.abandon();
    if (!(error instanceof SourceFault)) throw error;
    throw new UserError(
      `the log is damaged at position ${error.position}: ${error.message}`,
      'restore the ledger from a copy; "npx civic-ledger audit" tells more',
      EXIT.fail,
    );
  } finally {
    source.close();
  }
  progress.finish();
  terminal.out(`exported ${total} entries to ${file}`);
  terminal.note(`next: npx civic-ledger audit ${file} --genesis genesis.json`);
}

/** Opens a ledger database. Throws UserError when there is none. */
export function openLedger(path: string) {
  try {
    return openDatabaseSource(path);
  } catch (error) {
    throw new UserError(
      `cannot open the ledger ${path} (${systemCode(error)})`,
      'name its folder with --data, or start a ledger with "npx civic-ledger start"',
    );
  }
}

function blockLines(block: BlockTexts): string {
  return encodeExportBlock(block) + block.entries.map(encodeExportEntry).join('');
}

/**
 * Writes beside the file's final name and renames at the end: a file with that name is complete.
 */
function openWriter(file: string) {
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
    throw new UserError(`cannot write ${path} (${systemCode(error)})`, 'check the folder');
  }
}
