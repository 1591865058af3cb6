/**
 * Light blocks of a node that joined by state sync: its own CometBFT begins at the snapshot, so
 * what is older comes from the RPC of members that have it. Nothing they say is believed: the
 * follower judges the votes of every block, wherever it comes from, and a member whose answer does
 * not hold is asked last from then on.
 */
import { CometRpc, RpcRefused } from './cometRpc.js';
import type { LightBlockRpc } from './lightBlocks.js';

export class MemberBlocks implements LightBlockRpc {
  readonly #own: LightBlockRpc;
  #members: readonly CometRpc[];
  /** Who has answered last; undefined: this node's own CometBFT. */
  #answered: CometRpc | undefined;

  /** `own`: this node's CometBFT. `members`: RPC addresses of others, `http://host:port`. */
  constructor(own: LightBlockRpc, members: readonly string[]) {
    this.#own = own;
    this.#members = members.map((member) => new CometRpc(member));
  }

  /** Asks the members, in order, what this node's CometBFT refuses. Rejects as that one did. */
  async call<Result>(method: string, params: object): Promise<Result> {
    this.#answered = undefined;
    try {
      return await this.#own.call<Result>(method, params);
    } catch (error) {
      if (!(error instanceof RpcRefused)) throw error;
      for (const member of this.#members) {
        try {
          const result = await member.call<Result>(method, params);
          this.#answered = member;
          return result;
        } catch {
          // The next one may have it; when none has, the node's own refusal says what is missing.
        }
      }
      throw error;
    }
  }

  others(): number | undefined {
    return this.#answered && this.#members.length - 1;
  }

  doubt(): void {
    const doubted = this.#answered;
    if (doubted === undefined) return;
    this.#members = [...this.#members.filter((member) => member !== doubted), doubted];
  }

  close(): void {
    for (const member of this.#members) member.close();
  }
}
