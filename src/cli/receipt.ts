/** `civic-ledger receipt`: fetches receipts, and verifies them with the server off. */
import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { CliContext } from './cliContext.js';
import { dataPaths, readGenesis, systemReason } from './dataFolder.js';
import { endpointOf, receiptAt } from './ledgerSession.js';
import { dataOption, jsonOption, urlOption, withOptions } from './options.js';
import { writeOutput } from './outputFile.js';
import { checkReceipt, printReport } from './receiptReport.js';
import { UserError } from './userError.js';

interface GetOptions {
  readonly url: string;
  readonly out?: string;
}

interface VerifyOptions {
  readonly data: string;
  readonly genesis?: string;
  readonly file?: string;
  readonly salt?: string;
  readonly json: boolean;
}

/** The command with its parts. */
export function receiptCommand(context: CliContext): Command {
  const command = new Command('receipt').description('proofs that need no server');
  const get = command
    .command('get')
    .argument('<position>', 'position of the signed entry', wholePosition)
    .description('fetch the receipt of a signed event')
    .option('--out <file>', 'write it to a file instead of standard output')
    .action((position: number, options: GetOptions) => getReceipt(context, position, options));
  withOptions(get, [urlOption()]);
  const verify = command
    .command('verify')
    .argument('<receipt>', 'receipt file')
    .description('check a receipt offline; says what it proves and what it does not')
    .option('--file <file>', 'the file that it should be of')
    .option('--salt <file>', 'salt file, for a private item')
    .action((path: string, options: VerifyOptions) => verifyFile(context, path, options));
  withOptions(verify, [genesisOption(), dataOption(), jsonOption()]);
  return command;
}

/** The trust anchor, when it is not the data folder's own. */
export function genesisOption(): Option {
  return new Option(
    '--genesis <file>',
    'genesis document of the ledger that you trust; default: genesis.json in the data folder',
  );
}

/** Reads a position from the command line. */
export function wholePosition(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UserError(`"${text}" is not a position`, 'give a whole number from 0');
}

async function getReceipt(
  context: CliContext,
  position: number,
  { url, out }: GetOptions,
): Promise<void> {
  const text = await receiptAt(endpointOf(context, url), position);
  if (out === undefined) {
    context.terminal.out(text.trimEnd());
    return;
  }
  writeOutput(out, text);
  context.terminal.out(`receipt of position ${position}: ${out}`);
}

async function verifyFile(
  context: CliContext,
  path: string,
  options: VerifyOptions,
): Promise<void> {
  const genesis = readGenesis(options.genesis ?? dataPaths(options.data).genesis);
  const { file, salt: saltFile } = options;
  const report = await checkReceipt({
    receipt: readReceiptFile(path),
    genesis,
    ...(file === undefined ? {} : { file }),
    ...(saltFile === undefined ? {} : { saltFile }),
  });
  printReport(context.terminal, report, { json: options.json });
  context.exitWith(report.exitCode);
}

/** The bytes of a receipt file: bytes, because decoding them could hide a damaged one. */
export function readReceiptFile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const next =
      'fetch it with "npx civic-ledger receipt get <position> --out <file>"; ' +
      'a file of a batch has the batch’s receipt';
    throw new UserError(`cannot read ${path} (${systemReason(error)})`, next);
  }
}
