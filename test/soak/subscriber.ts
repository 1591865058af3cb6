/**
 * One WebSocket client with one or more subscriptions, which loses its connection, stalls, and
 * comes back: what real networks and browsers do to a live list.
 */
import { WebSocket } from 'ws';
import { Follower, type FollowPayload } from './follower.js';

const RETRY_MS = 100;

interface ServerMessage {
  readonly type: string;
  readonly id?: string;
  readonly payload?: {
    readonly data?: { readonly entries: FollowPayload };
    readonly errors?: unknown;
  };
}

export interface SubscriberOptions {
  /** Where the server answers. */
  readonly url: string;
  readonly document: string;
  readonly ledgerId: string;
  /** Subscriptions on the one socket. */
  readonly subscriptions: number;
}

export class Subscriber {
  readonly followers: readonly Follower[];
  /** Messages of the server that say that something went wrong. */
  readonly errors: string[] = [];
  connections = 0;
  readonly #options: SubscriberOptions;
  #socket: WebSocket | undefined;
  #stalled = false;
  #closed = false;
  /** The followers of the open subscriptions. An id is never used again. */
  #ids = new Map<string, Follower>();
  #subscribed = 0;

  constructor(options: SubscriberOptions) {
    this.#options = options;
    const { subscriptions, ledgerId } = options;
    this.followers = Array.from({ length: subscriptions }, () => new Follower(ledgerId));
    this.#connect();
  }

  /** Cuts the connection without a word; the subscriber comes back by itself. */
  drop(): void {
    this.#socket?.terminate();
  }

  /** Stops reading; the server's bytes pile up. */
  stall(): void {
    this.#stalled = true;
    this.#socket?.pause();
  }

  /** Goes on reading. */
  resume(): void {
    this.#stalled = false;
    this.#socket?.resume();
  }

  /** Leaves for good. */
  close(): void {
    this.#closed = true;
    this.#socket?.terminate();
  }

  #connect(): void {
    if (this.#closed) return;
    const socket = new WebSocket(this.#options.url.replace('http', 'ws'), 'graphql-transport-ws');
    this.#socket = socket;
    socket.on('open', () => {
      this.connections += 1;
      socket.send(JSON.stringify({ type: 'connection_init' }));
    });
    socket.on('message', (data: Buffer) =>
      this.#take(JSON.parse(data.toString()) as ServerMessage),
    );
    socket.on('error', () => undefined);
    socket.on('close', () => setTimeout(() => this.#connect(), RETRY_MS));
  }

  #take(message: ServerMessage): void {
    if (message.type === 'connection_ack') {
      this.#ids = new Map();
      for (const follower of this.followers) this.#subscribe(follower);
      if (this.#stalled) this.#socket?.pause();
    } else if (message.type === 'ping') {
      this.#send({ type: 'pong' });
    } else if (message.type === 'next') {
      this.#next(message);
    } else if (message.type === 'error') {
      this.errors.push(JSON.stringify(message.payload));
    }
  }

  #next({ id = '', payload }: ServerMessage): void {
    const follower = this.#ids.get(id);
    // What was under way when this subscriber completed a subscription.
    if (follower === undefined) return;
    if (payload?.data === undefined || payload.errors !== undefined) {
      this.errors.push(JSON.stringify(payload));
      return;
    }
    if (!follower.take(payload.data.entries)) return;
    this.#ids.delete(id);
    this.#send({ id, type: 'complete' });
    this.#subscribe(follower);
  }

  #subscribe(follower: Follower): void {
    this.#subscribed += 1;
    const id = String(this.#subscribed);
    this.#ids.set(id, follower);
    follower.resumed();
    const payload = { query: this.#options.document, variables: { after: follower.after } };
    this.#send({ id, type: 'subscribe', payload });
  }

  #send(message: object): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}
