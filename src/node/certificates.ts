/**
 * The certificates of a ledger that validators keep, on the thread that answers queries: what the
 * follower has kept, and a way to wait for what is about to be. Every wait ends, and their number
 * is bounded.
 */
import { join } from 'node:path';
import type { Hex } from '../crypto/bytes.js';
import { validatorSetHash } from '../ledger/cometbft/validatorSet.js';
import type { ValidatorTrust } from '../ledger/cometbft/verifyLightBlock.js';
import type { CertificateReads } from '../schema/certificateReads.js';
import { CertificateStore } from '../store/certificateStore.js';

/** Where a node keeps them. */
export function certificatesPath(dataDirectory: string): string {
  return join(dataDirectory, 'certificates.sqlite');
}

const WAITS_MAX = 10_000;

export class Certificates implements CertificateReads {
  /** What the follower writes to. */
  readonly store: CertificateStore;
  readonly #genesisSet: Hex;
  readonly #waits = new Set<{ readonly height: number; readonly end: () => void }>();

  /** Opens or creates the file at `path`. Throws StoreUnusable. */
  constructor(path: string, { validators }: ValidatorTrust) {
    this.store = new CertificateStore(path);
    this.#genesisSet = validatorSetHash(validators);
  }

  of(height: number): string | undefined {
    return this.store.certificate(height, this.#genesisSet);
  }

  async waitFor(height: number, timeoutMs: number): Promise<string | undefined> {
    const found = this.of(height);
    if (found !== undefined || this.#waits.size >= WAITS_MAX) return found;
    await new Promise<void>((resolve) => {
      const wait = { height, end: resolve };
      const timer = setTimeout(() => wait.end(), timeoutMs);
      wait.end = () => {
        clearTimeout(timer);
        this.#waits.delete(wait);
        resolve();
      };
      this.#waits.add(wait);
    });
    return this.of(height);
  }

  /** To be told of each block that has become certified. */
  certified(height: number): void {
    for (const wait of [...this.#waits]) if (wait.height === height) wait.end();
  }

  close(): void {
    for (const wait of [...this.#waits]) wait.end();
    this.store.close();
  }
}
