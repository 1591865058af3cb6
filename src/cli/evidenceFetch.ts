/**
 * `civic-ledger evidence fetch`: the content of an item, checked against its commitment while it
 * arrives. The file gets its name only when every digest was right.
 */
import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { Command, Option } from 'commander';
import type { ContentAccess } from '../client/contentRequest.js';
import { type FetchedContent, fetchContent, OtherContent } from '../client/fetchContent.js';
import { EvidenceItemDocument } from '../client/gen/operations.js';
import { RunningDigests } from '../crypto/runningDigests.js';
import { ACCESS_AUTHORITIES, ACCESS_PURPOSES } from '../domain/evidence/custody/access.js';
import type { CliContext } from './cliContext.js';
import { systemReason } from './dataFolder.js';
import { EXIT } from './exitCode.js';
import { act, ask, DEFAULT_ACTOR, openSession, saying } from './ledgerSession.js';
import { actorOption, dataOption, jsonOption, urlOption, withOptions } from './options.js';
import { requireWritable } from './outputFile.js';
import { type Progress, startProgress } from './progress.js';
import { UserError } from './userError.js';

interface Options {
  readonly data: string;
  readonly url: string;
  readonly as?: string;
  readonly purpose: string;
  readonly authority: string;
  readonly record?: string;
  readonly json: boolean;
}

/** The command. */
export function fetchCommand(context: CliContext): Command {
  const command = new Command('fetch')
    .argument('<item>', 'id of the item')
    .argument('<out>', 'new file for its content')
    .description('log the reading, fetch the content and check it against its commitment')
    .option('--record <id>', 'the act, appraisal or submission that entitles you')
    .addOption(
      new Option('--purpose <purpose>', 'what for').choices(ACCESS_PURPOSES).default('own-use'),
    )
    .addOption(
      new Option('--authority <authority>', 'on what it rests')
        .choices(ACCESS_AUTHORITIES)
        .default('claimant'),
    )
    .action((item: string, out: string, options: Options) =>
      fetchItem(context, { item, out, ...options }),
    );
  return withOptions(command, [
    actorOption(`who reads and signs; default: ${DEFAULT_ACTOR}`),
    dataOption(),
    urlOption(),
    jsonOption(),
  ]);
}

async function fetchItem(
  context: CliContext,
  options: Options & { readonly item: string; readonly out: string },
): Promise<void> {
  const { item, out, json } = options;
  const session = openSession(context, options);
  const { signer, ledger, endpoint } = session;
  if (existsSync(out)) throw new UserError(`${out} exists already`, 'name another file');
  requireWritable(out);
  const { evidenceItem } = await ask(endpoint, EvidenceItemDocument, { id: item });
  if (evidenceItem === null || evidenceItem === undefined) {
    throw new UserError(`the ledger holds no item ${item}`, 'check the id');
  }
  await act(session, 'evidence.LogAccess', reading(options));
  const access = { endpoint, signer, ledger, item };
  const content = await fetchSaying(access, evidenceItem.commitment);
  const length = content.digests[0]?.length ?? 0;
  await save(
    content,
    out,
    startProgress(context.terminal, { label: 'fetch', total: length, unit: 'bytes' }),
  );
  const { terminal } = context;
  terminal.out(
    json ? JSON.stringify({ item, file: out, length }) : `fetched ${out}\n  item  ${item}`,
  );
}

function reading({ item, purpose, authority, record }: Options & { readonly item: string }) {
  return { item, purpose, authority, ...(record === undefined ? {} : { record }) };
}

async function fetchSaying(access: ContentAccess, commitment: string): Promise<FetchedContent> {
  try {
    return await saying(access.endpoint, () => fetchContent(access, commitment));
  } catch (error) {
    if (!(error instanceof OtherContent)) throw error;
    throw new UserError(error.message, 'tell the server’s operator', EXIT.fail);
  }
}

/** Writes beside `out` until every digest was right. */
async function save(content: FetchedContent, out: string, progress: Progress): Promise<void> {
  const part = `${out}.part`;
  try {
    await writeChecked(content, part, progress);
    await rename(part, out);
    progress.finish();
  } catch (error) {
    progress.abandon();
    await rm(part, { force: true });
    if (error instanceof UserError) throw error;
    throw new UserError(
      `the content did not arrive whole (${systemReason(error)})`,
      'try again; if it stays so, what the server keeps is damaged',
      EXIT.fail,
    );
  }
}

async function writeChecked(
  { bytes, digests }: FetchedContent,
  path: string,
  progress: Progress,
): Promise<void> {
  const running = new RunningDigests(digests.map(({ algorithm }) => algorithm));
  const file = await open(path, 'w', 0o600);
  try {
    for await (const piece of bytes) {
      running.update(piece);
      await file.writeFile(piece);
      progress.update(running.length);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  const wrong = running.finish().find(({ value }, index) => value !== digests[index]?.value);
  if (wrong === undefined) return;
  throw new UserError(
    `the ${wrong.algorithm} digest of what arrived is not that of the item`,
    'try again; if it stays so, what the server keeps is damaged',
    EXIT.fail,
  );
}
