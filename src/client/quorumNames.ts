/** Who has signed, in words: organisations where genesis names them, keys of those who joined. */
import type { Quorum } from '../ledger/cometbft/verifyCertificate.js';

const SHOWN_KEY_CHARACTERS = 16;

/** The signers of a quorum, separated by commas. */
export function quorumNames({ signers }: Quorum): string {
  return signers
    .map(({ organisation, key }) => organisation ?? `${key.slice(0, SHOWN_KEY_CHARACTERS)}…`)
    .join(', ');
}

/** `3 of 4 validators with 3 of 4 power (…)`. */
export function quorumText(quorum: Quorum): string {
  const { signers, validators, power, totalPower } = quorum;
  const who = `${signers.length} of ${validators} validators with ${power} of ${totalPower} power`;
  return `${who} (${quorumNames(quorum)})`;
}
