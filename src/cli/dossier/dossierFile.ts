/**
 * `civic-ledger evidence dossier file`: items into a dossier, by their ids, from a list in a file,
 * or all of a batch or a capture. A thousand go into one signed step. Whoever is interrupted starts
 * the same command again: what is in the dossier already is passed over.
 */
import { Command, Option } from 'commander';
import { isItemId } from '../../client/bundle/manifest.js';
import type { DossierManifest } from '../../client/dossier/fetchDossier.js';
import { toHex } from '../../crypto/bytes.js';
import { randomBytes } from '../../crypto/randomBytes.js';
import { FILED_ITEMS_MAX } from '../../domain/evidence/case/dossierFiling.js';
import { PHASES } from '../../domain/evidence/case/dossierRecord.js';
import { DOSSIER_SALT_BYTES } from '../../ledger/dossierLeaf.js';
import type { CliContext } from '../cliContext.js';
import { readText } from '../dataFolder.js';
import {
  type LedgerSession,
  openSession,
  refusedError,
  signAll,
  submitSaying,
} from '../ledgerSession.js';
import { actorOption, dataOption, urlOption, withOptions } from '../options.js';
import { startProgress } from '../progress.js';
import { UserError } from '../userError.js';
import { readDossier } from './dossierManifest.js';
import { batchMembers, captureMembers } from './registeredMembers.js';

interface FileOptions {
  readonly data: string;
  readonly url: string;
  readonly as: string;
  readonly phase: string;
  readonly from?: string;
  readonly batch?: readonly string[];
  readonly capture?: readonly string[];
  readonly salt: boolean;
}

/** Filings in one request: 0.7 MB of ids. */
const FILINGS_AT_ONCE = 10;

/** The command. */
export function fileCommand(context: CliContext): Command {
  const command = new Command('file')
    .argument('<dossier>', 'id of the dossier')
    .argument('[items...]', 'ids of items')
    .description('file items in a phase; phases go on and never back')
    .addOption(
      new Option('--phase <phase>', 'in which phase').choices(PHASES).makeOptionMandatory(),
    )
    .option('--from <file>', 'items whose ids stand in this file, one a line')
    .option('--batch <id...>', 'all items of these batches')
    .option('--capture <id...>', 'all artefacts of these sealed captures')
    .option('--no-salt', 'without blinding: whoever sees a withheld leaf may guess what it is')
    .action((id: string, items: readonly string[], options: FileOptions) =>
      file(context, { id, items }, options),
    );
  const signing = actorOption('who signs').makeOptionMandatory();
  return withOptions(command, [signing, dataOption(), urlOption()]);
}

async function file(
  context: CliContext,
  { id, items }: { readonly id: string; readonly items: readonly string[] },
  options: FileOptions,
): Promise<void> {
  const session = openSession(context, options);
  const named = [
    ...items.map((item) => requireItemId(item, 'the command line')),
    ...(options.from === undefined ? [] : listedIn(options.from)),
    ...(await batchMembers(session.endpoint, options.batch ?? [])),
    ...(await captureMembers(session.endpoint, options.capture ?? [])),
  ];
  if (named.length === 0) {
    throw new UserError('no item to file', 'give ids, or --from, --batch or --capture');
  }
  const present = standingItems(await readDossier(context, session.endpoint, id));
  const wanted = [...new Set(named)];
  const missing = wanted.filter((item) => !present.has(item));
  const position = await submitFilings(session, missing, { dossier: id, options });
  const { terminal } = context;
  if (missing.length < wanted.length) {
    terminal.note(`${wanted.length - missing.length} of the items are in the dossier already`);
  }
  if (position !== undefined) terminal.out(`filed ${missing.length} items at position ${position}`);
}

function standingItems({ entries }: DossierManifest): ReadonlySet<string> {
  const standing = entries.filter(
    ({ removes, removedBy }) => removes === null && removedBy === null,
  );
  return new Set(standing.map(({ item }) => item));
}

function listedIn(path: string): readonly string[] {
  const text = readText(path, 'give a file with one id of an item a line');
  const lines = text.split('\n').map((line) => line.trim());
  return lines.flatMap((line, index) =>
    line === '' ? [] : [requireItemId(line, `line ${index + 1} of ${path}`)],
  );
}

function requireItemId(text: string, where: string): string {
  if (isItemId(text)) return text;
  const what = `${JSON.stringify(text)} (${where}) is not the id of an item`;
  throw new UserError(what, 'find ids with "evidence find <file>"');
}

/** Files the items; the position of the last filing, undefined when there was nothing to file. */
async function submitFilings(
  session: LedgerSession,
  items: readonly string[],
  { dossier, options }: { readonly dossier: string; readonly options: FileOptions },
): Promise<number | undefined> {
  const { terminal } = session.context;
  const label = { label: 'file', total: items.length, unit: 'items' };
  const progress = items.length > FILED_ITEMS_MAX ? startProgress(terminal, label) : undefined;
  let position: number | undefined;
  try {
    const step = FILINGS_AT_ONCE * FILED_ITEMS_MAX;
    for (let start = 0; start < items.length; start += step) {
      const group = items.slice(start, start + step);
      position = await submitGroup(session, filingsOf(group, dossier, options));
      progress?.update(start + group.length);
    }
  } catch (error) {
    progress?.abandon();
    throw error;
  }
  progress?.finish();
  return position;
}

function filingsOf(items: readonly string[], dossier: string, { phase, salt }: FileOptions) {
  const filings = [];
  for (let start = 0; start < items.length; start += FILED_ITEMS_MAX) {
    const named = items.slice(start, start + FILED_ITEMS_MAX);
    const blinded = salt ? { salt: toHex(randomBytes(DOSSIER_SALT_BYTES)) } : {};
    filings.push({ dossier, phase, items: [...named].sort(), ...blinded });
  }
  return filings.map((data) => ({ type: 'evidence.FileInDossier', data }));
}

async function submitGroup(
  session: LedgerSession,
  filings: ReturnType<typeof filingsOf>,
): Promise<number> {
  const events = await signAll(session, filings);
  const outcomes = await submitSaying(session, events);
  const refused = outcomes.findIndex((outcome) => outcome.refused !== null);
  const event = events[refused];
  if (event !== undefined) throw await refusedError(session, event);
  return outcomes.at(-1)?.position as number;
}
