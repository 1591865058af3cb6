/**
 * `civic-ledger evidence export`: the course of an item, or of the items of a dossier, for forensic
 * tools (CASE/UCO) or for anything that reads W3C PROV. Every receipt that it is read from is
 * verified first, under the pinned genesis document.
 */
import { Command, Option } from 'commander';
import { isItemId } from '../client/bundle/manifest.js';
import { caseText } from '../client/provenance/caseGraph.js';
import {
  collectDossierCourse,
  collectItemCourse,
  type CollectedCourse,
} from '../client/provenance/collectCourse.js';
import { type Course, courseOf } from '../client/provenance/course.js';
import { provText } from '../client/provenance/provGraph.js';
import { recordedSteps } from '../client/provenance/recordedStep.js';
import { isHex } from '../crypto/bytes.js';
import { sha256Hex } from '../crypto/sha256.js';
import { receiptVerifier } from '../ledger/verifyReceipt.js';
import type { CliContext } from './cliContext.js';
import { dataPaths, type PinnedGenesis, readGenesis } from './dataFolder.js';
import { EXIT } from './exitCode.js';
import { endpointOf, saying } from './ledgerSession.js';
import { dataOption, jsonOption, urlOption, withOptions } from './options.js';
import { writeOutput } from './outputFile.js';
import { genesisOption } from './receipt.js';
import { UserError } from './userError.js';

const FORMATS: { readonly [format: string]: (course: Course) => string } = {
  case: caseText,
  prov: provText,
};

interface ExportOptions {
  readonly data: string;
  readonly genesis?: string;
  readonly url: string;
  readonly format: string;
  readonly item?: string;
  readonly dossier?: string;
  readonly out: string;
  readonly json: boolean;
}

/** The command. */
export function exportCommand(context: CliContext): Command {
  const command = new Command('export')
    .description('the course of an item or a dossier as CASE/UCO or W3C PROV (JSON-LD)')
    .requiredOption('-o, --out <file>', 'where to put it')
    .addOption(new Option('--item <id>', 'the item').conflicts('dossier'))
    .addOption(new Option('--dossier <id>', 'the dossier, with all its items').conflicts('item'))
    .action((options: ExportOptions) => exportCourse(context, options));
  return withOptions(command, [
    new Option('--format <format>', 'which ontology')
      .choices(Object.keys(FORMATS))
      .makeOptionMandatory(),
    genesisOption(),
    dataOption(),
    urlOption(),
    jsonOption(),
  ]);
}

async function exportCourse(context: CliContext, options: ExportOptions): Promise<void> {
  const genesis = readGenesis(options.genesis ?? dataPaths(options.data).genesis);
  const { items, receipts } = await collected(context, options, genesis);
  requireVerified(receipts, genesis);
  const course = courseOf(genesis.ledger, items, recordedSteps(receipts));
  const text = (FORMATS[options.format] as (course: Course) => string)(course);
  writeOutput(options.out, text);
  const { out, format } = options;
  const facts = { out, format, items: items.length, acts: course.acts.length };
  const sha256 = sha256Hex(text);
  if (options.json) context.terminal.out(JSON.stringify({ ...facts, sha256 }));
  else {
    context.terminal.out(`export   ${out}: ${facts.acts} steps on ${facts.items} items, ${format}`);
    context.terminal.out(`sha256   ${sha256}`);
  }
}

function collected(
  context: CliContext,
  { url, item, dossier }: ExportOptions,
  { text }: PinnedGenesis,
): Promise<CollectedCourse> {
  const endpoint = endpointOf(context, url);
  if (isItemId(item)) return saying(endpoint, () => collectItemCourse(endpoint, item, text));
  if (isHex(dossier, HASH_BYTES)) {
    return saying(endpoint, () => collectDossierCourse(endpoint, dossier, text));
  }
  const given = item ?? dossier;
  const what = given === undefined ? 'nothing to export' : `${JSON.stringify(given)} is no id`;
  throw new UserError(what, 'name an item with --item, or a dossier with --dossier');
}

const HASH_BYTES = 32;

function requireVerified(receipts: readonly string[], { ledger, text }: PinnedGenesis): void {
  const verify = receiptVerifier({ ledger, genesis: text });
  for (const receipt of receipts) {
    const verdict = verify(receipt);
    if (verdict.ok) continue;
    const what = `the server sent a receipt that does not verify (${verdict.code})`;
    throw new UserError(what, 'check --url, and --genesis or --data', EXIT.fail);
  }
}
