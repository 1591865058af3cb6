/**
 * Assembles receipts from the log: the signed entry with all it led to, proven under its block's
 * root.
 */
import { toHex } from '../crypto/bytes.js';
import type { Entry, SignedEntry } from '../ledger/entry.js';
import { inclusionProof } from '../ledger/merkleProof.js';
import { encodeReceipt } from '../ledger/receipt.js';
import type { CertificateReads } from './certificateReads.js';
import { LedgerError } from './errors.js';
import type { LogBlock, LogEntry, LogReader } from '../projections/logReader.js';
import { BlockObject } from './ledger/block.types.js';
import { entryObject } from './ledger/entry.types.js';
import type { ReceiptObject } from './ledger/proof.types.js';
import { treeNodes } from './ledger/proofs.js';

/** What receipts are made of. */
export interface ReceiptSources {
  readonly log: LogReader;
  /** Undefined where one operator's checkpoint closes a receipt. */
  readonly certificates?: CertificateReads | undefined;
}

/**
 * How long a receipt waits for the validators: they sign the header after the block, which follows
 * in the time of one block.
 */
const CERTIFICATE_WAIT_MS = 5_000;
const RETRY_AFTER_MS = 1_000;

/**
 * The receipt of the entry at `position`: for a derived entry that of the signed one that caused
 * it. Undefined when the log has no such entry, or when no signed event caused it (the genesis).
 */
export function receiptAt(sources: ReceiptSources, position: number): ReceiptObject | undefined {
  const { log } = sources;
  const stored = signedGroupAt(log, position);
  if (stored === undefined) return undefined;
  const [signed] = stored as [LogEntry, ...LogEntry[]];
  const block = log.blockAt(signed.position);
  // Reads see whole blocks only, and a signed entry is in the block of all it led to.
  if (block === undefined) throw new Error(`no block holds position ${signed.position}`);
  return receiptOf(sources, stored, block);
}

/** The signed entry that the one at `position` belongs to, and all that it led to. */
export function signedGroupAt(log: LogReader, position: number): readonly LogEntry[] | undefined {
  const signed = signedEntryOf(log, position);
  if (signed === undefined) return undefined;
  const { derived } = JSON.parse(signed.entry) as SignedEntry;
  return [signed, ...log.entries(signed.position + 1, derived)];
}

function receiptOf(
  { log, certificates }: ReceiptSources,
  stored: readonly LogEntry[],
  block: LogBlock,
): ReceiptObject {
  const nodes = treeNodes(log);
  const view = new BlockObject(block);
  const index = (stored.at(-1) as LogEntry).position;
  const { size, root } = view;
  const hashes = inclusionProof(index, size, nodes);
  const { height, header, checkpoint } = block;
  const parts = { entries: stored, header, inclusion: { index, size, hashes } };
  return {
    position: (stored[0] as LogEntry).position,
    entries: () => stored.map(entryObject),
    block: view,
    inclusion: { index, size, leafHash: toHex(nodes.node(0, index)), root, hashes },
    checkpoint: view.checkpoint,
    document: () =>
      certificates === undefined
        ? encodeReceipt({ ...parts, checkpoint })
        : certificateOf(certificates, height).then((certificate) =>
            encodeReceipt({ ...parts, certificate }),
          ),
  };
}

/** Waits for it. Rejects with CERTIFICATE_PENDING after 5 s. */
async function certificateOf(certificates: CertificateReads, height: number): Promise<string> {
  const certificate = await certificates.waitFor(height, CERTIFICATE_WAIT_MS);
  if (certificate !== undefined) return certificate;
  const what = `the validators have not signed a header with block ${height} yet`;
  throw new LedgerError('CERTIFICATE_PENDING', what, { retryAfterMs: RETRY_AFTER_MS });
}

function signedEntryOf(log: LogReader, position: number): LogEntry | undefined {
  const [stored] = log.entries(position, 1);
  if (stored?.position !== position) return undefined;
  const entry = JSON.parse(stored.entry) as Entry;
  if (entry.kind === 'signed') return stored;
  const cause = entry.kind === 'derived' ? entry.cause : null;
  return cause === null ? undefined : log.entries(cause, 1)[0];
}
