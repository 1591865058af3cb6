/** What all nodes of a consortium must have in common, whatever has happened. */
import { expect } from '@jest/globals';
import {
  type ConsortiumNetwork,
  type NodeIndex,
  sizeOf,
  untilSize,
} from '../support/live/consortiumNetwork.js';
import { ask } from '../support/live/graphqlClient.js';

const NEWEST = '{ head { height hash header } }';

/** Every one of `nodes` has what the longest of their logs has, and the same newest block. */
export async function expectEqualBlocks(
  network: ConsortiumNetwork,
  nodes: readonly NodeIndex[],
): Promise<void> {
  const servers = nodes.map((node) => network.server(node));
  const size = Math.max(...(await Promise.all(servers.map(sizeOf))));
  await Promise.all(servers.map((server) => untilSize(server, size)));
  const [first, ...others] = await Promise.all(servers.map(({ url }) => ask<object>(url, NEWEST)));
  for (const block of others) expect(block).toEqual(first);
}
