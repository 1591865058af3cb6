/**
 * Checks the signatures of a whole log in worker threads. The threads take chunks from one shared
 * counter, so that none waits for another, and stop at the first fault that any of them found.
 */
import { Worker } from 'node:worker_threads';
import { AuditProgress } from './auditProgress.js';
import { type Chunk, chunkCount, openChunks } from './chunk.js';
import { earlier, type Finding } from './finding.js';
import type { SourceLocation } from './logSource.js';
import { checkChunk, type SignatureTrust } from './signatureCheck.js';

/** What a thread is started with. */
export interface SignatureJob {
  readonly location: SourceLocation;
  readonly trust: SignatureTrust;
  /** AuditProgress.memory */
  readonly memory: Int32Array;
}

/**
 * Checks all signatures in `threads` threads, or in this one when that is 0; resolves with the
 * first fault when every chunk before it is done.
 */
export async function checkSignatures(
  job: SignatureJob,
  threads: number,
): Promise<Finding | undefined> {
  if (threads === 0) return checkSharedChunks(job);
  const workers = Math.min(threads, chunkCount(job.location));
  const findings = await Promise.all(Array.from({ length: workers }, () => inThread(job)));
  return findings.reduce(earlier, undefined);
}

/** Takes chunks until there are none left, or a fault makes the rest pointless. */
export function checkSharedChunks({ location, trust, memory }: SignatureJob): Finding | undefined {
  const progress = new AuditProgress(memory);
  const chunks = chunkCount(location);
  const reader = openChunks(location);
  try {
    for (let chunk = progress.takeChunk(); chunk < chunks; chunk = progress.takeChunk()) {
      const texts = reader.read(chunk);
      // Chunks are taken in order: those before this one are done or in another thread's hands.
      if (firstPosition(texts) > progress.badPosition()) return undefined;
      const { signatures, finding } = checkChunk(texts, trust);
      progress.finishedChunk(signatures);
      if (finding === undefined) continue;
      progress.foundBad(finding.position);
      return finding;
    }
    return undefined;
  } finally {
    reader.close();
  }
}

const POSITION = /"position":(\d{1,15})/;

/** The position that the chunk's first entry claims; 0 when there is none to be read. */
function firstPosition({ entries }: Chunk): number {
  return Number(POSITION.exec(entries[0]?.entry ?? '')?.[1] ?? 0);
}

function inThread(job: SignatureJob): Promise<Finding | undefined> {
  const worker = new Worker(new URL('./signatureWorker.js', import.meta.url), { workerData: job });
  return new Promise((resolve, reject) => {
    let finding: Finding | undefined;
    worker.on('message', (found: Finding | undefined) => (finding = found));
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (code === 0) resolve(finding);
      else reject(new Error(`a signature thread ended with code ${code}`));
    });
  });
}
