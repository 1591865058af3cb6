/** Web archives for tests: WARC files by warcio, zips by hand so that they can be wrong. */
import { createHash } from 'node:crypto';
import { crc32 } from '../../../src/client/bundle/crc32.js';
import { deflateRawSync } from 'node:zlib';
import { WARCRecord, WARCSerializer } from 'warcio';

/** A file of a zip; what is not given is as it should be. */
export interface ZipMember {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly deflate?: boolean;
  readonly flags?: number;
  readonly method?: number;
  /** Mode of the file as Unix has it; a link is 0o120777. */
  readonly mode?: number;
  /** What the headers say instead of the real length. */
  readonly statedLength?: number;
}

/** A zip of these members, in their order, names twice and all. */
export function zipOf(members: readonly ZipMember[]): Uint8Array {
  const [parts, directory]: [Buffer[], Buffer[]] = [[], []];
  let offset = 0;
  for (const member of members) {
    const packed = member.deflate === true ? deflateRawSync(member.bytes) : member.bytes;
    const name = Buffer.from(member.path);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), shared(member, packed), name]);
    parts.push(local, Buffer.from(packed));
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((member.mode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    const version = Buffer.from([20, 3]);
    const fields = shared(member, packed);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), version, fields, tail, name]));
    offset += local.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  const length = directory.reduce((sum, each) => sum + each.length, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** Version, flags, method, time, checksum, lengths: alike in both headers. */
function shared(member: ZipMember, packed: Uint8Array): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(member.flags ?? 0, 2);
  fields.writeUInt16LE(member.method ?? (member.deflate === true ? 8 : 0), 4);
  fields.writeUInt16LE(0x21, 8);
  fields.writeUInt32LE(crc32(member.bytes), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(member.statedLength ?? member.bytes.length, 18);
  fields.writeUInt16LE(Buffer.byteLength(member.path), 22);
  return fields;
}

/** A WARC file of two pages, gzipped by record, as warcio writes it. */
export async function warcOf(urls: readonly string[], gzip = true): Promise<Uint8Array> {
  const records: Uint8Array[] = [];
  for (const url of urls) {
    async function* body() {
      yield new TextEncoder().encode(`<html>${url}</html>`);
    }
    const record = WARCRecord.create(
      {
        url,
        date: '2026-01-02T03:04:05Z',
        type: 'response',
        warcVersion: 'WARC/1.1',
        warcHeaders: { 'WARC-IP-Address': '192.0.2.7', 'WARC-Protocol': 'tls/1.3' },
        httpHeaders: { 'Content-Type': 'text/html' },
        statusline: 'HTTP/1.1 200 OK',
      },
      body(),
    );
    records.push(await WARCSerializer.serialize(record, { gzip }));
  }
  return Buffer.concat(records);
}

/** The members of a sound WACZ around a WARC file. */
export function waczMembers(warc: Uint8Array): readonly ZipMember[] {
  const pages = Buffer.from('{"format":"json-pages-1.0","id":"pages","title":"All Pages"}\n');
  const files: readonly ZipMember[] = [
    { path: 'archive/data.warc.gz', bytes: warc },
    { path: 'pages/pages.jsonl', bytes: pages, deflate: true },
  ];
  return [packageOf(files), ...files];
}

/** The datapackage.json that names these files. */
export function packageOf(files: readonly ZipMember[], more: object = {}): ZipMember {
  const resources = files.map(({ path, bytes }) => {
    const hash = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    return { name: path.replace(/^.*\//, ''), path, hash, bytes: bytes.length };
  });
  const value = { profile: 'data-package', wacz_version: '1.1.1', resources, ...more };
  return { path: 'datapackage.json', bytes: Buffer.from(JSON.stringify(value)), deflate: true };
}

/** A HAR of one exchange, as a browser would write it. */
export function harOf(change: (har: Har) => void = () => {}): string {
  const message = { httpVersion: 'h2', cookies: [], headers: [], headersSize: -1, bodySize: -1 };
  const har: Har = {
    log: {
      version: '1.2',
      creator: { name: 'browser', version: '1' },
      entries: [
        {
          startedDateTime: '2026-01-02T03:04:05.678+08:00',
          time: 12.25,
          request: { ...message, method: 'GET', url: 'https://shop.example/', queryString: [] },
          response: {
            ...message,
            status: 200,
            statusText: 'OK',
            content: { size: 3, mimeType: 'text/html' },
            redirectURL: '',
          },
          cache: {},
          timings: { send: 0, wait: 12.25, receive: 0 },
          serverIPAddress: '192.0.2.7',
          _securityDetails: { protocol: 'TLS 1.3', issuer: 'Example CA' },
        },
      ],
    },
  };
  change(har);
  return JSON.stringify(har);
}

type Har = { log: Record<string, unknown> & { entries: Record<string, unknown>[] } };
