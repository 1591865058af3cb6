/**
 * What a capture has done so far, beside what it captures: each step's signed event is on disk
 * before it is sent, so that after a crash the very same event is sent again and the ledger, which
 * executes an event once, answers with its first outcome. No artefact twice, none left out.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import type { Hex } from '../../crypto/bytes.js';
import type { ArtefactRole } from '../../domain/evidence/capture/artefact.js';
import type { TypedDigest } from '../../ledger/itemCommitment.js';
import type { SignedEvent } from '../../ledger/signedEvent.js';
import { systemReason } from '../dataFolder.js';
import { EXIT } from '../exitCode.js';
import { UserError } from '../userError.js';

/** A file as it was when it was hashed. */
export interface CapturedFile {
  /** Path below the folder, with `/`; inside an archive, `<archive>!/<path>`. */
  readonly path: string;
  readonly role: ArtefactRole;
  readonly commitment: Hex;
  readonly digests: readonly TypedDigest[];
  /** Nanoseconds of its last change, as text; empty inside an archive. */
  readonly modified: string;
}

export type CaptureStep = 'open' | 'environment' | 'record' | 'close' | 'seal';

/** A step that is about to be sent. */
export interface StepLine {
  readonly step: CaptureStep;
  readonly event: SignedEvent;
  /** With `record`: the files that its artefacts are of, those with equal contents too. */
  readonly files?: readonly CapturedFile[];
}

/** What became of the step before it. */
export type OutcomeLine =
  { readonly done: Hex; readonly position: number } | { readonly refused: string };

/** What the journal is of: resuming for another is refused. */
export interface JournalHead {
  readonly ledger: Hex;
  readonly actor: string;
  readonly source: string;
}

const FORMAT = 'civic-ledger/capture-journal/v1';
const NEXT = 'move it away to capture anew';

export class CaptureJournal {
  readonly path: string;
  /** What the first line will say; undefined once it is there. */
  #head: object | undefined;
  readonly #taken: (StepLine & { readonly id: Hex })[] = [];
  #pending: StepLine | undefined;

  /**
   * Opens the journal at `path`, or begins it with the first step. Throws UserError when it is of
   * something else.
   */
  constructor(path: string, head: JournalHead) {
    this.path = path;
    const [first, ...lines] = existsSync(path) ? readLines(path) : [];
    const expected = { format: FORMAT, ...head };
    if (first === undefined) {
      this.#head = expected;
      return;
    }
    for (const [name, value] of Object.entries(expected)) {
      const found = (first as { readonly [member: string]: unknown })[name];
      if (found !== value)
        throw new UserError(`${path} is of another ${name}: ${JSON.stringify(found)}`, NEXT);
    }
    for (const line of lines) this.#fold(line as StepLine | OutcomeLine);
  }

  /** The step that was sent, or about to be, and whose outcome is not known. */
  pending(): StepLine | undefined {
    return this.#pending;
  }

  /** Steps that are on the ledger, with the hashes of their events. */
  taken(step: CaptureStep): readonly (StepLine & { readonly id: Hex })[] {
    return this.#taken.filter((line) => line.step === step);
  }

  append(line: StepLine | OutcomeLine): void {
    if (this.#head !== undefined) this.#write(this.#head);
    this.#head = undefined;
    this.#write(line);
    this.#fold(line);
  }

  /** Removes the journal of a capture that the ledger has not opened: nothing is to resume. */
  discard(): void {
    rmSync(this.path, { force: true });
  }

  #fold(line: StepLine | OutcomeLine): void {
    if ('step' in line) {
      this.#pending = line;
      return;
    }
    if ('done' in line && this.#pending !== undefined) {
      this.#taken.push({ ...this.#pending, id: line.done });
    }
    this.#pending = undefined;
  }

  /** On disk when this returns. */
  #write(line: object): void {
    try {
      const file = openSync(this.path, 'a', 0o600);
      writeSync(file, `${JSON.stringify(line)}\n`);
      fsyncSync(file);
      closeSync(file);
    } catch (error) {
      throw new UserError(`cannot write ${this.path} (${systemReason(error)})`, 'make room for it');
    }
  }
}

/** Whole lines; what a crash left of a last one was never acted on, and is cut off. */
function readLines(path: string): readonly unknown[] {
  const text = readFileSync(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
  try {
    return whole
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as unknown);
  } catch {
    throw new UserError(`${path} is not the journal of a capture`, NEXT, EXIT.malformed);
  }
}
