import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { openSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { chunkOffset } from '../../../src/content/objectFormat.js';
import { parseRange } from '../../../src/gateways/content/byteRange.js';
import {
  depositAll,
  faultOf,
  type GatewayUnderTest,
  grant,
  type Registered,
  startGateway,
} from './gatewayUnderTest.js';

let gateway: GatewayUnderTest;
let registered: Registered;

beforeAll(async () => {
  gateway = await startGateway();
  registered = gateway.register(200_000);
  await depositAll(gateway, registered);
});
afterAll(() => gateway.close());

function get(
  { item }: Pick<Registered, 'item'>,
  headers: { [name: string]: string } = {},
  method = 'GET',
): Promise<Response> {
  const authorization = grant(item, { method: 'fetch' });
  const path = `${gateway.url}/content/${item}`;
  return fetch(path, { method, headers: { authorization, ...headers } });
}

async function bytesOf(answer: Response): Promise<Buffer> {
  return Buffer.from(await answer.arrayBuffer());
}

describe('a download', () => {
  test('gives the content whole, as something to save and never to show', async () => {
    const answer = await get(registered);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
      'content-length': '200000',
      'accept-ranges': 'bytes',
      'cache-control': 'no-store',
    });
    expect(answer.headers.has('content-range')).toBe(false);
    expect((await bytesOf(answer)).equals(registered.bytes)).toBe(true);
  });

  test('gives the facts that the commitment is made of, to HEAD too', async () => {
    for (const method of ['GET', 'HEAD']) {
      const answer = await get(registered, {}, method);
      const text = answer.headers.get('civic-ledger-content-facts') as string;
      const { digests } = registered.facts;
      expect(JSON.parse(Buffer.from(text, 'base64').toString())).toEqual({ digests });
      expect(answer.headers.get('content-length')).toBe('200000');
    }
  });

  test.each([
    ['bytes=0-0', 0, 1],
    ['bytes=65535-65536', 65_535, 65_537],
    ['bytes=199999-', 199_999, 200_000],
    ['bytes=-10', 199_990, 200_000],
    ['bytes=100-999999999', 100, 200_000],
    ['bytes=-999999999', 0, 200_000],
  ])('gives the range %s', async (range, from, to) => {
    const answer = await get(registered, { range });
    expect(answer.status).toBe(206);
    expect(answer.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/200000`);
    expect((await bytesOf(answer)).equals(registered.bytes.subarray(from, to))).toBe(true);
  });

  test('passes over what is no single range, and refuses one outside the content', async () => {
    for (const range of ['bytes=', 'bytes=-', 'bytes=5-4', 'bytes=0-1,3-4', 'lines=1-2', 'x']) {
      expect((await get(registered, { range })).status).toBe(200);
    }
    for (const range of ['bytes=200000-', 'bytes=-0', 'bytes=999999999999999-']) {
      const answer = await get(registered, { range });
      expect(answer.headers.get('content-range')).toBe('bytes */200000');
      expect(await faultOf(answer)).toMatchObject({ status: 416, code: 'RANGE_INVALID' });
    }
    expect(parseRange(`bytes=${'9'.repeat(16)}-`, 10)).toBeUndefined();
  });

  test('of what was never deposited, or was erased, is refused', async () => {
    const never = await get(gateway.register(10));
    expect(await faultOf(never)).toMatchObject({ status: 404, code: 'CONTENT_UNKNOWN' });
    const erased = gateway.register(10);
    await depositAll(gateway, erased);
    await gateway.content.erase(erased.item);
    expect(await faultOf(await get(erased))).toMatchObject({ status: 410, code: 'CONTENT_ERASED' });
  });

  test('of an item with a malformed or foreign id is refused', async () => {
    for (const item of ['..%2Fstore.key', 'x', randomBytes(32).toString('hex')]) {
      expect((await get({ item })).status).toBeGreaterThanOrEqual(403);
    }
  });

  test('says which chunk is damaged, or breaks off when it is a later one', async () => {
    const damaged = gateway.register(200_000);
    const objects = join(gateway.folder, 'objects');
    const before = new Set(readdirSync(objects));
    await depositAll(gateway, damaged);
    const [name] = readdirSync(objects).filter((each) => !before.has(each)) as [string];
    const file = openSync(join(objects, name), 'r+');
    writeSync(file, randomBytes(8), 0, 8, chunkOffset(2) + 100);
    const late = await get(damaged);
    await expect(late.arrayBuffer()).rejects.toThrow();
    const early = await get(damaged, { range: 'bytes=131072-131073' });
    expect(await faultOf(early)).toMatchObject({
      status: 500,
      code: 'CONTENT_DAMAGED',
      value: 'chunk 2 fails its check',
    });
  });
});
