/** The log in an archive folder, segment by segment, as far as the archive reaches. */
import { headerHash } from '../../ledger/blockHeader.js';
import type { ArchivedSegment } from '../../ledger/archive/manifest.js';
import { segmentName } from '../../ledger/archive/segment.js';
import type { BlockTexts } from '../../ledger/logVerifier.js';
import { Archive, ArchiveUnusable } from '../../store/archive/archive.js';
import { type LogSource, type SourceBlock, SourceFault } from './logSource.js';

/** Opens an archive. Throws ArchiveUnusable when its manifest does not hold. */
export function openArchiveSource(folder: string): LogSource {
  const archive = new Archive(folder);
  return {
    location: { kind: 'archive', path: folder, length: archive.end },
    blocks: () => readBlocks(archive),
    close: () => undefined,
  };
}

function* readBlocks(archive: Archive): Generator<SourceBlock> {
  if (archive.segments.length === 0) throw new SourceFault(0, 'the archive holds no segment');
  for (const segment of archive.segments) {
    try {
      yield* segmentOf(archive, segment);
    } catch (error) {
      if (!(error instanceof ArchiveUnusable)) throw error;
      throw new SourceFault(error.position, error.message);
    }
  }
}

function* segmentOf(archive: Archive, segment: ArchivedSegment): Generator<SourceBlock> {
  const blocks = archive.readWhole(segment, (file): readonly BlockTexts[] => [...file.blocks()]);
  let reached = segment.first;
  for (const block of blocks) {
    reached += block.entries.length;
    if (block !== blocks.at(-1)) {
      yield { ...block, reached };
      continue;
    }
    if (headerHash(block.header) !== segment.header || reached !== segment.end) {
      const what = 'it ends with another block than the manifest says';
      throw new ArchiveUnusable(segmentName(segment.first), segment.first, what);
    }
    yield { ...block, reached, voucher: archive.voucher(segment.first) };
  }
}
