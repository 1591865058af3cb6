/**
 * Audits one archive segment alone, against the pinned genesis document: form, chain, event hashes,
 * the tree's root at every block, what vouches for the last of them, and every signature. What the
 * rules made of the events depends on all that came before: that is for the audit of the whole.
 */
import { dirname, join } from 'node:path';
import { readFileSync } from 'node:fs';
import { verifySignature } from '../../crypto/suites.js';
import { voucherFault, VOUCHER_FAULTS } from '../../ledger/archive/voucher.js';
import { SegmentInvalid, voucherName } from '../../ledger/archive/segment.js';
import { genesisTrust } from '../../ledger/cometbft/verifyCertificate.js';
import { type BlockTexts, type LogStart, LogVerifier } from '../../ledger/logVerifier.js';
import { SegmentFile } from '../../store/archive/segmentFile.js';
import type { LogAudit } from './auditLog.js';
import type { Finding } from './finding.js';
import type { AuditTrust } from './replay.js';
import { checkChunk } from './signatureCheck.js';

/** Audits the segment at `path`. Throws the system's error when it or its voucher is not there. */
export function auditSegment(path: string, trust: AuditTrust): LogAudit {
  const started = performance.now();
  const finish = (found: Omit<LogAudit, 'seconds'>): LogAudit => ({
    ...found,
    seconds: (performance.now() - started) / 1_000,
  });
  try {
    const file = new SegmentFile(path);
    try {
      const voucher = readFileSync(join(dirname(path), voucherName(file.head.first)), 'utf8');
      return finish(auditOpen(file, voucher, trust));
    } finally {
      file.close();
    }
  } catch (error) {
    if (!(error instanceof SegmentInvalid)) throw error;
    const finding: Finding = { position: 0, check: 'format', what: error.message };
    const nothing = { blocks: 0, entries: 0, signatures: 0, root: undefined, certified: undefined };
    return finish({ finding, ...nothing });
  }
}

function auditOpen(
  file: SegmentFile,
  voucher: string,
  { ledger, document, text: genesisText }: AuditTrust,
): Omit<LogAudit, 'seconds'> {
  const { head } = file;
  const start: LogStart = { ...head, genesis: document };
  const verifier = new LogVerifier({ ledger, verifySignature }, start);
  let finding: Finding | undefined;
  let [blocks, signatures] = [0, 0];
  let last: BlockTexts | undefined;
  for (const block of file.blocks()) {
    const read = verifier.addBlock(block);
    if (!read.ok) {
      finding = { position: read.position, check: 'entry', what: read.message };
      break;
    }
    const signed = checkChunk({ entries: block.entries, heads: [] }, { ledger, genesis: document });
    signatures += signed.signatures;
    finding = signed.finding;
    if (finding !== undefined) break;
    blocks += 1;
    last = block;
  }
  const entries = verifier.size - head.first;
  finding ??= endFinding(verifier.size, head.end);
  finding ??= vouched(last as BlockTexts, voucher, { genesisText, position: head.first });
  const certified = genesisTrust(ledger, document) && { blocks: 1, entries };
  return { finding, blocks, entries, signatures, root: verifier.root(), certified };
}

function endFinding(size: number, end: number): Finding | undefined {
  if (size === end) return undefined;
  const what = `the segment ends at ${size}, but its head says ${end}`;
  return { position: size, check: 'format', what };
}

function vouched(
  { header }: BlockTexts,
  voucher: string,
  { genesisText, position }: { readonly genesisText: string; readonly position: number },
): Finding | undefined {
  const fault = voucherFault(voucher, header, { genesisText, verify: verifySignature });
  if (fault === undefined) return undefined;
  return { position, check: 'checkpoint', what: `voucher: ${VOUCHER_FAULTS[fault]}` };
}
