/**
 * Light blocks as text (docs/formats.md §19): canonical JSON, every number within what CometBFT
 * can hash. What is accepted is, byte for byte, what is written.
 */
import { isHex } from '../../crypto/bytes.js';
import { canonicalJson, type JsonValue } from '../../crypto/canonicalJson.js';
import { HASH_BYTES } from '../merkleHash.js';
import { hasMembers, isCount, isObject } from '../recordShape.js';
import type { LightBlock } from './lightBlock.js';

const ADDRESS_BYTES = 20;
const SIGNATURE_BYTES = 64;
const NANOS_MAX = 999_999_999;
/** The last second of the year 9999. */
const SECONDS_MAX = 253_402_300_799;
/** An int32, and a uint32. */
const ROUND_MAX = 0x7fff_ffff;
const PARTS_MAX = 0xffff_ffff;
const CHAIN_ID = /^[\x21\x23-\x5b\x5d-\x7e]{1,50}$/;

/** Canonical text of a light block. */
export function encodeLightBlock(block: LightBlock): string {
  return canonicalJson(block as unknown as JsonValue);
}

/** `value`, of canonical JSON, as a light block, or undefined. */
export function readLightBlock(value: JsonValue | undefined): LightBlock | undefined {
  if (!isObject(value) || !hasMembers(value, 'header,parts,round,votes')) return undefined;
  const { header, parts, round, votes } = value;
  const fits =
    isHeader(header) &&
    isParts(parts, HASH_BYTES) &&
    isUpTo(round, ROUND_MAX) &&
    Array.isArray(votes) &&
    votes.every(isVoteOrNone);
  return fits ? (value as unknown as LightBlock) : undefined;
}

const HEADER_MEMBERS = [
  'appHash',
  'chainId',
  'consensusHash',
  'dataHash',
  'evidenceHash',
  'height',
  'lastBlock',
  'lastCommitHash',
  'lastResultsHash',
  'nextValidatorsHash',
  'proposer',
  'time',
  'validatorsHash',
  'version',
].join();

function isHeader(value: JsonValue | undefined): boolean {
  if (!isObject(value) || !hasMembers(value, HEADER_MEMBERS)) return false;
  const { appHash, chainId, height, lastBlock, proposer, time, version } = value;
  const { consensusHash, dataHash, evidenceHash, lastCommitHash, lastResultsHash } = value;
  const { nextValidatorsHash, validatorsHash } = value;
  const hashes = [consensusHash, dataHash, evidenceHash, lastCommitHash, lastResultsHash];
  return (
    isAppHash(appHash) &&
    typeof chainId === 'string' &&
    CHAIN_ID.test(chainId) &&
    isCount(height) &&
    height > 0 &&
    isLastBlock(lastBlock, height) &&
    isHex(proposer, ADDRESS_BYTES) &&
    isTime(time) &&
    isVersion(version) &&
    [...hashes, nextValidatorsHash, validatorsHash].every((hash) => isHex(hash, HASH_BYTES))
  );
}

/** An application chooses its own; ours are of 32 bytes. */
function isAppHash(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && isHex(value, value.length / 2) && value.length <= 128;
}

/** Nothing comes before the first block. */
function isLastBlock(value: JsonValue | undefined, height: number): boolean {
  if (!isObject(value) || !hasMembers(value, 'hash,parts')) return false;
  const bytes = height === 1 ? 0 : HASH_BYTES;
  return isHex(value['hash'], bytes) && isParts(value['parts'], bytes);
}

function isParts(value: JsonValue | undefined, hashBytes: number): boolean {
  if (!isObject(value) || !hasMembers(value, 'hash,total')) return false;
  const { hash, total } = value;
  return isHex(hash, hashBytes) && isUpTo(total, PARTS_MAX) && total > 0 === hashBytes > 0;
}

function isTime(value: JsonValue | undefined): boolean {
  return isObject(value) && hasMembers(value, 'nanos,seconds') && isTimeOf(value);
}

function isTimeOf({ nanos, seconds }: { readonly [name: string]: JsonValue }): boolean {
  return isUpTo(nanos, NANOS_MAX) && isUpTo(seconds, SECONDS_MAX);
}

function isVersion(value: JsonValue | undefined): boolean {
  if (!isObject(value) || !hasMembers(value, 'app,block')) return false;
  return isCount(value['app']) && isCount(value['block']);
}

function isVoteOrNone(value: JsonValue): boolean {
  if (value === null) return true;
  if (!isObject(value) || !hasMembers(value, 'nanos,seconds,signature')) return false;
  return isTimeOf(value) && isHex(value['signature'], SIGNATURE_BYTES);
}

function isUpTo(value: JsonValue | undefined, max: number): value is number {
  return isCount(value) && value <= max;
}
