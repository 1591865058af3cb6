/**
 * `civic-ledger evidence capture`: a folder captured from opening to seal, under the newest
 * checkpoint, which is verified against the pinned genesis document before it is used.
 */
import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Command, Option } from 'commander';
import { makeBatch } from '../../client/batch.js';
import type { JsonObject } from '../../crypto/canonicalJson.js';
import { verifySignature } from '../../crypto/suites.js';
import type { ArtefactRole } from '../../domain/evidence/capture/artefact.js';
import { PROFILES } from '../../domain/evidence/capture/tool.js';
import { type Checkpoint, verifyCheckpoint } from '../../ledger/checkpoint.js';
import type { CliContext } from '../cliContext.js';
import { dataPaths, readGenesis } from '../dataFolder.js';
import { categoryOption, claimOption } from '../evidenceOptions.js';
import { EXIT } from '../exitCode.js';
import { act, type LedgerSession, openSession } from '../ledgerSession.js';
import { actorOption, dataOption, urlOption, withOptions } from '../options.js';
import { UserError } from '../userError.js';
import { buildOf, contentOfFile, type Step, stepCommand } from './step.js';

const REGISTER_TOOL: Step = {
  name: 'tool',
  action: 'RegisterTool',
  description: 'put the build of a capture program on record',
  done: 'registered',
  arguments: [{ field: 'build', description: 'file of the program', read: 'build' }],
  options: [{ field: 'profiles', description: 'what it captures', read: 'texts', words: PROFILES }],
};

const COSIGN: Step = {
  name: 'cosign',
  action: 'CosignCapture',
  description: 'sign for a capture as another of its collectors',
  done: 'signed',
  arguments: [{ field: 'capture', description: 'id of the capture' }],
};

const CHECKS = ['hostsFile', 'proxy', 'dns', 'clockOffset', 'processList', 'deviceIntegrity'];

interface FolderOptions {
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

/** The command with its parts. */
export function captureCommand(context: CliContext): Command {
  const command = new Command('capture').description('how content came about, from the start');
  command.addCommand(folderCommand(context));
  for (const step of [REGISTER_TOOL, COSIGN]) command.addCommand(stepCommand(context, step));
  return command;
}

function folderCommand(context: CliContext): Command {
  const command = new Command('folder')
    .argument('<folder>', 'what was captured; only digests leave this machine')
    .description('capture a folder: open, check, record, close and seal')
    .requiredOption('--tool <file>', 'file of the capture program, on record by its build')
    .option('--report <file>', 'report of the environment check; without it: uncontrolled')
    .option('--collectors <actor...>', 'other collectors, who cosign later')
    .action((folder: string, options: FolderOptions) => captureFolder(context, folder, options));
  return withOptions(command, [
    new Option('--profile <profile>', 'how it was captured').choices(PROFILES).default('web-auto'),
    new Option('--failed <check...>', 'checks of the environment that failed').choices(CHECKS),
    actorOption('who signs').makeOptionMandatory(),
    categoryOption(),
    claimOption(),
    dataOption(),
    urlOption(),
  ]);
}

async function captureFolder(
  context: CliContext,
  folder: string,
  options: FolderOptions,
): Promise<void> {
  const { profile, category, claim, as, collectors = [] } = options;
  const session = openSession(context, options);
  const { size, root, headerHash } = await newestCheckpoint(session, options);
  const { eventHash: capture } = await act(session, 'evidence.OpenCapture', {
    profile,
    tool: await buildOf(options.tool),
    beacon: { size, root, header: headerHash },
    collectors: [as, ...collectors].sort(),
  });
  context.terminal.out(`opened capture ${capture}`);
  const isClean = await checkEnvironment(session, capture, options);
  const artefacts = await artefactsIn(folder);
  await act(session, 'evidence.RecordArtefacts', { capture, first: 0, artefacts });
  const manifest = makeBatch(artefacts.map(({ commitment }) => commitment as string));
  const end = { capture, count: artefacts.length, root: manifest.root };
  await act(session, 'evidence.CloseCapture', end);
  const grade = isClean ? 'controlled' : 'uncontrolled';
  const seal = { capture, class: grade, category, claim };
  const { eventHash: batch } = await act(session, 'evidence.SealCapture', seal);
  context.terminal.out(`sealed ${artefacts.length} artefacts, ${grade}: items ${batch}.0 and on`);
}

/** The newest checkpoint, signed by a key of the pinned genesis document. */
async function newestCheckpoint(
  { context }: LedgerSession,
  { data, url }: FolderOptions,
): Promise<Checkpoint> {
  const { document } = readGenesis(dataPaths(data).genesis);
  const next = 'start the ledger with "npx civic-ledger start", or name it with --url';
  const answer = await context
    .fetch(new URL('/log/checkpoint', url), { signal: context.signal })
    .catch(() => undefined);
  if (answer?.ok !== true) throw new UserError(`no checkpoint from ${url}`, next);
  const { origin, checkpointKeys: keys } = document;
  const verdict = verifyCheckpoint(await answer.text(), { origin, keys, verify: verifySignature });
  if (verdict.ok) return verdict.checkpoint;
  const what = `the checkpoint from ${url} is not this ledger’s (${verdict.code})`;
  throw new UserError(what, 'check --url and --data', EXIT.fail);
}

/** Records the check when there is a report; true when every check passed. */
async function checkEnvironment(
  session: LedgerSession,
  capture: string,
  { report, failed = [] }: FolderOptions,
): Promise<boolean> {
  if (report === undefined) return false;
  const results = CHECKS.map((check) => [check, failed.includes(check) ? 'fail' : 'pass'] as const);
  const checks = Object.fromEntries(results);
  const data = { capture, report: await contentOfFile(report), checks };
  await act(session, 'evidence.RecordEnvironment', data);
  return failed.length === 0;
}

const ROLES: { readonly [extension: string]: ArtefactRole } = {
  '.png': 'page-image',
  '.jpg': 'photo',
  '.html': 'page-source',
  '.har': 'network-log',
  '.warc': 'network-log',
  '.mp4': 'video',
  '.webm': 'screen-recording',
  '.wav': 'audio',
  '.log': 'tool-log',
};

/** The files of a folder in the order of their names, with the role that the ending suggests. */
async function artefactsIn(folder: string): Promise<readonly JsonObject[]> {
  const entries = readdirSync(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  if (files.length === 0) throw new UserError(`${folder} has no files`, 'name another folder');
  const artefacts: JsonObject[] = [];
  for (const name of files.sort()) {
    const content = await contentOfFile(join(folder, name));
    artefacts.push({ ...content, role: ROLES[extname(name).toLowerCase()] ?? 'original-file' });
  }
  return artefacts;
}
