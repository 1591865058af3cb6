/** Short forms of reports, and bundles changed part by part, for tests. */
import { assembleBundle, type BundleParts } from '../../../src/client/bundle/assembleBundle.js';
import { readZip, writeZip, type ZipFile } from '../../../src/client/bundle/zip.js';
import {
  encodeManifest,
  type FileRole,
  MANIFEST_PATH,
  manifestFile,
  parseManifest,
} from '../../../src/client/bundle/manifest.js';
import { roleAt } from '../../../src/client/bundle/paths.js';
import type { CheckCode } from '../../../src/client/verifier/checks.js';
import type { BundleReport, ReportFinding } from '../../../src/client/verifier/report.js';

/** The status of each check. */
export function statuses({ sections }: BundleReport): { readonly [Check in CheckCode]: string } {
  const lines = sections.flatMap(({ lines: own }) => own);
  return Object.fromEntries(lines.map(({ check, status }) => [check, status])) as never;
}

/** Checks that fail, in order. */
export function failing(report: BundleReport): readonly string[] {
  return Object.entries(statuses(report)).flatMap(([check, status]) =>
    status === 'FAIL' ? [check] : [],
  );
}

/** What one check found. */
export function findingsOf({ sections }: BundleReport, check: CheckCode): readonly ReportFinding[] {
  const line = sections.flatMap(({ lines }) => lines).find((each) => each.check === check);
  return line?.findings ?? [];
}

/** Sentences found in one check. */
export function sentencesOf(report: BundleReport, check: CheckCode): readonly string[] {
  return findingsOf(report, check).map(({ sentence }) => sentence);
}

/** The files of a sound bundle. */
export function filesOf(bundle: Uint8Array): readonly ZipFile[] {
  const content = readZip(bundle);
  if ('fault' in content) throw new Error(content.fault);
  return content.files;
}

/**
 * A bundle with other files, under a manifest that a forger has made fit; `called` are the roles of
 * files that were not there before, where these are not the ones of their places.
 */
export function forged(
  bundle: Uint8Array,
  change: (files: readonly ZipFile[]) => readonly ZipFile[],
  called: { readonly [path: string]: FileRole } = {},
): Uint8Array {
  const files = change(filesOf(bundle)).filter(({ path }) => path !== MANIFEST_PATH);
  const text = new TextDecoder().decode(filesOf(bundle).find(isManifest)?.bytes);
  const manifest = parseManifest(text);
  if (manifest === undefined) throw new Error('no manifest');
  const roles = new Map(manifest.files.map(({ path, role }) => [path, role]));
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const listed = sorted.map((each) =>
    manifestFile({ ...each, role: roles.get(each.path) ?? called[each.path] ?? roleAt(each.path) }),
  );
  const bytes = new TextEncoder().encode(encodeManifest({ ...manifest, files: listed }));
  return writeZip([...files, { path: MANIFEST_PATH, bytes }]);
}

function isManifest({ path }: ZipFile): boolean {
  return path === MANIFEST_PATH;
}

/** The parts without the steps that led to an event of this type. */
export function without(parts: BundleParts, type: string): Uint8Array {
  const steps = parts.steps.filter(({ receipt }) => !receipt.includes(`"evidence.${type}"`));
  return assembleBundle({ ...parts, steps, consistency: needed(parts, steps) });
}

/** Only the consistency proofs that the remaining receipts ask for. */
function needed(parts: BundleParts, steps: BundleParts['steps']): BundleParts['consistency'] {
  const receipts = [parts.itemReceipt, ...steps.map(({ receipt }) => receipt)];
  const sizes = receipts.map((receipt) => /"inclusion":\{.*"size":(\d+)\}/.exec(receipt)?.[1]);
  return parts.consistency.filter(({ from }) => sizes.includes(`${from}`));
}

/** The bundle whose manifest calls one file something else. */
export function misnamed(bundle: Uint8Array, path: string, role: FileRole): Uint8Array {
  const files = filesOf(bundle).map((each) => {
    const manifest = isManifest(each)
      ? parseManifest(new TextDecoder().decode(each.bytes))
      : undefined;
    if (manifest === undefined) return each;
    const listed = manifest.files.map((file) => (file.path === path ? { ...file, role } : file));
    const text = encodeManifest({ ...manifest, files: listed });
    return { ...each, bytes: new TextEncoder().encode(text) };
  });
  return writeZip(files);
}
