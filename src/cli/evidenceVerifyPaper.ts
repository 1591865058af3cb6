/**
 * `civic-ledger evidence verify-paper`: a certificate on paper, from the text of its QR codes. No
 * server and no PDF; trusted is the log's key that the caller names, or the genesis document.
 */
import { Command } from 'commander';
import { PAPER_CHECKS } from '../client/paper/paperSentences.js';
import { type PaperReport, type PaperTrust, verifyPaper } from '../client/paper/verifyPaper.js';
import { parseVerifierKey } from '../ledger/verifierKey.js';
import type { CliContext } from './cliContext.js';
import { readGenesis, readText } from './dataFolder.js';
import { contentAtHand } from './evidenceVerify.js';
import { jsonOption } from './options.js';
import type { Terminal } from './terminal.js';
import { UserError } from './userError.js';

interface PaperOptions {
  readonly genesis?: string;
  readonly logKey?: string;
  readonly content?: string;
  readonly salt?: string;
  readonly json: boolean;
}

/** The command. */
export function verifyPaperCommand(context: CliContext): Command {
  return new Command('verify-paper')
    .argument('<scan>', 'text of the QR codes: what "zbarimg --raw" prints')
    .description('check the QR codes of a certificate: no server, no PDF')
    .option('--genesis <file>', 'genesis document that you trust')
    .option('--log-key <line>', 'or the log’s key that you trust: <origin>+<id>+<base64>')
    .option('--content <file>', 'the file that should be the registered one')
    .option('--salt <file>', 'salt file of a private item')
    .addOption(jsonOption())
    .action((path: string, options: PaperOptions) => verify(context, path, options));
}

async function verify(context: CliContext, path: string, options: PaperOptions): Promise<void> {
  const scan = readText(path, 'scan the codes with "zbarimg --raw" and save what it prints');
  const report = verifyPaper(scan, trustIn(options), await contentAtHand(options));
  if (options.json) context.terminal.out(JSON.stringify(report, null, 2));
  else printPaperReport(context.terminal, report);
  context.exitWith(report.code);
}

function trustIn({ genesis: path, logKey }: PaperOptions): PaperTrust {
  if (path !== undefined) {
    const { document, ledger } = readGenesis(path);
    return { origin: document.origin, keys: document.checkpointKeys, ledger };
  }
  const key = parseVerifierKey(logKey ?? '');
  if (key !== undefined) return { origin: key.origin, keys: [key.key] };
  throw new UserError(
    logKey === undefined ? 'nothing is trusted' : `"${logKey}" is no key of a log`,
    'name the ledger’s genesis document with --genesis, or its key with --log-key',
  );
}

function printPaperReport(terminal: Terminal, { lines, limits }: PaperReport): void {
  for (const { check, status, zh, en } of lines) {
    terminal.out(`${check}  ${status.padEnd(11)}  ${PAPER_CHECKS[check].en}`);
    terminal.out(`    ${zh}\n    ${en}`);
  }
  terminal.out(`\n  ${limits.zh}\n  ${limits.en}`);
}
