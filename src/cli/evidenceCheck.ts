/**
 * `civic-ledger evidence check`: is this file the registered one, and does it still stand? The
 * first half is checked offline; the second half needs the ledger and is asked for with --online.
 */
import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { EvidenceStandingDocument } from '../client/gen/operations.js';
import type { CliContext } from './cliContext.js';
import { dataPaths, readGenesis } from './dataFolder.js';
import { EXIT } from './exitCode.js';
import { receiptPath, saltPath } from './fileContent.js';
import { ask, endpointOf } from './ledgerSession.js';
import { dataOption, jsonOption, urlOption, withOptions } from './options.js';
import { genesisOption, readReceiptFile } from './receipt.js';
import { checkReceipt, printReport, type ReceiptReport, type Standing } from './receiptReport.js';

interface CheckOptions {
  readonly data: string;
  readonly genesis?: string;
  readonly url: string;
  readonly receipt?: string;
  readonly salt?: string;
  readonly online: boolean;
  readonly json: boolean;
}

/** The command. */
export function checkCommand(context: CliContext): Command {
  const command = new Command('check')
    .argument('<file>', 'the file')
    .description('check a file against its receipt, and with --online whether it still stands')
    .option('--receipt <file>', 'receipt file; default: <file>.receipt.json')
    .option(
      '--salt <file>',
      'salt file of a private item; default: <file>.salt.json if there is one',
    )
    .option('--online', 'also ask the ledger whether the item was superseded or withdrawn', false)
    .action((file: string, options: CheckOptions) => check(context, file, options));
  return withOptions(command, [genesisOption(), dataOption(), urlOption(), jsonOption()]);
}

async function check(context: CliContext, file: string, options: CheckOptions): Promise<void> {
  const besideFile = existsSync(saltPath(file)) ? saltPath(file) : undefined;
  const saltFile = options.salt ?? besideFile;
  const report = await checkReceipt({
    receipt: readReceiptFile(options.receipt ?? receiptPath(file)),
    genesis: readGenesis(options.genesis ?? dataPaths(options.data).genesis),
    file,
    ...(saltFile === undefined ? {} : { saltFile }),
  });
  const standing = options.online ? await standingOf(context, report, options.url) : undefined;
  printReport(context.terminal, report, { json: options.json, standing });
  const stands = standing === undefined || standing.status === 'ACTIVE';
  context.exitWith(stands ? report.exitCode : EXIT.fail);
}

async function standingOf(
  context: CliContext,
  { content }: ReceiptReport,
  url: string,
): Promise<Standing | undefined> {
  if (content?.ok !== true) return undefined;
  const variables = { id: content.item };
  const answer = await ask(endpointOf(context, url), EvidenceStandingDocument, variables);
  return answer.evidenceItem ?? undefined;
}
