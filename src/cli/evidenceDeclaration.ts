/**
 * `civic-ledger evidence declaration`: the draft of a declaration under FRE 902(13) or 902(14) from
 * a bundle, after the bundle was verified under what the caller trusts.
 */
import { Command, Option } from 'commander';
import {
  DECLARATION_RULES,
  declarationObstacle,
  type DeclarationObstacle,
  type DeclarationRule,
  declarationText,
} from '../client/verifier/declaration.js';
import { sha256Hex } from '../crypto/sha256.js';
import type { CliContext } from './cliContext.js';
import { type BundleOptions, ledgerIn, reportOn, withBundleOptions } from './evidenceVerify.js';
import { EXIT, type ExitCode } from './exitCode.js';
import { writeOutput } from './outputFile.js';
import { readBytes } from './timestampVerify.js';
import { UserError } from './userError.js';

interface DeclarationOptions extends BundleOptions {
  readonly bundle: string;
  readonly rule: DeclarationRule;
  readonly out?: string;
}

/** The command. */
export function declarationCommand(context: CliContext): Command {
  const command = new Command('declaration')
    .description('draft a declaration under FRE 902(13) or 902(14) for a qualified person to sign')
    .requiredOption('--bundle <file>', 'the bundle (.zip)')
    .addOption(
      new Option('--rule <rule>', 'a generated record, or a copy that was compared')
        .choices(DECLARATION_RULES)
        .makeOptionMandatory(),
    )
    .option('-o, --out <file>', 'where to put it; default: standard output')
    .action((options: DeclarationOptions) => draft(context, options));
  return withBundleOptions(command);
}

async function draft({ terminal }: CliContext, options: DeclarationOptions): Promise<void> {
  const { bundle: path, rule, out, genesis } = options;
  const bytes = readBytes(path);
  const report = await reportOn(bytes, options);
  const obstacle = declarationObstacle(rule, report);
  if (obstacle !== undefined) throw refusal(obstacle);
  const bundle = { length: bytes.length, sha256: sha256Hex(bytes) };
  const text = declarationText({ rule, ledger: ledgerIn(genesis), bundle }, report);
  if (out === undefined) terminal.out(text.trimEnd());
  else {
    writeOutput(out, text);
    terminal.out(`draft    ${out}: for a qualified person to read, complete and sign`);
  }
}

const REFUSALS: {
  readonly [Obstacle in DeclarationObstacle]: readonly [what: string, next: string, ExitCode];
} = {
  UNREADABLE: ['this is no sound bundle', 'get it again from whoever made it', EXIT.malformed],
  INTEGRITY_FAILED: [
    'a check of section A failed: nobody can declare this record accurate',
    'see which with "evidence verify"',
    EXIT.fail,
  ],
  COPY_NOT_COMPARED: [
    'no copy was compared, or it is not the registered content',
    'name it with --content, and its salt with --salt; or use --rule "902(13)"',
    EXIT.notProven,
  ],
};

function refusal(obstacle: DeclarationObstacle): UserError {
  const [what, next, code] = REFUSALS[obstacle];
  return new UserError(what, next, code);
}
