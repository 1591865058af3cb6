/**
 * Another genesis for a consortium that has just been made: other voting powers (`consortium init`
 * gives every validator the same), and a beginning some time ago (a CometBFT whose clock is before
 * genesis sleeps until then). The ledger's id, and the chain's name with it, changes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chainIdOf } from '../../../src/ledger/cometbft/verifyCertificate.js';
import { encodeGenesis, type Genesis, genesisHash } from '../../../src/ledger/genesis.js';
import type { Instant } from '../../../src/ledger/instant.js';

/** What is different. */
export interface GenesisChange {
  /** Voting power of each validator, in their order. */
  readonly powers: readonly number[];
  /** How long ago the ledger has begun. */
  readonly ageMs: number;
}

interface CometBftGenesis {
  readonly validators: readonly { readonly power: string }[];
}

/** Writes the genesis documents of the nodes in `directories` anew; nothing has run there yet. */
export function changeGenesis(directories: readonly string[], change: GenesisChange): void {
  for (const directory of directories) {
    const own = join(directory, 'genesis.json');
    const theirs = join(directory, 'cometbft', 'config', 'genesis.json');
    const genesis = changed(JSON.parse(readFileSync(own, 'utf8')) as Genesis, change);
    const text = encodeGenesis(genesis);
    const cometBft = JSON.parse(readFileSync(theirs, 'utf8')) as CometBftGenesis;
    writeFileSync(own, text);
    writeFileSync(theirs, JSON.stringify({ ...cometBft, ...chainOf(genesis, cometBft) }, null, 2));
  }
}

function changed(genesis: Genesis, { powers, ageMs }: GenesisChange): Genesis {
  const time = new Date(Date.parse(genesis.time) - ageMs).toISOString() as Instant;
  const validators = (genesis.validators ?? []).map((validator, index) => ({
    ...validator,
    power: powers[index] as number,
  }));
  return { ...genesis, time, validators };
}

/** What CometBFT's own genesis document says of the ledger's. */
function chainOf(genesis: Genesis, { validators }: CometBftGenesis): object {
  return {
    genesis_time: genesis.time,
    chain_id: chainIdOf(genesisHash(encodeGenesis(genesis))),
    validators: validators.map((validator, index) => ({
      ...validator,
      power: String(genesis.validators?.[index]?.power),
    })),
    app_state: genesis,
  };
}
