import { afterEach, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RpcLost, RpcRefused, RpcUnreachable } from '../../../src/consensus/cometbft/cometRpc.js';
import type { LightBlockRpc } from '../../../src/consensus/cometbft/lightBlocks.js';
import { MemberBlocks } from '../../../src/consensus/cometbft/memberBlocks.js';

const closers: (() => unknown)[] = [];

afterEach(() => {
  for (const close of closers.splice(0).reverse()) close();
});

/** A member whose RPC answers everything with `answer`; what it was asked, in order. */
async function member(answer: string): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => asked.push(chunk.toString()));
    request.on('end', () => response.end(answer));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function failing(error: Error): LightBlockRpc {
  return { call: () => Promise.reject(error) };
}

function blocksOf(own: LightBlockRpc, ...members: readonly string[]): MemberBlocks {
  const blocks = new MemberBlocks(own, members);
  closers.push(() => blocks.close());
  return blocks;
}

const PRUNED = new RpcRefused('commit: height 1 is not available, lowest height is 9');
const REFUSAL = '{"error":{"message":"Internal error","data":"height 1 is not available"}}';

describe('the blocks from before a node joined', () => {
  test('come from its own CometBFT where that has them', async () => {
    const { url, asked } = await member('{"result":"theirs"}');
    const own: LightBlockRpc = {
      call: <Result>() => Promise.resolve('own' as Result),
    };
    const blocks = blocksOf(own, url);
    expect(await blocks.call('commit', { height: '9' })).toBe('own');
    expect(blocks.others()).toBeUndefined();
    expect(asked).toEqual([]);
  });

  test('come from the first member that has them, where its own refuses', async () => {
    const [empty, full] = [await member(REFUSAL), await member('{"result":"theirs"}')];
    const blocks = blocksOf(failing(PRUNED), 'http://127.0.0.1:1', empty.url, full.url);
    expect(await blocks.call('commit', { height: '1' })).toBe('theirs');
    expect(empty.asked).toHaveLength(1);
    expect(JSON.parse(full.asked.join(''))).toMatchObject({
      method: 'commit',
      params: { height: '1' },
    });
  });

  test('come from another member, where what the first one says does not hold', async () => {
    const [liar, honest] = [await member('{"result":"lie"}'), await member('{"result":"truth"}')];
    const blocks = blocksOf(failing(PRUNED), liar.url, honest.url);
    expect(await blocks.call('commit', {})).toBe('lie');
    expect(blocks.others()).toBe(1);
    blocks.doubt();
    expect(await blocks.call('commit', {})).toBe('truth');
    expect(await blocks.call('validators', {})).toBe('truth');
    blocks.doubt();
    expect(await blocks.call('commit', {})).toBe('lie');
  });

  test('are refused as its own CometBFT refuses them, where nobody has them', async () => {
    const { url } = await member(REFUSAL);
    await expect(blocksOf(failing(PRUNED), url).call('commit', {})).rejects.toBe(PRUNED);
    await expect(blocksOf(failing(PRUNED)).call('commit', {})).rejects.toBe(PRUNED);
  });

  test.each([new RpcUnreachable('it starts'), new RpcLost('it ended')])(
    'are not asked for while its own CometBFT does not answer: %s',
    async (error) => {
      const { url, asked } = await member('{"result":"theirs"}');
      await expect(blocksOf(failing(error), url).call('commit', {})).rejects.toBe(error);
      expect(asked).toEqual([]);
    },
  );
});
