/**
 * The manifest of an archive (docs/formats.md §24): a line for each segment, each with the hash of
 * the line before, so that the last line stands for the whole archive. Equal on every node for
 * equal ranges.
 */
import { type Hex, isHex } from '../../crypto/bytes.js';
import { canonicalJson, type JsonValue } from '../../crypto/canonicalJson.js';
import { sha256Hex } from '../../crypto/sha256.js';
import { HASH_BYTES } from '../merkleHash.js';
import { parseCanonical } from '../parseEvent.js';
import { hasMembers, isCount, isObject } from '../recordShape.js';

const FORMAT = 'civic-ledger/archive/v1';

/** `previous` of the first line. */
const NO_PREVIOUS_LINE: Hex = '0'.repeat(64);

/** A segment as the manifest names it. */
export interface ArchivedSegment {
  /** Positions `first` ≤ p < `end`. */
  readonly first: number;
  readonly end: number;
  /** Height and header hash of its last block. */
  readonly height: number;
  readonly header: Hex;
  /** Length and SHA-256 of the segment's file. */
  readonly bytes: number;
  readonly sha256: Hex;
}

/** The manifest is not one of this ledger, or has a gap: at which line, and why. */
export class ManifestInvalid extends Error {
  /** 1 for the first. */
  readonly line: number;

  constructor(line: number, why: string) {
    super(`line ${line} of the archive's manifest ${why}`);
    this.line = line;
  }
}

const MEMBERS = 'bytes,end,first,format,header,height,ledger,previous,sha256';

/** Takes the lines of a manifest in their order, and makes the next one. */
export class ManifestChain {
  readonly #ledger: Hex | undefined;
  readonly #segments: ArchivedSegment[] = [];
  #found: Hex | undefined;
  #previous = NO_PREVIOUS_LINE;

  /** `ledger`: the one that the archive has to be of; undefined takes that of its first line. */
  constructor(ledger?: Hex) {
    this.#ledger = ledger;
  }

  /** The ledger that the archive is of; undefined before its first line. */
  get ledger(): Hex | undefined {
    return this.#ledger ?? this.#found;
  }

  get segments(): readonly ArchivedSegment[] {
    return this.#segments;
  }

  /** Every entry below this position is archived. */
  get end(): number {
    return this.#segments.at(-1)?.end ?? 0;
  }

  /** Takes a line without its newline. Throws ManifestInvalid. */
  add(line: string): void {
    const value = parseCanonical(line);
    if (!isObject(value) || !hasMembers(value, MEMBERS) || value['format'] !== FORMAT) {
      throw this.#fault(`is not one of a ${FORMAT}`);
    }
    const { ledger, previous, bytes, end, first, header, height, sha256 } = value;
    const segment = { bytes, end, first, header, height, sha256 };
    if (!isSegment(segment)) throw this.#fault('has a member of another form');
    if (!isHex(ledger, HASH_BYTES) || (this.ledger ?? ledger) !== ledger) {
      throw this.#fault(`is of another ledger than ${this.ledger}`);
    }
    if (previous !== this.#previous) throw this.#fault('does not name the hash of the line before');
    if (first !== this.end) throw this.#fault(`does not begin at ${this.end}`);
    this.#take(segment as unknown as ArchivedSegment, { ledger, line });
  }

  /** Takes the next segment of `ledger` and returns its line, with the newline. */
  append(ledger: Hex, segment: ArchivedSegment): string {
    const fields = { ...segment, format: FORMAT, ledger, previous: this.#previous };
    const line = canonicalJson(fields);
    this.#take(segment, { ledger, line });
    return `${line}\n`;
  }

  #take(segment: ArchivedSegment, { ledger, line }: { ledger: Hex; line: string }): void {
    this.#found ??= ledger;
    this.#segments.push(segment);
    this.#previous = sha256Hex(line);
  }

  #fault(why: string): ManifestInvalid {
    return new ManifestInvalid(this.#segments.length + 1, why);
  }
}

function isSegment(segment: { readonly [member: string]: JsonValue | undefined }): boolean {
  const { first, end, height, bytes, header, sha256 } = segment;
  const counts = [first, end, height, bytes];
  return (
    counts.every(isCount) &&
    (first as number) < (end as number) &&
    [header, sha256].every((hash) => isHex(hash, HASH_BYTES))
  );
}
