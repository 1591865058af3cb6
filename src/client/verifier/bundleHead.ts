/**
 * The head of a bundle: the block that all its receipts are consistent with, and who vouches for
 * it. Where the pinned genesis document names validators that is more than two thirds of their
 * power; otherwise one operator's checkpoint.
 */
import type { Hex } from '../../crypto/bytes.js';
import { verifySignature } from '../../crypto/suites.js';
import { type BlockHeader, headerHash } from '../../ledger/blockHeader.js';
import { verifyCheckpoint } from '../../ledger/checkpoint.js';
import { parseCertificate } from '../../ledger/cometbft/certificate.js';
import {
  genesisTrust,
  type Quorum,
  quorumOf,
  verifyCertificate,
} from '../../ledger/cometbft/verifyCertificate.js';
import { type Genesis, genesisHash, encodeGenesis } from '../../ledger/genesis.js';
import { parseHeader } from '../../ledger/parseHeader.js';
import { PATH } from '../bundle/paths.js';
import { type Examination, textOf } from './examination.js';

/** What the head's block states. */
export interface BundleHead extends Pick<BlockHeader, 'height' | 'root' | 'size' | 'time'> {
  /** Who decided it; undefined where one operator's signature counts. */
  readonly quorum: Quorum | undefined;
}

/** The head when it is of the pinned ledger, or the code of what is wrong with it. */
export function bundleHead({ files }: Examination, genesis: Genesis): BundleHead | string {
  const text = textOf(files.get(PATH.header)) ?? '';
  const header = parseHeader(text);
  const voucher =
    genesis.validators === undefined
      ? checkpointVoucher(textOf(files.get(PATH.checkpoint)) ?? '', genesis)
      : certificateVoucher(textOf(files.get(PATH.lightBlock)) ?? '', genesis, headerHash(text));
  if (typeof voucher === 'string') return voucher;
  if (header === undefined || voucher.headerHash !== headerHash(text)) return 'HEADER';
  const { height, root, size, time } = header;
  return { height, root, size, time, quorum: voucher.quorum };
}

interface Voucher {
  readonly headerHash: Hex;
  readonly quorum: Quorum | undefined;
}

function checkpointVoucher(note: string, { origin, checkpointKeys }: Genesis): Voucher | string {
  const verdict = verifyCheckpoint(note, { origin, keys: checkpointKeys, verify: verifySignature });
  if (!verdict.ok) return verdict.code;
  if (verdict.lines !== 1) return 'CHECKPOINT_LINES';
  return { headerHash: verdict.checkpoint.headerHash, quorum: undefined };
}

function certificateVoucher(text: string, genesis: Genesis, appHash: Hex): Voucher | string {
  const trust = genesisTrust(genesisHash(encodeGenesis(genesis)), genesis);
  const certificate = text.endsWith('\n') ? parseCertificate(text.slice(0, -1)) : undefined;
  if (trust === undefined || certificate === undefined) return 'CERTIFICATE_MALFORMED';
  const verdict = verifyCertificate(certificate, { ...trust, appHash });
  if (!verdict.ok) return verdict.code;
  const quorum = quorumOf(certificate, verdict.validators, genesis.validators ?? []);
  return { headerHash: appHash, quorum };
}
