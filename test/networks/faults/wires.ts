/**
 * A network of its own for the CometBFT processes of one test network: each in a network namespace
 * with one wire to a bridge, all of them in a further namespace, so that nothing of the machine's
 * own network changes. Pulling wires over to a second bridge parts the nodes: packets are lost, as
 * between places, and connections stay open until their ends notice. Needs root and veth; the
 * ledger itself stays where it is, because it reaches CometBFT by Unix sockets.
 */
import type { NodeIndex } from '../../support/live/consortiumNetwork.js';
import { type Missing, needOf } from '../machineNeed.js';
import { addNamespace, ip, newName, removeNamespaces } from './namespaces.js';

/** Five nodes: the fifth may join. */
const ENDS: readonly NodeIndex[] = [0, 1, 2, 3, 4];
const PORT = 26_656;
const BRIDGES = ['bridge0', 'bridge1'] as const;

export interface Wires {
  /** Where CometBFT of each node is reached by the others. */
  readonly addresses: readonly string[];
  /** The words before a command that run it at the end of the node's wire. */
  enter(node: NodeIndex): string;
  /** `apart` reach one another and nobody else. */
  part(apart: readonly NodeIndex[]): void;
  /** Everybody reaches everybody. */
  join(): void;
  remove(): void;
}

/** The wires, or why they cannot be laid on this machine. */
export function layWires(): Wires | Missing {
  const name = newName();
  const namespaces = [name, ...ENDS.map((node) => `${name}-${node}`)];
  const laid = needOf(() => layAll(name, namespaces));
  if (laid !== undefined) {
    removeNamespaces(namespaces);
    return laid;
  }
  const plug = (node: NodeIndex, bridge: string): void => {
    ip('-n', name, 'link', 'set', `wire${node}`, 'master', bridge);
  };
  return {
    addresses: ENDS.map((node) => `${addressOf(node)}:${PORT}`),
    enter: (node) => `nsenter --net=/run/netns/${name}-${node} --`,
    part: (apart) => {
      for (const node of apart) plug(node, BRIDGES[1]);
    },
    join: () => {
      for (const node of ENDS) plug(node, BRIDGES[0]);
    },
    remove: () => removeNamespaces(namespaces),
  };
}

function addressOf(node: NodeIndex): string {
  return `10.77.0.${node + 1}`;
}

function layAll(name: string, namespaces: readonly string[]): void {
  namespaces.forEach(addNamespace);
  for (const bridge of BRIDGES) {
    ip('-n', name, 'link', 'add', bridge, 'type', 'bridge');
    ip('-n', name, 'link', 'set', bridge, 'up');
  }
  for (const node of ENDS) layWire(name, node);
}

function layWire(name: string, node: NodeIndex): void {
  const [end, own] = [`wire${node}`, `${name}-${node}`];
  const peer = ['peer', 'name', 'eth0', 'netns', own];
  ip('-n', name, 'link', 'add', end, 'type', 'veth', ...peer);
  ip('-n', name, 'link', 'set', end, 'master', BRIDGES[0], 'up');
  ip('-n', own, 'address', 'add', `${addressOf(node)}/24`, 'dev', 'eth0');
  ip('-n', own, 'link', 'set', 'eth0', 'up');
  ip('-n', own, 'link', 'set', 'lo', 'up');
}
