/**
 * Audits a log from its genesis document: every signature in worker threads, everything else by
 * executing it again in a thread of its own. Nothing is believed but the pinned document.
 */
import { Worker } from 'node:worker_threads';
import type { Hex } from '../../crypto/bytes.js';
import { AuditProgress } from './auditProgress.js';
import type { Certified } from './certificateCheck.js';
import { chunkCount } from './chunk.js';
import { earlier, type Finding } from './finding.js';
import type { SourceLocation } from './logSource.js';
import { type AuditTrust, openReplay, type ReplayJob, type ReplayResult } from './replay.js';
import { checkSignatures } from './signaturePass.js';

/** Which log, and how to audit it. */
export interface AuditRequest {
  readonly kind: SourceLocation['kind'];
  readonly path: string;
  /** Folder that has what a database has pruned. */
  readonly archive?: string | undefined;
  readonly trust: AuditTrust;
  /** Threads that check signatures; 0 does everything in this one. */
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
  /** What validators vouch for; undefined where one operator keeps the ledger. */
  readonly certified: Certified | undefined;
  readonly seconds: number;
}

const PROGRESS_EVERY_MS = 50;

/** Audits the log. Rejects with what opening it throws. */
export async function auditLog(request: AuditRequest): Promise<LogAudit> {
  const { kind, path, archive, trust, threads, onProgress } = request;
  const started = performance.now();
  const progress = new AuditProgress();
  const { memory } = progress;
  const replay = startReplay({ kind, path, archive, genesisText: trust.text, memory }, threads);
  const location = await replay.location;
  const chunks = Math.max(chunkCount(location), 1);
  const report = (): void =>
    onProgress?.((progress.replayed() + progress.chunksDone() / chunks) / 2);
  const timer = setInterval(report, PROGRESS_EVERY_MS);
  try {
    const signatureTrust = { ledger: trust.ledger, genesis: trust.document };
    const signed = checkSignatures({ location, trust: signatureTrust, memory }, threads);
    const [replayed, signatureFinding] = await Promise.all([replay.run(), signed]);
    return {
      ...replayed,
      finding: earlier(replayed.finding, signatureFinding),
      signatures: progress.signatures(),
      seconds: (performance.now() - started) / 1_000,
    };
  } finally {
    clearInterval(timer);
  }
}

/** A replay on its way. */
interface StartedReplay {
  readonly location: Promise<SourceLocation>;
  run(): Promise<ReplayResult>;
}

function startReplay(job: ReplayJob, threads: number): StartedReplay {
  if (threads > 0) return replayInThread(job);
  const replay = openReplay(job);
  return {
    location: Promise.resolve(replay.location),
    run: () => Promise.resolve(replay.run()),
  };
}

type ReplayMessage = { readonly location: SourceLocation } | { readonly result: ReplayResult };

/** Blocks die young: with room for some, the collector rarely has to copy them. */
const RESOURCES = { maxYoungGenerationSizeMb: 128 };

function replayInThread(job: ReplayJob): StartedReplay {
  const file = new URL('./replayWorker.js', import.meta.url);
  const worker = new Worker(file, { workerData: job, resourceLimits: RESOURCES });
  const location = new Promise<SourceLocation>((resolve, reject) => {
    worker.on('message', (said: ReplayMessage) => 'location' in said && resolve(said.location));
    worker.on('error', reject);
  });
  const result = new Promise<ReplayResult>((resolve, reject) => {
    worker.on('message', (said: ReplayMessage) => 'result' in said && resolve(said.result));
    worker.on('error', reject);
    // After a result this comes too late to change anything.
    worker.on('exit', (code) => reject(new Error(`the replay thread ended with code ${code}`)));
  });
  // A thread that cannot even open its source rejects `location`, and nobody waits for the result.
  result.catch(() => undefined);
  return { location, run: () => result };
}
