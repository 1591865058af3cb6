/**
 * A light block of CometBFT (docs/formats.md §19): a block's header and the votes that decided it.
 * The types, and the two byte strings that everything hangs on: the header's hash, and what a
 * validator signs when it votes for the block (spec/core/data_structures, CanonicalVote).
 */
import { concatBytes, fromHex, type Hex, utf8 } from '../../crypto/bytes.js';
import { bytesField, delimited, fixed64Field, integerField, messageField } from './protobuf.js';
import { simpleRoot } from './simpleRoot.js';

/** A point in time of CometBFT: since 1970 in UTC. */
export interface CometTime {
  /** 0 to 999,999,999. */
  readonly nanos: number;
  readonly seconds: number;
}

/** How a block was cut into parts for gossip; part of what a block is named by. */
export interface BlockParts {
  readonly hash: Hex;
  readonly total: number;
}

/** The fourteen fields of a header. Hashes of the block before the first are empty. */
export type CometHeader = {
  readonly appHash: Hex;
  readonly chainId: string;
  readonly consensusHash: Hex;
  readonly dataHash: Hex;
  readonly evidenceHash: Hex;
  readonly height: number;
  readonly lastBlock: { readonly hash: Hex; readonly parts: BlockParts };
  readonly lastCommitHash: Hex;
  readonly lastResultsHash: Hex;
  readonly nextValidatorsHash: Hex;
  /** First 20 bytes of SHA-256 of the proposer's key. */
  readonly proposer: Hex;
  readonly time: CometTime;
  readonly validatorsHash: Hex;
  readonly version: { readonly app: number; readonly block: number };
};

/** A validator's vote for the block, by its time and signature. */
export interface CommitVote extends CometTime {
  /** Ed25519, 64 bytes. */
  readonly signature: Hex;
}

export interface LightBlock {
  readonly header: CometHeader;
  readonly parts: BlockParts;
  /** Round in which the block was decided. */
  readonly round: number;
  /** One for each validator, in the order of the set; null: no vote for this block. */
  readonly votes: readonly (CommitVote | null)[];
}

/** SignedMsgType of a precommit. */
const PRECOMMIT = 2;

/** CometBFT's hash of a header: the RFC 9162 root over its fields. */
export function cometHeaderHash(header: CometHeader): Uint8Array {
  return simpleRoot(cometHeaderFields(header));
}

/** The fourteen fields in CometBFT's order, each in protobuf; the eleventh is the app hash. */
export function cometHeaderFields(header: CometHeader): readonly Uint8Array[] {
  const { version, lastBlock } = header;
  const hash = (value: Hex): Uint8Array => bytesField(1, fromHex(value));
  return [
    concatBytes(integerField(1, version.block), integerField(2, version.app)),
    bytesField(1, utf8(header.chainId)),
    integerField(1, header.height),
    encodeTime(header.time),
    encodeBlockId(fromHex(lastBlock.hash), lastBlock.parts),
    hash(header.lastCommitHash),
    hash(header.dataHash),
    hash(header.validatorsHash),
    hash(header.nextValidatorsHash),
    hash(header.consensusHash),
    hash(header.appHash),
    hash(header.lastResultsHash),
    hash(header.evidenceHash),
    hash(header.proposer),
  ];
}

/** What each validator signs when it votes for `block`: all but the time of its vote. */
export function voteSigningBytes(block: LightBlock): (time: CometTime) => Uint8Array {
  const { header, parts, round } = block;
  const start = concatBytes(
    integerField(1, PRECOMMIT),
    fixed64Field(2, header.height),
    fixed64Field(3, round),
    messageField(4, encodeBlockId(cometHeaderHash(header), parts)),
  );
  const chain = bytesField(6, utf8(header.chainId));
  return (time) => delimited(concatBytes(start, messageField(5, encodeTime(time)), chain));
}

function encodeTime({ seconds, nanos }: CometTime): Uint8Array {
  return concatBytes(integerField(1, seconds), integerField(2, nanos));
}

function encodeBlockId(hash: Uint8Array, parts: BlockParts): Uint8Array {
  const encodedParts = concatBytes(
    integerField(1, parts.total),
    bytesField(2, fromHex(parts.hash)),
  );
  return concatBytes(bytesField(1, hash), messageField(2, encodedParts));
}
