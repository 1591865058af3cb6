/**
 * Archives a log: writes the segments that follow those of the archive, each with its voucher, and
 * then the manifest's line. A process that is killed leaves an archive that holds; the next run
 * goes on where the manifest ends, and writes the same bytes again where it had begun.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Hex, toHex, utf8 } from '../../crypto/bytes.js';
import { sha256Hex } from '../../crypto/sha256.js';
import { encodeVoucher, type SegmentVoucher } from '../../ledger/archive/voucher.js';
import { segmentName, voucherName } from '../../ledger/archive/segment.js';
import { type BlockHeader, headerHash, NO_PREVIOUS_HEADER } from '../../ledger/blockHeader.js';
import { NO_PREVIOUS } from '../../ledger/entry.js';
import type { BlockTexts } from '../../ledger/logVerifier.js';
import { peaksAt } from '../../ledger/merklePeaks.js';
import { TileNodes } from '../../ledger/tileNodes.js';
import type { SqliteLogReader } from '../sqliteLogReader.js';
import { Archive, ArchiveUnusable, MANIFEST_NAME } from './archive.js';
import { writeDurably } from './durableFile.js';
import { SEGMENT_SIZE, SegmentBuilder, type SegmentSize } from './segmentBuilder.js';

/** Where the certificates of a ledger that validators keep come from. */
export interface CertificateSource {
  /** With every change since genesis; undefined when the block has none. */
  certificate(height: number): string | undefined;
  /** Height of the newest certified block. */
  lastHeight(): number;
}

export interface ArchiveParts {
  readonly log: SqliteLogReader;
  readonly ledger: Hex;
  /** Undefined where one operator keeps the ledger: its checkpoints vouch. */
  readonly certificates: CertificateSource | undefined;
}

export interface ArchiveOptions {
  readonly folder: string;
  /** Only segments that end at or below this position are written. */
  readonly before: number;
  readonly size?: SegmentSize;
  /** Told of each segment that is there: the position it ends at. */
  readonly onSegment?: (end: number) => void;
}

/**
 * Writes what is missing and returns the position that the archive reaches. Throws ArchiveUnusable
 * when the archive is another ledger's, EntriesPruned when the log does not have what is missing.
 */
export function archiveLog(parts: ArchiveParts, options: ArchiveOptions): number {
  mkdirSync(options.folder, { recursive: true });
  const archive = new Archive(options.folder, parts.ledger);
  requireSameLog(archive, parts.log);
  archive.cutOffTornLine();
  while (archiveNext(archive, parts, options)) options.onSegment?.(archive.end);
  return archive.end;
}

/** The archive's last block has to be the log's. */
function requireSameLog({ segments, end }: Archive, log: SqliteLogReader): void {
  const last = segments.at(-1);
  if (last === undefined) return;
  const header = log.block(last.height)?.header;
  if (header !== undefined && headerHash(header) === last.header) return;
  const what = `its block ${last.height} is not that of this log, which is a fork or shorter`;
  throw new ArchiveUnusable(MANIFEST_NAME, end, what);
}

/** Writes the next segment; false when the log does not have a whole one below the bound. */
function archiveNext(
  archive: Archive,
  parts: ArchiveParts,
  { folder, before, size = SEGMENT_SIZE }: ArchiveOptions,
): boolean {
  const { log, ledger } = parts;
  const first = archive.end;
  const builder = new SegmentBuilder(startAt(first, parts), size);
  for (const block of blocksFrom(log, first)) {
    const { height, size: end } = JSON.parse(block.header) as BlockHeader;
    if (end > before) return false;
    if (!builder.add(block)) continue;
    const voucher = voucherOf(height, parts);
    if (voucher === undefined) return false;
    const bytes = builder.finish();
    writeDurably(join(folder, segmentName(first)), [bytes]);
    writeDurably(join(folder, voucherName(first)), [utf8(encodeVoucher(voucher))]);
    // Before the line is there the files are nothing; after it, they are the archive's.
    archive.append(ledger, {
      first,
      end: builder.end,
      height,
      header: headerHash(block.header),
      bytes: bytes.length,
      sha256: sha256Hex(bytes),
    });
    return true;
  }
  return false;
}

function startAt(first: number, { log, ledger }: ArchiveParts) {
  if (first === 0) {
    const previous = { previousHeader: NO_PREVIOUS_HEADER, previousEntry: NO_PREVIOUS };
    return { ledger, first, height: 0, peaks: [], ...previous };
  }
  const before = log.blockAt(first - 1);
  if (before === undefined) throw new RangeError(`the log has no block at ${first - 1}`);
  return {
    ledger,
    first,
    height: before.height + 1,
    previousHeader: headerHash(before.header),
    previousEntry: toHex(log.leafHashes(first - 1, 1)),
    peaks: peaksAt(new TileNodes(log), first),
  };
}

const BLOCKS_PER_READ = 256;

/** The blocks from the one that begins at `first` on, with their entries. */
function* blocksFrom(log: SqliteLogReader, first: number): Generator<BlockTexts> {
  let height = log.blockAt(first)?.height ?? Infinity;
  if (log.size() <= first) return;
  for (;;) {
    const rows = log.blocks(height, BLOCKS_PER_READ);
    for (const { header } of rows) {
      const { first: from, size } = JSON.parse(header) as BlockHeader;
      yield { header, entries: log.entries(from, size - from) };
    }
    if (rows.length === 0) return;
    height += rows.length;
  }
}

/** What vouches for the block at `height`; undefined while nothing does. */
function voucherOf(
  height: number,
  { log, certificates }: ArchiveParts,
): SegmentVoucher | undefined {
  if (certificates === undefined) {
    const checkpoint = log.block(height)?.checkpoint;
    return checkpoint === undefined ? undefined : { checkpoint, headers: [] };
  }
  const headers: string[] = [];
  const last = certificates.lastHeight();
  for (let covering = height; covering <= last; covering += 1) {
    const certificate = certificates.certificate(covering);
    if (certificate !== undefined) return { certificate, headers };
    headers.push(log.block(covering + 1)?.header as string);
  }
  return undefined;
}
