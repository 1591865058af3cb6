/** An item on a ledger that four validators keep, collected through GraphQL. */
import type { BundleParts } from '../../../src/client/bundle/assembleBundle.js';
import { headerHash } from '../../../src/ledger/blockHeader.js';
import { encodeCertificate } from '../../../src/ledger/cometbft/certificate.js';
import { chainIdOf } from '../../../src/ledger/cometbft/verifyCertificate.js';
import { createLoaders } from '../../../src/schema/loaders.js';
import type { SchemaContext } from '../../../src/schema/context.js';
import { certify, genesisValidators, type Powers } from '../../ledger/cometbft/voters.js';
import { LedgerUnderTest } from '../../schema/ledgerUnderTest.js';
import { consortium, registration } from '../../support/consortium.js';
import { collectFrom } from './bundleStory.js';

export const VALIDATORS: Powers = {
  court: 1,
  'evidence-platform': 1,
  'notary-office': 2,
};

export class CertifiedStory extends LedgerUnderTest {
  readonly item: string;
  /** Blocks from this height on are not certified yet. */
  pendingFrom = Number.MAX_SAFE_INTEGER;

  readonly #history: readonly [Powers, ...Powers[]];

  /** The sets of validators that followed one another; the last of them certifies. */
  constructor(...history: readonly [Powers, ...Powers[]] | readonly []) {
    const [first = VALIDATORS, ...later] = history;
    // Validators are of organisations that the genesis document knows.
    const actors = history.length === 0 ? [] : Object.keys(first).map((name) => `keeper@${name}`);
    super(consortium('certified', { actors, validators: genesisValidators(first) }));
    this.#history = [first, ...later];
    const event = registration(this.kit, 'the item');
    this.submit([event]);
    this.item = event.hash;
  }

  override context(signal?: AbortSignal): SchemaContext {
    const certificates = {
      of: (height: number) => this.#certificate(height),
      waitFor: (height: number) => Promise.resolve(this.#certificate(height)),
    };
    const ports = { ...super.context(signal), certificates };
    return { ...ports, loaders: createLoaders(ports) };
  }

  parts(): Promise<BundleParts> {
    return collectFrom(this, { item: this.item, genesis: this.kit.genesisText });
  }

  trust() {
    return { ledger: this.kit.ledger, roots: [] };
  }

  #certificate(height: number): string | undefined {
    const block = this.log.block(height);
    if (block === undefined || height >= this.pendingFrom) return undefined;
    const target = { chainId: chainIdOf(this.kit.ledger), appHash: headerHash(block.header) };
    return encodeCertificate(certify(target, this.#history));
  }
}
