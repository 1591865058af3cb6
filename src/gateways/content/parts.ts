/** What the content gateway is made with: its limits, and the ports that node.ts hands in. */
import type { ContentPort } from '../../content/contentPort.js';
import type { Hex } from '../../crypto/bytes.js';
import type { StateReader } from '../../domain/domainModule.js';
import type { Instant } from '../../ledger/instant.js';
import type { ItemFacts } from '../../projections/evidence/itemFacts.js';

export interface ContentGatewayParts {
  readonly ledgerId: Hex;
  readonly content: ContentPort;
  /** The ledger's state after the last block. */
  readonly state: StateReader;
  /** The registered facts of an item, once the read models have everything that the state has. */
  readonly itemFacts: (item: string) => Promise<ItemFacts | undefined>;
  readonly now: () => Instant;
}
