/** The log of a ledger whose server is not running, read from its database. */
import { join } from 'node:path';
import type { BlockHeader } from '../../../src/ledger/blockHeader.js';
import type { Entry } from '../../../src/ledger/entry.js';
import { verifySignature } from '../../../src/crypto/suites.js';
import type { Hex } from '../../../src/crypto/bytes.js';
import { type LogFault, LogVerifier } from '../../../src/ledger/logVerifier.js';
import type { SignedEvent } from '../../../src/ledger/signedEvent.js';
import { openLogReader, type SqliteLogReader } from '../../../src/store/sqliteLogReader.js';
import type { BlockInput } from '../straightRun.js';

/** One entry with its event's text. */
export interface StoredEntry {
  readonly entry: Entry;
  readonly event: string;
}

const PAGE = 10_000;

/** Opens the log in `directory`, hands it to `use`, and closes it. */
export function withStoredLog<T>(directory: string, use: (log: SqliteLogReader) => T): T {
  const log = openLogReader(join(directory, 'ledger.sqlite'));
  try {
    return use(log);
  } finally {
    log.close();
  }
}

/** Every entry from position `first` upwards, in order. */
export function* storedEntries(log: SqliteLogReader, first = 0): Iterable<StoredEntry> {
  for (let from = first, size = log.size(); from < size; from += PAGE) {
    for (const { entry, event } of log.entries(from, PAGE)) {
      yield { entry: JSON.parse(entry) as Entry, event };
    }
  }
}

/** The header texts of every block, in order. */
export function storedHeaders(log: SqliteLogReader): readonly string[] {
  return log.blocks(0, log.height() + 1).map(({ header }) => header);
}

/** What each block after genesis ordered: the input of a straight run. */
export function* storedBlocks(log: SqliteLogReader): Iterable<BlockInput> {
  for (const { header } of log.blocks(1, log.height())) {
    const { first, size, time } = JSON.parse(header) as BlockHeader;
    const events = log.entries(first, size - first).flatMap(({ entry, event }): SignedEvent[] => {
      const parsed = JSON.parse(entry) as Entry;
      return parsed.kind === 'signed' ? [{ body: event, signature: parsed.signature }] : [];
    });
    yield { time, events };
  }
}

/** The first fault of the log's structure (chain, roots, checkpoints), if there is one. */
export function chainFault(log: SqliteLogReader, ledger: Hex): LogFault | undefined {
  const verifier = new LogVerifier({ ledger, verifySignature });
  for (const { header, checkpoint } of log.blocks(0, log.height() + 1)) {
    const { first, size } = JSON.parse(header) as BlockHeader;
    const verdict = verifier.addBlock({
      header,
      checkpoint,
      entries: log.entries(first, size - first),
    });
    if (!verdict.ok) return verdict;
  }
  return undefined;
}
