/**
 * WARC 1.0 and 1.1 (ISO 28500:2017) as a stream, gzipped by record or not: the exchanges in it, and
 * a refusal of whatever is not in the form. A record's block is passed over, whatever its length;
 * only the head of an HTTP answer is looked at.
 */
import { createGunzip } from 'node:zlib';
import type { Readable } from 'node:stream';
import { ArchiveFault } from './archiveFault.js';
import { ByteReader } from './byteReader.js';
import { EXCHANGES_MAX, type WebExchange } from './webClaims.js';

const HEAD_MAX = 65_536;
const HTTP_HEAD_MAX = 65_536;
/** Deflate's own bound is 1,032. */
const RATIO_MAX = 1_000;
const BLANK_LINE = Buffer.from('\r\n\r\n');
const EXCHANGE_KINDS: readonly string[] = ['response', 'resource', 'revisit'];

/** A WARC file inside an archive. */
export interface WarcSource {
  readonly path: string;
  /** Of the file as it lies there. */
  readonly length: number;
  readonly bytes: Readable;
}

/** The exchanges of a WARC file, in its order. Throws ArchiveFault. */
export async function warcExchanges(source: WarcSource): Promise<readonly WebExchange[]> {
  const reader = new ByteReader(unpacked(source));
  const exchanges: WebExchange[] = [];
  try {
    while (!(await reader.isAtEnd())) {
      const exchange = await readRecord(reader, source.path);
      if (exchange !== undefined) exchanges.push(exchange);
      if (exchanges.length > EXCHANGES_MAX) throw new ArchiveFault('RECORDS_TOO_MANY', source.path);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code?.startsWith('Z_') === true) throw new ArchiveFault('WARC_FORM', source.path);
    throw error;
  }
  return exchanges;
}

async function* unpacked({ path, length, bytes }: WarcSource): AsyncIterable<Buffer> {
  if (!path.endsWith('.gz')) {
    yield* bytes as AsyncIterable<Buffer>;
    return;
  }
  const gunzip = createGunzip();
  bytes.on('error', (error) => gunzip.destroy(error));
  let count = 0;
  for await (const chunk of bytes.pipe(gunzip) as AsyncIterable<Buffer>) {
    count += chunk.length;
    if (count > RATIO_MAX * length) throw new ArchiveFault('WARC_BOMB', path);
    yield chunk;
  }
}

async function readRecord(reader: ByteReader, path: string): Promise<WebExchange | undefined> {
  const head = await reader.upTo(BLANK_LINE, HEAD_MAX);
  if (head === undefined) throw new ArchiveFault('WARC_FORM', path);
  const fields = recordFields(head.toString('utf8'), path);
  const length = Number(fields.get('content-length'));
  const kind = fields.get('warc-type') ?? '';
  const isHttp = fields.get('content-type')?.startsWith('application/http') === true;
  const httpHead = isHttp ? await reader.exactly(Math.min(length, HTTP_HEAD_MAX)) : Buffer.alloc(0);
  const isWhole = httpHead !== undefined && (await reader.skip(length - httpHead.length));
  const end = isWhole ? await reader.exactly(BLANK_LINE.length) : undefined;
  if (end === undefined || httpHead === undefined) throw new ArchiveFault('WARC_TRUNCATED', path);
  if (!end.equals(BLANK_LINE)) throw new ArchiveFault('WARC_FORM', path);
  return EXCHANGE_KINDS.includes(kind) ? exchangeOf(fields, kind, httpHead) : undefined;
}

const REQUIRED = ['warc-type', 'warc-record-id', 'warc-date', 'content-length'];

/** Named fields, lower case; the values of one that repeats are joined by a newline. */
function recordFields(head: string, path: string): ReadonlyMap<string, string> {
  const [version = '', ...lines] = head.slice(0, -BLANK_LINE.length).split('\r\n');
  const fields = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = /^([!#-'*+.0-9A-Z^-z|~-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new ArchiveFault('WARC_FORM', path);
    const key = name.toLowerCase();
    const before = fields.get(key);
    if (before !== undefined && REQUIRED.includes(key)) throw new ArchiveFault('WARC_FORM', path);
    fields.set(key, before === undefined ? value : `${before}\n${value}`);
  }
  const isSound =
    (version === 'WARC/1.0' || version === 'WARC/1.1') &&
    REQUIRED.every((name) => fields.has(name)) &&
    /^\d{1,15}$/.test(fields.get('content-length') ?? '') &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(fields.get('warc-date') ?? '');
  if (!isSound) throw new ArchiveFault('WARC_FORM', path);
  return fields;
}

function exchangeOf(
  fields: ReadonlyMap<string, string>,
  kind: string,
  httpHead: Buffer,
): WebExchange {
  const http = httpHead.subarray(0, httpHead.indexOf(BLANK_LINE)).toString('latin1');
  const status = /^HTTP\/[\d.]+ (\d{3})(?: |$)/m.exec(http)?.[1];
  const ownType = kind === 'resource' ? fields.get('content-type') : undefined;
  const mediaType = /^content-type:[ \t]*([^\r\n]*)/im.exec(http)?.[1] ?? ownType;
  const channel = ['warc-protocol', 'warc-cipher-suite'].flatMap(
    (name) => fields.get(name)?.split('\n') ?? [],
  );
  const [remoteAddress, payload] = [
    fields.get('warc-ip-address'),
    fields.get('warc-payload-digest'),
  ];
  return {
    url: (fields.get('warc-target-uri') ?? '').replace(/^<(.*)>$/, '$1'),
    time: fields.get('warc-date') ?? '',
    kind,
    ...(status === undefined ? {} : { status: Number(status) }),
    ...(mediaType === undefined ? {} : { mediaType }),
    ...(remoteAddress === undefined ? {} : { remoteAddress }),
    ...(channel.length === 0 ? {} : { channel }),
    ...(payload === undefined ? {} : { payload }),
  };
}
