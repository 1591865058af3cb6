/**
 * Follows the validators' blocks, one after another, and keeps what makes certificates of the
 * ledger's: for each ledger block the first light block whose header carries its hash, and every
 * change of the set. What is kept has been verified just as a reader will, so no node gives out a
 * certificate that does not hold. It runs behind the ledger, by one block when all is well.
 */
import { type Hex, toHex } from '../../crypto/bytes.js';
import { encodeChange } from '../../ledger/cometbft/certificate.js';
import { cometHeaderHash, type LightBlock } from '../../ledger/cometbft/lightBlock.js';
import { encodeLightBlock } from '../../ledger/cometbft/lightBlockText.js';
import {
  LIGHT_BLOCK_FAULTS,
  type LightBlockFault,
  lightBlockFault,
  type ValidatorTrust,
  withRightVotes,
} from '../../ledger/cometbft/verifyLightBlock.js';
import { type CometValidator, validatorSetHash } from '../../ledger/cometbft/validatorSet.js';
import { RpcUnreachable } from './cometRpc.js';
import { fetchLightBlock, fetchValidators, type LightBlockRpc } from './lightBlocks.js';

/** Where certificates are kept (store/certificateStore.ts). */
export interface CertificateKeeping {
  followed(): { readonly engineHeight: number; readonly height: number };
  /** The newest change: its canonical text has the set that votes now. */
  lastChange(): { readonly change: string } | undefined;
  keep(block: KeptBlock): void;
  has(height: number): boolean;
}

/** What one of the validators' blocks adds. */
export interface KeptBlock {
  readonly engineHeight: number;
  /** Height of the ledger's block whose hash it carries. */
  readonly height: number;
  readonly certifies?: string;
  readonly change?: KeptChange;
}

export interface KeptChange {
  /** Of the set that votes from the next block on. */
  readonly validatorsHash: Hex;
  /** Canonical text of the change. */
  readonly text: string;
}

export interface FollowerParts {
  readonly rpc: LightBlockRpc;
  readonly keeping: CertificateKeeping;
  /** Hash of the ledger's block header at `height`, or undefined when there is none yet. */
  readonly headerHash: (height: number) => Hex | undefined;
  /** Told when the ledger's block at `height` has its certificate. */
  readonly onCertified: (height: number) => void;
  /** Told when a block could not be followed; it is tried again. */
  readonly onFault: (error: unknown) => void;
}

interface JudgedBlock {
  readonly block: LightBlock;
  readonly fault: LightBlockFault | undefined;
}

/** A block of CometBFT that this ledger cannot go on from. */
export class UncertifiableBlock extends Error {}

/** CometBFT starts within seconds. */
const UNREACHABLE_RETRY_MS = 200;
const FAULT_RETRY_MS = 5_000;
/** Blocks in a row without enough votes that every reader accepts; one is rare already. */
const UNVOTED_MAX = 100;

export class CertificateFollower {
  readonly #parts: FollowerParts;
  readonly #chainId: string;
  #validators: readonly CometValidator[];
  #target = 0;
  #running = false;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  /** `trust`: chain and validators of the genesis document. */
  constructor(trust: ValidatorTrust, parts: FollowerParts) {
    this.#parts = parts;
    this.#chainId = trust.chainId;
    this.#validators = validatorsNow(parts.keeping) ?? trust.validators;
  }

  /** Goes on up to the validators' block at `engineHeight`, which CometBFT has. */
  advance(engineHeight: number): void {
    this.#target = Math.max(this.#target, engineHeight);
    if (!this.#running && this.#timer === undefined) void this.#run();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    this.#running = true;
    this.#timer = undefined;
    try {
      for (;;) {
        if (this.#closed) return;
        const { engineHeight } = this.#parts.keeping.followed();
        if (engineHeight >= this.#target) return;
        await this.#follow(engineHeight + 1);
      }
    } catch (error) {
      // CometBFT is starting, or starts again: that is no fault.
      const isStarting = error instanceof RpcUnreachable;
      if (!isStarting) this.#parts.rpc.doubt?.();
      if (!isStarting && !this.#closed) this.#parts.onFault(error);
      if (this.#closed) return;
      const pauseMs = isStarting ? UNREACHABLE_RETRY_MS : FAULT_RETRY_MS;
      this.#timer = setTimeout(() => void this.#run(), pauseMs);
    } finally {
      this.#running = false;
    }
  }

  async #follow(engineHeight: number): Promise<void> {
    const { rpc, keeping, onCertified } = this.#parts;
    const { block, fault } = await this.#fetched(engineHeight);
    const height = this.#ledgerHeight(block);
    const isChange = block.header.nextValidatorsHash !== block.header.validatorsHash;
    // Too few votes of a kind that every reader accepts: a later block with the same hash can
    // certify the ledger's, but a change can be shown here only.
    if (fault !== undefined && (isChange || fault !== 'VOTING_POWER')) {
      throw uncertifiable(engineHeight, LIGHT_BLOCK_FAULTS[fault]);
    }
    if (fault !== undefined && rpc.others?.() !== undefined) await this.#requireNamed(block);
    const certifies = fault === undefined && !keeping.has(height);
    const next = isChange ? await fetchValidators(rpc, engineHeight + 1) : this.#validators;
    if (this.#closed) return;
    keeping.keep({
      engineHeight,
      height,
      ...(certifies ? { certifies: encodeLightBlock(block) } : {}),
      ...(isChange ? { change: keptChange(block, next) } : {}),
    });
    this.#validators = next;
    if (certifies) onCertified(height);
  }

  /** As the first says who has enough votes for it: a member may have left some out. */
  async #fetched(engineHeight: number): Promise<JudgedBlock> {
    const { rpc } = this.#parts;
    let judged = this.#judged(await fetchLightBlock(rpc, engineHeight));
    for (let others = rpc.others?.() ?? 0; others > 0; others -= 1) {
      if (judged.fault !== 'VOTING_POWER') break;
      rpc.doubt?.();
      judged = this.#judged(await fetchLightBlock(rpc, engineHeight));
    }
    return judged;
  }

  /** The block with its first fault; votes that readers would refuse are left out. */
  #judged(fetched: LightBlock): JudgedBlock {
    const trust = { chainId: this.#chainId, validators: this.#validators };
    const fault = lightBlockFault(fetched, trust);
    if (fault !== 'VOTE_SIGNATURE') return { block: fetched, fault };
    const block = withRightVotes(fetched, this.#validators);
    return { block, fault: lightBlockFault(block, trust) };
  }

  /**
   * A member could leave out the votes and say anything, for instance that the set stays the same.
   * So the block has to be the one that the next names which enough have voted for.
   */
  async #requireNamed(block: LightBlock): Promise<void> {
    const { height: engineHeight } = block.header;
    let named = block.header;
    for (let height = engineHeight + 1; height <= engineHeight + UNVOTED_MAX; height += 1) {
      const { block: next, fault } = this.#judged(await fetchLightBlock(this.#parts.rpc, height));
      const isNext = next.header.lastBlock.hash === toHex(cometHeaderHash(named));
      if (isNext && fault === undefined) return;
      if (!isNext || fault !== 'VOTING_POWER') break;
      named = next.header;
    }
    throw uncertifiable(engineHeight, 'too few votes, and no later block vouches for it');
  }

  /** The ledger's block that the header names: the one before it named, or the next. */
  #ledgerHeight({ header }: LightBlock): number {
    const { keeping, headerHash } = this.#parts;
    const { height: before } = keeping.followed();
    const found = [before, before + 1].find((height) => headerHash(height) === header.appHash);
    if (found !== undefined) return found;
    throw uncertifiable(header.height, `it carries ${header.appHash}, which is no block here`);
  }
}

function keptChange(block: LightBlock, validators: readonly CometValidator[]): KeptChange {
  const validatorsHash = validatorSetHash(validators);
  if (validatorsHash !== block.header.nextValidatorsHash) {
    throw uncertifiable(block.header.height, 'its next validators are others than CometBFT says');
  }
  return { validatorsHash, text: encodeChange({ block, validators }) };
}

function validatorsNow(keeping: CertificateKeeping): readonly CometValidator[] | undefined {
  const last = keeping.lastChange();
  if (last === undefined) return undefined;
  return (JSON.parse(last.change) as { validators: readonly CometValidator[] }).validators;
}

function uncertifiable(engineHeight: number, why: string): UncertifiableBlock {
  return new UncertifiableBlock(`CometBFT's block ${engineHeight} cannot be followed: ${why}`);
}
