/** Bouncy Castle (Debian: libbcpkix-java) as a process that answers line by line. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { base64Of } from '../support/timeAuthority.js';

const CLASS_PATH = ['bcprov', 'bcpkix', 'bcutil']
  .map((name) => `/usr/share/java/${name}.jar`)
  .join(':');

/** A response with what is needed to judge it. */
export interface JudgedResponse {
  readonly response: Uint8Array;
  readonly root: Uint8Array;
  readonly imprint: Uint8Array;
  readonly nonce: bigint;
}

export interface BouncyCastle {
  /** `accepted`, or `refused` and why. */
  verify(judged: JudgedResponse): Promise<string>;
  /** A response of a fresh authority with keys of `kind`, everything made with `digest`. */
  issue(kind: string, digest: string): Promise<JudgedResponse>;
  close(): void;
}

/** Compiles the Java program beside this file and starts it. */
export function startBouncyCastle(): BouncyCastle {
  const folder = mkdtempSync(join(tmpdir(), 'bouncy-castle-'));
  const source = 'test/interop/BouncyCastle.java';
  execFileSync('javac', ['-nowarn', '-d', folder, '-cp', CLASS_PATH, source], { stdio: 'pipe' });
  const java = spawn('java', ['-cp', `${folder}:${CLASS_PATH}`, 'BouncyCastle'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: java.stdout }).on('line', (line) => waiting.shift()?.(line));
  const ask = (line: string): Promise<string> =>
    new Promise((resolve) => {
      waiting.push(resolve);
      java.stdin.write(`${line}\n`);
    });
  return {
    verify: ({ response, root, imprint, nonce }) =>
      ask(`verify ${[response, root, imprint].map(base64Of).join(' ')} ${nonce}`),
    issue: async (kind, digest) => {
      const [response, root, imprint, nonce] = (await ask(`issue ${kind} ${digest}`)).split(' ');
      const bytes = (text = ''): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
      return {
        response: bytes(response),
        root: bytes(root),
        imprint: bytes(imprint),
        nonce: BigInt(nonce as string),
      };
    },
    close: () => {
      java.stdin.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
