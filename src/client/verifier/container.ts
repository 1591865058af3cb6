/**
 * What bundles of an item and of a dossier have in common: files under a manifest, each at the one
 * place of its role, and the genesis document of the ledger that vouches for them.
 */
import type { Hex } from '../../crypto/bytes.js';
import { type Genesis, genesisHash } from '../../ledger/genesis.js';
import { parseGenesis } from '../../ledger/parseGenesis.js';
import { MANIFEST_PATH, type ManifestFile, manifestFile } from '../bundle/manifest.js';
import { PATH } from '../bundle/paths.js';
import type { SoundZip } from '../bundle/zip.js';
import { textOf } from './textOf.js';

/** Files against their manifest. Nothing in them is believed yet. */
export interface Container {
  /** Contents by path; the manifest is not among them. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Files that the manifest does not name, or that no check would look at. */
  readonly extra: readonly string[];
  readonly missing: readonly string[];
  /** Files that the manifest calls what nothing at their place is. */
  readonly misnamed: readonly string[];
  /** Files that are not what the manifest, or the container's checksum, says. */
  readonly changed: readonly string[];
  /** Id of the genesis document that is in the bundle; null when there is none. */
  readonly foundLedger: Hex | null;
  /** The genesis document of the pinned ledger; undefined when the bundle has another one. */
  readonly genesis: Genesis | undefined;
}

/** The form that a kind of bundle has. */
export interface ContainerForm {
  /** Paths that are always there; of what may vouch for the log both, where one has to be. */
  readonly always: readonly string[];
  /** The one role that a file at `path` has; undefined when no check would look at it. */
  readonly roleAt: (path: string) => string | undefined;
}

/** Compares the files of `content` with what its manifest lists, for the ledger that is pinned. */
export function readContainer(
  { files: found, damaged }: SoundZip,
  listed: readonly ManifestFile<string>[],
  { form, ledger }: { readonly form: ContainerForm; readonly ledger: Hex },
): Container {
  const files = new Map(found.map(({ path, bytes }) => [path, bytes]));
  files.delete(MANIFEST_PATH);
  const text = textOf(files.get(PATH.genesis));
  const foundLedger = text === undefined ? null : genesisHash(text);
  const claimed = parseGenesis(text ?? '');
  const voucher = claimed?.validators === undefined ? PATH.checkpoint : PATH.lightBlock;
  const named = new Set(listed.map(({ path }) => path));
  const always = form.always.filter((path) => !isOtherVoucher(path, voucher));
  return {
    files,
    extra: [...files.keys()].filter(
      (path) =>
        !named.has(path) || form.roleAt(path) === undefined || isOtherVoucher(path, voucher),
    ),
    missing: [...new Set([...always, ...named])].filter((path) => !files.has(path)),
    misnamed: listed.flatMap(({ path, role }) => {
      const due = form.roleAt(path);
      return due === undefined || due === role ? [] : [path];
    }),
    changed: changedFiles(listed, files, damaged),
    foundLedger,
    genesis: foundLedger === ledger ? claimed : undefined,
  };
}

const VOUCHERS: readonly string[] = [PATH.checkpoint, PATH.lightBlock];

/** A file that vouches for nothing on this kind of ledger: nobody would look at it. */
function isOtherVoucher(path: string, voucher: string): boolean {
  return VOUCHERS.includes(path) && path !== voucher;
}

function changedFiles(
  listed: readonly ManifestFile<string>[],
  files: ReadonlyMap<string, Uint8Array>,
  damaged: readonly string[],
): readonly string[] {
  const differing = listed.filter((file) => {
    const bytes = files.get(file.path);
    if (bytes === undefined) return false;
    const { length, sha256, sm3 } = manifestFile({ ...file, bytes });
    return length !== file.length || sha256 !== file.sha256 || sm3 !== file.sm3;
  });
  return [...new Set([...differing.map(({ path }) => path), ...damaged])].sort();
}
