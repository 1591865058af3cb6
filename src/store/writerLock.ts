/**
 * One writer per ledger: an exclusive SQLite lock on a file of its own, held for the life of the
 * process. The operating system drops it with the process, so that kill -9 leaves nothing to clean.
 */
import Database from 'better-sqlite3';
import { StoreUnusable } from './schema.js';

/** Takes the lock beside `ledgerPath`, or throws StoreUnusable when another process has it. */
export function takeWriterLock(ledgerPath: string): { release(): void } {
  const lock = new Database(`${ledgerPath}.lock`, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch {
    lock.close();
    throw new StoreUnusable(
      `another process is writing ${ledgerPath}; stop it first, or use another data folder`,
    );
  }
  return { release: () => lock.close() };
}
