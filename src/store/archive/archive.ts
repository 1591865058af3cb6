/**
 * An archive folder as it is read: its manifest, taken line by line and held against itself, and
 * its segments. It may grow while it is open. Nothing of it is believed: who reads entries here
 * compares them with leaf hashes of the log (archivedEntries.ts).
 */
import {
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Hex, utf8 } from '../../crypto/bytes.js';
import {
  type ArchivedSegment,
  ManifestChain,
  ManifestInvalid,
} from '../../ledger/archive/manifest.js';
import { SegmentInvalid, segmentName, voucherName } from '../../ledger/archive/segment.js';
import { appendDurably } from './durableFile.js';
import { SegmentFile } from './segmentFile.js';

/**
 * The archive cannot be used: which of its files, what is wrong with it, and from which position.
 */
export class ArchiveUnusable extends Error {
  readonly file: string;
  readonly position: number;

  constructor(file: string, position: number, what: string) {
    super(`${file} of the archive cannot be used, for entries from ${position} on: ${what}`);
    this.file = file;
    this.position = position;
  }
}

/** Name of the manifest in an archive folder. */
export const MANIFEST_NAME = 'manifest.jsonl';

export class Archive {
  readonly folder: string;
  readonly #ledger: Hex | undefined;
  #chain: ManifestChain;
  #manifestBytes = 0;

  /**
   * Opens `folder`; one that is not there is empty. `ledger`: the only one that it may be of.
   * Throws ArchiveUnusable when the manifest does not hold.
   */
  constructor(folder: string, ledger?: Hex) {
    this.folder = folder;
    this.#ledger = ledger;
    this.#chain = new ManifestChain(ledger);
    this.refresh();
  }

  /** The ledger that it is of; undefined while it is empty. */
  get ledger(): Hex | undefined {
    return this.#chain.ledger;
  }

  get segments(): readonly ArchivedSegment[] {
    return this.#chain.segments;
  }

  /** Every entry below this position is archived. */
  get end(): number {
    return this.#chain.end;
  }

  /** Takes what another process has added. Throws ArchiveUnusable. */
  refresh(): void {
    const size = statSync(this.#manifestPath, { throwIfNoEntry: false })?.size ?? 0;
    if (size < this.#manifestBytes) this.#forget();
    if (size === this.#manifestBytes) return;
    const text = readFrom(this.#manifestPath, this.#manifestBytes).toString('utf8');
    // A last line without a newline is what a crash left.
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    try {
      for (const line of whole.split('\n').slice(0, -1)) this.#chain.add(line);
    } catch (error) {
      if (!(error instanceof ManifestInvalid)) throw error;
      const { end } = this.#chain;
      this.#forget();
      throw new ArchiveUnusable(MANIFEST_NAME, end, error.message);
    }
    this.#manifestBytes += Buffer.byteLength(whole);
  }

  /** Cuts off what a crash has left of a line. Only the process that archives may do this. */
  cutOffTornLine(): void {
    const size = statSync(this.#manifestPath, { throwIfNoEntry: false })?.size ?? 0;
    if (size > this.#manifestBytes) truncateSync(this.#manifestPath, this.#manifestBytes);
  }

  /** Makes the segment, whose files are there, the archive's next one, durably. */
  append(ledger: Hex, segment: ArchivedSegment): void {
    const line = utf8(this.#chain.append(ledger, segment));
    appendDurably(this.#manifestPath, line);
    this.#manifestBytes += line.length;
  }

  /** The segment that holds `position`, or undefined when it is not archived (yet). */
  segmentOf(position: number): ArchivedSegment | undefined {
    if (position >= this.end) this.refresh();
    const { segments } = this;
    let [low, high] = [0, segments.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((segments[middle] as ArchivedSegment).end <= position) low = middle + 1;
      else high = middle;
    }
    return segments[low];
  }

  /** Throws ArchiveUnusable unless every file up to `end` is there in its length. */
  requireFiles(end: number): void {
    if (end > this.end) {
      const what = `it ends at ${this.end}, but the ledger needs it up to ${end}`;
      throw new ArchiveUnusable(MANIFEST_NAME, this.end, what);
    }
    for (const { first, bytes } of this.segments) {
      if (first >= end) return;
      const size = statSync(this.pathOf(first), { throwIfNoEntry: false })?.size;
      if (size === bytes) continue;
      const what = size === undefined ? 'it is missing' : `it has ${size} bytes, not ${bytes}`;
      throw new ArchiveUnusable(segmentName(first), first, what);
    }
  }

  pathOf(first: number): string {
    return join(this.folder, segmentName(first));
  }

  /** Text of the voucher of the segment that begins at `first`. Throws ArchiveUnusable. */
  voucher(first: number): string {
    return this.#of(first, voucherName(first), () =>
      readFileSync(join(this.folder, voucherName(first)), 'utf8'),
    );
  }

  /**
   * Does `use` with the open file of `segment`. Throws ArchiveUnusable for a file that is missing
   * or is not what the manifest says, and for what of it cannot be read.
   */
  read<Result>(segment: ArchivedSegment, use: (file: SegmentFile) => Result): Result {
    const { first, end } = segment;
    return this.#of(first, segmentName(first), () => {
      const file = new SegmentFile(this.pathOf(first));
      try {
        const { head } = file;
        const isIt = head.first === first && head.end === end && head.ledger === this.ledger;
        if (!isIt) throw new SegmentInvalid('it holds other entries than the manifest says');
        return use(file);
      } finally {
        file.close();
      }
    });
  }

  /** As `read`, after the file was held against the manifest's hash. */
  readWhole<Result>(segment: ArchivedSegment, use: (file: SegmentFile) => Result): Result {
    return this.read(segment, (file) => {
      if (file.sha256() === segment.sha256) return use(file);
      throw new SegmentInvalid('it has not the hash that the manifest has');
    });
  }

  get #manifestPath(): string {
    return join(this.folder, MANIFEST_NAME);
  }

  #forget(): void {
    this.#chain = new ManifestChain(this.#ledger);
    this.#manifestBytes = 0;
  }

  #of<Result>(first: number, file: string, use: () => Result): Result {
    try {
      return use();
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const isOurs = error instanceof SegmentInvalid || code !== undefined;
      if (!isOurs) throw error;
      throw new ArchiveUnusable(file, first, code === 'ENOENT' ? 'it is missing' : message);
    }
  }
}

function readFrom(path: string, offset: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(fstatSync(file).size - offset);
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, offset));
  } finally {
    closeSync(file);
  }
}
