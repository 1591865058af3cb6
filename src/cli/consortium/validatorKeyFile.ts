/** The key that a node's votes are signed with, read from CometBFT's own file. */
import { join } from 'node:path';
import type { Hex } from '../../crypto/bytes.js';
import { signMessage } from '../../crypto/suites.js';
import { possessionText } from '../../ledger/keyPossession.js';
import { consortiumPaths } from '../../node/cometbft/consortiumFile.js';
import { readText } from '../dataFolder.js';
import { EXIT } from '../exitCode.js';
import { UserError } from '../userError.js';

const SEED_BYTES = 32;
const KEY_BYTES = 64;

/** A validator's public key with the proof that binds it to `organisation` on `ledger`. */
export interface ProvenValidatorKey {
  readonly validatorKey: Hex;
  readonly possession: Hex;
}

/** Reads the key of the node in `data` and signs with it. Throws UserError when there is none. */
export function proveValidatorKey(
  data: string,
  ledger: Hex,
  organisation: string,
): ProvenValidatorKey {
  const path = join(consortiumPaths(data).config, 'priv_validator_key.json');
  const next = 'name the data folder of the node that is to vote with --data';
  const bytes = keyBytes(readText(path, next));
  if (bytes?.length !== KEY_BYTES) {
    throw new UserError(`${path} holds no Ed25519 key`, next, EXIT.malformed);
  }
  const [seed, key] = [bytes.subarray(0, SEED_BYTES), bytes.subarray(SEED_BYTES)];
  const privateKey = `ed25519-strict-1:${seed.toString('hex')}`;
  return {
    validatorKey: key.toString('hex'),
    possession: signMessage(privateKey, possessionText(ledger, organisation)),
  };
}

function keyBytes(text: string): Buffer | undefined {
  try {
    const { priv_key: key } = JSON.parse(text) as { readonly priv_key: { readonly value: string } };
    return Buffer.from(key.value, 'base64');
  } catch {
    return undefined;
  }
}
