/**
 * CometBFT's built-in kvstore on the folders of a consortium that is not running: the same binary,
 * validators and settings, and transactions of the size of one signed event, over RPC.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { CometRpc } from '../../src/consensus/cometbft/cometRpc.js';
import { findCometBft } from '../../src/node/cometbft/cometbftBinary.js';
import { type ConsortiumNetwork, NODES, until } from '../../test/support/live/consortiumNetwork.js';
import { remembered, removeFolder, temporaryFolder } from '../../test/support/live/started.js';

const CALLERS_PER_NODE = 64;
const UNSAFE_RESET = ['unsafe-reset-all', '--keep-addr-book', '--home', '.'];

/** What is sent, and for how long. */
export interface KvstoreLoad {
  readonly seconds: number;
  /** Bytes of each transaction. */
  readonly payloadBytes: number;
}

/** Transactions per second of `offered`, counted as far as they are in blocks. */
export async function kvstoreRate(
  network: ConsortiumNetwork,
  offered: KvstoreLoad,
): Promise<number> {
  const program = await findCometBft(process.env['CIVIC_LEDGER_COMETBFT'], '.');
  const root = temporaryFolder('kv-');
  const homes = NODES.map((node) => {
    const home = join(root, String(node));
    cpSync(join(network.directory(node), 'cometbft', 'config'), join(home, 'config'), {
      recursive: true,
    });
    return home;
  });
  for (const home of homes)
    await once(remembered(spawn(program, UNSAFE_RESET, { cwd: home })), 'exit');
  const nodes = homes.map((home) => startNode(program, home));
  try {
    const rpcs = homes.map((home) => new CometRpc(join(home, 'rpc.sock')));
    await until('kvstore', async () => {
      const states = await Promise.all(rpcs.map((rpc) => rpc.status()));
      return states.every(({ peers }) => peers.length === NODES.length - 1);
    });
    const committed = await load(rpcs, offered);
    for (const rpc of rpcs) rpc.close();
    return committed / offered.seconds;
  } finally {
    for (const node of nodes) {
      const ended = once(node, 'exit');
      node.kill('SIGKILL');
      await ended;
    }
    removeFolder(root);
  }
}

function startNode(program: string, home: string) {
  const options = ['--home', '.', '--proxy_app', 'kvstore', '--rpc.laddr', 'unix://rpc.sock'];
  const words = ['start', '--log_level', 'none', ...options];
  return remembered(spawn(program, words, { cwd: home, stdio: 'ignore' }));
}

/** Every caller sends its next transaction when the mempool has taken the last. */
async function load(
  rpcs: readonly CometRpc[],
  { seconds, payloadBytes }: KvstoreLoad,
): Promise<number> {
  const endsAt = performance.now() + seconds * 1_000;
  let sent = 0;
  const before = await committedTransactions(rpcs);
  const callers = rpcs.flatMap((rpc) =>
    Array.from({ length: CALLERS_PER_NODE }, async () => {
      while (performance.now() < endsAt) {
        const key = `${(sent += 1)}=`;
        const payload = Buffer.from(key.padEnd(payloadBytes, 'x'));
        await rpc.broadcast(payload).catch(() => undefined);
      }
    }),
  );
  await Promise.all(callers);
  return (await committedTransactions(rpcs)) - before;
}

/** The kvstore says how many transactions it has executed. */
async function committedTransactions([rpc]: readonly CometRpc[]): Promise<number> {
  const info = await (rpc as CometRpc).call<{ response: { data: string } }>('abci_info', {});
  return (JSON.parse(info.response.data) as { readonly size: number }).size;
}
