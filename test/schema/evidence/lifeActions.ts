/**
 * Every action of the evidence life cycle as a typed mutation: its signed type and data, and the
 * input's fields where GraphQL spells values differently (enums, lengths).
 */
import type { JsonObject, JsonValue } from '../../../src/crypto/canonicalJson.js';

const HASH = 'ab'.repeat(32);
const ITEM = `${HASH}.3`;
const TIME = '2026-03-01T00:00:00.000Z';
const DIGESTS = [
  { algorithm: 'sha-256', length: 3, value: HASH },
  { algorithm: 'sm3', length: 3, value: HASH },
];
const CONTENT = { commitment: HASH, digests: DIGESTS };
const SALTED = { commitment: HASH };

/** Members that are words of closed lists: in GraphQL enum values, in upper snake case. */
const WORDS = [
  'algorithm',
  'article',
  'authority',
  'basis',
  'capacity',
  'category',
  'claim',
  'class',
  'clockOffset',
  'decision',
  'deviceIntegrity',
  'dns',
  'ground',
  'hostsFile',
  'kind',
  'outcome',
  'phase',
  'processList',
  'profile',
  'profiles',
  'proxy',
  'purpose',
  'question',
  'reason',
  'result',
  'role',
  'subject',
];

function asInput(value: JsonValue, name = ''): JsonValue {
  if (Array.isArray(value)) return value.map((member) => asInput(member as JsonValue, name));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value as JsonObject);
    return Object.fromEntries(entries.map(([key, member]) => [key, asInput(member, key)]));
  }
  if (!WORDS.includes(name)) return value;
  return (value as string).toUpperCase().replaceAll('-', '_');
}

const CHECKS = {
  hostsFile: 'pass',
  proxy: 'fail',
  dns: 'pass',
  clockOffset: 'pass',
  processList: 'pass',
  deviceIntegrity: 'pass',
};

const ACTIONS: readonly (readonly [mutation: string, action: string, data: JsonObject])[] = [
  [
    'grantAccreditation',
    'GrantAccreditation',
    {
      organisation: 'court',
      capacity: 'notary-office',
      document: CONTENT,
      validFrom: TIME,
      validUntil: TIME,
    },
  ],
  [
    'withdrawAccreditation',
    'WithdrawAccreditation',
    { organisation: 'court', capacity: 'court', reason: 'granted-in-error' },
  ],
  [
    'declareRelation',
    'DeclareRelation',
    { organisation: 'court', other: 'notary-office', kind: 'funding' },
  ],
  ['endRelation', 'EndRelation', { organisation: 'court', other: 'notary-office' }],
  [
    'recordPlatformFact',
    'RecordPlatformFact',
    { kind: 'protection-level', document: SALTED, validFrom: TIME, validUntil: TIME },
  ],
  ['endorsePlatformFact', 'EndorsePlatformFact', { fact: HASH }],
  ['withdrawPlatformFact', 'WithdrawPlatformFact', { fact: HASH, reason: 'superseded' }],
  ['registerCaptureTool', 'RegisterTool', { build: HASH, profiles: ['web-auto', 'criminal'] }],
  ['withdrawCaptureTool', 'WithdrawTool', { build: HASH, reason: 'registered-in-error' }],
  [
    'openCapture',
    'OpenCapture',
    {
      profile: 'photo-video',
      tool: HASH,
      beacon: { size: 7, root: HASH, header: HASH },
      collectors: ['admin@court'],
    },
  ],
  ['recordEnvironment', 'RecordEnvironment', { capture: HASH, report: CONTENT, checks: CHECKS }],
  [
    'recordArtefacts',
    'RecordArtefacts',
    { capture: HASH, first: 2, artefacts: [{ ...CONTENT, role: 'page-image' }] },
  ],
  ['cosignCapture', 'CosignCapture', { capture: HASH }],
  ['closeCapture', 'CloseCapture', { capture: HASH, count: 3, root: HASH }],
  [
    'sealCapture',
    'SealCapture',
    { capture: HASH, class: 'uncontrolled', category: 'web-page', claim: 'collector' },
  ],
  ['abortCapture', 'AbortCapture', { capture: HASH, reason: 'tool-failure' }],
  [
    'offerCustody',
    'OfferCustody',
    { item: ITEM, recipient: 'court', content: CONTENT, expires: TIME },
  ],
  ['acceptCustody', 'AcceptCustody', { offer: HASH, content: CONTENT }],
  ['refuseCustody', 'RefuseCustody', { offer: HASH, reason: 'mismatch', content: SALTED }],
  ['requireUndertaking', 'RequireUndertaking', { item: ITEM }],
  ['giveUndertaking', 'GiveUndertaking', { item: ITEM, document: SALTED }],
  ['logAccess', 'LogAccess', { item: ITEM, purpose: 'court-check', authority: 'law' }],
  [
    'setWorkingDays',
    'SetWorkingDays',
    { year: 2026, holidays: ['2026-10-01'], workdays: ['2026-10-10'], document: SALTED },
  ],
  [
    'applyNotarization',
    'ApplyNotarization',
    { office: 'notary-office', items: [ITEM], subject: 'capture', parties: ['court'] },
  ],
  ['acceptNotarization', 'AcceptNotarization', { act: HASH }],
  ['refuseNotarization', 'RefuseNotarization', { act: HASH, reason: 'not-within-competence' }],
  ['pauseNotarization', 'PauseNotarization', { act: HASH }],
  ['resumeNotarization', 'ResumeNotarization', { act: HASH }],
  ['examineNotarization', 'ExamineNotarization', { act: HASH }],
  ['issueCertificate', 'IssueCertificate', { act: HASH, document: CONTENT }],
  ['correctCertificate', 'CorrectCertificate', { act: HASH, document: SALTED, reason: 'form' }],
  ['revokeCertificate', 'RevokeCertificate', { act: HASH, ground: 'unlawful' }],
  [
    'commissionAppraisal',
    'CommissionAppraisal',
    { institution: 'court', items: [HASH], question: 'authenticity' },
  ],
  ['receiveMaterial', 'ReceiveMaterial', { appraisal: HASH, materials: [CONTENT, SALTED] }],
  ['issueOpinion', 'IssueOpinion', { appraisal: HASH, document: SALTED }],
  ['supplementOpinion', 'SupplementOpinion', { appraisal: HASH, document: SALTED }],
  ['withdrawOpinion', 'WithdrawOpinion', { appraisal: HASH, reason: 'material-untrue' }],
  ['disregardOpinion', 'DisregardOpinion', { appraisal: HASH }],
  ['openDossier', 'OpenDossier', {}],
  ['fileInDossier', 'FileInDossier', { dossier: HASH, phase: 'infringement', items: [ITEM] }],
  [
    'fileInDossier',
    'FileInDossier',
    { dossier: HASH, phase: 'infringement', items: [ITEM], salt: HASH },
  ],
  ['takeFromDossier', 'TakeFromDossier', { dossier: HASH, items: [ITEM] }],
  ['freezeDossier', 'FreezeDossier', { dossier: HASH, count: 1, root: HASH }],
  ['submitDossier', 'SubmitDossier', { dossier: HASH, case: HASH }],
  ['closeDossier', 'CloseDossier', { dossier: HASH }],
  ['submitToCase', 'SubmitToCase', { case: HASH, court: 'court', items: [HASH, ITEM] }],
  ['checkInCase', 'CheckInCase', { link: HASH, result: 'not-checkable', report: SALTED }],
  [
    'objectInCase',
    'ObjectInCase',
    {
      link: HASH,
      article: 'online-litigation-18',
      ground: 'custody-broken',
      document: SALTED,
    },
  ],
  ['answerInCase', 'AnswerInCase', { link: HASH, document: SALTED }],
  ['ruleInCase', 'RuleInCase', { link: HASH, outcome: 'admitted-in-part', document: SALTED }],
  ['replaceRuling', 'ReplaceRuling', { link: HASH, outcome: 'excluded', document: CONTENT }],
  ['placeHold', 'PlaceHold', { items: [ITEM], order: HASH }],
  ['liftHold', 'LiftHold', { hold: HASH, order: HASH }],
  ['setRetention', 'SetRetention', { item: ITEM, until: TIME, basis: 'archive' }],
  ['requestErasure', 'RequestErasure', { item: ITEM, ground: 'consent-withdrawn' }],
  [
    'decideErasure',
    'DecideErasure',
    { erasure: HASH, decision: 'erase', custodians: ['court'], required: 1 },
  ],
  ['attestKeyDestruction', 'AttestKeyDestruction', { erasure: HASH, proof: SALTED }],
  [
    'reportIncident',
    'ReportIncident',
    { organisation: 'court', kind: 'clock-drift', validFrom: TIME, document: CONTENT },
  ],
  ['pinSteps', 'PinSteps', { item: ITEM, subjects: ['court', 'court/owner', HASH, ITEM].sort() }],
];

/** Mutation, signed type, signed data, the input's own fields. */
export const LIFE_ACTIONS: [string, string, JsonObject, JsonObject][] = ACTIONS.map(
  ([mutation, action, data]) => [mutation, `evidence.${action}`, data, asInput(data) as JsonObject],
);
