/**
 * Audits a log from its genesis document: every signature in worker threads, everything else by
 * executing it again. Nothing is believed but the pinned document.
 */
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { Hex } from '../../crypto/bytes.js';
import type { Genesis } from '../../ledger/genesis.js';
import type { AuditStore } from './auditStore.js';
import { earlier, type Finding } from './finding.js';
import { type LogSource, SourceFault } from './logSource.js';
import { Reexecution } from './reexecution.js';
import { startSignaturePass, type SignaturePass } from './signaturePass.js';

/** The trust anchor. */
export interface AuditTrust {
  readonly ledger: Hex;
  readonly document: Genesis;
  /** Canonical text of the document. */
  readonly text: string;
}

export interface AuditOptions {
  /** Threads that check signatures; 0 checks them in this one. */
  readonly threads: number;
  /** Told often, with the share of the work done, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/** What an audit of a log found. */
export interface LogAudit {
  /** The first thing that does not hold; undefined when all of it does. */
  readonly finding: Finding | undefined;
  readonly blocks: number;
  readonly entries: number;
  readonly signatures: number;
  /** RFC 9162 root over the audited entries. */
  readonly root: Hex | undefined;
  readonly seconds: number;
  /** State and used ids as the log gives them. The caller closes it. */
  readonly store: AuditStore;
}

const PROGRESS_EVERY_MS = 50;

/** Audits the log in `source` against `trust`. */
export async function auditLog(
  source: LogSource,
  trust: AuditTrust,
  options: AuditOptions,
): Promise<LogAudit> {
  const { ledger, document: genesis } = trust;
  const { location } = source;
  const started = performance.now();
  const pass = startSignaturePass(location, { ledger, genesis }, options.threads);
  const reexecution = new Reexecution(trust.text);
  const report = (reached: number): void =>
    options.onProgress?.((reached / location.length + pass.share()) / 2);
  const replayed = await replay(source, { reexecution, pass, report });
  if (replayed !== undefined) pass.foundBad(replayed.position);
  const signed = await waitFor(pass, () => report(location.length));
  const head = reexecution.store.head();
  return {
    finding: earlier(replayed, signed),
    blocks: reexecution.blocks,
    entries: reexecution.size,
    signatures: pass.signatures(),
    root: head?.header.root,
    seconds: (performance.now() - started) / 1_000,
    store: reexecution.store,
  };
}

interface Replay {
  readonly reexecution: Reexecution;
  readonly pass: SignaturePass;
  report(reached: number): void;
}

async function replay(source: LogSource, parts: Replay): Promise<Finding | undefined> {
  const { reexecution, pass, report } = parts;
  let turnAt = performance.now() + PROGRESS_EVERY_MS;
  try {
    for (const block of source.blocks()) {
      const finding = reexecution.next(block);
      if (finding !== undefined) return finding;
      if (reexecution.size > pass.badPosition()) return undefined;
      if (performance.now() < turnAt) continue;
      report(block.reached);
      await nextTurn();
      turnAt = performance.now() + PROGRESS_EVERY_MS;
    }
  } catch (error) {
    if (!(error instanceof SourceFault)) throw error;
    return { position: error.position, check: 'format', what: error.message };
  }
  return undefined;
}

async function waitFor(pass: SignaturePass, report: () => void): Promise<Finding | undefined> {
  const done = Symbol('done');
  for (;;) {
    const timer = new AbortController();
    const outcome = await Promise.race([
      pass.finding.then((finding) => ({ finding })),
      pause(PROGRESS_EVERY_MS, done, { signal: timer.signal }).catch(() => done),
    ]);
    timer.abort();
    if (typeof outcome !== 'symbol') return outcome.finding;
    report();
  }
}
