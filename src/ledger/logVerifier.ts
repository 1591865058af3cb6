/**
 * Verifies the structure of a log, block by block, as fast as it can be read: canonical form,
 * gap-free positions, both hash chains, event hashes, causes, the tree's size and root, and what
 * vouches for every block: its checkpoint, or where validators keep the ledger their certificates.
 * It names the first bad position. Signatures on events and what the rules make of them are others'
 * work: `addBlock` hands back the parsed entries for it.
 */
import { fromHex, type Hex } from '../crypto/bytes.js';
import { type BlockHeader, headerHash, NO_PREVIOUS_HEADER } from './blockHeader.js';
import { CERTIFIED_LOG_FAULTS, CertifiedLog } from './cometbft/certifiedLog.js';
import { genesisTrust } from './cometbft/verifyCertificate.js';
import { CHECKPOINT_FAULTS, verifyCheckpoint, type VerifySignature } from './checkpoint.js';
import { NO_PREVIOUS } from './entry.js';
import type { Genesis } from './genesis.js';
import type { Instant } from './instant.js';
import { type Peaks, peaksRoot, withLeafHash } from './merklePeaks.js';
import { MerkleTree } from './merkleTree.js';
import { parseGenesis } from './parseGenesis.js';
import { parseHeader } from './parseHeader.js';
import {
  ENTRY_FAULTS,
  type EntryTexts,
  PLACE_FAULTS,
  placeFault,
  type RecordedEntry,
  readRecordedEntry,
} from './recordedEntry.js';
import type { EventBody } from './signedEvent.js';

/** One block with its entries, as text. */
export interface BlockTexts {
  readonly header: string;
  /** The checkpoint note; an exported log of a ledger that validators keep has none. */
  readonly checkpoint?: string;
  /** Of such a ledger, what its validators signed, with their changes since the last such block. */
  readonly certificate?: string;
  readonly entries: readonly EntryTexts[];
}

/** What can be wrong with a log: every code. */
export const LOG_FAULTS = {
  HEADER_MALFORMED: 'the block header is not the canonical text of a header',
  HEADER_LEDGER: 'the block header is of another ledger',
  HEADER_HEIGHT: 'the height is not one more than that of the block before',
  HEADER_PREVIOUS: 'the block header does not carry the hash of the one before',
  HEADER_TIME: 'the block is earlier than the one before',
  HEADER_FIRST: 'the block does not begin where the one before ends',
  GENESIS_BLOCK: 'block 0 holds something else than the one genesis entry of this ledger',
  ...ENTRY_FAULTS,
  ...PLACE_FAULTS,
  SECOND_GENESIS: 'a genesis entry stands after the first block',
  EVENT_LEDGER: 'the event was signed for another ledger',
  CAUSE: 'a derived entry does not name the signed entry that it follows',
  DERIVED_COUNT: 'the number of derived entries is not the one in their signed entry',
  HEADER_SIZE: 'the block header counts other entries than there are',
  HEADER_ROOT: 'the root in the block header is not that of the entries',
  ...CHECKPOINT_FAULTS,
  CHECKPOINT_LINES: 'the checkpoint has not exactly one signature',
  CHECKPOINT_HEAD: 'the checkpoint is of another size, root or block header',
  ...CERTIFIED_LOG_FAULTS,
} as const;

export type LogFaultCode = keyof typeof LOG_FAULTS;

/** The first thing that does not hold. */
export interface LogFault {
  readonly ok: false;
  readonly code: LogFaultCode;
  /** The first bad position; for a fault of a block as a whole, its first position. */
  readonly position: number;
  readonly height: number;
  readonly message: string;
}

/** A block whose structure holds, parsed. */
export interface VerifiedBlock {
  readonly ok: true;
  readonly header: BlockHeader;
  readonly headerHash: Hex;
  readonly entries: readonly RecordedEntry[];
}

/** What the verifier is told beforehand. */
export interface LogTrust {
  readonly ledger: Hex;
  /**
   * Decides about checkpoint signatures. To check them elsewhere, hand in a function that notes
   * them down and says true.
   */
  readonly verifySignature: VerifySignature;
}

/** Where a part of a log begins; none of it is believed until a root is vouched for. */
export interface LogStart {
  readonly genesis: Genesis;
  /** Entries before the part, and the right edge of the tree over them. */
  readonly first: number;
  readonly peaks: Peaks;
  /** Height of the part's first block. */
  readonly height: number;
  readonly previousHeader: Hex;
  readonly previousEntry: Hex;
}

/** The tree as far as a verifier needs it. */
interface GrowingTree {
  readonly size: number;
  append(leafHash: Hex): void;
  root(): Hex;
}

/** A tree that goes on from its right edge. */
class PeaksTree implements GrowingTree {
  size: number;
  #peaks: Peaks;

  constructor(size: number, peaks: Peaks) {
    this.size = size;
    this.#peaks = peaks;
  }

  append(leafHash: Hex): void {
    this.#peaks = withLeafHash(this.#peaks, fromHex(leafHash));
    this.size += 1;
  }

  root(): Hex {
    return peaksRoot(this.#peaks);
  }
}

/**
 * Feed it every block from height 0 upwards, or from a start: then what vouches for the part as a
 * whole is looked at by its reader, and not block by block here. After a fault it is of no more
 * use.
 */
export class LogVerifier {
  readonly #trust: LogTrust;
  readonly #tree: GrowingTree;
  readonly #isPart: boolean;
  #genesis: Genesis | undefined;
  #certified: CertifiedLog | undefined;
  #height = -1;
  #time = '' as Instant;
  #headerHash = NO_PREVIOUS_HEADER;
  #entryHash = NO_PREVIOUS;

  constructor(trust: LogTrust, start?: LogStart) {
    this.#trust = trust;
    this.#isPart = start !== undefined;
    this.#tree = start === undefined ? new MerkleTree() : new PeaksTree(start.first, start.peaks);
    if (start === undefined) return;
    this.#genesis = start.genesis;
    this.#height = start.height - 1;
    this.#headerHash = start.previousHeader;
    this.#entryHash = start.previousEntry;
  }

  /** Entries verified so far: the next position. */
  get size(): number {
    return this.#tree.size;
  }

  /** Height of the newest verified block; -1 before the first. */
  get height(): number {
    return this.#height;
  }

  /**
   * Entries that validators vouch for; undefined where one operator's checkpoints do. What comes
   * after them is that operator's word only.
   */
  get certifiedSize(): number | undefined {
    return this.#certified?.size;
  }

  /** RFC 9162 root over the verified entries. */
  root(): Hex {
    return this.#tree.root();
  }

  /** Checks the next block. */
  addBlock(block: BlockTexts): VerifiedBlock | LogFault {
    const header = parseHeader(block.header);
    if (header === undefined) return this.#fault('HEADER_MALFORMED');
    const linkFault = this.#headerFault(header) ?? this.#genesisFault(header, block.entries);
    if (linkFault !== undefined) return this.#fault(linkFault);
    const entries = this.#readEntries(block.entries, header);
    if (!Array.isArray(entries)) return entries;
    const hash = headerHash(block.header);
    const headFault = this.#headFault(header, hash, block);
    if (headFault !== undefined) return this.#fault(headFault, header.first);
    this.#height = header.height;
    this.#time = header.time;
    this.#headerHash = hash;
    return { ok: true, header, headerHash: hash, entries };
  }

  #headerFault(header: BlockHeader): LogFaultCode | undefined {
    if (header.ledger !== this.#trust.ledger) return 'HEADER_LEDGER';
    if (header.height !== this.#height + 1) return 'HEADER_HEIGHT';
    if (header.previous !== this.#headerHash) return 'HEADER_PREVIOUS';
    // Instants have one width, so text order is time order.
    if (header.time < this.#time) return 'HEADER_TIME';
    return header.first === this.size ? undefined : 'HEADER_FIRST';
  }

  #genesisFault(header: BlockHeader, entries: readonly EntryTexts[]): LogFaultCode | undefined {
    if (header.height > 0) return undefined;
    const genesis = entries.length === 1 ? parseGenesis(entries[0]?.event ?? '') : undefined;
    this.#genesis = genesis;
    const trust = genesis && genesisTrust(this.#trust.ledger, genesis);
    this.#certified = trust && new CertifiedLog(trust);
    return genesis?.time === header.time ? undefined : 'GENESIS_BLOCK';
  }

  #readEntries(texts: readonly EntryTexts[], block: BlockHeader): RecordedEntry[] | LogFault {
    const entries: RecordedEntry[] = [];
    const group = new CauseTracker();
    for (const pair of texts) {
      const recorded = readRecordedEntry(pair);
      if (typeof recorded === 'string') return this.#fault(recorded);
      const fault =
        placeFault(recorded.entry, { position: this.size, previous: this.#entryHash, block }) ??
        this.#ledgerFault(recorded, block) ??
        group.next(recorded);
      if (fault !== undefined) return this.#fault(fault);
      this.#tree.append(recorded.hash);
      this.#entryHash = recorded.hash;
      entries.push(recorded);
    }
    return group.open ? this.#fault('DERIVED_COUNT') : entries;
  }

  #ledgerFault({ entry, event }: RecordedEntry, { height }: BlockHeader): LogFaultCode | undefined {
    if (entry.kind === 'derived') return undefined;
    if (entry.kind === 'genesis') {
      if (height > 0) return 'SECOND_GENESIS';
      return entry.event === this.#trust.ledger ? undefined : 'GENESIS_BLOCK';
    }
    return (event as EventBody).ledger === this.#trust.ledger ? undefined : 'EVENT_LEDGER';
  }

  #headFault(header: BlockHeader, hash: Hex, block: BlockTexts): LogFaultCode | undefined {
    const { size } = this;
    if (header.size !== size) return 'HEADER_SIZE';
    if (header.root !== this.root()) return 'HEADER_ROOT';
    if (this.#isPart) return undefined;
    return this.#certified === undefined
      ? this.#checkpointFault(header, hash, block.checkpoint ?? '')
      : this.#certified.add({ headerHash: hash, size }, block.certificate);
  }

  #checkpointFault(header: BlockHeader, hash: Hex, note: string): LogFaultCode | undefined {
    const { origin, checkpointKeys } = this.#genesis as Genesis;
    const verify = this.#trust.verifySignature;
    const verdict = verifyCheckpoint(note, { origin, keys: checkpointKeys, verify });
    if (!verdict.ok) return verdict.code;
    if (verdict.lines !== 1) return 'CHECKPOINT_LINES';
    const { size, root, headerHash: signedHash } = verdict.checkpoint;
    const same = size === header.size && root === header.root && signedHash === hash;
    return same ? undefined : 'CHECKPOINT_HEAD';
  }

  #fault(code: LogFaultCode, position: number = this.size): LogFault {
    const height = this.#height + 1;
    return { ok: false, code, position, height, message: LOG_FAULTS[code] };
  }
}

/** Follows which derived entries have to come next, within one block. */
class CauseTracker {
  #cause: number | null = null;
  #left = 0;

  /** True while a signed entry's derived entries are not complete. */
  get open(): boolean {
    return this.#left > 0;
  }

  /** Takes the next entry; the fault if it is not one that may stand here. */
  next({ entry }: RecordedEntry): 'CAUSE' | 'DERIVED_COUNT' | undefined {
    if (entry.kind !== 'derived') {
      if (this.open) return 'DERIVED_COUNT';
      this.#cause = entry.position;
      this.#left = entry.kind === 'signed' ? entry.derived : 0;
      return undefined;
    }
    if (this.open) {
      this.#left -= 1;
      return entry.cause === this.#cause ? undefined : 'CAUSE';
    }
    if (entry.cause === null) return undefined;
    return entry.cause === this.#cause ? 'DERIVED_COUNT' : 'CAUSE';
  }
}
