/**
 * What validators have signed, cut out of a receipt's certificate for stock tools: the ledger's
 * header, the fields of the validators' header as CometBFT hashes them, and each vote with its
 * signature and key.
 */
import { fromHex, toHex } from '../../crypto/bytes.js';
import { cometHeaderFields, voteSigningBytes } from '../../ledger/cometbft/lightBlock.js';
import type { CometValidator } from '../../ledger/cometbft/validatorSet.js';
import { genesisTrust } from '../../ledger/cometbft/verifyCertificate.js';
import type { Genesis } from '../../ledger/genesis.js';
import type { CertifiedReceipt } from '../../ledger/receipt.js';
import { publicKeyPem } from './plainForms.js';

/** A file by its path. */
type VoteView = readonly [path: string, content: string | Uint8Array];

/** Where the ledger's header is that the validators' carries the hash of. */
export const LEDGER_HEADER_PATH = 'plain/ledger-header.json';

/** The views of a receipt's certificate. */
export function voteViews(receipt: CertifiedReceipt, genesis: Genesis): readonly VoteView[] {
  const { block } = receipt.certificate;
  const fields = cometHeaderFields(block.header).map((field) => `${toHex(field)}\n`);
  const validators = validatorsOf(receipt, genesis);
  const bytesAt = voteSigningBytes(block);
  const votes = block.votes.flatMap((vote, at): readonly VoteView[] => {
    const key = validators[at]?.key;
    if (vote === null || key === undefined) return [];
    return [
      [`plain/vote-${at}.bin`, bytesAt(vote)],
      [`plain/vote-${at}.sig`, fromHex(vote.signature)],
      [`plain/validator-${at}.pem`, publicKeyPem(`ed25519-strict-1:${key}`)],
    ];
  });
  return [
    [LEDGER_HEADER_PATH, receipt.header],
    ['plain/validators-block.txt', fields.join('')],
    ...votes,
  ];
}

/** The set that voted: of genesis, or the one that the last change brought. */
function validatorsOf(
  { blockHeader, certificate }: CertifiedReceipt,
  genesis: Genesis,
): readonly CometValidator[] {
  const last = certificate.changes.at(-1)?.validators;
  return last ?? genesisTrust(blockHeader.ledger, genesis)?.validators ?? [];
}
