/** A bundle unpacked into a folder, and the commands of its HOW-TO-VERIFY.txt run there by bash. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readZip } from '../../../src/client/bundle/zip.js';

export class UnpackedBundle {
  readonly #folder = mkdtempSync(join(tmpdir(), 'how-to-verify-'));

  constructor(bundle: Uint8Array) {
    const content = readZip(bundle);
    if ('fault' in content) throw new Error(content.fault);
    for (const { path, bytes } of content.files) this.write(path, bytes);
  }

  read(path: string): Buffer {
    return readFileSync(join(this.#folder, path));
  }

  write(path: string, content: Uint8Array | string): void {
    mkdirSync(dirname(join(this.#folder, path)), { recursive: true });
    writeFileSync(join(this.#folder, path), content);
  }

  /** The commands under the step with this number, as a person would copy them. */
  step(number: number): string {
    const body = this.read('HOW-TO-VERIFY.txt')
      .toString()
      .split(/\n(?=\d\. )/)
      .filter((part) => part.startsWith(`${number}. `))
      .join('\n');
    const lines = body.split('\n').filter((line) => /^\$ | {4}-| {4}genesis/.test(line));
    return lines.map((line) => line.replace(/^\$ /, '')).join('\n');
  }

  bash(script: string): { readonly out: string; readonly status: number | null } {
    const { stdout, stderr, status } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
      cwd: this.#folder,
      encoding: 'utf8',
    });
    return { out: stdout + stderr, status };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}
