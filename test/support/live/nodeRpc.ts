/** CometBFT of a node of the network, asked on the socket that only this machine has. */
import { CometRpc } from '../../../src/consensus/cometbft/cometRpc.js';
import { consortiumPaths } from '../../../src/node/cometbft/consortiumFile.js';

/** What the CometBFT of the node in `dataDirectory` answers. Rejects as CometRpc does. */
export async function askRpc<Answer>(
  dataDirectory: string,
  method: string,
  params: object = {},
): Promise<Answer> {
  const rpc = new CometRpc(consortiumPaths(dataDirectory).rpcSocket);
  try {
    return await rpc.call<Answer>(method, params);
  } finally {
    rpc.close();
  }
}

/** Height of the oldest block that it has. */
export async function earliestBlock(dataDirectory: string): Promise<number> {
  const { sync_info: sync } = await askRpc<{ sync_info: { earliest_block_height: string } }>(
    dataDirectory,
    'status',
  );
  return Number(sync.earliest_block_height);
}
