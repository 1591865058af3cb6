/**
 * A dossier on the ledger of a whole story: three captured artefacts under two tokens, two files of
 * their own, and one filed by mistake and taken out; frozen, submitted and collected over GraphQL.
 */
import {
  DOSSIER_BUNDLE_FORMAT,
  type DOSSIER_ROLES,
  type DossierParts,
} from '../../../src/client/dossier/dossierBundle.js';
import { collectDossier, type DossierRequest } from '../../../src/client/dossier/collectDossier.js';
import { fetchDossier, manifestRoot } from '../../../src/client/dossier/fetchDossier.js';
import { MANIFEST_PATH, manifestFile } from '../../../src/client/bundle/manifest.js';
import { writeZip, type ZipFile } from '../../../src/client/bundle/zip.js';
import { canonicalJson, type JsonValue } from '../../../src/crypto/canonicalJson.js';
import { itemData } from '../../support/consortium.js';
import { CASE, OWNER } from '../../schema/evidence/lifeStory.js';
import { BundleStory, endpointOf, NETWORK, PAGE, SOURCE } from './bundleStory.js';
import { filesOf } from './reports.js';

const SALT = '5a'.repeat(32);
const DESIGN = 'the design that was copied';
const MISTAKE = 'a letter to another client';
/** What `BundleStory` registers as `bare`. */
const BARE = 'a file without a capture';

/** All contents of the items that stand. */
export const CONTENTS = [PAGE, SOURCE, NETWORK, BARE, DESIGN] as const;
export { MISTAKE };

export class DossierStory extends BundleStory {
  readonly dossier: string;
  readonly design: string;
  readonly mistake: string;

  constructor() {
    super();
    this.design = this.tell(OWNER, 'RegisterItem', itemData(DESIGN));
    this.mistake = this.tell(OWNER, 'RegisterItem', itemData(MISTAKE));
    for (const id of [this.design]) {
      this.stamp(id, 'observatory');
      this.stamp(id, 'institute-of-time');
    }
    this.stamp(this.bare, 'institute-of-time');
    this.dossier = this.tell(OWNER, 'OpenDossier', {});
    const { dossier, batch } = this;
    const artefacts = [0, 1, 2].map((index) => `${batch}.${index}`);
    const filing = { dossier, phase: 'origin', salt: SALT };
    this.tell(OWNER, 'FileInDossier', { ...filing, items: [this.design, this.mistake].sort() });
    this.tell(OWNER, 'TakeFromDossier', { dossier, items: [this.mistake] });
    const collected = { dossier, phase: 'collection', salt: SALT, items: artefacts };
    this.tell(OWNER, 'FileInDossier', collected);
    this.tell(OWNER, 'FileInDossier', { dossier, phase: 'proceedings', items: [this.bare] });
  }

  async freeze(): Promise<void> {
    const { entries } = await fetchDossier(endpointOf(this), this.dossier);
    const manifest = { count: entries.length, root: manifestRoot(entries) };
    this.tell(OWNER, 'FreezeDossier', { dossier: this.dossier, ...manifest });
    this.tell(OWNER, 'SubmitDossier', { dossier: this.dossier, case: CASE });
  }

  collect(request: Partial<DossierRequest> = {}): Promise<DossierParts> {
    const { genesisText: genesis } = this.kit;
    return collectDossier(endpointOf(this), { dossier: this.dossier, genesis, ...request });
  }
}

type DossierRole = (typeof DOSSIER_ROLES)[number];

/**
 * The bundle with some of its files changed, and `more` beside them, under a manifest that a forger
 * made fit; `called` are roles that differ from those before.
 */
export function forgedDossier(
  bundle: Uint8Array,
  change: (file: ZipFile) => Uint8Array | undefined,
  called: { readonly [path: string]: DossierRole } = {},
  more: readonly Pick<ZipFile, 'path' | 'bytes'>[] = [],
): Uint8Array {
  const files = filesOf(bundle);
  const manifest = JSON.parse(textOf(files.find(({ path }) => path === MANIFEST_PATH))) as {
    files: readonly { readonly path: string; readonly role: DossierRole }[];
  };
  const changed = files
    .filter(({ path }) => path !== MANIFEST_PATH)
    .flatMap((file) => {
      const bytes = change(file);
      return bytes === undefined ? [] : [{ path: file.path, bytes }];
    })
    .concat(more)
    .sort((left, right) => (left.path < right.path ? -1 : 1));
  const roles = new Map(manifest.files.map(({ path, role }) => [path, role]));
  const listed = changed.map((file) =>
    manifestFile({ ...file, role: called[file.path] ?? roles.get(file.path) ?? 'records' }),
  );
  const text = canonicalJson({
    ...manifest,
    files: listed,
    format: DOSSIER_BUNDLE_FORMAT,
  } as unknown as JsonValue);
  return writeZip([...changed, { path: MANIFEST_PATH, bytes: Buffer.from(`${text}\n`) }]);
}

function textOf(file: ZipFile | undefined): string {
  return new TextDecoder().decode(file?.bytes);
}

/** The bundle with the lines of one of its files changed. */
export function withLines(
  bundle: Uint8Array,
  path: string,
  change: (lines: readonly string[]) => readonly string[],
): Uint8Array {
  return forgedDossier(bundle, (file) => {
    if (file.path !== path) return file.bytes;
    const lines = textOf(file).split('\n').slice(0, -1);
    return Buffer.from(
      change(lines)
        .map((line) => `${line}\n`)
        .join(''),
    );
  });
}
