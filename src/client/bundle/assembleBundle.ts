/**
 * Puts a proof bundle together: the same parts give the same bytes, so that both parties of a case
 * and the court hold the same file (在线诉讼规则 第15条, 质证).
 */
import { type Hex, utf8 } from '../../crypto/bytes.js';
import { genesisHash } from '../../ledger/genesis.js';
import { parseGenesis } from '../../ledger/parseGenesis.js';
import type { TypedDigest } from '../../ledger/itemCommitment.js';
import { type ConsistencyStep, encodeConsistency } from './consistency.js';
import { howToVerify } from './howToVerify.js';
import {
  type BundleFile,
  encodeManifest,
  type FileRole,
  MANIFEST_PATH,
  manifestFile,
  registrationOf,
} from './manifest.js';
import { contentPath, PATH, stepPath } from './paths.js';
import { encodeSalt } from './salt.js';
import { bundleViews } from './views.js';
import { writeZip } from './zip.js';

/** A receipt with the position of its signed entry. */
export interface StepReceipt {
  readonly position: number;
  readonly receipt: string;
}

/** What a bundle is made of; everything else in it follows from these. */
export interface BundleParts {
  readonly item: string;
  /** Canonical text of the genesis document. */
  readonly genesis: string;
  /** Receipt of the registration. */
  readonly itemReceipt: string;
  /** Receipts of all other steps that concern the item. */
  readonly steps: readonly StepReceipt[];
  /** The head that all receipts are consistent with. */
  readonly checkpoint: string;
  /** Where validators keep the ledger: the certificate of the head, in the checkpoint's place. */
  readonly certificate?: string;
  readonly header: string;
  readonly consistency: readonly ConsistencyStep[];
  /** The content itself, with the name of its file. */
  readonly content?: { readonly name: string; readonly bytes: Uint8Array };
  /** For a private item: its salt, and the digests that it was used with. */
  readonly salt?: { readonly salt: Hex; readonly digests: readonly TypedDigest[] };
}

/** The bundle's bytes. Throws a RangeError when the genesis text is none, or the size too large. */
export function assembleBundle(parts: BundleParts): Uint8Array {
  const { item, genesis } = parts;
  const files = [...primaryFiles(parts), ...derivedFiles(parts)];
  const text = encodeManifest({
    item,
    ledger: genesisHash(genesis),
    files: [...files].sort((a, b) => (a.path < b.path ? -1 : 1)).map(manifestFile),
  });
  return writeZip([...files, { path: MANIFEST_PATH, bytes: utf8(text) }]);
}

function primaryFiles(parts: BundleParts): readonly BundleFile[] {
  const { content, salt, certificate } = parts;
  return [
    file(PATH.genesis, 'genesis', parts.genesis),
    file(PATH.receipt, 'item-receipt', parts.itemReceipt),
    certificate === undefined
      ? file(PATH.checkpoint, 'checkpoint', parts.checkpoint)
      : file(PATH.lightBlock, 'certificate', `${certificate}\n`),
    file(PATH.header, 'header', parts.header),
    file(PATH.consistency, 'consistency', encodeConsistency(parts.consistency)),
    ...parts.steps.map((step) => file(stepPath(step.position), 'step-receipt', step.receipt)),
    ...(content === undefined ? [] : [file(contentPath(content.name), 'content', content.bytes)]),
    ...(salt === undefined ? [] : [file(PATH.salt, 'salt', encodeSalt(salt.salt, salt.digests))]),
  ];
}

/** The views and the instructions: what a verifier makes anew. */
export function derivedFiles(
  parts: Pick<BundleParts, 'item' | 'genesis' | 'itemReceipt' | 'steps'>,
): readonly BundleFile[] {
  const genesis = parseGenesis(parts.genesis);
  if (genesis === undefined) throw new RangeError('a bundle needs a genesis document');
  const views = bundleViews({
    genesis,
    ledger: genesisHash(parts.genesis),
    item: parts.item,
    itemReceipt: parts.itemReceipt,
    stepReceipts: parts.steps.map(({ receipt }) => receipt),
    registration: registrationOf(parts.item),
  });
  const text = howToVerify({ item: parts.item, paths: views.map(({ path }) => path) });
  return [...views, file(PATH.instructions, 'instructions', text)];
}

function file(path: string, role: FileRole, content: string | Uint8Array): BundleFile {
  return { path, role, bytes: typeof content === 'string' ? utf8(content) : content };
}
