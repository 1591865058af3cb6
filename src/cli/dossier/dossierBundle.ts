/**
 * `civic-ledger evidence dossier bundle`: everything that proves a frozen dossier, in one file,
 * whole or with items withheld. The same ledger and the same list give both parties the same bytes.
 */
import { Command, Option } from 'commander';
import {
  type CollectedDossier,
  collectDossier,
  type OnCollected,
} from '../../client/dossier/collectDossier.js';
import { assembleDossier } from '../../client/dossier/dossierBundle.js';
import { WITHHELD_REASONS, type WithheldReason } from '../../client/dossier/entryLines.js';
import { sha256Hex } from '../../crypto/sha256.js';
import type { CliContext } from '../cliContext.js';
import { dataPaths, readGenesis, readText } from '../dataFolder.js';
import { endpointOf, saying } from '../ledgerSession.js';
import { dataOption, jsonOption, urlOption, withOptions } from '../options.js';
import { writeOutput } from '../outputFile.js';
import { type Progress, startProgress } from '../progress.js';
import { genesisOption, wholePosition } from '../receipt.js';
import type { Terminal } from '../terminal.js';
import { UserError } from '../userError.js';
import { requireDossierId } from './dossierManifest.js';

interface DossierBundleOptions {
  readonly data: string;
  readonly genesis?: string;
  readonly url: string;
  readonly out?: string;
  readonly withhold?: readonly string[];
  readonly withholdFrom?: string;
  readonly reason: WithheldReason;
  readonly tokens: boolean;
  readonly height?: number;
  readonly json: boolean;
}

/** The command. */
export function dossierBundleCommand(context: CliContext): Command {
  const command = new Command('bundle')
    .argument('<dossier>', 'id of the dossier, which has to be frozen')
    .description('everything that proves a dossier, in one file for a court')
    .option('-o, --out <file>', 'where to put it; default: <dossier>.zip')
    .option('--withhold <item...>', 'items to show as blinded leaves')
    .option('--withhold-from <file>', 'more of them, one id a line, with a reason after it or not')
    .addOption(
      new Option('--reason <reason>', 'why they are withheld')
        .choices(WITHHELD_REASONS)
        .default('not-concerned'),
    )
    .option('--no-tokens', 'without time-stamps: smaller, and section B is not proven')
    .option('--height <height>', 'up to this block; default: that of the last step', wholePosition)
    .action((id: string, options: DossierBundleOptions) => bundle(context, id, options));
  return withOptions(command, [genesisOption(), dataOption(), urlOption(), jsonOption()]);
}

async function bundle(
  context: CliContext,
  dossier: string,
  options: DossierBundleOptions,
): Promise<void> {
  requireDossierId(dossier);
  const { terminal } = context;
  const withheld = withheldItems(options);
  const parts = await collected(context, { dossier, withheld }, options);
  const bytes = assembled(parts);
  const out = options.out ?? `${dossier}.zip`;
  writeOutput(out, bytes);
  const { guessable, entries, records } = parts;
  if (guessable > 0) {
    terminal.note(
      `${guessable} withheld items were filed without a salt: whoever tries ids may find them`,
    );
  }
  const counts = { entries: entries.length, records: records.length, withheld: withheld.size };
  const facts = { dossier, out, bytes: bytes.length, ...counts, sha256: sha256Hex(bytes) };
  if (options.json) terminal.out(JSON.stringify(facts));
  else {
    const held = withheld.size === 0 ? '' : `, ${withheld.size} withheld`;
    terminal.out(`bundle   ${out}, ${bytes.length} bytes, ${entries.length} entries${held}`);
    terminal.out(`sha256   ${facts.sha256}`);
  }
}

function withheldItems(options: DossierBundleOptions): ReadonlyMap<string, WithheldReason> {
  const { withhold = [], withholdFrom: path, reason } = options;
  const listed = path === undefined ? '' : readText(path, 'give a file with one id a line');
  const lines = listed.split('\n').map((line) => line.trim());
  const named = lines.flatMap((line, index) => {
    if (line === '') return [];
    const [item, own = reason] = line.split(/\s+/) as [string, ...string[]];
    if (isReason(own)) return [[item, own] as const];
    const what = `${JSON.stringify(own)} (line ${index + 1} of ${path}) is no reason`;
    throw new UserError(what, `give one of ${WITHHELD_REASONS.join(', ')}`);
  });
  return new Map([...withhold.map((item) => [item, reason] as const), ...named]);
}

function isReason(text: string): text is WithheldReason {
  return (WITHHELD_REASONS as readonly string[]).includes(text);
}

async function collected(
  context: CliContext,
  what: { readonly dossier: string; readonly withheld: ReadonlyMap<string, WithheldReason> },
  options: DossierBundleOptions,
): Promise<CollectedDossier> {
  const { text: genesis } = readGenesis(options.genesis ?? dataPaths(options.data).genesis);
  const endpoint = endpointOf(context, options.url);
  const { height, tokens } = options;
  const shown = progressOf(context.terminal);
  const request = { ...what, genesis, tokens, ...(height === undefined ? {} : { height }) };
  try {
    return await saying(endpoint, () =>
      collectDossier(endpoint, { ...request, onCollected: shown.onCollected }),
    );
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(error.message, 'check the ids: a slip would show what is to be withheld');
  } finally {
    shown.end();
  }
}

/** Stages shorter than this are over before a bar is there. */
const SHOWN_FROM = 2_000;

const UNITS = { manifest: 'entries', items: 'registrations', records: 'records' } as const;

function progressOf(terminal: Terminal): { onCollected: OnCollected; end: () => void } {
  let progress: Progress | undefined;
  let present = '';
  return {
    onCollected(stage, done, total) {
      if (total < SHOWN_FROM) return;
      if (stage !== present) {
        progress?.abandon();
        progress = startProgress(terminal, { label: stage, total, unit: UNITS[stage] });
      }
      present = stage;
      progress?.update(done);
    },
    end: () => progress?.abandon(),
  };
}

function assembled(parts: CollectedDossier): Uint8Array {
  try {
    return assembleDossier(parts);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(error.message, 'leave time-stamps out with --no-tokens');
  }
}
