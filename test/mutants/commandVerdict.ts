/** Verdicts of the command line: the real commands, run in this process over files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../cli/support/rememberingTerminal.js';
import type { Kind, Sample, Verdict } from './mutant.js';

/** What a command said, and what it comes to. */
export interface CommandAnswer extends Verdict {
  /** What it printed: JSON. */
  readonly report: unknown;
}

/** Runs the commands of samples; has a folder for their files. */
export class CommandVerdicts {
  readonly #folder = mkdtempSync(join(tmpdir(), 'civic-mutants-'));
  readonly #written = new Set<string>();

  /** The verdict on `bytes` in the place of the sample. Throws when the command fell over. */
  async of(sample: Sample, bytes: Uint8Array): Promise<CommandAnswer> {
    const mutant = join(this.#folder, 'mutant');
    writeFileSync(mutant, bytes);
    const args = sample.command.map((word) => {
      const name = /^\{(.+)\}$/.exec(word)?.[1];
      if (name === undefined) return word;
      return name === 'mutant' ? mutant : this.#fileOf(sample, name);
    });
    const { exitCode, out, notes } = await runCommand(...args);
    if (exitCode === 4) throw new Error(`the command fell over: ${notes}`);
    const report: unknown = JSON.parse(out);
    return { exit: exitCode, report, ...reportedVerdict(sample.kind, report) };
  }

  close(): void {
    rmSync(this.#folder, { recursive: true });
  }

  #fileOf({ name, files }: Sample, file: string): string {
    const path = join(this.#folder, `${name}.${file}`.replaceAll(' ', '-'));
    if (!this.#written.has(path)) writeFileSync(path, files[file] as Uint8Array);
    this.#written.add(path);
    return path;
  }
}

/** Refusals in a report, and the exit code that is due for them. */
export function reportedVerdict(kind: Kind, report: unknown): Omit<Verdict, 'exit'> {
  switch (kind) {
    case 'bundle':
      return bundleVerdict(report as BundleLike);
    case 'paper':
      return paperVerdict(report as PaperLike);
    case 'receipt':
      return codeVerdict((report as { readonly receipt: CodeLike }).receipt, [
        'NOT_CANONICAL',
        'MALFORMED',
      ]);
    case 'token':
      return codeVerdict(report as CodeLike, ['TRAILING_BYTES', 'NOT_DER', 'MALFORMED']);
    case 'certificate':
      return codeVerdict(report as CodeLike, []);
  }
}

type CodeLike = { readonly ok: true } | { readonly ok: false; readonly code: string };

function codeVerdict(verdict: CodeLike, malformed: readonly string[]): Omit<Verdict, 'exit'> {
  if (verdict.ok) return { due: 0, refusals: [] };
  return { due: malformed.includes(verdict.code) ? 3 : 1, refusals: [verdict.code] };
}

interface LineLike {
  readonly check: string;
  readonly findings: readonly {
    readonly status: string;
    readonly sentence: string;
    readonly values?: { readonly code?: string; readonly path?: string };
  }[];
}

interface BundleLike {
  readonly sections: readonly { readonly lines: readonly LineLike[] }[];
}

function bundleVerdict({ sections }: BundleLike): Omit<Verdict, 'exit'> {
  const open = sections
    .flatMap(({ lines }) => lines)
    .flatMap(({ check, findings }) => findings.map((finding) => ({ ...finding, check })))
    .filter(({ status }) => status === 'FAIL' || status === 'NOT PROVEN');
  const refusals = open.map(({ check, sentence, values: { code, path } = {} }) =>
    [check, sentence, code, path].filter((word) => word !== undefined).join(' '),
  );
  const failed = open.filter(({ status }) => status === 'FAIL');
  const isMalformed = failed.some(({ check }) => check === 'A1');
  const due = isMalformed ? 3 : failed.length > 0 ? 1 : open.length > 0 ? 2 : 0;
  return { due, refusals };
}

interface PaperLike {
  readonly lines: readonly {
    readonly check: string;
    readonly status: string;
    readonly sentence: string;
    readonly en: string;
  }[];
}

function paperVerdict({ lines }: PaperLike): Omit<Verdict, 'exit'> {
  const open = lines.filter(({ status }) => status === 'FAIL' || status === 'NOT PROVEN');
  const refusals = open.map(({ check, sentence, en }) => {
    // The code is in the sentence only.
    const code = sentence === 'LOG_FAULT' ? /\(([A-Z_]+)\)/.exec(en)?.[1] : undefined;
    return [check, sentence, code].filter((word) => word !== undefined).join(' ');
  });
  const isWhole = lines[0]?.status === 'PASS';
  const isFailed = open.some(({ status }) => status === 'FAIL');
  const due = !isWhole ? 3 : isFailed ? 1 : open.length > 0 ? 2 : 0;
  return { due, refusals };
}
