/**
 * The people of an evidence story: an owner and an infringer, a platform, a notary office, a
 * forensic institution, a court, a regulator, an auditor and three key custodians, each accredited
 * for what it is. Policies are open, so that what refuses is the domain's own rule.
 */
import type { JsonObject } from '../../src/crypto/canonicalJson.js';
import type { DerivedEvent } from '../../src/ledger/derivedEvent.js';
import { type DomainLedger, ledgerOf, refusalIn, type Setup } from './domain.js';
import { commitmentOf, digestsOf, openItem, rootOf } from './evidence.js';

export const OWNER = 'counsel@owner';
export const INFRINGER = 'counsel@infringer';
export const TOOL_BOT = 'capture-bot@platform';
export const SECOND_COLLECTOR = 'attendant@platform';
export const NOTARY = 'notary@notary-office';
export const APPRAISER = 'appraiser@institute';
export const CLERK = 'clerk@court';
export const JUDGE = 'judge@court';
export const REGULATOR = 'officer@regulator';
export const AUDITOR = 'auditor@audit-firm';
export const CUSTODIANS = ['keeper@vault-a', 'keeper@vault-b', 'keeper@vault-c'] as const;

const ACTORS = [
  OWNER,
  INFRINGER,
  TOOL_BOT,
  SECOND_COLLECTOR,
  NOTARY,
  APPRAISER,
  CLERK,
  JUDGE,
  REGULATOR,
  AUDITOR,
  ...CUSTODIANS,
];

const CAPACITIES: readonly (readonly [organisation: string, capacity: string])[] = [
  ['court', 'court'],
  ['notary-office', 'notary-office'],
  ['institute', 'forensic-institution'],
  ['platform', 'evidence-platform'],
  ['audit-firm', 'auditor'],
  ['regulator', 'regulator'],
  ['vault-a', 'key-custodian'],
  ['vault-b', 'key-custodian'],
  ['vault-c', 'key-custodian'],
];

export const ITEM = '0a'.repeat(32);
export const SECOND_ITEM = '0b'.repeat(32);
export const UNKNOWN = 'ff'.repeat(32);
export const BUILD = '7b'.repeat(32);
export const CASE = 'ca'.repeat(32);
export const ORDER = '0d'.repeat(32);
export const LATER = '2026-06-01T00:00:00.000Z';
const LICENCE_END = '2027-01-01T00:00:00.000Z';

/** The setup of `lifeLedger`, for replays. */
export const LIFE: Setup = {
  organisations: [...new Set(ACTORS.map((id) => id.slice(id.indexOf('@') + 1)))],
  actors: Object.fromEntries(ACTORS.map((id) => [id, [id.slice(0, id.indexOf('@'))]])),
  policies: { 'evidence.*': { rule: 'ANY' }, ...open() },
};

/** The kit's own policies name roles; here anybody may ask. */
function open(): NonNullable<Setup['policies']> {
  const types = [
    'RegisterItem',
    'RegisterBatch',
    'SupersedeItem',
    'WithdrawItem',
    'RegisterTimeAuthority',
    'AttachTimestamp',
    'DeclareRelation',
    'EndRelation',
  ];
  return Object.fromEntries(types.map((type) => [`evidence.${type}`, { rule: 'ANY' }]));
}

/** A reference to the content `text`, digests in the clear. */
export function contentOf(text: string): JsonObject {
  const digests = digestsOf(text);
  return { commitment: commitmentOf(digests), digests: digests.map((digest) => ({ ...digest })) };
}

/** A ledger where everybody is accredited and the owner has registered two items. */
export function lifeLedger(): DomainLedger {
  const ledger = ledgerOf(LIFE);
  for (const [organisation, capacity] of CAPACITIES) {
    must(ledger, REGULATOR, 'GrantAccreditation', accreditation(organisation, capacity));
  }
  must(ledger, OWNER, 'RegisterItem', openItem('photo'), ITEM);
  must(ledger, OWNER, 'RegisterItem', openItem('song'), SECOND_ITEM);
  return ledger;
}

export function accreditation(organisation: string, capacity: string): JsonObject {
  const document = contentOf(`licence of ${organisation}`);
  const validFrom = '2025-01-01T00:00:00.000Z';
  return { organisation, capacity, document, validFrom, validUntil: LICENCE_END };
}

/** Asks for `evidence.<type>`. */
export function ask(
  ledger: DomainLedger,
  actor: string,
  type: string,
  ...[data, hash]: [data: JsonObject, hash?: string]
): readonly DerivedEvent[] {
  return ledger.ask(actor, `evidence.${type}`, data, hash === undefined ? {} : { hash });
}

/** As ask; the story does not go on when it is refused. */
export function must(
  ledger: DomainLedger,
  actor: string,
  type: string,
  ...[data, hash]: [data: JsonObject, hash?: string]
): readonly DerivedEvent[] {
  const events = ask(ledger, actor, type, data, ...(hash === undefined ? [] : [hash]));
  const refusal = refusalIn(events);
  if (refusal !== undefined) throw new Error(`${type} by ${actor}: ${JSON.stringify(refusal)}`);
  return events;
}

export const CAPTURE = 'c0'.repeat(32);
export const SEAL = '5e'.repeat(32);

const ALL_CHECKS = {
  hostsFile: 'pass',
  proxy: 'pass',
  dns: 'pass',
  clockOffset: 'pass',
  processList: 'pass',
  deviceIntegrity: 'pass',
};

/** Data of evidence.OpenCapture under a checkpoint that ends now. */
export function opening(ledger: DomainLedger, part: JsonObject = {}): JsonObject {
  const beacon = ledger.endBlock(100);
  return { profile: 'web-auto', tool: BUILD, beacon, collectors: [TOOL_BOT], ...part };
}

/** A ledger with a registered tool and an open capture of the platform. */
export function captureLedger(part: JsonObject = {}): DomainLedger {
  const ledger = lifeLedger();
  const profiles = ['web-auto', 'criminal'];
  must(ledger, TOOL_BOT, 'RegisterTool', { build: BUILD, profiles });
  must(ledger, TOOL_BOT, 'OpenCapture', opening(ledger, part), CAPTURE);
  return ledger;
}

/** Data of evidence.RecordEnvironment. */
export function environment(part: JsonObject = {}): JsonObject {
  return { capture: CAPTURE, report: contentOf('report'), checks: { ...ALL_CHECKS, ...part } };
}

/** Data of evidence.RecordArtefacts: one for each text. */
export function artefacts(first: number, ...texts: readonly string[]): JsonObject {
  const roles = ['page-image', 'page-source', 'network-log'];
  const list = texts.map((text, index) => ({ ...contentOf(text), role: roles[index % 3]! }));
  return { capture: CAPTURE, first, artefacts: list };
}

/** Data of evidence.CloseCapture over the artefacts made from `texts`. */
export function closing(...texts: readonly string[]): JsonObject {
  const commitments = texts.map((text) => commitmentOf(digestsOf(text)));
  return { capture: CAPTURE, count: texts.length, root: rootOf(commitments) };
}

/** Data of evidence.SealCapture. */
export function sealing(part: JsonObject = {}): JsonObject {
  const what = { category: 'web-page', claim: 'collector' };
  return { capture: CAPTURE, class: 'controlled', ...what, ...part };
}

/** A capture from its opening to its seal, environment checked, two artefacts. */
export function sealedLedger(): DomainLedger {
  const ledger = captureLedger();
  must(ledger, TOOL_BOT, 'RecordEnvironment', environment());
  must(ledger, TOOL_BOT, 'RecordArtefacts', artefacts(0, 'image', 'source'));
  must(ledger, TOOL_BOT, 'CloseCapture', closing('image', 'source'));
  must(ledger, TOOL_BOT, 'SealCapture', sealing(), SEAL);
  return ledger;
}

export const OFFER = '0f'.repeat(32);

/** Data of evidence.OfferCustody of the owner's first item to the notary office. */
export function offering(part: JsonObject = {}): JsonObject {
  const content = contentOf('photo');
  return { item: ITEM, recipient: 'notary-office', content, expires: LATER, ...part };
}

/** A ledger where the owner has offered its first item to the notary office. */
export function offeredLedger(): DomainLedger {
  const ledger = lifeLedger();
  must(ledger, OWNER, 'OfferCustody', offering(), OFFER);
  return ledger;
}

export const ACT = 'ac'.repeat(32);

/** Data of evidence.ApplyNotarization. */
export function application(part: JsonObject = {}): JsonObject {
  return { office: 'notary-office', items: [ITEM], subject: 'preservation', parties: [], ...part };
}

/** A notarial act that has taken these steps of the office. */
export function actLedger(...steps: readonly string[]): DomainLedger {
  const ledger = lifeLedger();
  must(ledger, OWNER, 'ApplyNotarization', application(), ACT);
  for (const step of steps) must(ledger, NOTARY, step, actData(step));
  return ledger;
}

/** Data of a step of the office on the act. */
export function actData(step: string): JsonObject {
  const document = contentOf(`certificate by ${step}`);
  const parts: { readonly [step: string]: JsonObject } = {
    RefuseNotarization: { reason: 'untrue' },
    IssueCertificate: { document },
    CorrectCertificate: { document, reason: 'clerical' },
    RevokeCertificate: { ground: 'untrue' },
  };
  return { act: ACT, ...parts[step] };
}

export const APPRAISAL = 'a9'.repeat(32);

/** An appraisal that has taken these steps of the institution. */
export function appraisalLedger(...steps: readonly string[]): DomainLedger {
  const ledger = lifeLedger();
  const data = { institution: 'institute', items: [ITEM], question: 'integrity' };
  must(ledger, OWNER, 'CommissionAppraisal', data, APPRAISAL);
  for (const step of steps) must(ledger, APPRAISER, step, appraisalData(step));
  return ledger;
}

/** Data of a step on the appraisal. */
export function appraisalData(step: string): JsonObject {
  const document = contentOf(`opinion by ${step}`);
  const parts: { readonly [step: string]: JsonObject } = {
    ReceiveMaterial: { materials: [contentOf('photo')] },
    IssueOpinion: { document },
    SupplementOpinion: { document },
    WithdrawOpinion: { reason: 'error' },
  };
  return { appraisal: APPRAISAL, ...parts[step] };
}

export const LINK = '1c'.repeat(32);

/** Steps of a case by who takes them. */
const CASE_HANDS: { readonly [step: string]: string } = {
  CheckInCase: CLERK,
  ObjectInCase: INFRINGER,
  AnswerInCase: OWNER,
  RuleInCase: JUDGE,
  ReplaceRuling: JUDGE,
};

/** The owner's first item submitted to the court, and these steps taken. */
export function caseLedger(...steps: readonly string[]): DomainLedger {
  const ledger = lifeLedger();
  must(ledger, OWNER, 'SubmitToCase', { case: CASE, court: 'court', items: [ITEM] }, LINK);
  for (const step of steps) must(ledger, CASE_HANDS[step]!, step, caseData(step));
  return ledger;
}

/** Data of a step on the submission. */
export function caseData(step: string): JsonObject {
  const document = contentOf(`document of ${step}`);
  const parts: { readonly [step: string]: JsonObject } = {
    CheckInCase: { result: 'consistent', report: document },
    ObjectInCase: { article: 'online-litigation-18', ground: 'source-unclear', document },
    AnswerInCase: { document },
    RuleInCase: { outcome: 'admitted', document },
    ReplaceRuling: { outcome: 'excluded', document },
  };
  return { link: LINK, ...parts[step] };
}

export const HOLD = '40'.repeat(32);
export const ERASURE = 'e5'.repeat(32);

/** A ledger where the court holds the owner's first item. */
export function heldLedger(): DomainLedger {
  const ledger = lifeLedger();
  must(ledger, JUDGE, 'PlaceHold', { items: [ITEM], order: ORDER }, HOLD);
  return ledger;
}

/** A ledger where the erasure of the first item's content is requested. */
export function erasureLedger(): DomainLedger {
  const ledger = lifeLedger();
  must(ledger, INFRINGER, 'RequestErasure', { item: ITEM, ground: 'consent-withdrawn' }, ERASURE);
  return ledger;
}

/** Data of evidence.DecideErasure: erase, by two of three custodians. */
export function erasing(part: JsonObject = {}): JsonObject {
  const custodians = ['vault-a', 'vault-b', 'vault-c'];
  return { erasure: ERASURE, decision: 'erase', custodians, required: 2, ...part };
}

/** Data of evidence.AttestKeyDestruction. */
export function attesting(keeper: string): JsonObject {
  return { erasure: ERASURE, proof: contentOf(`share of ${keeper} destroyed`) };
}

/** A ledger where the first item's content is erased. */
export function erasedLedger(): DomainLedger {
  const ledger = erasureLedger();
  must(ledger, OWNER, 'DecideErasure', erasing());
  for (const keeper of CUSTODIANS.slice(0, 2)) {
    must(ledger, keeper, 'AttestKeyDestruction', attesting(keeper));
  }
  return ledger;
}
