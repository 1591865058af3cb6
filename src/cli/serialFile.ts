/**
 * Serial numbers that are never given twice, over crashes too: a file holds the first number that
 * was not reserved yet, and is on disk before any number of a reservation is given. Numbers that
 * were reserved and not used are lost, which hurts nobody.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import type { RecordTimestamp } from '../gateways/tsa.js';
import { systemNow } from '../node/clock.js';

const RESERVED_AT_ONCE = 1_000n;

export class SerialFile {
  readonly #path: string;
  #next: bigint;
  #reserved: bigint;

  /** Continues after what `path` has reserved; from 1 when there is no such file. */
  constructor(path: string) {
    this.#path = path;
    this.#next = existsSync(path) ? BigInt(readFileSync(path, 'utf8').trim()) : 1n;
    this.#reserved = this.#next;
  }

  /** A number that was never given before. */
  next(): bigint {
    if (this.#next === this.#reserved) this.#reserve();
    const serial = this.#next;
    this.#next += 1n;
    return serial;
  }

  #reserve(): void {
    const reserved = this.#reserved + RESERVED_AT_ONCE;
    const fresh = `${this.#path}.new`;
    const file = openSync(fresh, 'w');
    writeSync(file, `${reserved}\n`);
    fsyncSync(file);
    closeSync(file);
    renameSync(fresh, this.#path);
    this.#reserved = reserved;
  }
}

/** For an authority without a ledger: the number comes from `path`, the time from the system. */
export function recordInFile(path: string): RecordTimestamp {
  const serials = new SerialFile(path);
  return async () => ({ serial: serials.next(), genTime: systemNow() });
}
