/**
 * What CometBFT writes about itself, read while it runs. When its consensus fails (a block that it
 * made itself and cannot use, an app hash that is not its own), it says so, and the rest of the
 * process stays: sockets, peers and RPC answer as before, and this validator never votes again.
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** CometBFT's words (consensus/state.go, receiveRoutine); the same from v0.34 to v0.40. */
const CONSENSUS_FAILED = 'CONSENSUS FAILURE!!!';
/** More in one reading is read in the next. */
const PIECE_BYTES = 65_536;
const LAST_WORDS_MAX = 2_000;

/**
 * Reads what is added to the file at `path` from now on, every `pollMs`, and calls `onFailed` once
 * when CometBFT says that its consensus has failed. Returns what ends the reading.
 */
export function whenConsensusFails(path: string, pollMs: number, onFailed: () => void): () => void {
  let offset = logLength(path);
  const timer = setInterval(() => {
    // Somebody has begun the file anew.
    if (logLength(path) < offset) offset = 0;
    const piece = pieceAt(path, offset);
    if (piece.includes(CONSENSUS_FAILED)) {
      clearInterval(timer);
      onFailed();
      return;
    }
    // The words may end in what is written next.
    offset += Math.max(0, piece.length - CONSENSUS_FAILED.length);
  }, pollMs);
  return () => clearInterval(timer);
}

/** Bytes of the file at `path`; 0 when there is none. */
export function logLength(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** The end of what was written after byte `from`: of an earlier process, nothing. */
export function lastWords(path: string, from: number): string {
  const start = Math.max(from, logLength(path) - PIECE_BYTES);
  return pieceAt(path, start).toString().trimEnd().slice(-LAST_WORDS_MAX);
}

/** Up to PIECE_BYTES from `offset` on. */
function pieceAt(path: string, offset: number): Buffer {
  const length = Math.min(PIECE_BYTES, logLength(path) - offset);
  if (length <= 0) return Buffer.alloc(0);
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, offset));
  } finally {
    closeSync(file);
  }
}
