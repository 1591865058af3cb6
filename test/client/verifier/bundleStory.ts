/**
 * A whole story with its bundle: captured, dated by two authorities, handed over, certified,
 * appraised, ruled on; told on a real ledger below the real schema, collected through GraphQL.
 */
import { graphql } from 'graphql';
import type { BundleParts } from '../../../src/client/bundle/assembleBundle.js';
import {
  type BundleRequest,
  collectBundle,
  stepsToPin,
} from '../../../src/client/bundle/collectBundle.js';
import type { Endpoint } from '../../../src/client/graphqlRequest.js';
import { openCommitment } from '../../../src/ledger/itemCommitment.js';
import type { Instant } from '../../../src/ledger/instant.js';
import { digestsOf } from '../../support/evidence.js';
import { contentOf } from '../../support/evidenceLife.js';
import { base64Of, POLICY, testAuthority } from '../../support/timeAuthority.js';
import { itemData } from '../../support/consortium.js';
import {
  APPRAISER,
  ATTENDANT,
  AUDITOR,
  BOT,
  BUILD,
  CASE,
  JUDGE,
  KEEPER,
  LifeStory,
  NOTARY,
  OWNER,
  RIVAL,
} from '../../schema/evidence/lifeStory.js';
import { ledgerSchema, type LedgerUnderTest } from '../../schema/ledgerUnderTest.js';

export const PAGE = 'the picture of an infringing page';
export const SOURCE = 'the source of that page';
export const NETWORK = 'the network log of that page';

/** Authorities by name, with the organisations that they belong to. */
const CLOCKS = [
  ['observatory', 'institute'],
  ['institute-of-time', 'audit-firm'],
] as const;

export const TIME_ROOTS = CLOCKS.map(([name]) => testAuthority(name).root);

export class BundleStory extends LifeStory {
  /** The captured picture of the page. */
  readonly item: string;
  readonly batch: string;
  /** A file that the owner registered without a capture. */
  readonly bare: string;
  #serial = 1n;

  constructor() {
    super();
    this.tell(AUDITOR, 'RegisterTool', { build: BUILD, profiles: ['web-auto'] });
    this.#recordFacts();
    for (const [id, owner] of CLOCKS) {
      const root = base64Of(testAuthority(id).root);
      const data = { id, owner, relation: 'independent', root, policies: [POLICY] };
      this.tell(AUDITOR, 'RegisterTimeAuthority', data);
    }
    const { batch, capture } = this.capture([PAGE, SOURCE, NETWORK], { checked: true });
    this.tell(ATTENDANT, 'CosignCapture', { capture });
    this.batch = batch;
    this.item = `${batch}.0`;
    for (const [name] of CLOCKS) this.stamp(batch, name);
    this.tell(BOT, 'SealItem', { registration: batch });
    this.bare = this.tell(OWNER, 'RegisterItem', itemData('a file without a capture'));
    this.stamp(this.bare, 'observatory');
    this.#proceed();
  }

  /** Has the ledger state how many steps there are. */
  async pin(item = this.item): Promise<void> {
    const { subjects } = await stepsToPin(endpointOf(this), item);
    this.tell(RIVAL, 'PinSteps', { item, subjects });
  }

  #recordFacts(): void {
    const from = '2025-01-01T00:00:00.000Z';
    for (const kind of ['filing', 'protection-level']) {
      const fact = this.tell(BOT, 'RecordPlatformFact', {
        kind,
        document: contentOf(kind),
        validFrom: from,
      });
      this.tell(AUDITOR, 'EndorsePlatformFact', { fact });
    }
  }

  #proceed(): void {
    const { item } = this;
    this.handOver(item, PAGE, BOT, NOTARY);
    this.certify(OWNER, item);
    this.handOver(item, PAGE, NOTARY, APPRAISER);
    const question = { institution: 'institute', items: [item], question: 'authenticity' };
    const appraisal = this.tell(OWNER, 'CommissionAppraisal', question);
    this.tell(APPRAISER, 'ReceiveMaterial', { appraisal, materials: [contentOf(PAGE)] });
    this.tell(APPRAISER, 'IssueOpinion', { appraisal, document: contentOf('opinion') });
    const link = this.tell(OWNER, 'SubmitToCase', { case: CASE, court: 'court', items: [item] });
    this.tell(JUDGE, 'CheckInCase', { link, result: 'consistent', report: contentOf('report') });
    const objection = { article: 'online-litigation-18', ground: 'source-unclear' };
    this.tell(RIVAL, 'ObjectInCase', { link, ...objection, document: contentOf('objection') });
    this.tell(JUDGE, 'RuleInCase', { link, outcome: 'admitted', document: contentOf('ruling') });
    this.tell(KEEPER, 'LogAccess', { item, purpose: 'court-check', authority: 'law' });
  }

  /** Attaches a token of the authority at the present block's time. */
  stamp(registration: string, name: string): void {
    const { time } = JSON.parse(this.log.block(this.log.height())?.header ?? '{}') as {
      time: Instant;
    };
    this.#serial += 1n;
    const content = { genTime: time, serial: this.#serial };
    const token = base64Of(testAuthority(name).stamp(registration, content));
    const revocationLists = [base64Of(testAuthority(name).revocationList)];
    const data = { registration, authority: name, token, revocationLists };
    this.tell(BOT, 'AttachTimestamp', data);
  }

  /** What a client collects over GraphQL. */
  parts(item = this.item, height?: number): Promise<BundleParts> {
    const request = { item, genesis: this.kit.genesisText };
    return collectFrom(this, height === undefined ? request : { ...request, height });
  }

  trust() {
    return { ledger: this.kit.ledger, roots: TIME_ROOTS };
  }
}

/** What a client collects over GraphQL from this ledger. */
export function collectFrom(
  ledger: Pick<LedgerUnderTest, 'context'>,
  request: BundleRequest,
): Promise<BundleParts> {
  return collectBundle(endpointOf(ledger), request);
}

/** The schema of this ledger as an address that answers. */
export function endpointOf(ledger: Pick<LedgerUnderTest, 'context'>): Endpoint {
  const fetchHere: typeof fetch = async (_url, init) => {
    const { query, variables } = JSON.parse(init?.body as string) as {
      query: string;
      variables: Record<string, unknown>;
    };
    const answer = await graphql({
      schema: ledgerSchema(),
      source: query,
      variableValues: variables,
      contextValue: ledger.context(),
    });
    return new Response(JSON.stringify(answer));
  };
  return { url: 'http://ledger.example/graphql', fetch: fetchHere };
}

/** The commitment of a text as the story registers it. */
export function commitmentTo(text: string): string {
  return openCommitment(digestsOf(text));
}
