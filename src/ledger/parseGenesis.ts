/**
 * Reads genesis documents from outside (docs/formats.md §1), as far as verifying needs it:
 * canonical form, the format's name, and the members that receipts and checkpoints depend on. Its
 * hash, pinned by whoever reads, vouches for the rest.
 */
import { isHex } from '../crypto/bytes.js';
import type { JsonValue } from '../crypto/canonicalJson.js';
import { areGenesisValidators } from './cometbft/readValidators.js';
import type { Genesis } from './genesis.js';
import { isInstant } from './instant.js';
import { parseCanonical } from './parseEvent.js';
import { isObject } from './recordShape.js';

const FORMAT: Genesis['format'] = 'civic-ledger/genesis/v1';
const CHECKPOINT_KEY_BYTES = 32;

/** The genesis document in `text`, or undefined unless it is the canonical text of one. */
export function parseGenesis(text: string): Genesis | undefined {
  const value = parseCanonical(text);
  if (!isObject(value)) return undefined;
  const { format, origin, time, suites, checkpointKeys, validators } = value;
  const fits =
    format === FORMAT &&
    typeof origin === 'string' &&
    isInstant(time) &&
    isListOf(suites, (suite) => typeof suite === 'string') &&
    isListOf(checkpointKeys, (key) => isHex(key, CHECKPOINT_KEY_BYTES)) &&
    (validators === undefined || areGenesisValidators(validators));
  return fits ? (value as unknown as Genesis) : undefined;
}

function isListOf(value: JsonValue | undefined, fits: (item: JsonValue) => boolean): boolean {
  return Array.isArray(value) && value.every(fits);
}
