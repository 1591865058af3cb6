import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Upload } from 'tus-js-client';
import { filesIn } from '../../content/support.js';
import {
  begin,
  BYTES,
  depositAll,
  faultOf,
  type GatewayUnderTest,
  grant,
  patch,
  type Registered,
  startGateway,
  TUS,
} from './gatewayUnderTest.js';

let gateway: GatewayUnderTest;

beforeAll(async () => {
  gateway = await startGateway({ uploadsMax: 100, lengthMax: 100_000_000 });
});
afterAll(() => gateway.close());

function head(upload: string, { item }: Registered): Promise<Response> {
  return fetch(upload, { method: 'HEAD', headers: { ...TUS, authorization: grant(item) } });
}

async function offsetOf(upload: string, registered: Registered): Promise<number> {
  return Number((await head(upload, registered)).headers.get('upload-offset'));
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** Upload-Metadata of a private item; `digests` as canonical JSON. */
function metadata({ facts: { digests, salt } }: Registered, changes: object = {}): string {
  const shown = digests.map(({ algorithm, length, value }) => ({ algorithm, length, value }));
  const values = { digests: JSON.stringify(shown), salt, ...changes } as Record<string, string>;
  return Object.entries(values)
    .map(([key, value]) => `${key} ${base64(value)}`)
    .join(',');
}

describe('a deposit', () => {
  test('is taken in parts, and says how far it is', async () => {
    const registered = gateway.register(150_000);
    const upload = await begin(gateway, registered);
    const first = await patch(upload, registered, {
      offset: 0,
      bytes: registered.bytes.subarray(0, 99_999),
    });
    expect([first.status, first.headers.get('upload-offset')]).toEqual([204, '99999']);
    const found = await head(upload, registered);
    expect(found.status).toBe(200);
    expect(Object.fromEntries(found.headers)).toMatchObject({
      'upload-offset': '99999',
      'upload-length': '150000',
      'tus-resumable': '1.0.0',
      'cache-control': 'no-store',
    });
    expect(await begin(gateway, registered)).toBe(upload);
    const rest = registered.bytes.subarray(99_999);
    const last = await patch(upload, registered, { offset: 99_999, bytes: rest });
    expect(last.headers.get('upload-offset')).toBe('150000');
    expect(gateway.content.describe(registered.item).length).toBe(150_000);
    expect(await offsetOf(upload, registered)).toBe(150_000);
  });

  test('of nothing at all is complete at once', async () => {
    const registered = gateway.register(0);
    const upload = await begin(gateway, registered);
    expect(await offsetOf(upload, registered)).toBe(0);
    expect(gateway.content.describe(registered.item).length).toBe(0);
  });

  test('by an independent tus client arrives, also after it was given up half way', async () => {
    const registered = gateway.register(500_000);
    const options = (chunkSize: number, uploadUrl?: string) => ({
      endpoint: `${gateway.url}/content/`,
      chunkSize,
      retryDelays: [],
      headers: { authorization: grant(registered.item) },
      metadata: { filename: 'family photo.jpg' },
      ...(uploadUrl === undefined ? {} : { uploadUrl }),
    });
    const uploadUrl = await new Promise<string>((resolve, reject) => {
      const half = new Upload(registered.bytes, {
        ...options(100_000),
        onChunkComplete: (_size, sent) => {
          if (sent >= 200_000) void half.abort().then(() => resolve(half.url as string), reject);
        },
        onError: reject,
      });
      half.start();
    });
    await new Promise<void>((resolve, reject) => {
      const onSuccess = (): void => resolve();
      const done = { ...options(Infinity, uploadUrl), onSuccess, onError: reject };
      new Upload(registered.bytes, done).start();
    });
    expect(gateway.content.describe(registered.item).length).toBe(500_000);
  });

  test('keeps what came before the client died', async () => {
    const registered = gateway.register(300_000);
    const upload = new URL(await begin(gateway, registered));
    const socket = connect(Number(upload.port), upload.hostname);
    const lines = Object.entries({
      ...TUS,
      ...BYTES,
      host: upload.host,
      authorization: grant(registered.item),
      'upload-offset': '0',
      'content-length': '300000',
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`PATCH ${upload.pathname} HTTP/1.1\r\n${lines.join('')}\r\n`);
    socket.write(registered.bytes.subarray(0, 200_000));
    await once(socket, 'drain');
    socket.destroy();
    let offset = await offsetOf(upload.href, registered);
    let status = 409;
    // What was on its way when the client died may still arrive: then the offset has moved on.
    while (status === 409) {
      expect(offset).toBeLessThanOrEqual(200_000);
      const rest = registered.bytes.subarray(offset);
      ({ status } = await patch(upload.href, registered, { offset, bytes: rest }));
      if (status === 409) offset = await offsetOf(upload.href, registered);
    }
    expect(gateway.content.describe(registered.item).length).toBe(300_000);
  });

  test('of a private item needs its digests and salt, and keeps nothing else', async () => {
    const registered = gateway.register(70_000, randomBytes(32).toString('hex'));
    const attempt = (headers: { [name: string]: string }): Promise<unknown> =>
      begin(gateway, registered, headers).catch(
        (error: Error) => JSON.parse(error.message) as unknown,
      );
    const mismatch = { errors: [{ extensions: { code: 'COMMITMENT_MISMATCH' } }] };
    expect(await attempt({})).toMatchObject(mismatch);
    const otherSalt = metadata(registered, { salt: '00'.repeat(32) });
    expect(await attempt({ 'upload-metadata': otherSalt })).toMatchObject(mismatch);
    const shown = `${metadata(registered)},filename ${base64('diagnosis.pdf')}`;
    const upload = await begin(gateway, registered, { 'upload-metadata': shown });
    await patch(upload, registered, { offset: 0, bytes: registered.bytes });
    expect(gateway.content.describe(registered.item).salt).toBe(registered.facts.salt);
  });

  test('can be given up', async () => {
    const registered = gateway.register(100);
    const upload = await begin(gateway, registered);
    const headers = { ...TUS, authorization: grant(registered.item) };
    expect((await fetch(upload, { method: 'DELETE', headers })).status).toBe(204);
    expect((await head(upload, registered)).status).toBe(404);
    expect(filesIn(gateway.folder).some((path) => path.includes(upload.slice(-32)))).toBe(false);
  });

  test('may come as POST where PATCH is not let through', async () => {
    const registered = gateway.register(100);
    const upload = await begin(gateway, registered);
    const send = (override: string): Promise<Response> =>
      fetch(upload, {
        method: 'POST',
        headers: {
          ...TUS,
          ...BYTES,
          authorization: grant(registered.item),
          'upload-offset': '0',
          'x-http-method-override': override,
        },
        body: new Uint8Array(registered.bytes),
      });
    expect(await faultOf(await send('TRACE'))).toMatchObject({ code: 'HEADER_INVALID' });
    expect((await send('PATCH')).status).toBe(204);
  });

  test('is described to clients that ask', async () => {
    const answer = await fetch(`${gateway.url}/content/`, { method: 'OPTIONS' });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'tus-version': '1.0.0',
      'tus-extension': 'creation,termination',
      'tus-max-size': '100000000',
    });
  });
});

describe('a hostile deposit', () => {
  test('with another length than the registered one is not begun', async () => {
    const registered = gateway.register(1_000);
    for (const [length, code] of [
      ['999', 'LENGTH_MISMATCH'],
      ['1001', 'LENGTH_MISMATCH'],
      ['-1', 'HEADER_INVALID'],
      ['1e3', 'HEADER_INVALID'],
      ['01000', 'HEADER_INVALID'],
      ['99999999999999999999', 'HEADER_INVALID'],
      ['', 'HEADER_INVALID'],
    ] as const) {
      const headers = { ...TUS, authorization: grant(registered.item), 'upload-length': length };
      const answer = await fetch(`${gateway.url}/content/`, { method: 'POST', headers });
      expect(await faultOf(answer)).toMatchObject({ code, field: 'Upload-Length' });
    }
  });

  test('of more than the server takes is not begun', async () => {
    const small = await startGateway({ lengthMax: 1_000, uploadsMax: 1 });
    try {
      const large = small.register(1_001);
      await expect(begin(small, large)).rejects.toThrow('LENGTH_LIMIT');
      await begin(small, small.register(1_000));
      await expect(begin(small, small.register(1_000))).rejects.toThrow('UPLOADS_FULL');
    } finally {
      await small.close();
    }
  });

  test('at a wrong offset, of a wrong type or of another version is refused', async () => {
    const registered = gateway.register(1_000);
    const upload = await begin(gateway, registered);
    const send = async (headers: { [name: string]: string }): Promise<object> =>
      faultOf(await patch(upload, registered, { offset: 0, bytes: registered.bytes, headers }));
    expect(await send({ 'upload-offset': '1' })).toMatchObject({
      status: 409,
      code: 'UPLOAD_OFFSET',
      limit: '0',
      value: '1',
    });
    expect(await send({ 'upload-offset': '-1' })).toMatchObject({ code: 'HEADER_INVALID' });
    expect(await send({ 'content-type': 'application/octet-stream' })).toMatchObject({
      status: 415,
    });
    expect(await send({ 'tus-resumable': '0.2.2' })).toMatchObject({ code: 'TUS_VERSION' });
    expect(await offsetOf(upload, registered)).toBe(0);
  });

  test('with more bytes than announced is cut short, and may still be made good', async () => {
    const registered = gateway.register(1_000);
    const upload = await begin(gateway, registered);
    const bytes = Buffer.concat([registered.bytes, Buffer.alloc(500_000)]);
    const answer = await patch(upload, registered, { offset: 0, bytes });
    expect(await faultOf(answer)).toMatchObject({ status: 413, code: 'UPLOAD_TOO_LONG' });
    const offset = await offsetOf(upload, registered);
    const rest = registered.bytes.subarray(offset);
    expect((await patch(upload, registered, { offset, bytes: rest })).status).toBe(204);
  });

  test('of other bytes than the registered ones is discarded', async () => {
    const registered = gateway.register(100_000);
    const upload = await begin(gateway, registered);
    const answer = await patch(upload, registered, { offset: 0, bytes: Buffer.alloc(100_000) });
    expect(await faultOf(answer)).toMatchObject({ status: 422, code: 'DIGEST_MISMATCH' });
    expect((await head(upload, registered)).status).toBe(404);
  });

  test('with metadata that is none, or too much of it, is not begun', async () => {
    const registered = gateway.register(100, randomBytes(32).toString('hex'));
    const sound = metadata(registered);
    for (const header of [
      'digests',
      'digests !!!!',
      `${sound},${sound}`,
      `digests ${base64('[]')}`,
      `digests ${base64('{"a":'.repeat(500))}`,
      metadata(registered, { salt: '00' }),
      metadata(registered, { digests: `${'['.repeat(3_000)}` }),
      `filename ${base64('x'.repeat(9_000))}`,
      ', ,',
    ]) {
      const begun = begin(gateway, registered, { 'upload-metadata': header });
      await expect(begun).rejects.toThrow('METADATA_INVALID');
    }
  });

  test('to a path outside finds nothing', async () => {
    const registered = gateway.register(100);
    const headers = { ...TUS, authorization: grant(registered.item) };
    for (const path of [
      '..%2F..%2Fstore.key',
      '%2e%2e%2fstore.key',
      'index.sqlite',
      `${'0'.repeat(32)}%00`,
      '0'.repeat(500),
    ]) {
      const answer = await fetch(`${gateway.url}/content/uploads/${path}`, {
        method: 'HEAD',
        headers,
      });
      expect([404, 414]).toContain(answer.status);
    }
  });

  test('of what is there already is refused', async () => {
    const registered = gateway.register(100);
    await depositAll(gateway, registered);
    await expect(begin(gateway, registered)).rejects.toThrow('CONTENT_HELD');
  });
});
