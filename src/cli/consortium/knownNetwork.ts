/**
 * What a member's consortium.json says of the network, for commands: its parts go into the settings
 * of CometBFT, so each is held to its form first, whoever wrote the file.
 */
import { isHex } from '../../crypto/bytes.js';
import {
  type ConsortiumFile,
  type Peer,
  readConsortiumFile,
} from '../../node/cometbft/consortiumFile.js';
import { EXIT } from '../exitCode.js';
import { PORT_MAX } from '../running.js';
import { UserError } from '../userError.js';

const NODE_ID_BYTES = 20;
const ADDRESS = /^[\w.-]+:(\d{1,5})$/;

/** True for `host:port` with a port that there is. */
export function isAddress(text: string): boolean {
  const port = Number(ADDRESS.exec(text)?.[1]);
  return port >= 1 && port <= PORT_MAX;
}

/** The file in the data folder `data`. Throws UserError when it is missing or malformed. */
export function readNetwork(data: string): ConsortiumFile {
  const file = readFile(data);
  const peers: unknown = file.peers;
  const isWellFormed =
    isHex(file.nodeId, NODE_ID_BYTES) &&
    Array.isArray(peers) &&
    (peers as readonly Peer[]).every(
      ({ nodeId, address }) => isHex(nodeId, NODE_ID_BYTES) && isAddress(address),
    );
  if (isWellFormed) return file;
  throw unusable(`${data}/consortium.json names no nodes as CometBFT does`);
}

function readFile(data: string): ConsortiumFile {
  try {
    return readConsortiumFile(data);
  } catch (error) {
    throw unusable((error as Error).message);
  }
}

function unusable(what: string): UserError {
  return new UserError(what, 'copy consortium.json again from a member', EXIT.malformed);
}
