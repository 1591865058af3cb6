/** A ledger on which a whole evidence story is told by signed events, block by block. */
import type { JsonObject } from '../../../src/crypto/canonicalJson.js';
import { openCommitment, type TypedDigest } from '../../../src/ledger/itemCommitment.js';
import { consortium, signed, type TestActor } from '../../support/consortium.js';
import { digestsOf, rootOf } from '../../support/evidence.js';
import { accreditation, contentOf } from '../../support/evidenceLife.js';
import { LedgerUnderTest } from '../ledgerUnderTest.js';

export const OWNER = 'counsel@owner';
export const BOT = 'bot@evidence-platform';
export const ATTENDANT = 'attendant@evidence-platform';
export const NOTARY = 'notary@notary-office';
export const JUDGE = 'judge@court';
export const RIVAL = 'counsel@rival';
export const AUDITOR = 'auditor@audit-firm';
export const APPRAISER = 'appraiser@institute';
export const KEEPER = 'keeper@vault';
const REGULATOR = 'officer@regulator';
export const BUILD = '7b'.repeat(32);
export const CASE = 'ca'.repeat(32);
const LATER = '2026-06-01T00:00:00.000Z';

const ACTORS = [OWNER, BOT, ATTENDANT, NOTARY, JUDGE, RIVAL, AUDITOR, APPRAISER, KEEPER, REGULATOR];

const CAPACITIES = [
  ['court', 'court'],
  ['notary-office', 'notary-office'],
  ['audit-firm', 'auditor'],
  ['institute', 'forensic-institution'],
  ['vault', 'key-custodian'],
] as const;

export class LifeStory extends LedgerUnderTest {
  #told = 0;

  constructor() {
    super(consortium('life', { actors: ACTORS, policies: { 'evidence.*': { rule: 'ANY' } } }));
    for (const [organisation, capacity] of CAPACITIES) {
      this.tell(REGULATOR, 'GrantAccreditation', accreditation(organisation, capacity));
    }
  }

  /** One signed event in a block of its own; its hash. A refusal ends the story. */
  tell(actor: string, action: string, data: JsonObject): string {
    this.#told += 1;
    const request = { type: `evidence.${action}`, id: `step-${this.#told}`, data };
    const event = signed(this.kit, this.kit.actors[actor] as TestActor, request);
    const [result] = this.submit([event]);
    if (result?.refused !== null) throw new Error(`${action}: ${result?.refused}`);
    return event.hash;
  }

  /** What the newest checkpoint states. */
  beacon(): JsonObject {
    const block = this.log.block(this.log.height());
    const { size, root } = JSON.parse(block?.header ?? '{}') as { size: number; root: string };
    const header = /\nheader (\S+)\n/.exec(block?.checkpoint ?? '')?.[1] ?? '';
    return { size, root, header: Buffer.from(header, 'base64').toString('hex') };
  }

  /** A capture of these texts, from opening to seal; its id, and that of its batch. */
  capture(texts: readonly string[], how: { readonly checked: boolean; readonly profile?: string }) {
    const collectors = [ATTENDANT, BOT];
    const opening = { profile: how.profile ?? 'web-auto', tool: BUILD, collectors };
    const capture = this.tell(BOT, 'OpenCapture', { ...opening, beacon: this.beacon() });
    if (how.checked) {
      const names = ['hostsFile', 'proxy', 'dns', 'clockOffset', 'processList', 'deviceIntegrity'];
      const checks = Object.fromEntries(names.map((name) => [name, 'pass']));
      this.tell(BOT, 'RecordEnvironment', { capture, report: contentOf('report'), checks });
    }
    const roles = ['page-image', 'page-source', 'network-log'];
    const artefacts = texts.map((text, index) => ({ ...contentOf(text), role: roles[index]! }));
    this.tell(BOT, 'RecordArtefacts', { capture, first: 0, artefacts });
    const root = rootOf(texts.map((text) => openCommitment(digestsOf(text) as TypedDigest[])));
    this.tell(BOT, 'CloseCapture', { capture, count: texts.length, root });
    const what = { category: 'web-page', claim: 'collector' };
    const grade = how.checked ? 'controlled' : 'uncontrolled';
    const batch = this.tell(BOT, 'SealCapture', { capture, class: grade, ...what });
    return { capture, batch };
  }

  /** Custody of `item`, which is made of `text`, from one to another. */
  handOver(item: string, text: string, ...[from, to]: [string, string]): string {
    const recipient = to.slice(to.indexOf('@') + 1);
    const content = contentOf(text);
    const offer = this.tell(from, 'OfferCustody', { item, recipient, content, expires: LATER });
    this.tell(to, 'AcceptCustody', { offer, content });
    return offer;
  }

  /** A notarial act on `item` up to the certificate. */
  certify(applicant: string, item: string): string {
    const what = { items: [item], subject: 'preservation', parties: [] };
    const act = this.tell(applicant, 'ApplyNotarization', { office: 'notary-office', ...what });
    this.tell(NOTARY, 'AcceptNotarization', { act });
    this.tell(NOTARY, 'ExamineNotarization', { act });
    this.tell(NOTARY, 'IssueCertificate', { act, document: contentOf('certificate') });
    return act;
  }
}
