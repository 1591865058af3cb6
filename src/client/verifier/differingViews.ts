/**
 * The views of a bundle, made anew from its receipts and compared: no view may tell another story
 * than the receipts do.
 */
import { equalBytes } from '../../crypto/bytes.js';
import type { Genesis } from '../../ledger/genesis.js';
import { derivedFiles } from '../bundle/assembleBundle.js';
import type { Manifest } from '../bundle/manifest.js';
import { PATH } from '../bundle/paths.js';
import { textOf } from './textOf.js';

/** What the views are compared in. */
export interface ViewedBundle {
  readonly manifest: Manifest;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** The genesis document of the pinned ledger; without it there is nothing to make views with. */
  readonly genesis: Genesis | undefined;
}

/** Paths of views that are not what the receipts in the bundle give. */
export function differingViews({ manifest, files, genesis }: ViewedBundle): readonly string[] {
  const text = textOf(files.get(PATH.genesis));
  if (genesis === undefined || text === undefined) return [];
  const stepPaths = manifest.files.filter(({ role }) => role === 'step-receipt');
  const expected = derivedFiles({
    item: manifest.item,
    genesis: text,
    itemReceipt: textOf(files.get(PATH.receipt)) ?? '',
    steps: stepPaths.map(({ path }, position) => ({
      position,
      receipt: textOf(files.get(path)) ?? '',
    })),
  });
  const wanted = new Map(expected.map(({ path, bytes }) => [path, bytes]));
  const present = manifest.files.filter(({ role }) => role === 'view' || role === 'instructions');
  const paths = new Set([...wanted.keys(), ...present.map(({ path }) => path)]);
  return [...paths].sort().filter((path) => {
    const [found, should] = [files.get(path), wanted.get(path)];
    return found === undefined || should === undefined || !equalBytes(found, should);
  });
}
