/**
 * Checks the signatures of a whole log in worker threads. The threads take chunks from one shared
 * counter, so that none waits for another, and stop at the first fault that any of them found.
 */
import { Worker } from 'node:worker_threads';
import { type Chunk, chunkCount, openChunks } from './chunk.js';
import { earlier, type Finding } from './finding.js';
import type { SourceLocation } from './logSource.js';
import { checkChunk, type SignatureTrust } from './signatureCheck.js';

/** What a thread is started with. */
export interface SignatureJob {
  readonly location: SourceLocation;
  readonly trust: SignatureTrust;
  /** Counters that all threads share; see SLOT. */
  readonly shared: Int32Array;
}

const SLOT = { nextChunk: 0, signatures: 1, chunksDone: 2, badPosition: 3 } as const;
const NONE = 0x7fff_ffff;

export interface SignaturePass {
  /** Signatures checked so far. */
  signatures(): number;
  /** Share of the log's chunks that are done, 0 to 1. */
  share(): number;
  /** Resolves with the first fault, or undefined, when every chunk before it is done. */
  readonly finding: Promise<Finding | undefined>;
  /** The smallest position known to be bad, whoever found it; beyond it nothing matters. */
  badPosition(): number;
  /** Tells the threads of a bad position found elsewhere. */
  foundBad(position: number): void;
}

/** Starts the pass. With `threads` 0 it runs in the calling thread, all at once. */
export function startSignaturePass(
  location: SourceLocation,
  trust: SignatureTrust,
  threads: number,
): SignaturePass {
  const shared = new Int32Array(new SharedArrayBuffer(4 * Int32Array.BYTES_PER_ELEMENT));
  shared[SLOT.badPosition] = NONE;
  const job: SignatureJob = { location, trust, shared };
  const chunks = chunkCount(location);
  const workers = Math.min(threads, chunks);
  return {
    signatures: () => Atomics.load(shared, SLOT.signatures),
    share: () => (chunks === 0 ? 1 : Atomics.load(shared, SLOT.chunksDone) / chunks),
    finding:
      threads === 0
        ? Promise.resolve(checkSharedChunks(job))
        : Promise.all(Array.from({ length: workers }, () => inThread(job))).then((findings) =>
            findings.reduce(earlier, undefined),
          ),
    badPosition: () => Atomics.load(shared, SLOT.badPosition),
    foundBad: (position) => lowerBadPosition(shared, position),
  };
}

/** Takes chunks until there are none left, or a fault makes the rest pointless. */
export function checkSharedChunks({ location, trust, shared }: SignatureJob): Finding | undefined {
  const chunks = chunkCount(location);
  const reader = openChunks(location);
  try {
    for (;;) {
      const chunk = Atomics.add(shared, SLOT.nextChunk, 1);
      if (chunk >= chunks) return undefined;
      const texts = reader.read(chunk);
      // Chunks are taken in order: those before this one are done or in another thread's hands.
      if (firstPosition(texts) > Atomics.load(shared, SLOT.badPosition)) return undefined;
      const { signatures, finding } = checkChunk(texts, trust);
      Atomics.add(shared, SLOT.signatures, signatures);
      Atomics.add(shared, SLOT.chunksDone, 1);
      if (finding !== undefined) {
        lowerBadPosition(shared, finding.position);
        return finding;
      }
    }
  } finally {
    reader.close();
  }
}

const POSITION = /"position":(\d{1,15})/;

/** The position that the chunk's first entry claims; 0 when there is none to be read. */
function firstPosition({ entries }: Chunk): number {
  return Number(POSITION.exec(entries[0]?.entry ?? '')?.[1] ?? 0);
}

function lowerBadPosition(shared: Int32Array, position: number): void {
  let known = Atomics.load(shared, SLOT.badPosition);
  while (position < known) {
    const found = Atomics.compareExchange(shared, SLOT.badPosition, known, position);
    if (found === known) return;
    known = found;
  }
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
