/** Puts each kind of fault in place and lifts it, with the parts that real trouble has. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { consortiumPaths } from '../../../src/node/cometbft/consortiumFile.js';
import { FIFTH } from '../../support/live/consortiumNetwork.js';
import type { Fault, Target } from '../manifest.js';
import type { TestNetwork } from '../testNetwork.js';

/** Resolves when `fault` is in place. */
export async function begin(network: TestNetwork, fault: Fault): Promise<void> {
  const { consortium } = network;
  switch (fault.kind) {
    case 'kill':
      signal(network, fault, 'SIGKILL');
      if (fault.target !== 'cometbft') await consortium.server(fault.node).exited;
      return;
    case 'pause':
      return signal(network, fault, 'SIGSTOP');
    case 'restart':
      await consortium.stop([fault.node]);
      return consortium.start([fault.node]);
    case 'partition':
      return network.wires?.part(fault.nodes);
    case 'clock':
      return network.setClock(fault.node, fault.ms);
    case 'slow-disk':
      return network.slowDisk(fault.node, fault.ms);
    case 'byzantine':
      return network.liar(fault.node).tell(fault.lie);
    case 'double-sign':
      giveKeyToFifth(network, fault);
      network.liar(FIFTH).tell('refuse-proposals');
      return consortium.start([FIFTH]);
  }
}

/** Takes `fault` away; the node may need a while to be well again. */
export async function lift(network: TestNetwork, fault: Fault): Promise<void> {
  const { consortium } = network;
  switch (fault.kind) {
    case 'kill':
      return fault.target === 'cometbft' ? undefined : consortium.start([fault.node]);
    case 'pause':
      return signal(network, fault, 'SIGCONT');
    case 'restart':
      return;
    case 'partition':
      return network.wires?.join();
    case 'clock':
      return network.setClock(fault.node, 0);
    case 'slow-disk':
      return network.slowDisk(fault.node, 0);
    case 'byzantine':
      return network.liar(fault.node).beHonest();
    case 'double-sign':
      return consortium.kill(FIFTH);
  }
}

function signal(
  network: TestNetwork,
  { node, target }: Extract<Fault, { readonly target: Target }>,
  name: NodeJS.Signals,
): void {
  const pids = network.pids(node);
  if (target !== 'node') process.kill(pids.cometbft, name);
  if (target !== 'cometbft') process.kill(pids.node, name);
}

/** Two processes that vote with one key: the mistake, or the fraud, that evidence is kept of. */
function giveKeyToFifth(
  { consortium }: TestNetwork,
  { node }: Extract<Fault, { readonly kind: 'double-sign' }>,
): void {
  const [from, to] = [node, FIFTH].map((one) =>
    join(consortiumPaths(consortium.directory(one)).config, KEY_FILE),
  ) as [string, string];
  copyFileSync(from, to);
}

const KEY_FILE = 'priv_validator_key.json';
