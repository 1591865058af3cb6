/**
 * What vouches for a segment (docs/formats.md §24): one checkpoint or one certificate over the
 * header of its last block, which stands for all before it through the chain of headers. It lies
 * beside the segment and not in it, because nodes of one ledger have different ones: each signs its
 * own checkpoints, and has the votes that reached it.
 */
import type { Hex } from '../../crypto/bytes.js';
import { canonicalJson, type JsonValue } from '../../crypto/canonicalJson.js';
import { type BlockHeader, encodeHeader, headerHash } from '../blockHeader.js';
import { CHECKPOINT_FAULTS, verifyCheckpoint, type VerifySignature } from '../checkpoint.js';
import { type Certificate, readCertificate } from '../cometbft/certificate.js';
import {
  CERTIFICATE_FAULTS,
  genesisTrust,
  verifyCertificate,
} from '../cometbft/verifyCertificate.js';
import { type Genesis, genesisHash } from '../genesis.js';
import { parseCanonical } from '../parseEvent.js';
import { readHeader } from '../parseHeader.js';
import { hasMembers, isObject } from '../recordShape.js';

const FORMAT = 'civic-ledger/voucher/v1';

/** A checkpoint note, or the canonical text of a certificate with every change since genesis. */
export type Vouching = { readonly checkpoint: string } | { readonly certificate: string };

export type SegmentVoucher = Vouching & {
  /**
   * Header texts of the blocks from the one after the segment's last up to the one that is vouched
   * for: none, unless that last block has no certificate of its own.
   */
  readonly headers: readonly string[];
};

/** What can be wrong with a voucher. */
export const VOUCHER_FAULTS = {
  VOUCHER_MALFORMED: 'the voucher is not the canonical text of one',
  VOUCHER_KIND: 'the voucher is a checkpoint where genesis names validators, or the other way',
  VOUCHER_HEADERS: 'the headers of the voucher do not follow the last block of the segment',
  VOUCHER_HEAD: 'the checkpoint of the voucher is of another size, root or block header',
  ...CHECKPOINT_FAULTS,
  ...CERTIFICATE_FAULTS,
} as const;

export type VoucherFault = keyof typeof VOUCHER_FAULTS;

/** Canonical text of the voucher, with a newline. */
export function encodeVoucher(voucher: SegmentVoucher): string {
  const { headers } = voucher;
  const [name, value] =
    'checkpoint' in voucher
      ? ['checkpoint', canonicalJson(voucher.checkpoint)]
      : ['certificate', voucher.certificate];
  return `{"${name}":${value},"format":"${FORMAT}","headers":[${headers.join()}]}\n`;
}

/** What a voucher is held against. */
export interface VoucherTrust {
  /** Canonical text of the pinned genesis document. */
  readonly genesisText: string;
  readonly verify: VerifySignature;
}

/** Headers, lists and the members of a certificate are around what is signed. */
const DEPTH_MAX = 16;

/** The first fault of the voucher `text` of the block with the header text `last`, or undefined. */
export function voucherFault(
  text: string,
  last: string,
  { genesisText, verify }: VoucherTrust,
): VoucherFault | undefined {
  const value = text.endsWith('\n') ? parseCanonical(text.slice(0, -1), DEPTH_MAX) : undefined;
  const voucher = value === undefined ? undefined : readVoucher(value);
  if (voucher === undefined) return 'VOUCHER_MALFORMED';
  const covered = followHeaders(last, voucher.headers);
  if (covered === undefined) return 'VOUCHER_HEADERS';
  const genesis = JSON.parse(genesisText) as Genesis;
  const trust = genesisTrust(genesisHash(genesisText), genesis);
  if (trust === undefined) {
    if (!('checkpoint' in voucher)) return 'VOUCHER_KIND';
    return checkpointFault(voucher.checkpoint, covered, { genesis, verify });
  }
  if (!('certificate' in voucher)) return 'VOUCHER_KIND';
  const appHash = headerHash(encodeHeader(covered));
  const verdict = verifyCertificate(voucher.certificate, { ...trust, appHash });
  return verdict.ok ? undefined : verdict.code;
}

type ReadVoucher = { readonly headers: readonly BlockHeader[] } & (
  { readonly checkpoint: string } | { readonly certificate: Certificate }
);

function readVoucher(value: JsonValue): ReadVoucher | undefined {
  if (!isObject(value) || value['format'] !== FORMAT) return undefined;
  const { headers: list, checkpoint, certificate: certificateValue } = value;
  if (!Array.isArray(list)) return undefined;
  const headers = list.map((item: JsonValue) => readHeader(item));
  if (headers.includes(undefined)) return undefined;
  const read = { headers: headers as readonly BlockHeader[] };
  if (hasMembers(value, 'checkpoint,format,headers')) {
    return typeof checkpoint === 'string' ? { ...read, checkpoint } : undefined;
  }
  if (!hasMembers(value, 'certificate,format,headers')) return undefined;
  const certificate = readCertificate(certificateValue);
  return certificate && { ...read, certificate };
}

/** The header that the chain from `last` on ends with; undefined when it is no chain. */
function followHeaders(last: string, headers: readonly BlockHeader[]): BlockHeader | undefined {
  let before = JSON.parse(last) as BlockHeader;
  let hash: Hex = headerHash(last);
  for (const header of headers) {
    if (header.previous !== hash || header.height !== before.height + 1) return undefined;
    before = header;
    hash = headerHash(encodeHeader(header));
  }
  return before;
}

function checkpointFault(
  note: string,
  header: BlockHeader,
  { genesis, verify }: { readonly genesis: Genesis; readonly verify: VerifySignature },
): VoucherFault | undefined {
  const { origin, checkpointKeys: keys } = genesis;
  const verdict = verifyCheckpoint(note, { origin, keys, verify });
  if (!verdict.ok) return verdict.code;
  const { size, root, headerHash: hash } = verdict.checkpoint;
  const same =
    size === header.size && root === header.root && hash === headerHash(encodeHeader(header));
  return same ? undefined : 'VOUCHER_HEAD';
}
