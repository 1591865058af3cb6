/**
 * What a certificate shows to somebody who has pinned a ledger: the block's header was decided by
 * more than two thirds of the power of validators whom the genesis document names, or whom more
 * than two thirds of their predecessors have voted in, one change after the other. Pure; no server.
 * It cannot show that those validators never decided another block at that height: two thirds of a
 * former set could sign a second history, which is what witnesses and newer heads are for.
 */
import type { Hex } from '../../crypto/bytes.js';
import type { Genesis, GenesisValidator } from '../genesis.js';
import type { Certificate } from './certificate.js';
import {
  LIGHT_BLOCK_FAULTS,
  lightBlockFault,
  signersOf,
  type ValidatorTrust,
} from './verifyLightBlock.js';
import { type CometValidator, inCometOrder, totalPower, validatorSetHash } from './validatorSet.js';

/** What can be wrong with a certificate, in the order of the checks. */
export const CERTIFICATE_FAULTS = {
  ...LIGHT_BLOCK_FAULTS,
  HEIGHT_ORDER: 'the validators’ blocks are not in the order of their heights',
  NEXT_VALIDATORS: 'a set of validators is not the one that the set before has voted in',
  APP_HASH: 'the validators’ block does not carry the hash of the block header',
} as const;

export type CertificateFault = keyof typeof CERTIFICATE_FAULTS;

/** A validator that has signed. */
export interface Signer extends CometValidator {
  /** By the genesis document; null for one that joined later. */
  readonly organisation: string | null;
}

/** Who has decided a block. */
export interface Quorum {
  /** Height of the validators' block that carries the header's hash. */
  readonly engineHeight: number;
  readonly signers: readonly Signer[];
  /** Validators in the set. */
  readonly validators: number;
  /** Power of the signers, and of all. */
  readonly power: number;
  readonly totalPower: number;
}

/** What a certificate has to fit: the hash it is of, and the set that its changes start from. */
export interface CertificateTrust extends ValidatorTrust {
  readonly appHash: Hex;
  /** The validators' blocks are above this height; 0 when absent. */
  readonly after?: number;
}

export type CertificateVerdict =
  | {
      readonly ok: true;
      /** The set that decided the block. */
      readonly validators: readonly CometValidator[];
      readonly engineHeight: number;
    }
  | {
      readonly ok: false;
      readonly code: CertificateFault;
      /** Height of the validators' block that does not hold. */
      readonly engineHeight: number;
    };

/** CometBFT's name of the chain that orders a ledger. */
export function chainIdOf(ledger: Hex): string {
  return `civic-${ledger.slice(0, 32)}`;
}

/** What the pinned document says of the first set; undefined when one operator keeps the ledger. */
export function genesisTrust(ledger: Hex, { validators }: Genesis): ValidatorTrust | undefined {
  if (validators === undefined) return undefined;
  const set = validators.map(({ validatorKey: key, power }) => ({ key, power }));
  return { chainId: chainIdOf(ledger), validators: inCometOrder(set) };
}

/** Verifies a certificate. Never throws. */
export function verifyCertificate(
  { block, changes }: Certificate,
  { chainId, validators, appHash, after = 0 }: CertificateTrust,
): CertificateVerdict {
  let known = validators;
  let height = after;
  for (const change of changes) {
    const engineHeight = change.block.header.height;
    const code =
      lightBlockFault(change.block, { chainId, validators: known }) ??
      changeFault(change.block.header, validatorSetHash(change.validators), height);
    if (code !== undefined) return { ok: false, code, engineHeight };
    known = change.validators;
    height = engineHeight;
  }
  const { header } = block;
  const engineHeight = header.height;
  const code: CertificateFault | undefined =
    lightBlockFault(block, { chainId, validators: known }) ??
    (engineHeight > height ? undefined : 'HEIGHT_ORDER') ??
    (header.appHash === appHash ? undefined : 'APP_HASH');
  if (code !== undefined) return { ok: false, code, engineHeight };
  return { ok: true, validators: known, engineHeight };
}

function changeFault(
  { height, nextValidatorsHash }: Certificate['block']['header'],
  nextHash: Hex,
  after: number,
): CertificateFault | undefined {
  if (height <= after) return 'HEIGHT_ORDER';
  return nextValidatorsHash === nextHash ? undefined : 'NEXT_VALIDATORS';
}

/** Who signed the block of a certificate that was verified, with the names that genesis gives. */
export function quorumOf(
  { block }: Certificate,
  validators: readonly CometValidator[],
  named: readonly GenesisValidator[],
): Quorum {
  const nameOf = new Map(
    named.map(({ validatorKey, organisation }) => [validatorKey, organisation]),
  );
  const signers = signersOf(block, validators);
  return {
    engineHeight: block.header.height,
    signers: signers.map((one) => ({ ...one, organisation: nameOf.get(one.key) ?? null })),
    validators: validators.length,
    power: totalPower(signers),
    totalPower: totalPower(validators),
  };
}
