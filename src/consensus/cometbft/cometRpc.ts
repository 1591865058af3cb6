/**
 * CometBFT's RPC as this ledger uses it: JSON-RPC over HTTP, kept alive, on a Unix socket or at a
 * member's address. It hands transactions over and reads how the network is; what is in the log
 * comes by ABCI alone.
 */
import { Agent, request } from 'node:http';

/** Nothing was sent: CometBFT does not listen. */
export class RpcUnreachable extends Error {}

/** CometBFT has refused the call. For a transaction: it is not in the mempool. */
export class RpcRefused extends Error {}

/** The call was sent and no usable answer came: what became of it is unknown. */
export class RpcLost extends Error {}

/** How the node and its network are. */
export interface NetworkStatus {
  readonly height: number;
  /** Still fetching blocks that the others have decided. */
  readonly catchingUp: boolean;
  /** Node ids of the peers that are connected. */
  readonly peers: readonly string[];
}

const TIMEOUT_MS = 30_000;
/** CometBFT closes a connection that was idle for ten seconds: give it up before. */
const IDLE_MS_MAX = 4_000;
const SOCKETS_MAX = 8;
const ANSWER_BYTES_MAX = 16 * 1024 * 1024;

export class CometRpc {
  readonly #agent = new Agent({
    keepAlive: true,
    maxSockets: SOCKETS_MAX,
    timeout: IDLE_MS_MAX,
  });
  readonly #place: RpcPlace;

  /** `place`: path of a Unix socket, or `http://host:port`. */
  constructor(place: string) {
    this.#place = placeOf(place);
  }

  /**
   * Puts a transaction into the mempool and resolves after its CheckTx, which says nothing yet
   * about a block. Rejects with one of the three errors above. A lost answer is asked for once
   * more: an idle connection may be closed just as it is used, and a transaction that was taken
   * the first time is known by then.
   */
  async broadcast(transaction: Uint8Array): Promise<void> {
    try {
      await this.#broadcastOnce(transaction);
    } catch (error) {
      if (!(error instanceof RpcLost)) throw error;
      await this.#broadcastOnce(transaction).catch((second: unknown) => {
        if (!isKnownAlready(second)) throw second instanceof RpcRefused ? error : second;
      });
    }
  }

  /** Rejects with one of the three errors above. */
  async status(): Promise<NetworkStatus> {
    const [{ sync_info: sync }, { peers }] = await Promise.all([
      this.call<StatusAnswer>('status', {}),
      this.call<NetInfoAnswer>('net_info', {}),
    ]);
    return {
      height: Number(sync.latest_block_height),
      catchingUp: sync.catching_up,
      peers: peers.map(({ node_info: { id } }) => id),
    };
  }

  async #broadcastOnce(transaction: Uint8Array): Promise<void> {
    const tx = Buffer.from(transaction).toString('base64');
    const { code, log } = await this.call<BroadcastAnswer>('broadcast_tx_sync', { tx });
    if (code !== 0) throw new RpcRefused(`CheckTx refused with code ${code}: ${log}`);
  }

  close(): void {
    this.#agent.destroy();
  }

  /** The result of any other method. Rejects with one of the three errors above. */
  async call<Result>(method: string, params: object): Promise<Result> {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const answer = parseAnswer(await this.#post(body));
    if (answer.error !== undefined) {
      const { message = '', data = '' } = answer.error;
      throw new RpcRefused(`${method}: ${message} ${data}`);
    }
    return answer.result as Result;
  }

  #post(body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const call = request(
        {
          agent: this.#agent,
          ...this.#place,
          method: 'POST',
          path: '/',
          headers: {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          },
          timeout: TIMEOUT_MS,
        },
        (response) => {
          const chunks: Buffer[] = [];
          let bytes = 0;
          response.on('data', (chunk: Buffer) => {
            bytes += chunk.length;
            if (bytes > ANSWER_BYTES_MAX) call.destroy(new Error('the answer is too long'));
            else chunks.push(chunk);
          });
          response.on('end', () => resolve(Buffer.concat(chunks).toString()));
          response.on('error', (error) => reject(new RpcLost(error.message)));
        },
      );
      call.on('timeout', () => call.destroy(new Error(`no answer in ${TIMEOUT_MS} ms`)));
      call.on('error', (error) => reject(rpcError(error)));
      call.end(body);
    });
  }
}

type RpcPlace = { readonly socketPath: string } | { readonly host: string; readonly port: string };

function placeOf(place: string): RpcPlace {
  if (!place.startsWith('http://')) return { socketPath: place };
  const { hostname, port } = new URL(place);
  return { host: hostname, port: port === '' ? '80' : port };
}

interface BroadcastAnswer {
  readonly code: number;
  readonly log: string;
}

interface StatusAnswer {
  readonly sync_info: { readonly latest_block_height: string; readonly catching_up: boolean };
}

interface NetInfoAnswer {
  readonly peers: readonly { readonly node_info: { readonly id: string } }[];
}

interface RpcAnswer {
  readonly result?: unknown;
  readonly error?: { readonly message?: string; readonly data?: string };
}

function parseAnswer(text: string): RpcAnswer {
  try {
    return JSON.parse(text) as RpcAnswer;
  } catch {
    throw new RpcLost(`the answer is no JSON: ${text.slice(0, 200)}`);
  }
}

/** The mempool has this very transaction, or a block has had it. */
function isKnownAlready(error: unknown): boolean {
  return error instanceof RpcRefused && error.message.includes('tx already exists in cache');
}

/** Errors of `connect` come before anything was sent. */
function rpcError(error: NodeJS.ErrnoException): Error {
  const isUnsent = error.syscall === 'connect';
  return isUnsent ? new RpcUnreachable(error.message) : new RpcLost(error.message);
}
