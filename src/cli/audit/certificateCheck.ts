/**
 * What vouches for each block of a log: the certificates of the validators, followed from the set
 * of the pinned genesis document, or where it names none one operator's checkpoint, which the
 * signature pass checks.
 */
import type { Hex } from '../../crypto/bytes.js';
import { type BlockHeader, headerHash } from '../../ledger/blockHeader.js';
import { CERTIFIED_LOG_FAULTS, CertifiedLog } from '../../ledger/cometbft/certifiedLog.js';
import { genesisTrust } from '../../ledger/cometbft/verifyCertificate.js';
import { type Genesis, genesisHash } from '../../ledger/genesis.js';
import type { BlockTexts } from '../../ledger/logVerifier.js';
import type { Finding } from './finding.js';

/** How much of a log validators vouch for. */
export interface Certified {
  /** Blocks with a certificate of their own. */
  readonly blocks: number;
  /** Entries up to the newest of them. */
  readonly entries: number;
}

export class CertificateCheck {
  readonly #log: CertifiedLog | undefined;

  /** `genesisText` is the pinned document. */
  constructor(genesisText: string) {
    const ledger: Hex = genesisHash(genesisText);
    const trust = genesisTrust(ledger, JSON.parse(genesisText) as Genesis);
    this.#log = trust && new CertifiedLog(trust);
  }

  /** Undefined where one operator keeps the ledger. */
  get certified(): Certified | undefined {
    return this.#log && { blocks: this.#log.certified, entries: this.#log.size };
  }

  /** Looks at the next block, whose header and entries hold; what is wrong with its voucher. */
  next({ header: text, checkpoint, certificate }: BlockTexts): Finding | undefined {
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
}
