/** The vectors of docs/formats.md §19: a ledger of four validators who were then replaced. */
import { toHex } from '../../../src/crypto/bytes.js';
import { headerHash } from '../../../src/ledger/blockHeader.js';
import { encodeCertificate } from '../../../src/ledger/cometbft/certificate.js';
import { cometHeaderHash, voteSigningBytes } from '../../../src/ledger/cometbft/lightBlock.js';
import { validatorSetHash } from '../../../src/ledger/cometbft/validatorSet.js';
import { chainIdOf } from '../../../src/ledger/cometbft/verifyCertificate.js';
import { encodeReceipt } from '../../../src/ledger/receipt.js';
import { verifyReceipt } from '../../../src/ledger/verifyReceipt.js';
import { sampleGenesis, SampleLedger } from '../sampleLedger.js';
import { certify, genesisValidators, type Powers, setOf } from './voters.js';

const FIRST: Powers = { court: 1, notary: 1, platform: 1, regulator: 1 };
const SECOND: Powers = { court: 2, notary: 2, appraiser: 3 };

/** A receipt with all that it is verified by, and the byte strings on the way. */
export function certifiedVectors() {
  const ledger = new SampleLedger(sampleGenesis({ validators: genesisValidators(FIRST) }));
  ledger.add('2026-01-02T03:04:06.000Z', [{}]);
  const { entries, header, inclusion } = ledger.receiptParts(1);
  const chainId = chainIdOf(ledger.id);
  const certificate = certify({ chainId, appHash: headerHash(header) }, [FIRST, SECOND]);
  const text = encodeCertificate(certificate);
  const receipt = encodeReceipt({ entries, header, inclusion, certificate: text });
  const verdict = verifyReceipt(receipt, { ledger: ledger.id, genesis: ledger.genesisText });
  const { block } = certificate;
  const [vote = null] = block.votes;
  return {
    genesis: ledger.genesisText,
    ledger: ledger.id,
    chainId,
    validatorSets: [FIRST, SECOND].map((powers) => {
      const validators = setOf(powers);
      return { validators, hash: validatorSetHash(validators) };
    }),
    certificate: text,
    blockHash: toHex(cometHeaderHash(block.header)),
    firstVoteSigningBytes: vote && toHex(voteSigningBytes(block)(vote)),
    receipt,
    quorum: verdict.ok ? verdict.quorum : null,
  };
}
