/** What the comparison of browser and command line is made of: the mutants and the command line. */
import { genesisHash } from '../../src/ledger/genesis.js';
import { parseGenesis } from '../../src/ledger/parseGenesis.js';
import { encodeVerifierKey } from '../../src/ledger/verifierKey.js';
import { certificatesFromPem } from '../../src/timestamp/pem.js';
import { CommandVerdicts } from '../mutants/commandVerdict.js';
import type { Sample } from '../mutants/mutant.js';
import { mutantAt } from '../mutants/mutantAt.js';
import { allSamples } from '../mutants/samples.js';
import { shareOf } from '../mutants/shares.js';

export { allSamples, CommandVerdicts, mutantAt, shareOf };

const textIn = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

/** What a reader in a browser trusts: the same as in the files that the sample’s command names. */
export function browserTrust({ files, command }: Sample) {
  const genesis = textIn(files['genesis.json']);
  const { origin = '', checkpointKeys: [key = ''] = [] } = parseGenesis(genesis) ?? {};
  const roots = certificatesFromPem(textIn(files['root.pem'])) ?? [];
  return {
    genesis,
    ledger: genesisHash(genesis),
    logKey: key === '' ? '' : encodeVerifierKey({ origin, key }),
    roots: roots.map((root) => Buffer.from(root).toString('base64')),
    /** The registration that a token is of; undefined for other samples. */
    registration: command.find((word) => /^[0-9a-f]{64}$/.test(word)),
  };
}
