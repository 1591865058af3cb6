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
import { encodeGenesis, type Genesis, genesisHash } from '../../ledger/genesis.js';
import { parseHeader } from '../../ledger/parseHeader.js';
import { PATH } from '../bundle/paths.js';
import type { Examination } from './examination.js';
import { textOf } from './textOf.js';

/** What the head's block states. */
export interface BundleHead extends Pick<BlockHeader, 'height' | 'root' | 'size' | 'time'> {
  /** Who decided it; undefined where one operator's signature counts. */
  readonly quorum: Quorum | undefined;
}

/** The head when it is of the pinned ledger, or the code of what is wrong with it. */
export function bundleHead(exam: Examination, genesis: Genesis): BundleHead | string {
  const text = textOf(exam.files.get(PATH.header)) ?? '';
  const header = parseHeader(text);
  const head = { header, headerHash: headerHash(text) };
  const quorum =
    genesis.validators === undefined
      ? checkpointFault(exam, genesis, head)
      : certificateQuorum(exam, genesis, head);
  if (typeof quorum === 'string') return quorum;
  if (header === undefined) return 'HEADER';
  const { height, root, size, time } = header;
  return { height, root, size, time, quorum };
}

/** The header in the bundle; undefined when it is none. */
interface FoundHeader {
  readonly header: BlockHeader | undefined;
  readonly headerHash: Hex;
}

function checkpointFault(
  { files }: Examination,
  { origin, checkpointKeys: keys }: Genesis,
  { header, headerHash: hash }: FoundHeader,
): string | undefined {
  const note = textOf(files.get(PATH.checkpoint)) ?? '';
  const verdict = verifyCheckpoint(note, { origin, keys, verify: verifySignature });
  if (!verdict.ok) return verdict.code;
  if (verdict.lines !== 1) return 'CHECKPOINT_LINES';
  const { size, root, headerHash: signedHash } = verdict.checkpoint;
  const isSame = size === header?.size && root === header.root && signedHash === hash;
  return isSame ? undefined : 'HEADER';
}

function certificateQuorum(
  { files }: Examination,
  genesis: Genesis,
  { headerHash: appHash }: FoundHeader,
): Quorum | string {
  const text = textOf(files.get(PATH.lightBlock)) ?? '';
  const trust = genesisTrust(genesisHash(encodeGenesis(genesis)), genesis);
  const certificate = text.endsWith('\n') ? parseCertificate(text.slice(0, -1)) : undefined;
  if (trust === undefined || certificate === undefined) return 'CERTIFICATE_MALFORMED';
  const verdict = verifyCertificate(certificate, { ...trust, appHash });
  if (!verdict.ok) return verdict.code;
  return quorumOf(certificate, verdict.validators, genesis.validators ?? []);
}
