import { afterEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnswerCall } from '../../../src/consensus/cometbft/abciConnection.js';
import type { ResponseValue } from '../../../src/consensus/cometbft/abciMessages.js';
import { AbciServer } from '../../../src/consensus/cometbft/abciServer.js';
import { until } from '../../support/live/consortiumNetwork.js';
import { AbciClient } from './abciClient.js';

const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

interface Told {
  readonly peer: string[];
  readonly application: string[];
  /** How many were left when each connection closed. */
  readonly closed: number[];
}

async function serve(answer: AnswerCall): Promise<{ path: string; told: Told }> {
  const folder = mkdtempSync(join(tmpdir(), 'abci-'));
  const told: Told = { peer: [], application: [], closed: [] };
  const server = new AbciServer(
    { frameBytesMax: 1_000_000, requestsMax: 16 },
    {
      answer,
      onPeerFault: ({ message }) => told.peer.push(message),
      onFailure: ({ message }) => told.application.push(message),
      onClosed: (left) => told.closed.push(left),
    },
  );
  const path = join(folder, 'abci.sock');
  await server.listen(path);
  closers.push(
    () => rmSync(folder, { recursive: true }),
    () => server.close(),
  );
  return { path, told };
}

/** Answers every call as an application without a state would. */
const plain: AnswerCall = (call): ResponseValue => {
  if (call.case === 'processProposal') return { case: call.case, value: { value: 1 } };
  if (call.case === 'commit') return { case: call.case, value: {} };
  if (call.case === 'checkTx') return { case: call.case, value: {} };
  throw new Error(`no answer to ${call.case}`);
};

function open(path: string): AbciClient {
  const client = new AbciClient(path);
  closers.push(() => client.close());
  return client;
}

/** Sends `request` and resolves with as many bytes as `length` says. */
async function exchange(path: string, request: string, length: number): Promise<string> {
  const socket: Socket = connect(path);
  closers.push(() => socket.destroy());
  socket.write(Buffer.from(request, 'hex'));
  let received = Buffer.alloc(0);
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk as Buffer]);
    if (received.length >= length) break;
  }
  return received.toString('hex');
}

describe('the ABCI server', () => {
  test.each([
    ['Flush', '021200', '021a00'],
    ['Echo', '090a070a0568656c6c6f', '0912070a0568656c6c6f'],
    ['Commit', '025a00', '026200'],
    ['CheckTx', '0742050a03616263', '024a00'],
    ['ProcessProposal', '038a0100', '059201020801'],
  ])('answers %s byte for byte as CometBFT expects it', async (_call, request, response) => {
    const { path } = await serve(plain);
    expect(await exchange(path, request, response.length / 2)).toBe(response);
  });

  test('reads the Info request of CometBFT v0.38.26', async () => {
    const seen: unknown[] = [];
    const { path } = await serve((call) => {
      if (call.case === 'info') seen.push(call.value.version, call.value.abciVersion);
      return { case: 'info', value: { lastBlockHeight: 7n } };
    });
    const request = '161a140a07302e33382e3236100b18082205322e302e30';
    expect(await exchange(path, request, 5)).toBe('0422022007');
    expect(seen).toEqual(['0.38.26', '2.0.0']);
  });

  test('replies in the order of the requests when later answers are ready first', async () => {
    const finish: (() => void)[] = [];
    const { path } = await serve(
      (call) =>
        new Promise((resolve) => {
          const code = call.case === 'checkTx' ? (call.value.tx[0] as number) : 0;
          finish.push(() => resolve({ case: 'checkTx', value: { code } }));
          if (finish.length === 5) for (const done of finish.reverse()) done();
        }),
    );
    const client = open(path);
    const sent = [1, 2, 3, 4, 5].map((code) => client.checkTx(Uint8Array.of(code)));
    const codes = (await Promise.all(sent)).map(({ code }) => code);
    expect(codes).toEqual([1, 2, 3, 4, 5]);
  });

  test('takes every call on each of four connections at once', async () => {
    const { path } = await serve(plain);
    const clients = [1, 2, 3, 4].map(() => open(path));
    const answers = await Promise.all(clients.map((client) => client.echo('which one am I?')));
    expect(answers).toEqual(answers.map(() => 'which one am I?'));
  });

  test('tells of each connection that closes, and how many are left', async () => {
    const { path, told } = await serve(plain);
    const clients = [1, 2, 3].map(() => open(path));
    await Promise.all(clients.map((client) => client.echo('taken')));
    for (const [index, client] of clients.entries()) {
      client.close();
      await until('its close', async () => told.closed.length > index);
    }
    expect(told.closed).toEqual([2, 1, 0]);
  });

  test('answers far more requests than it takes at once, when the caller never waits', async () => {
    const { path } = await serve(async (call) => plain(call));
    const client = open(path);
    const sent = Array.from({ length: 2_000 }, () => client.checkTx(Uint8Array.of(1)));
    expect(await Promise.all(sent)).toHaveLength(2_000);
  });

  test('says why it cannot go on, after the replies before, and closes', async () => {
    const { path, told } = await serve((call) => {
      if (call.case === 'commit') throw new Error('the disk is full');
      return plain(call);
    });
    const client = open(path);
    const before = client.checkTx(Uint8Array.of(1));
    await expect(client.commit()).rejects.toThrow('the disk is full');
    await expect(before).resolves.toMatchObject({ code: 0 });
    await client.closed;
    const { peer, application } = told;
    expect({ peer, application }).toEqual({ peer: [], application: ['the disk is full'] });
  });

  test.each([
    ['an unknown call', Buffer.from('024a00', 'hex')],
    ['no protobuf', Buffer.from('03ffffff', 'hex')],
    ['too long a frame', Buffer.from('ffffffff7f', 'hex')],
  ])('closes a connection that sends %s, and keeps the others', async (_what, bytes) => {
    const { path, told } = await serve(plain);
    const [good, bad] = [open(path), open(path)];
    bad.write(bytes);
    await bad.closed;
    expect(await good.echo('still here')).toBe('still here');
    expect(told.peer).toHaveLength(1);
    expect(told.application).toEqual([]);
  });
});
