/**
 * What vouches for each block of a log: the certificates of the validators, followed from the set
 * of the pinned genesis document, or where it names none one operator's checkpoint, which the
 * signature pass checks.
 */
import type { Hex } from '../../crypto/bytes.js';
import { type BlockHeader, headerHash } from '../../ledger/blockHeader.js';
import { verifySignature } from '../../crypto/suites.js';
import { VOUCHER_FAULTS, voucherFault } from '../../ledger/archive/voucher.js';
import { CERTIFIED_LOG_FAULTS, CertifiedLog } from '../../ledger/cometbft/certifiedLog.js';
import { genesisTrust } from '../../ledger/cometbft/verifyCertificate.js';
import { type Genesis, genesisHash } from '../../ledger/genesis.js';
import type { Finding } from './finding.js';
import type { SourceBlock } from './logSource.js';

/** How much of a log validators vouch for. */
export interface Certified {
  /** Blocks with a certificate of their own. */
  readonly blocks: number;
  /** Entries up to the newest of them. */
  readonly entries: number;
}

export class CertificateCheck {
  readonly #genesisText: string;
  readonly #bySegment: boolean;
  readonly #log: CertifiedLog | undefined;
  #vouched: Certified = { blocks: 0, entries: 0 };

  /**
   * `genesisText` is the pinned document. `bySegment`: the log comes from an archive, where the
   * last block of each segment has a voucher for all of them.
   */
  constructor(genesisText: string, bySegment = false) {
    this.#genesisText = genesisText;
    this.#bySegment = bySegment;
    const ledger: Hex = genesisHash(genesisText);
    const trust = genesisTrust(ledger, JSON.parse(genesisText) as Genesis);
    this.#log = trust && new CertifiedLog(trust);
  }

  /** Undefined where one operator keeps the ledger. */
  get certified(): Certified | undefined {
    if (this.#log === undefined) return undefined;
    if (this.#bySegment) return this.#vouched;
    return { blocks: this.#log.certified, entries: this.#log.size };
  }

  /** Looks at the next block, whose header and entries hold; what is wrong with its voucher. */
  next(block: SourceBlock): Finding | undefined {
    if (this.#bySegment) return this.#bySegmentVoucher(block);
    const { header: text, checkpoint, certificate } = block;
    const { first, height, size } = JSON.parse(text) as BlockHeader;
    if (this.#log === undefined) {
      if (checkpoint !== undefined) return undefined;
      return { position: first, check: 'checkpoint', what: `block ${height} has no checkpoint` };
    }
    const fault = this.#log.add({ headerHash: headerHash(text), size }, certificate);
    if (fault === undefined) return undefined;
    const what = `block ${height}: ${CERTIFIED_LOG_FAULTS[fault]}`;
    return { position: first, check: 'certificate', what };
  }

  #bySegmentVoucher({ header, voucher }: SourceBlock): Finding | undefined {
    if (voucher === undefined) return undefined;
    const trust = { genesisText: this.#genesisText, verify: verifySignature };
    const fault = voucherFault(voucher, header, trust);
    const { first, height, size } = JSON.parse(header) as BlockHeader;
    this.#vouched = { blocks: this.#vouched.blocks + 1, entries: size };
    if (fault === undefined) return undefined;
    const what = `voucher of block ${height}: ${VOUCHER_FAULTS[fault]}`;
    return { position: first, check: this.#log ? 'certificate' : 'checkpoint', what };
  }
}
