/**
 * The files of one CometBFT node: keys, genesis and settings, in CometBFT's own formats. The
 * settings are for nodes that reach one another within a few milliseconds; docs/consortium.md says
 * what each is for and what to change for wider networks.
 */
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { chainIdOf } from '../../ledger/cometbft/verifyCertificate.js';
import { cometBftName } from '../../ledger/cometbft/validatorSet.js';
import { type Genesis, genesisHash, type GenesisValidator } from '../../ledger/genesis.js';
import {
  type ConsortiumFile,
  consortiumPaths,
  type Peer,
} from '../../node/cometbft/consortiumFile.js';
import { makeFolder } from '../init.js';
import { writeSecretFile } from '../keyFile.js';
import { EQUAL_POWER } from './equalPower.js';

/** An organisation's node in the network. */
export interface Member {
  readonly organisation: string;
  /** `host:port` at which the others reach it. */
  readonly address: string;
  readonly nodeKey: NetworkKey;
  readonly validatorKey: NetworkKey;
}

/** An Ed25519 key as CometBFT writes it. */
interface NetworkKey {
  /** First 20 bytes of SHA-256 of the public key, lower-case hex. */
  readonly id: string;
  readonly publicBase64: string;
  /** Seed and public key, 64 bytes. */
  readonly privateBase64: string;
}

/** What the files of one node are made of. */
interface NodeFiles {
  readonly member: Member;
  /** The nodes that this one dials. */
  readonly peers: readonly Peer[];
  readonly genesisText: string;
  /** Where to begin when not at the first block. */
  readonly stateSync?: StateSyncSettings;
}

/** What CometBFT's light client starts from (docs/consortium.md). */
export interface StateSyncSettings {
  /** RPC addresses of at least two nodes, `http://host:port`. */
  readonly servers: readonly string[];
  readonly trustHeight: string;
  /** Hash of the block at that height, in hex. */
  readonly trustHash: string;
}

/** Room for the frame of a batch around one event of the largest size. */
const TRANSACTION_ROOM_BYTES = 65_536;
const BLOCK_BYTES_MAX = 2 * 1024 * 1024;
/** How long a validator that has left can still be held to what it signed; as evidence lasts. */
const TRUST_PERIOD = '48h0m0s';
const WHY_NOT_REPLACE = 'a validator that signs with a lost state can be taken for a cheat';

/** A member with fresh keys, one for the node and another for its votes. */
export function newMember(organisation: string, address: string): Member {
  return { organisation, address, nodeKey: newKey(), validatorKey: newKey() };
}

function newKey(): NetworkKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { d, x } = privateKey.export({ format: 'jwk' });
  const [seed, publicKey] = [d, x].map((part) => Buffer.from(part as string, 'base64url')) as [
    Buffer,
    Buffer,
  ];
  return {
    id: cometBftName(publicKey.toString('hex')),
    publicBase64: publicKey.toString('base64'),
    privateBase64: Buffer.concat([seed, publicKey]).toString('base64'),
  };
}

/** Writes consortium.json and CometBFT's home into the data folder of `member`. */
export function writeCometBftFiles(dataDirectory: string, files: NodeFiles): void {
  const { member, genesisText } = files;
  const paths = consortiumPaths(dataDirectory);
  for (const folder of [paths.config, paths.data]) makeFolder(folder);
  const secret = (folder: string, name: string, content: object): void =>
    writeSecretFile(join(folder, name), json(content), WHY_NOT_REPLACE);
  const write = (path: string, text: string): void => writeFileSync(path, text, { flag: 'wx' });
  secret(paths.config, 'node_key.json', { priv_key: privateKey(member.nodeKey) });
  secret(paths.config, 'priv_validator_key.json', {
    ...validatorOf(member),
    priv_key: privateKey(member.validatorKey),
  });
  secret(paths.data, 'priv_validator_state.json', { height: '0', round: 0, step: 0 });
  const { transactionBytesMax, ...consortium } = consortiumFile(files);
  write(join(paths.config, 'genesis.json'), json(cometBftGenesis(genesisText)));
  write(join(paths.config, 'config.toml'), configToml(files, transactionBytesMax));
  write(paths.file, json({ ...consortium, transactionBytesMax }));
}

/** The member as the genesis document names it when it votes from the start. */
export function genesisValidator({
  organisation,
  nodeKey,
  validatorKey,
}: Member): GenesisValidator {
  const key = Buffer.from(validatorKey.publicBase64, 'base64').toString('hex');
  return { organisation, nodeId: nodeKey.id, power: EQUAL_POWER, validatorKey: key };
}

/** The member as the others reach it. */
export function peerOf({ organisation, nodeKey, address }: Member): Peer {
  return { organisation, nodeId: nodeKey.id, address };
}

function consortiumFile({ member, peers, genesisText, stateSync }: NodeFiles): ConsortiumFile {
  const { limits } = JSON.parse(genesisText) as Genesis;
  return {
    format: 'civic-ledger/consortium/v1',
    nodeId: member.nodeKey.id,
    transactionBytesMax: limits.eventBytes + TRANSACTION_ROOM_BYTES,
    peers: [...peers.filter(({ nodeId }) => nodeId !== member.nodeKey.id), peerOf(member)],
    ...(stateSync === undefined ? {} : { blocksFrom: stateSync.servers.filter(isPlainHttp) }),
  };
}

/** The ledger's own client speaks no TLS; CometBFT's does. */
function isPlainHttp(url: string): boolean {
  return url.startsWith('http://');
}

/**
 * The ledger's genesis document is CometBFT's app_state: who starts here starts that ledger. All
 * else follows from it, so that a node that joins later makes the same file.
 */
function cometBftGenesis(genesisText: string): object {
  const document = JSON.parse(genesisText) as Genesis;
  return {
    genesis_time: document.time,
    chain_id: chainIdOf(genesisHash(genesisText)),
    initial_height: '1',
    consensus_params: {
      block: { max_bytes: String(BLOCK_BYTES_MAX), max_gas: '-1' },
      evidence: {
        max_age_num_blocks: '100000',
        max_age_duration: '172800000000000',
        max_bytes: '65536',
      },
      validator: { pub_key_types: ['ed25519'] },
      version: { app: '0' },
      abci: { vote_extensions_enable_height: '0' },
    },
    validators: (document.validators ?? []).map(({ validatorKey, power, organisation }) => ({
      address: cometBftName(validatorKey).toUpperCase(),
      pub_key: publicKey(Buffer.from(validatorKey, 'hex').toString('base64')),
      power: String(power),
      name: organisation,
    })),
    app_hash: '',
    app_state: document,
  };
}

function validatorOf({ validatorKey }: Member) {
  return {
    address: validatorKey.id.toUpperCase(),
    pub_key: publicKey(validatorKey.publicBase64),
  };
}

function publicKey(value: string) {
  return { type: 'tendermint/PubKeyEd25519', value };
}

function privateKey({ privateBase64 }: NetworkKey) {
  return { type: 'tendermint/PrivKeyEd25519', value: privateBase64 };
}

function configToml({ member, peers, stateSync }: NodeFiles, transactionBytes: number): string {
  const others = peers
    .filter(({ nodeId }) => nodeId !== member.nodeKey.id)
    .map(({ nodeId, address }) => `${nodeId}@${address}`);
  const [host, port] = member.address.split(':') as [string, string];
  // A name would have to be known here as well, or CometBFT does not start.
  const callBackAt = isIP(host) === 0 ? '' : member.address;
  const listenOn = host === '127.0.0.1' || host === 'localhost' ? '127.0.0.1' : '0.0.0.0';
  return `# Settings of CometBFT for this node; what is not here has CometBFT's default.
# What they are for and what to change for a wide network: docs/consortium.md.
moniker = "${member.organisation}"

[rpc]
max_body_bytes = 4000000

[p2p]
laddr = "tcp://${listenOn}:${port}"
external_address = "${callBackAt}"
persistent_peers = "${others.join(',')}"
pex = false
addr_book_strict = false
allow_duplicate_ip = true
flush_throttle_timeout = "10ms"
send_rate = 51200000
recv_rate = 51200000
max_packet_msg_payload_size = 10240

[mempool]
recheck = false
size = 50000
cache_size = 50000
max_txs_bytes = 67108864
max_tx_bytes = ${transactionBytes}

[consensus]
timeout_propose = "700ms"
timeout_propose_delta = "500ms"
timeout_prevote = "200ms"
timeout_prevote_delta = "100ms"
timeout_precommit = "200ms"
timeout_precommit_delta = "100ms"
timeout_commit = "20ms"
create_empty_blocks = false
peer_gossip_sleep_duration = "10ms"

[tx_index]
indexer = "null"
${stateSync === undefined ? '' : stateSyncToml(stateSync)}`;
}

function stateSyncToml({ servers, trustHeight, trustHash }: StateSyncSettings): string {
  return `
[statesync]
enable = true
rpc_servers = "${servers.join(',')}"
trust_height = ${trustHeight}
trust_hash = "${trustHash}"
trust_period = "${TRUST_PERIOD}"
discovery_time = "5s"
`;
}

function json(content: object): string {
  return JSON.stringify(content, null, 2);
}
