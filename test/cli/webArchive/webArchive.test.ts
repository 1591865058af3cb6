/** Web archives: what real writers write is taken, what is not sound is refused by its code. */
import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { ArchiveFault } from '../../../src/cli/webArchive/archiveFault.js';
import { harExchanges } from '../../../src/cli/webArchive/har.js';
import { warcExchanges } from '../../../src/cli/webArchive/warc.js';
import { readWacz } from '../../../src/cli/webArchive/wacz.js';
import { harOf, packageOf, waczMembers, warcOf, type ZipMember, zipOf } from './archives.js';

const URLS = ['https://shop.example/', 'https://shop.example/copy.png'];
const folder = mkdtempSync(join(tmpdir(), 'web-archive-'));
afterAll(() => rmSync(folder, { recursive: true }));

let made = 0;
function written(bytes: Uint8Array): string {
  made += 1;
  const path = join(folder, `${made}.wacz`);
  writeFileSync(path, bytes);
  return path;
}

const read = (members: readonly ZipMember[]) => readWacz(written(zipOf(members)), () => {});

/** The code of the fault; what was read when there is none. */
async function faultOf(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ArchiveFault) return error.code;
    throw error;
  }
}

const warcIn = (bytes: Uint8Array, path = 'data.warc') =>
  warcExchanges({ path, length: bytes.length, bytes: Readable.from([Buffer.from(bytes)]) });

describe('a WACZ', () => {
  it('of a WARC by warcio is taken: its files digested, its exchanges as claims', async () => {
    const steps: number[] = [];
    const path = written(zipOf(waczMembers(await warcOf(URLS))));
    const { archive, files, exchanges } = await readWacz(path, (done) => steps.push(done));
    expect(archive).toBe('WACZ 1.1.1');
    const paths = ['datapackage.json', 'archive/data.warc.gz', 'pages/pages.jsonl'];
    expect(files.map((file) => file.path)).toEqual(paths);
    expect(files[0]?.digests.map(({ algorithm }) => algorithm)).toEqual(['sha-256', 'sm3']);
    expect(exchanges).toEqual(
      URLS.map((url) => ({
        url,
        time: '2026-01-02T03:04:05Z',
        kind: 'response',
        status: 200,
        mediaType: 'text/html',
        remoteAddress: '192.0.2.7',
        channel: ['tls/1.3'],
        payload: expect.stringMatching(/^sha256:/),
      })),
    );
    expect(steps.at(-1)).toBe(
      files.reduce((sum, { digests }) => sum + (digests[0]?.length ?? 0), 0),
    );
  });

  const sound = async (): Promise<readonly ZipMember[]> => waczMembers(await warcOf(URLS));
  const changed = async (path: string, change: Partial<ZipMember>) =>
    (await sound()).map((member) => (member.path === path ? { ...member, ...change } : member));
  const EXTRA: ZipMember = { path: 'archive/other.warc.gz', bytes: Buffer.from('x') };
  const text = Buffer.from('another');

  it.each<[string, string, () => Promise<readonly ZipMember[]>]>([
    ['a changed resource', 'WACZ_HASH', () => changed('pages/pages.jsonl', { bytes: text })],
    ['a file that is not named', 'WACZ_EXTRA', async () => [...(await sound()), EXTRA]],
    ['a named file that is not there', 'WACZ_MISSING', async () => (await sound()).slice(0, 2)],
    ['no datapackage.json', 'WACZ_PACKAGE', async () => (await sound()).slice(1)],
    ['one that is no JSON', 'WACZ_PACKAGE', () => changed('datapackage.json', { bytes: text })],
    ['no WARC', 'WACZ_EMPTY', async () => [packageOf([])]],
    [
      'a name twice',
      'ZIP_TWICE',
      async () => [...(await sound()), (await sound())[1] as ZipMember],
    ],
    ['a way out', 'ZIP_NAME', () => changed('pages/pages.jsonl', { path: '../../etc/passwd' })],
    ['an absolute name', 'ZIP_NAME', () => changed('pages/pages.jsonl', { path: '/etc/passwd' })],
    ['a name of another script', 'ZIP_NAME', () => changed('pages/pages.jsonl', { path: 'раges' })],
    ['a link', 'ZIP_KIND', () => changed('pages/pages.jsonl', { mode: 0o120777 })],
    ['an encrypted file', 'ZIP_KIND', () => changed('pages/pages.jsonl', { flags: 1 })],
    ['another packing', 'ZIP_KIND', () => changed('pages/pages.jsonl', { method: 12 })],
    [
      'a stated length that is not so',
      'ZIP_FORM',
      () => changed('pages/pages.jsonl', { statedLength: 7 }),
    ],
    [
      'a bomb',
      'ZIP_BOMB',
      async () => [
        ...(await sound()),
        { path: 'pages/zeros', bytes: Buffer.alloc(4_000_000), deflate: true },
      ],
    ],
  ])('with %s is %s', async (_what, code, members) => {
    expect(await faultOf(read(await members()))).toBe(code);
  });

  it('that is cut, padded or no zip at all is refused', async () => {
    const bytes = zipOf(await sound());
    for (const other of [bytes.subarray(0, -1), bytes.subarray(0, 40), Buffer.from('no zip')]) {
      expect(await faultOf(readWacz(written(other), () => {}))).toBe('ZIP_FORM');
    }
  });

  it('with any byte changed is refused, or gives the very same files', async () => {
    const bytes = zipOf(await sound());
    const { files } = await readWacz(written(bytes), () => {});
    await fc.assert(
      fc.asyncProperty(
        fc.nat(bytes.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, by) => {
          const other = Buffer.from(bytes);
          other[at] = (other[at] as number) ^ by;
          const found = await faultOf(readWacz(written(other), () => {}));
          // Times and unused fields of a zip mean nothing; whatever is hashed is the same.
          const named = (found as { files?: typeof files }).files?.filter(({ path }) =>
            path.startsWith('archive/'),
          );
          if (typeof found !== 'string') {
            expect(named).toEqual(files.filter(({ path }) => path.startsWith('archive/')));
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('a WARC', () => {
  it('reads the same gzipped by record or not, and over chunks of any size', async () => {
    const plain = await warcOf(URLS, false);
    const whole = await warcIn(plain);
    expect(whole).toHaveLength(2);
    expect(await warcIn(await warcOf(URLS), 'data.warc.gz')).toEqual(whole);
    const bytes = Readable.from([...plain].map((byte) => Buffer.from([byte])));
    expect(await warcExchanges({ path: 'a.warc', length: plain.length, bytes })).toEqual(whole);
  });

  it('is refused when a record is cut, mis-stated or of another version', async () => {
    const plain = Buffer.from(await warcOf(URLS, false));
    expect(await faultOf(warcIn(plain.subarray(0, -1)))).toBe('WARC_TRUNCATED');
    const other = (from: string, to: string) =>
      Buffer.from(plain.toString('latin1').replace(from, to), 'latin1');
    for (const [from, to] of [
      ['WARC/1.1', 'WARC/9.9'],
      ['WARC-Date: 2026', 'WARC-Date: soon'],
      ['WARC-Record-ID', 'WARC-Other-ID'],
      ['WARC-Type: response', 'no field at all'],
    ] as const) {
      expect(await faultOf(warcIn(other(from, to)))).toBe('WARC_FORM');
    }
    const longer = plain
      .toString('latin1')
      .replace(/Content-Length: \d+/, 'Content-Length: 99999999');
    expect(await faultOf(warcIn(Buffer.from(longer, 'latin1')))).toBe('WARC_TRUNCATED');
  });

  it('that is a bomb, or no gzip, is refused before it is held', async () => {
    const head =
      'WARC/1.0\r\nWARC-Type: x\r\nWARC-Record-ID: <a>\r\nWARC-Date: 2026-01-01T00:00:00Z\r\n';
    const zeros = Buffer.alloc(50_000_000);
    const bomb = gzipSync(
      Buffer.concat([Buffer.from(`${head}Content-Length: 50000000\r\n\r\n`), zeros]),
    );
    expect(await faultOf(warcIn(bomb, 'a.warc.gz'))).toBe('WARC_BOMB');
    expect(await faultOf(warcIn(Buffer.from('plain'), 'a.warc.gz'))).toBe('WARC_FORM');
  });

  it('never ends in anything but exchanges or a fault, whatever the bytes', async () => {
    const plain = Buffer.from(await warcOf(URLS, false));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(plain.length - 1),
        fc.uint8Array({ maxLength: 8 }),
        async (at, put) => {
          const mixed = Buffer.concat([
            plain.subarray(0, at),
            put,
            plain.subarray(at + put.length),
          ]);
          const found = await faultOf(warcIn(mixed));
          expect(Array.isArray(found) || typeof found === 'string').toBe(true);
        },
      ),
    );
  });
});

describe('a HAR', () => {
  it('gives its exchanges with address and channel as claims', () => {
    expect(harExchanges(Buffer.from(`\uFEFF${harOf()}`))).toEqual([
      {
        url: 'https://shop.example/',
        time: '2026-01-02T03:04:05.678+08:00',
        kind: 'entry',
        status: 200,
        mediaType: 'text/html',
        remoteAddress: '192.0.2.7',
        channel: ['h2', 'TLS 1.3', 'Example CA'],
      },
    ]);
  });

  it.each([
    ['version 1.1', (har: HarShape) => (har.log['version'] = '1.1')],
    ['no creator', (har: HarShape) => delete har.log['creator']],
    ['no entries', (har: HarShape) => delete (har.log as { entries?: unknown }).entries],
    ['an entry without a request', (har: HarShape) => delete har.log.entries[0]?.['request']],
    ['an entry without timings', (har: HarShape) => delete har.log.entries[0]?.['timings']],
    ['a time that is none', (har: HarShape) => (har.log.entries[0]!['startedDateTime'] = 'noon')],
    ['an entry that is no object', (har: HarShape) => (har.log.entries as unknown[]).push(7)],
  ])('with %s is HAR_FORM', async (_what, change) => {
    const work = Promise.resolve().then(() => harExchanges(Buffer.from(harOf(change))));
    expect(await faultOf(work)).toBe('HAR_FORM');
  });

  it('with a name twice, cut, or not in UTF-8 is HAR_JSON', async () => {
    const notUtf8 = Buffer.from(harOf().replace('OK', '\u00ff'), 'latin1');
    for (const bytes of ['{"log":{},"log":{}}', harOf().slice(0, -1), '', notUtf8]) {
      const work = Promise.resolve().then(() => harExchanges(Buffer.from(bytes as string)));
      expect(await faultOf(work)).toBe('HAR_JSON');
    }
  });
});

type HarShape = { log: Record<string, unknown> & { entries: Record<string, unknown>[] } };
