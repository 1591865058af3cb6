/** `civic-ledger evidence register`: files as items, each with a receipt beside it. */
import { existsSync, rmSync } from 'node:fs';
import { Command } from 'commander';
import {
  commitOpenly,
  commitWithSalt,
  DEFAULT_ALGORITHMS,
  type ItemCommitment,
  publicDigests,
} from '../client/item.js';
import type { JsonObject } from '../crypto/canonicalJson.js';
import { eventHash, type SignedEvent } from '../ledger/signedEvent.js';
import type { CliContext } from './cliContext.js';
import { categoryOption, claimOption, privateOption } from './evidenceOptions.js';
import { digestsOfFile, fileLength, receiptPath, saltFileText, saltPath } from './fileContent.js';
import {
  DEFAULT_ACTOR,
  type LedgerSession,
  openSession,
  receiptAt,
  refusedError,
  requireAnswer,
  signAll,
  submitSaying,
} from './ledgerSession.js';
import {
  actorOption,
  dataOption,
  dataWords,
  jsonOption,
  urlOption,
  withOptions,
} from './options.js';
import { requireWritable, writeReceipt } from './outputFile.js';
import { startProgress } from './progress.js';
import { type ProofFile, withProofFiles } from './proofFile.js';
import { UserError } from './userError.js';

interface RegisterOptions {
  readonly data: string;
  readonly url: string;
  readonly as?: string;
  readonly private: boolean;
  readonly category: string;
  readonly claim: string;
  readonly claimedTime?: string;
  readonly json: boolean;
}

/** The command. */
export function registerCommand(context: CliContext): Command {
  const command = new Command('register')
    .argument('<file...>', 'files of your own; only digests leave this machine')
    .description('register files as evidence; a receipt is written beside each')
    .option('--claimed-time <instant>', 'when you say it was made; never proven by the ledger')
    .action((files: string[], options: RegisterOptions) => register(context, files, options));
  return withOptions(command, [
    actorOption(`who signs; default: ${DEFAULT_ACTOR}`),
    privateOption(),
    categoryOption(),
    claimOption(),
    dataOption(),
    urlOption(),
    jsonOption(),
  ]);
}

interface PreparedFile {
  readonly file: string;
  readonly item: ItemCommitment;
}

interface RegisteredFile extends PreparedFile {
  /** The item's id on the ledger. */
  readonly id: string;
  readonly position: number;
  readonly duplicate: boolean;
}

const EVENTS_A_REQUEST = 100;

async function register(
  context: CliContext,
  files: readonly string[],
  options: RegisterOptions,
): Promise<void> {
  const session = openSession(context, options);
  files.forEach(refuseToOverwrite);
  if (options.private) await requireAnswer(session);
  const prepared = await digestAll(context, files, options.private);
  for (let from = 0; from < prepared.length; from += EVENTS_A_REQUEST) {
    const some = prepared.slice(from, from + EVENTS_A_REQUEST);
    await registerSome(session, some, options);
  }
}

function refuseToOverwrite(file: string): void {
  fileLength(file);
  requireWritable(receiptPath(file));
  for (const path of [receiptPath(file), saltPath(file)]) {
    if (!existsSync(path)) continue;
    throw new UserError(
      `${path} exists already: ${file} seems to be registered`,
      'move it away to register the file once more',
    );
  }
}

async function digestAll(
  { terminal }: CliContext,
  files: readonly string[],
  salted: boolean,
): Promise<readonly PreparedFile[]> {
  const total = files.reduce((sum, file) => sum + fileLength(file), 0);
  const progress = startProgress(terminal, { label: 'digest', total, unit: 'bytes' });
  const prepared: PreparedFile[] = [];
  let before = 0;
  for (const file of files) {
    const digests = await digestsOfFile(file, DEFAULT_ALGORITHMS, (bytes) =>
      progress.update(before + bytes),
    );
    before += digests[0]?.length ?? 0;
    prepared.push({ file, item: salted ? commitWithSalt(digests) : commitOpenly(digests) });
  }
  progress.abandon();
  return prepared;
}

async function registerSome(
  session: LedgerSession,
  prepared: readonly PreparedFile[],
  options: RegisterOptions,
): Promise<void> {
  const actions = prepared.map(({ item }) => ({
    type: 'evidence.RegisterItem',
    data: { item: itemData(item, options) },
  }));
  const events = await signAll(session, actions);
  const outcomes = await withProofFiles(prepared.flatMap(saltFileOf), () =>
    submitSaying(session, events),
  );
  const refused: SignedEvent[] = [];
  for (const [index, { file, item }] of prepared.entries()) {
    const event = events[index] as SignedEvent;
    const outcome = outcomes[index];
    if (outcome === undefined || outcome.refused !== null) {
      refused.push(event);
      if (outcome !== undefined && item.salt !== undefined) rmSync(saltPath(file));
      continue;
    }
    const { position, duplicate } = outcome;
    const receipt = await receiptAt(session.endpoint, position);
    writeReceipt(receiptPath(file), receipt, position);
    show(session.context, { file, item, id: eventHash(event.body), position, duplicate }, options);
  }
  const [no] = refused;
  if (no !== undefined) throw await refusedError(session, no);
  const [first] = prepared;
  if (first === undefined || options.json) return;
  const { file, item } = first;
  const salt = item.salt === undefined ? '' : ` --salt ${saltPath(file)}`;
  const verify = `receipt verify ${receiptPath(file)} --file ${file}${salt}`;
  session.context.terminal.note(`next: npx civic-ledger ${verify}${dataWords(options.data)}`);
}

function saltFileOf({ file, item }: PreparedFile): readonly ProofFile[] {
  if (item.salt === undefined) return [];
  return [
    {
      path: saltPath(file),
      text: saltFileText(item.salt, item.digests),
      whyNotReplace: 'without its salt a registered item cannot be proven',
    },
  ];
}

function itemData(item: ItemCommitment, options: RegisterOptions): JsonObject {
  const { category, claim, claimedTime } = options;
  const digests = publicDigests(item).digests?.map((digest) => ({ ...digest }));
  return {
    commitment: item.commitment,
    category,
    claim,
    ...(digests === undefined ? {} : { digests }),
    ...(claimedTime === undefined ? {} : { claimedTime }),
  };
}

function show(context: CliContext, registered: RegisteredFile, { json }: RegisterOptions): void {
  const { file, item, id, position } = registered;
  const receipt = receiptPath(file);
  if (json) {
    context.terminal.out(JSON.stringify({ file, item: id, position, receipt }));
    return;
  }
  context.terminal.out(`registered ${file}`);
  context.terminal.out(`  item      ${id}`);
  context.terminal.out(`  position  ${position}`);
  context.terminal.out(`  receipt   ${receipt}`);
  if (item.salt !== undefined) context.terminal.out(`  salt      ${saltPath(file)} (keep it)`);
}
