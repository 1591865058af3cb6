/**
 * A capture from its opening to its seal, step by step through the journal: begun anew, or gone on
 * with where it was when its process ended. It opens under the newest checkpoint, verified against
 * the pinned genesis document.
 */
import { makeBatch } from '../../client/batch.js';
import type { Hex } from '../../crypto/bytes.js';
import type { JsonObject } from '../../crypto/canonicalJson.js';
import { verifySignature } from '../../crypto/suites.js';
import { type Checkpoint, verifyCheckpoint } from '../../ledger/checkpoint.js';
import type { EventBody, SignedEvent } from '../../ledger/signedEvent.js';
import { dataPaths, readGenesis } from '../dataFolder.js';
import { EXIT } from '../exitCode.js';
import { buildOf, contentOfFile } from '../life/step.js';
import {
  type LedgerSession,
  NotTaken,
  refusedError,
  signAll,
  submitSaying,
} from '../ledgerSession.js';
import { UserError } from '../userError.js';
import { type CapturedFile, type CaptureJournal, type CaptureStep } from './captureJournal.js';

/** The environment's checks, in the order of the rule. */
export const CHECKS = [
  'hostsFile',
  'proxy',
  'dns',
  'clockOffset',
  'processList',
  'deviceIntegrity',
] as const;

export interface CaptureOptions {
  readonly data: string;
  readonly url: string;
  readonly as: string;
  readonly profile: string;
  readonly tool: string;
  readonly report?: string;
  readonly failed?: readonly string[];
  readonly collectors?: readonly string[];
  readonly category: string;
  readonly claim: string;
}

/** A sealed capture. */
export interface SealedCapture {
  readonly capture: Hex;
  /** The batch that the artefacts became. */
  readonly batch: Hex;
  readonly class: 'controlled' | 'uncontrolled';
  readonly files: readonly CapturedFile[];
  readonly commitments: readonly Hex[];
}

/** Artefacts of one event: some 170 KB, well below every ledger's limit. */
export const ARTEFACTS_AT_ONCE = 500;

export class CaptureSession {
  readonly #session: LedgerSession;
  readonly #options: CaptureOptions;
  readonly #journal: CaptureJournal;
  readonly #files = new Map<string, CapturedFile>();
  readonly #commitments = new Map<Hex, number>();

  constructor(session: LedgerSession, options: CaptureOptions, journal: CaptureJournal) {
    this.#session = session;
    this.#options = options;
    this.#journal = journal;
  }

  /** Learns what became of the last step, then opens the capture unless it is open. */
  async begin(): Promise<Hex> {
    const pending = this.#journal.pending();
    // A refusal is no fault here: the step is taken anew where it is still missing.
    if (pending !== undefined) await this.#submit(pending.event);
    for (const { files = [] } of this.#journal.taken('record')) this.#remember(files);
    if (this.#journal.taken('open').length === 0) await this.#open();
    if (this.#journal.taken('environment').length === 0) await this.#checkEnvironment();
    return this.#id();
  }

  /** The file as it was recorded; undefined while it is not. */
  recorded(path: string): CapturedFile | undefined {
    return this.#files.get(path);
  }

  /** Files recorded so far. */
  count(): number {
    return this.#files.size;
  }

  /** Artefacts that the ledger still takes in this capture. */
  room(): number {
    return this.#session.batchItemsMax - this.#commitments.size;
  }

  /** True when it was sealed before this process, or by it. */
  isSealed(): boolean {
    return this.#journal.taken('seal').length > 0;
  }

  /** True once nothing can be added any more. */
  isClosed(): boolean {
    return this.#journal.taken('close').length > 0;
  }

  /** Records files in their order; equal contents are one artefact. */
  async record(files: readonly CapturedFile[]): Promise<void> {
    for (let start = 0; start < files.length; start += ARTEFACTS_AT_ONCE) {
      const group = files.slice(start, start + ARTEFACTS_AT_ONCE);
      const first = this.#commitments.size;
      const fresh = new Map(group.map((file) => [file.commitment, file]));
      for (const commitment of this.#commitments.keys()) fresh.delete(commitment);
      const artefacts = [...fresh.values()].map(({ commitment, digests, role }) => {
        return { commitment, digests: digests.map((digest) => ({ ...digest })), role };
      });
      if (artefacts.length > 0) {
        const data = { capture: this.#id(), first, artefacts };
        await this.#take('record', 'RecordArtefacts', data, group);
      }
      this.#remember(group);
    }
  }

  /** Closes the capture for good and registers its artefacts as a batch, as far as not done. */
  async seal(): Promise<SealedCapture> {
    const capture = this.#id();
    const commitments = [...this.#commitments.keys()];
    if (commitments.length === 0) {
      throw new UserError('there is nothing to capture', 'put files there, or name another folder');
    }
    const { root } = makeBatch(commitments);
    if (!this.isClosed()) {
      await this.#take('close', 'CloseCapture', { capture, count: commitments.length, root });
    }
    const grade = this.#isClean() ? 'controlled' : 'uncontrolled';
    const { category, claim } = this.#options;
    const data = { capture, class: grade, category, claim };
    const [sealed] = this.#journal.taken('seal');
    const batch = sealed?.id ?? (await this.#take('seal', 'SealCapture', data));
    return { capture, batch, class: grade, files: [...this.#files.values()], commitments };
  }

  #id(): Hex {
    return this.#journal.taken('open')[0]?.id as Hex;
  }

  #remember(files: readonly CapturedFile[]): void {
    for (const file of files) {
      this.#files.set(file.path, file);
      if (!this.#commitments.has(file.commitment)) {
        this.#commitments.set(file.commitment, this.#commitments.size);
      }
    }
  }

  async #open(): Promise<void> {
    const { profile, tool, as, collectors = [] } = this.#options;
    const { size, root, headerHash } = await this.#newestCheckpoint();
    await this.#take('open', 'OpenCapture', {
      profile,
      tool: await buildOf(tool),
      beacon: { size, root, header: headerHash },
      collectors: [as, ...collectors].sort(),
    });
  }

  /** Records the check when there is a report: before the first artefact, or not at all. */
  async #checkEnvironment(): Promise<void> {
    const { report, failed = [] } = this.#options;
    if (report === undefined || this.#files.size > 0) return;
    const results = CHECKS.map((check) => [check, failed.includes(check) ? 'fail' : 'pass']);
    const checks = Object.fromEntries(results) as JsonObject;
    const data = { capture: this.#id(), report: await contentOfFile(report), checks };
    await this.#take('environment', 'RecordEnvironment', data);
  }

  #isClean(): boolean {
    const [line] = this.#journal.taken('environment');
    if (line === undefined) return false;
    const { checks } = (JSON.parse(line.event.body) as EventBody).data;
    return Object.values(checks as JsonObject).every((result) => result === 'pass');
  }

  async #take(
    step: CaptureStep,
    action: string,
    data: JsonObject,
    files?: readonly CapturedFile[],
  ): Promise<Hex> {
    const actions = [{ type: `evidence.${action}`, data }];
    const [event] = (await signAll(this.#session, actions)) as [SignedEvent];
    this.#journal.append({ step, event, ...(files === undefined ? {} : { files }) });
    try {
      const hash = await this.#submit(event);
      if (hash === undefined) throw await refusedError(this.#session, event);
      return hash;
    } catch (error) {
      // Nothing was opened, so there is nothing that another run could go on with.
      if (step === 'open' && error instanceof NotTaken) this.#journal.discard();
      throw error;
    }
  }

  /** The event's hash once it is on the ledger; undefined when a rule refused it. */
  async #submit(event: SignedEvent): Promise<Hex | undefined> {
    const [outcome] = await submitSaying(this.#session, [event]);
    if (outcome === undefined) throw new UserError('no outcome came back', 'run it again');
    const { eventHash, position, refused } = outcome;
    this.#journal.append(refused === null ? { done: eventHash, position } : { refused });
    return refused === null ? eventHash : undefined;
  }

  /** The newest checkpoint, signed by a key of the pinned genesis document. */
  async #newestCheckpoint(): Promise<Checkpoint> {
    const { data, url } = this.#options;
    const { context } = this.#session;
    const { document } = readGenesis(dataPaths(data).genesis);
    const next = 'start the ledger with "npx civic-ledger start", or name it with --url';
    const answer = await context
      .fetch(new URL('/log/checkpoint', url), { signal: context.signal })
      .catch(() => undefined);
    if (answer?.ok !== true) throw new UserError(`no checkpoint from ${url}`, next);
    const { origin, checkpointKeys: keys } = document;
    const verdict = verifyCheckpoint(await answer.text(), {
      origin,
      keys,
      verify: verifySignature,
    });
    if (verdict.ok) return verdict.checkpoint;
    const what = `the checkpoint from ${url} is not this ledger’s (${verdict.code})`;
    // A node that joined a consortium later signs with a key that its genesis does not name.
    const mayHaveJoined = verdict.code === 'CHECKPOINT_KEY' && document.validators !== undefined;
    const other = mayHaveJoined ? ', or name one of the consortium’s first nodes with --url' : '';
    throw new UserError(what, `check --url and --data${other}`, EXIT.fail);
  }
}
