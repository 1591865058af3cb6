/**
 * A set of CometBFT validators: keys and their power, in CometBFT's order, and the hash by which
 * headers name it (leaves: SimpleValidator).
 */
import { concatBytes, fromHex, type Hex, toHex } from '../../crypto/bytes.js';
import { sha256Hex } from '../../crypto/sha256.js';
import { bytesField, integerField, messageField } from './protobuf.js';
import { simpleRoot } from './simpleRoot.js';

export type CometValidator = {
  /** Ed25519 public key of its votes, 32 bytes. */
  readonly key: Hex;
  readonly power: number;
};

/** The most power of one set: CometBFT allows 2^60; this fits the whole numbers of every client. */
export const TOTAL_POWER_MAX = 1_000_000_000;

const ADDRESS_HEX_LENGTH = 40;

/** CometBFT's name of an Ed25519 key, a validator's address or a node's id: 20 bytes of SHA-256. */
export function cometBftName(key: Hex): Hex {
  return sha256Hex(fromHex(key)).slice(0, ADDRESS_HEX_LENGTH);
}

/** `validators` as CometBFT has them: by power, the greatest first, and then by address. */
export function inCometOrder(validators: readonly CometValidator[]): readonly CometValidator[] {
  return validators
    .map((validator) => ({ ...validator, address: cometBftName(validator.key) }))
    .sort((a, b) => b.power - a.power || (a.address < b.address ? -1 : 1))
    .map(({ key, power }) => ({ key, power }));
}

/** The hash of a set that is in CometBFT's order. */
export function validatorSetHash(validators: readonly CometValidator[]): Hex {
  return toHex(simpleRoot(validators.map(encodeValidator)));
}

/** All power of a set. */
export function totalPower(validators: readonly CometValidator[]): number {
  return validators.reduce((sum, { power }) => sum + power, 0);
}

function encodeValidator({ key, power }: CometValidator): Uint8Array {
  const publicKey = bytesField(1, fromHex(key));
  return concatBytes(messageField(1, publicKey), integerField(2, power));
}
