/**
 * `civic-ledger evidence bundle`: everything that proves one item, in one file that needs no server
 * any more. The same ledger gives both parties of a case the same bytes.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Command } from 'commander';
import { assembleBundle, type BundleParts } from '../client/bundle/assembleBundle.js';
import { collectBundle } from '../client/bundle/collectBundle.js';
import { isItemId } from '../client/bundle/manifest.js';
import { verifyBundle } from '../client/verifier/verifyBundle.js';
import { sha256Hex } from '../crypto/sha256.js';
import type { CliContext } from './cliContext.js';
import { dataPaths, readGenesis } from './dataFolder.js';
import { EXIT } from './exitCode.js';
import { fileLength, readSaltFile } from './fileContent.js';
import { endpointOf, saying } from './ledgerSession.js';
import { dataOption, jsonOption, urlOption, withOptions } from './options.js';
import { writeOutput } from './outputFile.js';
import { genesisOption, wholePosition } from './receipt.js';
import { UserError } from './userError.js';

/** What says which bundle, and what goes into it. */
export interface BundleOptions {
  readonly data: string;
  readonly genesis?: string;
  readonly url: string;
  readonly out?: string;
  readonly content?: string;
  readonly salt?: string;
  readonly height?: number;
  readonly json: boolean;
}

/** The command. */
export function bundleCommand(context: CliContext): Command {
  const command = new Command('bundle')
    .argument('<item>', 'id of the item, as "evidence register" printed it')
    .description('everything that proves an item, in one file for a court')
    .action((item: string, options: BundleOptions) => bundle(context, item, options));
  return withBundleOptions(command, 'where to put it; default: <item>.zip');
}

/** Adds the options that a bundle is collected with. */
export function withBundleOptions(command: Command, out: string): Command {
  command
    .option('-o, --out <file>', out)
    .option('--content <file>', 'put this file, the content, into the bundle')
    .option('--salt <file>', 'put the salt of a private item into the bundle')
    .option('--height <height>', 'up to this block; default: that of the last step', wholePosition);
  return withOptions(command, [genesisOption(), dataOption(), urlOption(), jsonOption()]);
}

async function bundle(context: CliContext, item: string, options: BundleOptions): Promise<void> {
  const { bytes, steps } = await bundleOf(context, item, options);
  if (options.content !== undefined) requireContentOf(bytes, item, options);
  const out = options.out ?? `${item}.zip`;
  writeOutput(out, bytes);
  const facts = { item, out, bytes: bytes.length, sha256: sha256Hex(bytes) };
  if (options.json) context.terminal.out(JSON.stringify(facts));
  else {
    context.terminal.out(`bundle   ${out}, ${bytes.length} bytes, ${steps} steps`);
    context.terminal.out(`sha256   ${facts.sha256}`);
  }
}

/** A bundle that holds another file than the registered one proves nothing but that. */
function requireContentOf(
  bytes: Uint8Array,
  item: string,
  { content, genesis, data }: BundleOptions,
): void {
  const { ledger } = readGenesis(genesis ?? dataPaths(data).genesis);
  const { sections } = verifyBundle(bytes, { trust: { ledger, roots: [] } });
  const lines = sections.flatMap((section) => section.lines);
  if (lines.find(({ check }) => check === 'A2')?.status !== 'FAIL') return;
  throw new UserError(
    `${content} is not the registered content of ${item}`,
    'name the file that was registered, and of a private item its own salt with --salt',
    EXIT.fail,
  );
}

/** Collects a bundle from the ledger. */
export async function bundleOf(
  context: CliContext,
  item: string,
  options: BundleOptions,
): Promise<{ readonly bytes: Uint8Array; readonly steps: number }> {
  if (!isItemId(item)) {
    throw new UserError(
      `${JSON.stringify(item)} is not the id of an item`,
      'find it with "evidence find <file>"',
    );
  }
  const { text: genesis } = readGenesis(options.genesis ?? dataPaths(options.data).genesis);
  const endpoint = endpointOf(context, options.url);
  const { height } = options;
  const request = { item, genesis, ...(height === undefined ? {} : { height }) };
  const parts = await saying(endpoint, () => collectBundle(endpoint, request));
  return { bytes: assembled({ ...parts, ...ownFiles(options) }), steps: parts.steps.length };
}

function ownFiles({ content, salt }: BundleOptions): Pick<BundleParts, 'content' | 'salt'> {
  return {
    ...(content === undefined ? {} : { content: readContent(content) }),
    ...(salt === undefined ? {} : { salt: readSaltFile(salt) }),
  };
}

function readContent(path: string): { readonly name: string; readonly bytes: Uint8Array } {
  fileLength(path);
  return { name: basename(path), bytes: new Uint8Array(readFileSync(path)) };
}

function assembled(parts: BundleParts): Uint8Array {
  try {
    return assembleBundle(parts);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UserError(error.message, 'leave the content out and hand it over beside the bundle');
  }
}
