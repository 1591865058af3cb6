/**
 * `civic-ledger evidence capture`: a folder, a folder as it fills, or a web archive, captured from
 * opening to seal; and the steps around it. Only digests leave this machine.
 */
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { makeBatch } from '../../client/batch.js';
import { PROFILES } from '../../domain/evidence/capture/tool.js';
import { manifestText } from '../batchManifest.js';
import type { CliContext } from '../cliContext.js';
import { categoryOption, claimOption } from '../evidenceOptions.js';
import { EXIT } from '../exitCode.js';
import { type Step, stepCommand } from '../life/step.js';
import { openSession } from '../ledgerSession.js';
import { actorOption, dataOption, jsonOption, urlOption, withOptions } from '../options.js';
import { UserError } from '../userError.js';
import { archiveFiles, type ArchiveSource } from './captureArchive.js';
import { captureFolder, type LeftOut, watchFolder } from './captureFolder.js';
import { type CapturedFile, CaptureJournal } from './captureJournal.js';
import {
  type CaptureOptions,
  CaptureSession,
  CHECKS,
  type SealedCapture,
} from './captureSession.js';

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

interface SourceOptions extends CaptureOptions {
  readonly watch: boolean;
  readonly wacz?: string;
  readonly har?: string;
  readonly json: boolean;
}

/** The command with its parts. */
export function captureCommand(context: CliContext): Command {
  const command = new Command('capture')
    .argument('[folder]', 'what is captured, with what is in its folders')
    .description('capture a folder or a web archive: open, check, record, close and seal')
    .option('--watch', 'record what comes into the folder until Ctrl-C, then close and seal', false)
    .option('--wacz <file>', 'capture a web archive (WACZ 1.x)')
    .option('--har <file>', 'capture what a browser saw (HAR 1.2)')
    .option('--tool <file>', 'file of the capture program, on record by its build')
    .option('--report <file>', 'report of the environment check; without it: uncontrolled')
    .option('--collectors <actor...>', 'other collectors, who cosign later')
    .action((folder: string | undefined, options: SourceOptions) =>
      capture(context, folder, options),
    );
  withOptions(command, [
    new Option(
      '--profile <profile>',
      'how it was captured; default: web-auto, of an archive import',
    ).choices(PROFILES),
    new Option('--failed <check...>', 'checks of the environment that failed').choices(CHECKS),
    actorOption('who signs'),
    categoryOption(),
    claimOption(),
    dataOption(),
    urlOption(),
    jsonOption(),
  ]);
  for (const step of [REGISTER_TOOL, COSIGN]) command.addCommand(stepCommand(context, step));
  return command;
}

/** One thing to capture. */
type Source = { readonly kind: 'folder' | 'watch'; readonly path: string } | ArchiveSource;

async function capture(
  context: CliContext,
  folder: string | undefined,
  given: SourceOptions,
): Promise<void> {
  const source = sourceOf(folder, given);
  const archive = source.kind === 'wacz' || source.kind === 'har' ? source : undefined;
  const profile = given.profile ?? (archive === undefined ? 'web-auto' : 'import');
  const options = { ...requireSigner(given), profile };
  // An archive is looked at before anything is on the ledger.
  const files = archive === undefined ? [] : await archiveFiles(context.terminal, archive);
  const session = await startSession(context, source, options);
  const manifest = `${resolve(source.path)}.capture.manifest.json`;
  if (session.isSealed() && existsSync(manifest)) {
    const what = `${source.path} is captured and sealed: ${manifest}`;
    throw new UserError(what, 'move it and the .capture.jsonl beside it away to capture anew');
  }
  const left = session.isClosed() ? [] : await record(context, session, { source, files });
  const sealed = await session.seal();
  writeFileSync(manifest, captureManifestText(sealed));
  show(context, { sealed, left, manifest }, options.json);
  if (left.length > 0) context.exitWith(EXIT.notProven);
}

function sourceOf(folder: string | undefined, { watch, wacz, har }: SourceOptions): Source {
  const kind = watch ? 'watch' : 'folder';
  const given: readonly (Source | undefined)[] = [
    folder === undefined ? undefined : { kind, path: folder },
    wacz === undefined ? undefined : { kind: 'wacz', path: wacz },
    har === undefined ? undefined : { kind: 'har', path: har },
  ];
  const [source, ...more] = given.filter((each) => each !== undefined);
  const isOne = source !== undefined && more.length === 0;
  if (isOne && (kind === 'folder' || folder !== undefined)) return source;
  throw new UserError('capture takes one thing', 'name a folder, or --wacz FILE, or --har FILE');
}

/** Commander cannot require an option of a command only when no command below it is meant. */
function requireSigner(options: SourceOptions): SourceOptions {
  if (options.as === undefined) throw new UserError('nobody signs', 'name who with --as');
  if (options.tool !== undefined) return options;
  throw new UserError('no capture program is named', 'name its file with --tool');
}

async function startSession(
  context: CliContext,
  { kind, path }: Source,
  options: CaptureOptions,
): Promise<CaptureSession> {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) {
    throw new UserError(`${path} is not there`, 'check its name');
  }
  // Ctrl-C ends a watch, whose last steps are still to be sent.
  const lasting = { ...context, signal: new AbortController().signal };
  const session = openSession(kind === 'watch' ? lasting : context, options);
  const head = { ledger: session.ledger, actor: options.as, source: resolve(path) };
  const journal = new CaptureJournal(`${resolve(path)}.capture.jsonl`, head);
  const started = new CaptureSession(session, options, journal);
  const id = await started.begin();
  const before = started.count();
  const what =
    before === 0 ? `opened capture ${id}` : `goes on with ${before} files: capture ${id}`;
  context.terminal.note(what);
  return started;
}

/** What could not be recorded as it is. */
async function record(
  { terminal, signal }: CliContext,
  session: CaptureSession,
  { source, files }: { readonly source: Source; readonly files: readonly CapturedFile[] },
): Promise<readonly LeftOut[]> {
  const folder = { session, folder: source.path, terminal, signal };
  if (source.kind === 'watch') return watchFolder(folder);
  if (source.kind === 'folder') return captureFolder(folder);
  await recordArchive(session, files, source);
  return [];
}

async function recordArchive(
  session: CaptureSession,
  files: readonly CapturedFile[],
  { path }: Source,
): Promise<void> {
  const fresh = files.filter((file) => session.recorded(file.path) === undefined);
  if (fresh.length > session.room()) {
    const what = `${path} has ${files.length} files; a capture takes ${session.room()}`;
    throw new UserError(what, 'capture it as a file of a folder');
  }
  await session.record(fresh);
}

function captureManifestText({ commitments, files }: SealedCapture): string {
  const members = files.map(({ path, commitment, digests }) => {
    return { file: path, item: { commitment, digests } };
  });
  return manifestText(makeBatch(commitments), members);
}

function show(
  { terminal }: CliContext,
  {
    sealed,
    left,
    manifest,
  }: {
    readonly sealed: SealedCapture;
    readonly left: readonly LeftOut[];
    readonly manifest: string;
  },
  json: boolean,
): void {
  const { capture: id, batch, class: grade, commitments, files } = sealed;
  for (const { path, why } of left) terminal.note(`left out: ${path}: ${why}`);
  if (json) {
    const facts = { capture: id, batch, class: grade, artefacts: commitments.length };
    terminal.out(JSON.stringify({ ...facts, files: files.length, manifest, leftOut: left }));
    return;
  }
  terminal.out(`sealed ${commitments.length} artefacts, ${grade}: items ${batch}.0 and on`);
  terminal.out(`  capture   ${id}`);
  terminal.out(`  files     ${files.length}`);
  terminal.out(`  manifest  ${manifest} (keep it: it says which item is which file)`);
}
