/**
 * The same log gives the same roots on every supported Node release, in any time zone and locale.
 * Needs a build (`npm run build:bench`); takes other Node releases from npm into a temporary
 * folder.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { straightRun } from '../support/straightRun.js';
import { manyEvents } from './manyEvents.js';

const RELEASES = ['20', '22', '24'];
const PLACES = [
  { TZ: 'UTC', LC_ALL: 'C' },
  { TZ: 'Asia/Shanghai', LC_ALL: 'zh_CN.UTF-8' },
  { TZ: 'America/St_Johns', LC_ALL: 'tr_TR.UTF-8' },
];
const PRINT_ROOTS = fileURLToPath(
  new URL('../../dist/bench/test/determinism/printRoots.js', import.meta.url),
);
const FACTS = [
  'evidence.ItemRegistered',
  'evidence.ItemWithdrawn',
  'governance.ProposalOpened',
  'governance.ProposalApproved',
  'governance.OrganisationAdded',
  'ledger.Refused',
];
const INSTALL_MS = 300_000;

let folder = '';

/** The executable of a Node release: this process's own, or one installed into `folder`. */
function nodeOf(release: string): string {
  if (process.versions.node.startsWith(`${release}.`)) return process.execPath;
  const name = `node-${platform()}-${arch()}`;
  const prefix = join(folder, release);
  const install = ['install', '--no-audit', '--no-fund', '--no-save', '--prefix', prefix];
  execFileSync('npm', [...install, `${name}@${release}`], { stdio: 'pipe' });
  return join(prefix, 'node_modules', name, 'bin', 'node');
}

function rootsOf(node: string, place: { readonly [name: string]: string }): string {
  const env = { ...process.env, ...place };
  return execFileSync(node, [PRINT_ROOTS], { env, encoding: 'utf8', maxBuffer: 2 ** 28 });
}

describe('the same log', () => {
  let expected = '';

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'civic-ledger-nodes-'));
    expected = rootsOf(process.execPath, { TZ: 'UTC', LC_ALL: 'C' });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has blocks to compare', () => {
    const headers = expected.trim().split('\n');
    expect(headers.length).toBeGreaterThan(150);
    expect(new Set(headers).size).toBe(headers.length);
  });

  it('holds facts of every kind: accepted, refused, proposed and executed', () => {
    const { genesisText, blocks } = manyEvents(100);
    const store = straightRun(genesisText, blocks);
    const size = store.head()?.header.size ?? 0;
    const events = Array.from(
      { length: size },
      (_, position) => store.entry(position)?.event ?? '',
    );
    const types = new Set(events.map((text) => (JSON.parse(text) as { type: string }).type));
    for (const type of FACTS) expect([...types]).toContain(type);
    const codes = new Set(events.flatMap((text) => /"code":"([A-Z_]+)"/.exec(text)?.[1] ?? []));
    expect(codes.size).toBeGreaterThanOrEqual(5);
  });

  it.each(RELEASES)(
    'gives the same roots on Node %s in every time zone and locale',
    (release) => {
      const node = nodeOf(release);
      const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
      expect(version).toMatch(new RegExp(`^v${release}\\.`));
      for (const place of PLACES) {
        expect(rootsOf(node, place) === expected).toBe(true);
        process.stdout.write(`${version} ${place.TZ} ${place.LC_ALL}: same roots\n`);
      }
    },
    INSTALL_MS,
  );
});
