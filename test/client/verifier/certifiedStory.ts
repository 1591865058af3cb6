/** An item on a ledger that four validators keep, collected through GraphQL. */
import type { BundleParts } from '../../../src/client/bundle/assembleBundle.js';
import { headerHash } from '../../../src/ledger/blockHeader.js';
import { encodeCertificate } from '../../../src/ledger/cometbft/certificate.js';
import { chainIdOf } from '../../../src/ledger/cometbft/verifyCertificate.js';
import { createLoaders } from '../../../src/schema/loaders.js';
import type { SchemaContext } from '../../../src/schema/context.js';
import { certify, genesisValidators, type Powers } from '../../ledger/cometbft/voters.js';
import { LedgerUnderTest } from '../../schema/ledgerUnderTest.js';
import { collectDossier } from '../../../src/client/dossier/collectDossier.js';
import type { DossierParts } from '../../../src/client/dossier/dossierBundle.js';
import { fetchDossier, manifestRoot } from '../../../src/client/dossier/fetchDossier.js';
import type { JsonObject } from '../../../src/crypto/canonicalJson.js';
import { consortium, registration, signed, type TestActor } from '../../support/consortium.js';
import { collectFrom, endpointOf } from './bundleStory.js';

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

  /** A frozen dossier with the item in it, as a client collects it. */
  async dossierParts(): Promise<DossierParts> {
    const dossier = this.#tell('OpenDossier', {});
    this.#tell('FileInDossier', { dossier, phase: 'collection', items: [this.item] });
    const { entries } = await fetchDossier(endpointOf(this), dossier);
    const manifest = { dossier, count: entries.length, root: manifestRoot(entries) };
    this.#tell('FreezeDossier', manifest);
    const { genesisText: genesis } = this.kit;
    return collectDossier(endpointOf(this), { dossier, genesis });
  }

  #tell(action: string, data: JsonObject): string {
    const id = `${action} ${this.log.size()}`;
    const depositor = this.kit.actors['depositor@evidence-platform'] as TestActor;
    const event = signed(this.kit, depositor, { type: `evidence.${action}`, id, data });
    const [result] = this.submit([event]);
    if (result?.refused !== null) throw new Error(`${action}: ${result?.refused}`);
    return event.hash;
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
