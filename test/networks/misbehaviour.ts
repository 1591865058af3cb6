/**
 * Evidence of validators that have signed twice, as it stands in blocks: asked through CometBFT's
 * RPC of one node.
 */
import type { NodeIndex } from '../support/live/consortiumNetwork.js';
import type { TestNetwork } from './testNetwork.js';

/** The evidence in the blocks from `from` to `to`, both included, as `asked` has them. */
export async function accusations(
  network: TestNetwork,
  asked: NodeIndex,
  heights: { readonly from: number; readonly to: number },
): Promise<readonly Accusation[]> {
  const found: Accusation[] = [];
  for (let height = heights.from; height <= heights.to; height += 1) {
    const { block } = await network.rpc<BlockAnswer>(asked, 'block', { height: String(height) });
    for (const { type, value } of block.evidence.evidence) {
      found.push({ type, validator: value.vote_a.validator_address, height });
    }
  }
  return found;
}

/** CometBFT's name for a validator: part of its key's digest, in hexadecimal capitals. */
export async function validatorAddress(network: TestNetwork, node: NodeIndex): Promise<string> {
  const { validator_info: own } = await network.rpc<{ validator_info: { address: string } }>(
    node,
    'status',
  );
  return own.address;
}

export interface Accusation {
  readonly type: string;
  readonly validator: string;
  /** Of the block that has the evidence. */
  readonly height: number;
}

interface BlockAnswer {
  readonly block: {
    readonly evidence: {
      readonly evidence: readonly {
        readonly type: string;
        readonly value: { readonly vote_a: { readonly validator_address: string } };
      }[];
    };
  };
}
