/** Every refusal code of the evidence life cycle, each by the shortest story that ends in it. */
import { describe, expect, it } from '@jest/globals';
import { ACTS_REFUSALS } from '../../../src/domain/evidence/acts/refusals.js';
import { CAPTURE_REFUSALS } from '../../../src/domain/evidence/capture/refusals.js';
import { CASE_REFUSALS } from '../../../src/domain/evidence/case/refusals.js';
import { refuseContentAccess } from '../../../src/domain/evidence/contentAccess.js';
import { CUSTODY_REFUSALS } from '../../../src/domain/evidence/custody/refusals.js';
import { KEEPING_REFUSALS } from '../../../src/domain/evidence/keeping/refusals.js';
import { STANDING_REFUSALS } from '../../../src/domain/evidence/standing/refusals.js';
import type { JsonObject } from '../../../src/crypto/canonicalJson.js';
import type { DerivedEvent } from '../../../src/ledger/derivedEvent.js';
import { type Refusal, refusalData, REFUSED_TYPE } from '../../../src/domain/refusals.js';
import { START } from '../../support/consortium.js';
import { definitionOf, type DomainLedger, keyOf, refusalIn } from '../../support/domain.js';
import {
  accreditation,
  actData,
  actLedger,
  application,
  appraisalData,
  appraisalLedger,
  artefacts,
  ask,
  attesting,
  AUDITOR,
  BUILD,
  CAPTURE,
  captureLedger,
  CASE,
  caseData,
  caseLedger,
  CLERK,
  closing,
  contentOf,
  CUSTODIANS,
  environment,
  erasedLedger,
  erasing,
  ERASURE,
  erasureLedger,
  heldLedger,
  HOLD,
  INFRINGER,
  ITEM,
  JUDGE,
  LATER,
  lifeLedger,
  must,
  NOTARY,
  OFFER,
  offeredLedger,
  offering,
  opening,
  ORDER,
  OWNER,
  REGULATOR,
  SECOND_COLLECTOR,
  SECOND_ITEM,
  sealedLedger,
  sealing,
  TOOL_BOT,
  UNKNOWN,
} from '../../support/evidenceLife.js';

type Story = () => readonly DerivedEvent[];
type Stories<Registry> = { readonly [Code in keyof Registry]: Story };

const PERIOD = { validFrom: '2026-01-01T00:00:00.000Z', validUntil: '2026-12-31T00:00:00.000Z' };
const FILING = { kind: 'filing', document: contentOf('filing'), ...PERIOD };
const FACT = 'fa'.repeat(32);
const PAIR = { organisation: 'owner', other: 'notary-office' };

/** The owner relates to the notary office. */
function relatedLedger() {
  const ledger = lifeLedger();
  must(ledger, OWNER, 'DeclareRelation', { ...PAIR, kind: 'funding' });
  return ledger;
}

const STANDING: Stories<typeof STANDING_REFUSALS> = {
  CAPACITY_MISSING: () =>
    ask(lifeLedger(), OWNER, 'ApplyNotarization', application({ office: 'owner' })),
  CAPACITY_NOT_VALID: () => {
    const ledger = actLedger();
    ledger.setTime('2027-01-01T00:00:00.001Z');
    return ask(ledger, NOTARY, 'AcceptNotarization', actData('AcceptNotarization'));
  },
  VALIDITY_REVERSED: () => {
    const data = { ...accreditation('owner', 'auditor'), validUntil: '2024-12-31T23:59:59.999Z' };
    return ask(lifeLedger(), REGULATOR, 'GrantAccreditation', data);
  },
  RELATION_TO_ITSELF: () =>
    ask(lifeLedger(), OWNER, 'DeclareRelation', { ...PAIR, other: 'owner', kind: 'agency' }),
  RELATION_UNKNOWN: () => ask(lifeLedger(), OWNER, 'EndRelation', PAIR),
  PARTY_RELATED: () => ask(relatedLedger(), OWNER, 'ApplyNotarization', application()),
  FACT_UNKNOWN: () => ask(lifeLedger(), AUDITOR, 'EndorsePlatformFact', { fact: UNKNOWN }),
  FACT_STATUS: () => {
    const ledger = lifeLedger();
    must(ledger, TOOL_BOT, 'RecordPlatformFact', FILING, FACT);
    must(ledger, AUDITOR, 'EndorsePlatformFact', { fact: FACT });
    return ask(ledger, AUDITOR, 'EndorsePlatformFact', { fact: FACT });
  },
};

const TOOL = { build: BUILD, profiles: ['web-auto'] };

const CAPTURES: Stories<typeof CAPTURE_REFUSALS> = {
  TOOL_EXISTS: () => ask(captureLedger(), OWNER, 'RegisterTool', TOOL),
  TOOL_UNKNOWN: () => {
    const ledger = lifeLedger();
    return ask(ledger, TOOL_BOT, 'OpenCapture', opening(ledger));
  },
  TOOL_WITHDRAWN: () => {
    const ledger = captureLedger();
    must(ledger, TOOL_BOT, 'WithdrawTool', { build: BUILD, reason: 'fault' });
    return ask(ledger, TOOL_BOT, 'OpenCapture', opening(ledger));
  },
  TOOL_NOT_FOR_PROFILE: () => {
    const ledger = captureLedger();
    return ask(ledger, TOOL_BOT, 'OpenCapture', opening(ledger, { profile: 'call' }));
  },
  BEACON_UNKNOWN: () => {
    const ledger = captureLedger();
    const beacon = { ...ledger.endBlock(7), size: 8 };
    return ask(ledger, TOOL_BOT, 'OpenCapture', opening(ledger, { beacon }));
  },
  BEACON_MISMATCH: () => {
    const ledger = captureLedger();
    const beacon = { ...ledger.endBlock(7), root: UNKNOWN };
    return ask(ledger, TOOL_BOT, 'OpenCapture', opening(ledger, { beacon }));
  },
  BEACON_OLD: () => {
    const ledger = captureLedger();
    const data = opening(ledger);
    ledger.setTime('2026-01-01T00:10:00.001Z');
    return ask(ledger, TOOL_BOT, 'OpenCapture', data);
  },
  NOT_COLLECTOR: () => ask(captureLedger(), SECOND_COLLECTOR, 'RecordEnvironment', environment()),
  COLLECTORS_TOO_FEW: () => {
    const ledger = captureLedger();
    return ask(ledger, TOOL_BOT, 'OpenCapture', opening(ledger, { profile: 'criminal' }));
  },
  COSIGNED_BEFORE: () => ask(captureLedger(), TOOL_BOT, 'CosignCapture', { capture: CAPTURE }),
  CAPTURE_UNKNOWN: () => ask(lifeLedger(), TOOL_BOT, 'CosignCapture', { capture: UNKNOWN }),
  CAPTURE_STATUS: () => ask(sealedLedger(), TOOL_BOT, 'RecordArtefacts', artefacts(2, 'more')),
  ARTEFACT_OUT_OF_SEQUENCE: () =>
    ask(captureLedger(), TOOL_BOT, 'RecordArtefacts', artefacts(1, 'image')),
  ARTEFACTS_TOO_MANY: () => {
    const ledger = captureLedger();
    const many = Array.from({ length: 100 }, (_, index) => `artefact ${index}`);
    must(ledger, TOOL_BOT, 'RecordArtefacts', artefacts(0, ...many));
    return ask(ledger, TOOL_BOT, 'RecordArtefacts', artefacts(100, 'one more'));
  },
  SEAL_CLASS: () => {
    const ledger = captureLedger();
    must(ledger, TOOL_BOT, 'RecordArtefacts', artefacts(0, 'image'));
    must(ledger, TOOL_BOT, 'CloseCapture', closing('image'));
    return ask(ledger, TOOL_BOT, 'SealCapture', sealing());
  },
};

const ACCEPTANCE = { offer: OFFER, content: contentOf('photo') };

const CUSTODY: Stories<typeof CUSTODY_REFUSALS> = {
  NOT_HOLDER: () => ask(lifeLedger(), INFRINGER, 'OfferCustody', offering()),
  CUSTODY_TO_HOLDER: () =>
    ask(lifeLedger(), OWNER, 'OfferCustody', offering({ recipient: 'owner' })),
  CUSTODY_MISMATCH: () => {
    const data = { ...ACCEPTANCE, content: contentOf('photo, retouched') };
    return ask(offeredLedger(), NOTARY, 'AcceptCustody', data);
  },
  OFFER_OPEN: () => ask(offeredLedger(), OWNER, 'OfferCustody', offering()),
  OFFER_UNKNOWN: () => ask(lifeLedger(), NOTARY, 'AcceptCustody', ACCEPTANCE),
  OFFER_CLOSED: () => {
    const ledger = offeredLedger();
    must(ledger, NOTARY, 'AcceptCustody', ACCEPTANCE);
    return ask(ledger, NOTARY, 'AcceptCustody', ACCEPTANCE);
  },
  OFFER_EXPIRED: () => {
    const ledger = offeredLedger();
    ledger.setTime('2026-06-01T00:00:00.001Z');
    return ask(ledger, NOTARY, 'AcceptCustody', ACCEPTANCE);
  },
  NOT_RECIPIENT: () => ask(offeredLedger(), INFRINGER, 'AcceptCustody', ACCEPTANCE),
  MISMATCH_UNSHOWN: () =>
    ask(offeredLedger(), NOTARY, 'RefuseCustody', { ...ACCEPTANCE, reason: 'mismatch' }),
  UNDERTAKING_MISSING: () => {
    const ledger = lifeLedger();
    must(ledger, OWNER, 'RequireUndertaking', { item: ITEM });
    return ask(ledger, INFRINGER, 'LogAccess', reading());
  },
  NOT_READER: () => {
    const ledger = lifeLedger();
    must(ledger, INFRINGER, 'LogAccess', reading());
    return fetchOf(ledger, INFRINGER);
  },
  ACCESS_NOT_LOGGED: () => fetchOf(lifeLedger(), OWNER),
  CONTENT_RESTRICTED: () => {
    const ledger = erasureLedger();
    must(ledger, OWNER, 'DecideErasure', { erasure: ERASURE, decision: 'restrict' });
    return ask(ledger, OWNER, 'LogAccess', reading());
  },
};

/** A rule that no action asks, but the server before it hands content out. */
function fetchOf({ state }: DomainLedger, actor: string): readonly DerivedEvent[] {
  const request = { actor, key: keyOf(actor), item: ITEM, method: 'fetch' } as const;
  const refusal = refuseContentAccess(request, state, START);
  return refusal === undefined ? [] : [{ type: REFUSED_TYPE, data: refusalData(refusal) }];
}

function reading() {
  return { item: ITEM, purpose: 'verification', authority: 'law' };
}

const ACTS: Stories<typeof ACTS_REFUSALS> = {
  CALENDAR_DATE: () => {
    const document = contentOf('announcement');
    const data = { year: 2026, holidays: ['2026-01-03'], workdays: [], document };
    return ask(lifeLedger(), REGULATOR, 'SetWorkingDays', data);
  },
  ACT_UNKNOWN: () => ask(lifeLedger(), NOTARY, 'AcceptNotarization', { act: UNKNOWN }),
  ACT_STATUS: () => ask(actLedger(), NOTARY, 'IssueCertificate', actData('IssueCertificate')),
  APPRAISAL_UNKNOWN: () => ask(lifeLedger(), JUDGE, 'DisregardOpinion', { appraisal: UNKNOWN }),
  APPRAISAL_STATUS: () =>
    ask(appraisalLedger(), 'appraiser@institute', 'IssueOpinion', appraisalData('IssueOpinion')),
};

const DOSSIER = 'd0'.repeat(32);

function dossierLedger(phase = 'preservation') {
  const ledger = lifeLedger();
  must(ledger, OWNER, 'OpenDossier', {}, DOSSIER);
  must(ledger, OWNER, 'FileInDossier', filed(phase));
  return ledger;
}

function filed(phase: string) {
  return { dossier: DOSSIER, phase, items: [ITEM] };
}

/** A dossier that has room for one entry less than a filing of one. */
function fileInFullDossier(): readonly DerivedEvent[] {
  const { state } = dossierLedger();
  const record = { ...(state.get(`evidence/dossier/${DOSSIER}`) as JsonObject), count: 1_000_000 };
  const full = {
    get: (key: string) => (key.startsWith('evidence/dossier/') ? record : state.get(key)),
  };
  const type = 'evidence.FileInDossier';
  const data = { ...filed('preservation'), items: [SECOND_ITEM] };
  const asked = { type, actor: OWNER, organisation: 'owner', key: '', id: '', hash: '', data };
  const refused = definitionOf(type).decide(asked, full, {} as never) as Refusal;
  return [{ type: REFUSED_TYPE, data: refusalData(refused) }];
}

const CASES: Stories<typeof CASE_REFUSALS> = {
  COURT_ROLE_MISSING: () =>
    ask(caseLedger('CheckInCase'), CLERK, 'RuleInCase', caseData('RuleInCase')),
  DOSSIER_UNKNOWN: () => ask(lifeLedger(), OWNER, 'CloseDossier', { dossier: UNKNOWN }),
  DOSSIER_STATUS: () =>
    ask(dossierLedger(), OWNER, 'SubmitDossier', { dossier: DOSSIER, case: CASE }),
  PHASE_PASSED: () => ask(dossierLedger(), OWNER, 'FileInDossier', filed('collection')),
  FILED_BEFORE: () => ask(dossierLedger(), OWNER, 'FileInDossier', filed('preservation')),
  NOT_FILED: () => {
    const taken = { dossier: DOSSIER, items: [SECOND_ITEM] };
    return ask(dossierLedger(), OWNER, 'TakeFromDossier', taken);
  },
  DOSSIER_FULL: fileInFullDossier,
  LINK_UNKNOWN: () => ask(lifeLedger(), CLERK, 'CheckInCase', caseData('CheckInCase')),
  LINK_STATUS: () => ask(caseLedger(), JUDGE, 'RuleInCase', caseData('RuleInCase')),
  OBJECTION_TO_OWN: () =>
    ask(caseLedger('CheckInCase'), OWNER, 'ObjectInCase', caseData('ObjectInCase')),
};

const KEEPING: Stories<typeof KEEPING_REFUSALS> = {
  HOLD_UNKNOWN: () => ask(lifeLedger(), JUDGE, 'LiftHold', { hold: HOLD, order: ORDER }),
  HOLD_LIFTED: () => {
    const ledger = heldLedger();
    must(ledger, JUDGE, 'LiftHold', { hold: HOLD, order: ORDER });
    return ask(ledger, JUDGE, 'LiftHold', { hold: HOLD, order: ORDER });
  },
  ITEM_HELD: () => ask(heldLedger(), OWNER, 'OfferCustody', offering()),
  RETENTION_SHORTENED: () => {
    const ledger = lifeLedger();
    const data = { item: ITEM, until: LATER, basis: 'law' };
    must(ledger, OWNER, 'SetRetention', data);
    const shorter = { ...data, until: '2026-05-31T23:59:59.999Z' };
    return ask(ledger, OWNER, 'SetRetention', shorter);
  },
  RETENTION_RUNNING: () => {
    const ledger = erasureLedger();
    must(ledger, OWNER, 'SetRetention', { item: ITEM, until: LATER, basis: 'law' });
    return ask(ledger, OWNER, 'DecideErasure', erasing());
  },
  ERASURE_UNKNOWN: () => ask(lifeLedger(), OWNER, 'DecideErasure', erasing()),
  ERASURE_STATUS: () =>
    ask(erasureLedger(), CUSTODIANS[0], 'AttestKeyDestruction', attesting(CUSTODIANS[0])),
  CONTENT_ERASED: () => ask(erasedLedger(), OWNER, 'LogAccess', reading()),
  CUSTODIANS: () => ask(erasureLedger(), OWNER, 'DecideErasure', erasing({ required: 4 })),
  NOT_CUSTODIAN: () => {
    const ledger = erasureLedger();
    must(ledger, OWNER, 'DecideErasure', erasing());
    must(ledger, CUSTODIANS[0], 'AttestKeyDestruction', attesting(CUSTODIANS[0]));
    return ask(ledger, CUSTODIANS[0], 'AttestKeyDestruction', attesting(CUSTODIANS[0]));
  },
};

const STORIES = {
  NOT_IN_CHARGE: () => ask(actLedger(), OWNER, 'AcceptNotarization', actData('AcceptNotarization')),
  ...STANDING,
  ...CAPTURES,
  ...CUSTODY,
  ...ACTS,
  ...CASES,
  ...KEEPING,
};

describe('each code is produced by its rule, with field, limit and value', () => {
  it.each(Object.entries<Story>(STORIES))('%s', (code, story) => {
    const refusal = refusalIn(story());
    expect(refusal?.code).toBe(code);
    for (const fact of [refusal?.field, refusal?.limit, refusal?.value]) {
      expect(fact).toEqual(expect.stringMatching(/./));
    }
  });

  it('covers every code of the life cycle', () => {
    const registries = [
      STANDING_REFUSALS,
      CAPTURE_REFUSALS,
      CUSTODY_REFUSALS,
      ACTS_REFUSALS,
      CASE_REFUSALS,
      KEEPING_REFUSALS,
    ];
    const codes = ['NOT_IN_CHARGE', ...registries.flatMap((registry) => Object.keys(registry))];
    expect(Object.keys(STORIES).sort()).toEqual(codes.sort());
  });
});
