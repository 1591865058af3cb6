import { afterEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CometRpc,
  RpcLost,
  RpcRefused,
  RpcUnreachable,
} from '../../../src/consensus/cometbft/cometRpc.js';

const closers: (() => unknown)[] = [];

afterEach(() => {
  for (const close of closers.splice(0).reverse()) close();
});

/** An RPC client of a server that answers with `listener`, or of none. */
async function rpcTo(listener?: RequestListener): Promise<CometRpc> {
  const folder = mkdtempSync(join(tmpdir(), 'rpc-'));
  const path = join(folder, 'rpc.sock');
  const rpc = new CometRpc(path);
  closers.push(
    () => rmSync(folder, { recursive: true }),
    () => rpc.close(),
  );
  if (listener === undefined) return rpc;
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  closers.push(() => server.close());
  return rpc;
}

const answering = (answer: string) =>
  rpcTo((_request, response) => {
    response.end(answer);
  });

describe('the RPC client', () => {
  test('hands a transaction over in base64 and is content with code 0', async () => {
    const bodies: string[] = [];
    const rpc = await rpcTo((request, response) => {
      request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
      request.on('end', () => response.end('{"result":{"code":0,"log":""}}'));
    });
    await rpc.broadcast(Buffer.from('abc'));
    expect(JSON.parse(bodies.join(''))).toMatchObject({
      method: 'broadcast_tx_sync',
      params: { tx: 'YWJj' },
    });
  });

  test('reads height, progress and peers', async () => {
    const rpc = await answering(
      JSON.stringify({
        result: {
          sync_info: { latest_block_height: '12', catching_up: true },
          peers: [{ node_info: { id: 'aa' } }],
        },
      }),
    );
    expect(await rpc.status()).toEqual({ height: 12, catchingUp: true, peers: ['aa'] });
  });

  test.each([
    ['a code of CheckTx', '{"result":{"code":1,"log":"not a batch"}}', RpcRefused],
    ['an error of the mempool', '{"error":{"message":"mempool is full"}}', RpcRefused],
    ['no JSON', 'busy', RpcLost],
  ])('tells %s apart', async (_what, answer, kind) => {
    const rpc = await answering(answer);
    await expect(rpc.broadcast(Buffer.from('abc'))).rejects.toBeInstanceOf(kind);
  });

  test('knows that nothing was sent when nobody listens', async () => {
    const rpc = await rpcTo();
    await expect(rpc.broadcast(Buffer.from('abc'))).rejects.toBeInstanceOf(RpcUnreachable);
  });

  test('asks again after a lost answer, and what is known by then was taken', async () => {
    let calls = 0;
    const rpc = await rpcTo((request, response) => {
      calls += 1;
      if (calls === 1) request.socket.destroy();
      else
        response.end('{"error":{"message":"Internal error","data":"tx already exists in cache"}}');
    });
    await rpc.broadcast(Buffer.from('abc'));
    expect(calls).toBe(2);
  });

  test('does not know what became of a call that was cut off', async () => {
    const rpc = await rpcTo((request) => request.socket.destroy());
    await expect(rpc.broadcast(Buffer.from('abc'))).rejects.toBeInstanceOf(RpcLost);
  });
});
