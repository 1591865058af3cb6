/**
 * `civic-ledger evidence batch`: all files of a folder under one root. One signature, one receipt;
 * the manifest holds each member's own proof, so that one file can be shown without naming the
 * others.
 */
import { existsSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { Command } from 'commander';
import { makeBatch } from '../client/batch.js';
import {
  commitOpenly,
  commitWithSalt,
  DEFAULT_ALGORITHMS,
  type ItemCommitment,
} from '../client/item.js';
import { manifestText, type MemberFile } from './batchManifest.js';
import type { CliContext } from './cliContext.js';
import { categoryOption, claimOption, privateOption } from './evidenceOptions.js';
import { digestsOfFile, filesBelow, receiptPath } from './fileContent.js';
import { act, DEFAULT_ACTOR, openSession, receiptAt, requireAnswer } from './ledgerSession.js';
import {
  actorOption,
  dataOption,
  dataWords,
  jsonOption,
  urlOption,
  withOptions,
} from './options.js';
import { requireWritable, writeReceipt } from './outputFile.js';
import { type Progress, startProgress } from './progress.js';
import { type ProofFile, withProofFiles } from './proofFile.js';
import { UserError } from './userError.js';

interface BatchOptions {
  readonly data: string;
  readonly url: string;
  readonly as?: string;
  readonly private: boolean;
  readonly category: string;
  readonly claim: string;
  readonly out?: string;
  readonly json: boolean;
}

/** The command. */
export function batchCommand(context: CliContext): Command {
  const command = new Command('batch')
    .argument('<folder>', 'folder whose files are registered, with those in its folders')
    .description('register all files of a folder under one root, with one receipt and a manifest')
    .option('--out <name>', 'name before .receipt.json and .manifest.json; default: the folder’s')
    .action((folder: string, options: BatchOptions) => registerBatch(context, folder, options));
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

async function registerBatch(
  context: CliContext,
  folder: string,
  options: BatchOptions,
): Promise<void> {
  const session = openSession(context, options);
  const files = filesBelow(folder);
  requireCount(folder, files.length, session.batchItemsMax);
  const name = options.out ?? nameOf(folder);
  const [manifestPath, receiptFile] = [`${name}.manifest.json`, receiptPath(name)];
  for (const path of [manifestPath, receiptFile]) {
    if (!existsSync(path)) continue;
    throw new UserError(`${path} exists already`, 'move it away, or name another with --out');
  }
  requireWritable(receiptFile);
  await requireAnswer(session);
  const members = await commitAll(context, folder, { files, salted: options.private });
  const batch = makeBatch(members.map(({ item }) => item.commitment));
  const { root, leaves } = batch;
  const { category, claim } = options;
  const data = { root, count: leaves.length, leaves, category, claim };
  const manifest: ProofFile = {
    path: manifestPath,
    text: manifestText(batch, members),
    whyNotReplace: 'it proves the members of an earlier batch',
  };
  const { position, eventHash } = await withProofFiles([manifest], () =>
    act(session, 'evidence.RegisterBatch', data),
  );
  writeReceipt(receiptFile, await receiptAt(session.endpoint, position), position);
  const facts = { batch: eventHash, position, count: leaves.length, receiptFile, manifestPath };
  show(context, facts, options.json);
  const [first] = files as [string, ...string[]];
  if (options.json || options.private) return;
  const verify = `receipt verify ${receiptFile} --file ${join(folder, first)}`;
  context.terminal.note(`next: npx civic-ledger ${verify}${dataWords(options.data)}`);
}

/** The folder as the reader would write it; of one outside the working folder, the whole path. */
function nameOf(folder: string): string {
  const path = resolve(folder);
  const near = relative('', path);
  return near === '' || near.startsWith('..') ? path : near;
}

function requireCount(folder: string, count: number, max: number): void {
  if (count >= 1 && count <= max) return;
  const next = count === 0 ? 'name a folder with files' : 'register its folders one by one';
  throw new UserError(`${folder} holds ${count} files; a batch takes 1 to ${max}`, next);
}

async function commitAll(
  { terminal }: CliContext,
  folder: string,
  { files, salted }: { readonly files: readonly string[]; readonly salted: boolean },
): Promise<readonly MemberFile[]> {
  const total = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  const progress = startProgress(terminal, { label: 'digest', total, unit: 'bytes' });
  const members: MemberFile[] = [];
  let before = 0;
  for (const name of files) {
    const item = await commitFile(join(folder, name), salted, { progress, before });
    before += item.digests[0]?.length ?? 0;
    members.push({ file: name.split(sep).join('/'), item });
  }
  progress.finish();
  return members;
}

async function commitFile(
  path: string,
  salted: boolean,
  { progress, before }: { readonly progress: Progress; readonly before: number },
): Promise<ItemCommitment> {
  const digests = await digestsOfFile(path, DEFAULT_ALGORITHMS, (bytes) =>
    progress.update(before + bytes),
  );
  return salted ? commitWithSalt(digests) : commitOpenly(digests);
}

function show(
  { terminal }: CliContext,
  facts: {
    readonly batch: string;
    readonly position: number;
    readonly count: number;
    readonly receiptFile: string;
    readonly manifestPath: string;
  },
  json: boolean,
): void {
  if (json) {
    terminal.out(JSON.stringify(facts));
    return;
  }
  terminal.out(`registered ${facts.count} contents as batch ${facts.batch}`);
  terminal.out(`  position  ${facts.position}`);
  terminal.out(`  receipt   ${facts.receiptFile}`);
  terminal.out(`  manifest  ${facts.manifestPath} (keep it: it holds every member’s proof)`);
}
