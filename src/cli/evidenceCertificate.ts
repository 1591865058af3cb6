/**
 * `civic-ledger evidence certificate`: a signed PDF about one item, in Chinese, English or both,
 * made from a proof bundle or from the ledger. Its verdicts are those of "evidence verify".
 */
import { Command, Option } from 'commander';
import type { UnsignedCertificate } from '../certificate/makeCertificate.js';
import type { StampSignature } from '../certificate/signing/certifier.js';
import { LANGUAGES, type Language } from '../certificate/speech.js';
import { instantFromNow } from '../client/sign.js';
import { sha256, sha256Hex } from '../crypto/sha256.js';
import { type Instant, isInstant } from '../ledger/instant.js';
import type { SigningKey } from '../timestamp/writeSignedData.js';
import { readCertifier } from './certifier.js';
import type { CliContext } from './cliContext.js';
import { type BundleOptions, bundleOf, withBundleOptions } from './evidenceBundle.js';
import { contentAtHand, ledgerIn, printBundleReport } from './evidenceVerify.js';
import { dataPaths } from './dataFolder.js';
import { EXIT } from './exitCode.js';
import { writeOutput } from './outputFile.js';
import { askForToken } from './timestampRequest.js';
import { readBytes, readCertificates } from './timestampVerify.js';
import { UserError } from './userError.js';

interface CertificateOptions extends BundleOptions {
  readonly bundle?: string;
  readonly certifier: string;
  readonly language: Language;
  readonly tsaRoot?: string[];
  readonly tsa?: string;
  readonly withoutBundle: boolean;
  readonly issued?: string;
}

/** A larger bundle is handed over beside the certificate. */
const ATTACHED_BYTES_MAX = 64 * 1_048_576;

/** The command. */
export function certificateCommand(context: CliContext): Command {
  const command = new Command('certificate')
    .argument('[item]', 'id of the item, when no bundle is given')
    .description('a signed PDF about an item, with its proof as QR codes')
    .requiredOption('--certifier <folder>', 'who signs: made by "certifier init"')
    .option('--bundle <file>', 'the proof bundle; default: collected from the ledger')
    .addOption(
      new Option('--language <language>', 'language of the certificate')
        .choices(LANGUAGES)
        .default('both'),
    )
    .option('--tsa-root <pem...>', 'root certificates of time authorities that you trust')
    .option('--tsa <url>', 'a time authority that stamps the signature')
    .option('--without-bundle', 'do not attach the bundle', false)
    .option('--issued <instant>', 'day and time of issue; default: now')
    .action((item: string | undefined, options: CertificateOptions) =>
      certify(context, item, options),
    );
  return withBundleOptions(command, 'where to put it; default: <item>.pdf');
}

async function certify(
  context: CliContext,
  item: string | undefined,
  options: CertificateOptions,
): Promise<void> {
  const key = readCertifier(options.certifier);
  const bundle = await bundleIn(context, item, options);
  const made = await unsignedCertificate(context, { bundle, key, options });
  if (made === undefined) return;
  // Loaded here, so that no other command pays for it.
  const { signPdf } = await import('../certificate/signing/certifier.js');
  const { tsa } = options;
  const stamp = tsa === undefined ? undefined : stampBy(context, tsa);
  const pdf = await signPdf(made.unsigned, key, stamp);
  const out = options.out ?? `${made.report.item ?? 'certificate'}.pdf`;
  writeOutput(out, pdf);
  const { number, pages } = made;
  const facts = { number, out, pages, bytes: pdf.length, sha256: sha256Hex(pdf) };
  if (options.json) return context.terminal.out(JSON.stringify(facts));
  context.terminal.out(`certificate  ${out}, no. ${number}, ${pages} pages, ${pdf.length} bytes`);
  context.terminal.out(`sha256       ${facts.sha256}`);
}

async function bundleIn(
  context: CliContext,
  item: string | undefined,
  options: CertificateOptions,
): Promise<Uint8Array> {
  if (options.bundle !== undefined) return readBytes(options.bundle);
  if (item !== undefined) return (await bundleOf(context, item, options)).bytes;
  throw new UserError('there is nothing to certify', 'name an item, or a bundle with --bundle');
}

/** Undefined, with the report printed, when there is nothing to certify. */
async function unsignedCertificate(
  context: CliContext,
  parts: {
    readonly bundle: Uint8Array;
    readonly key: SigningKey;
    readonly options: CertificateOptions;
  },
): Promise<UnsignedCertificate | undefined> {
  const { bundle, key, options } = parts;
  const { makeCertificate, NotCertifiable } = await import('../certificate/makeCertificate.js');
  const { MissingGlyphs } = await import('../certificate/font/typeface.js');
  const ledger = ledgerIn(options.genesis ?? dataPaths(options.data).genesis);
  try {
    return await makeCertificate({
      bundle,
      trust: { ledger, roots: (options.tsaRoot ?? []).flatMap(readCertificates) },
      content: await contentAtHand(options),
      language: options.language,
      issued: issuedAt(options.issued),
      signer: key,
      attachBundle: isAttached(bundle, options),
    });
  } catch (error) {
    if (error instanceof MissingGlyphs) {
      throw new UserError(error.message, 'a name with this character cannot be printed');
    }
    if (!(error instanceof NotCertifiable)) throw error;
    printBundleReport(context.terminal, error.report);
    context.terminal.note(`civic-ledger: ${error.message}`);
    context.exitWith(error.report.code === EXIT.malformed ? EXIT.malformed : EXIT.fail);
    return undefined;
  }
}

function issuedAt(text: string | undefined): Instant {
  if (text === undefined) return instantFromNow(0);
  if (isInstant(text)) return text;
  throw new UserError(`"${text}" is no instant`, 'write it as 2026-01-02T03:04:05.000Z');
}

function isAttached({ length }: Uint8Array, { withoutBundle }: CertificateOptions): boolean {
  if (withoutBundle || length <= ATTACHED_BYTES_MAX) return !withoutBundle;
  throw new UserError(
    `the bundle has ${length} bytes; a certificate holds ${ATTACHED_BYTES_MAX}`,
    'use --without-bundle and hand the bundle over beside it',
  );
}

/** Asks an authority for a token over the signature. */
function stampBy(context: CliContext, tsa: string): StampSignature {
  return async (signature) => {
    const imprint = { hash: 'sha-256', value: sha256(signature) } as const;
    return (await askForToken(context, imprint, { tsa })).token;
  };
}
