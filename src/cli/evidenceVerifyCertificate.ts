/**
 * `civic-ledger evidence verify-certificate`: the signature on a certificate, offline, under the
 * certifier's root that the caller has from elsewhere.
 */
import { Command } from 'commander';
import { type SignatureFacts, verifySignedPdf } from '../certificate/signing/verifySignedPdf.js';
import { instantFromNow } from '../client/sign.js';
import type { CliContext } from './cliContext.js';
import { EXIT } from './exitCode.js';
import { jsonOption } from './options.js';
import type { Terminal } from './terminal.js';
import { readBytes, readCertificates } from './timestampVerify.js';

interface VerifyOptions {
  readonly root: string[];
  readonly tsaRoot?: string[];
  readonly json: boolean;
}

/** The command. */
export function verifyCertificateCommand(context: CliContext): Command {
  return new Command('verify-certificate')
    .argument('<pdf>', 'the certificate')
    .description('check who signed a certificate, and that not a byte of it was changed')
    .requiredOption('--root <pem...>', 'root certificates of certifiers that you trust')
    .option('--tsa-root <pem...>', 'root certificates of time authorities that you trust')
    .addOption(jsonOption())
    .action((path: string, options: VerifyOptions) => verify(context, path, options));
}

function verify(context: CliContext, path: string, options: VerifyOptions): void {
  const { terminal } = context;
  const verdict = verifySignedPdf(readBytes(path), {
    roots: options.root.flatMap(readCertificates),
    timeRoots: (options.tsaRoot ?? []).flatMap(readCertificates),
    at: instantFromNow(0),
  });
  context.exitWith(verdict.ok ? EXIT.pass : EXIT.fail);
  if (options.json) return terminal.out(JSON.stringify(verdict, null, 2));
  if (verdict.ok) return printFacts(terminal, verdict);
  terminal.out(`FAIL  ${verdict.code}: ${verdict.message}`);
}

function printFacts(terminal: Terminal, { signer, root, stamped }: SignatureFacts): void {
  terminal.out(`PASS  signed by ${signer.commonName} (${signer.organisation}), whole file`);
  terminal.out(`      certificate  ${signer.fingerprint}`);
  terminal.out(`      root         ${root.fingerprint}`);
  terminal.out(`      time-stamp   ${stamped ?? 'none under the roots given'}`);
  terminal.out('      What it certifies: detach bundle.zip and run "evidence verify".');
}
