/**
 * Other voting powers for a consortium that has just been made: `consortium init` gives every
 * validator the same. Genesis names the powers, so that its hash, the ledger's id, and the chain's
 * name change with them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chainIdOf } from '../../../src/ledger/cometbft/verifyCertificate.js';
import { encodeGenesis, type Genesis, genesisHash } from '../../../src/ledger/genesis.js';

interface CometBftGenesis {
  readonly validators: readonly { readonly name: string; readonly power: string }[];
}

/** Writes the genesis documents of the nodes in `directories` anew; nothing has run there yet. */
export function giveVotingPowers(directories: readonly string[], powers: readonly number[]): void {
  for (const directory of directories) {
    const own = join(directory, 'genesis.json');
    const theirs = join(directory, 'cometbft', 'config', 'genesis.json');
    const genesis = withPowers(JSON.parse(readFileSync(own, 'utf8')) as Genesis, powers);
    const text = encodeGenesis(genesis);
    const cometBft = JSON.parse(readFileSync(theirs, 'utf8')) as CometBftGenesis;
    const changed = {
      ...cometBft,
      chain_id: chainIdOf(genesisHash(text)),
      validators: cometBft.validators.map((validator, index) => ({
        ...validator,
        power: String(powers[index]),
      })),
      app_state: genesis,
    };
    writeFileSync(own, text);
    writeFileSync(theirs, JSON.stringify(changed, null, 2));
  }
}

function withPowers(genesis: Genesis, powers: readonly number[]): Genesis {
  const validators = genesis.validators ?? [];
  return {
    ...genesis,
    validators: validators.map((validator, index) => ({
      ...validator,
      power: powers[index] as number,
    })),
  };
}
