/**
 * Sections D and E: the platform behind an item (在线诉讼规则 第17条), and what notaries, institutions,
 * courts and keepers have made of it. A bundle can show what was recorded; that nothing else was,
 * takes the ledger.
 */
import type { BundleEvent } from './bundleStep.js';
import { isComplete } from './completeness.js';
import { eventsOf, type Examination, textIn, textsIn } from './examination.js';
import { fail, type Finding, notChecked, notProven, pass } from './finding.js';
import { captureOf, claimantOf } from './time.js';

/** The platform is whoever captured; without a capture, whoever registered. */
function platformOf(exam: Examination): { readonly platform: string; readonly time: string } {
  const opened = captureOf(exam);
  if (opened !== undefined) {
    return { platform: textIn(opened.data, 'organisation'), time: opened.step.time };
  }
  return { platform: claimantOf(exam), time: exam.registration?.time ?? '' };
}

/** D1: filing and protection level, endorsed and in force at the time of the act (invariant 25). */
export function platformFindings(exam: Examination): readonly Finding[] {
  if (exam.registration === undefined) return [notChecked('NO_RECEIPT')];
  const { platform, time } = platformOf(exam);
  const inForce = eventsOf(exam, 'PlatformFactRecorded').filter(
    (fact) => fact.data['platform'] === platform && isInForce(exam, fact, time),
  );
  const kinds = inForce.map(({ data }) => textIn(data, 'kind'));
  return ['filing', 'protection-level'].map((kind) =>
    kinds.includes(kind)
      ? pass('FACT_IN_FORCE', { kind, platform, time })
      : notProven('FACT_MISSING', { kind, platform, time }),
  );
}

function isInForce(exam: Examination, { data }: BundleEvent, time: string): boolean {
  const about = (type: string): readonly BundleEvent[] =>
    eventsOf(exam, type).filter((event) => event.data['fact'] === data['fact']);
  const until = data['validUntil'] === undefined ? time : textIn(data, 'validUntil');
  return (
    textIn(data, 'validFrom') <= time &&
    time <= until &&
    about('PlatformFactEndorsed').some(({ step }) => step.time <= time) &&
    !about('PlatformFactWithdrawn').some(({ step }) => step.time <= time)
  );
}

/** D2: relations to the party that are on record and have not ended. */
export function relationFindings(exam: Examination): readonly Finding[] {
  if (exam.registration === undefined) return [notChecked('NO_RECEIPT')];
  const ended = eventsOf(exam, 'RelationEnded');
  const lasting = eventsOf(exam, 'RelationDeclared').filter(
    (relation) => !ended.some((end) => isEndOf(end, relation)),
  );
  if (lasting.length === 0) {
    return [isComplete(exam) ? pass('RELATIONS_NONE_PINNED') : notChecked('RELATIONS_NONE')];
  }
  return lasting.map(({ data, step }) =>
    notProven('RELATED', {
      one: textIn(data, 'organisation'),
      other: textIn(data, 'other'),
      kind: textIn(data, 'kind'),
      at: step.position,
    }),
  );
}

function isEndOf({ data: end, step }: BundleEvent, { data, step: begun }: BundleEvent): boolean {
  const pair = (of: BundleEvent['data']): string =>
    [textIn(of, 'organisation'), textIn(of, 'other')].sort().join(' ');
  return step.position > begun.position && pair(end) === pair(data);
}

/** D3: what went wrong with those who act, from the capture or registration to the last step. */
export function incidentFindings(exam: Examination): readonly Finding[] {
  if (exam.registration === undefined) return [notChecked('NO_RECEIPT')];
  const begin = platformOf(exam).time;
  const end = exam.steps.at(-1)?.time ?? begin;
  const within = eventsOf(exam, 'IncidentReported').filter(({ data }) => {
    const until = data['validUntil'] === undefined ? end : textIn(data, 'validUntil');
    return textIn(data, 'validFrom') <= end && begin <= until;
  });
  if (within.length === 0) {
    return [isComplete(exam) ? pass('INCIDENTS_NONE_PINNED') : notChecked('INCIDENTS_NONE')];
  }
  return within.map(({ data, step }) =>
    notProven('INCIDENT', {
      organisation: textIn(data, 'organisation'),
      kind: textIn(data, 'kind'),
      from: textIn(data, 'validFrom'),
      at: step.position,
    }),
  );
}

/** The acts of one kind that name the item. */
function actsOn(exam: Examination, type: string): readonly BundleEvent[] {
  const { item } = exam.manifest;
  return eventsOf(exam, type).filter(({ data }) => textsIn(data, 'items').includes(item));
}

/** The later steps of one record. */
function following(
  exam: Examination,
  { member, of }: { readonly member: string; readonly of: BundleEvent },
  ...types: readonly string[]
): BundleEvent | undefined {
  const record = of.data[member];
  return eventsOf(exam, ...types)
    .filter(({ data }) => data[member] === record)
    .at(-1);
}

/** Whether the organisation was accredited in the capacity at `time`, as the bundle shows. */
function isAccredited(
  exam: Examination,
  { organisation, capacity }: { readonly organisation: string; readonly capacity: string },
  time: string,
): boolean {
  const about = (type: string): readonly BundleEvent[] =>
    eventsOf(exam, type).filter(
      ({ data, step }) =>
        data['organisation'] === organisation && data['capacity'] === capacity && step.time <= time,
    );
  const granted = about('AccreditationGranted').at(-1);
  const withdrawn = about('AccreditationWithdrawn').at(-1);
  if (granted === undefined) return false;
  const isOver = withdrawn !== undefined && withdrawn.step.position > granted.step.position;
  const { data } = granted;
  return !isOver && textIn(data, 'validFrom') <= time && time <= textIn(data, 'validUntil');
}

/** E1: certificates of notary offices. A revoked one is void from the start (公证法 第39条). */
export function notarialFindings(exam: Examination): readonly Finding[] {
  const orphan = orphans(exam, 'act', 'NotarizationApplied', 'CertificateIssued');
  const findings = actsOn(exam, 'NotarizationApplied').map((act): Finding => {
    const office = textIn(act.data, 'office');
    const step = { member: 'act', of: act };
    const issued = following(exam, step, 'CertificateIssued');
    const revoked = following(exam, step, 'CertificateRevoked');
    if (revoked !== undefined)
      return fail('CERTIFICATE_REVOKED', { office, at: revoked.step.position });
    if (issued === undefined) return notProven('CERTIFICATE_PENDING', { office });
    const { time } = issued.step;
    const isOffice = isAccredited(exam, { organisation: office, capacity: 'notary-office' }, time);
    return isOffice
      ? pass('CERTIFICATE_STANDS', { office, time })
      : notProven('OFFICE_UNACCREDITED', { office, time });
  });
  const all = [...orphan, ...findings];
  return all.length > 0 ? all : [notChecked('CERTIFICATES_NONE')];
}

/** Steps of records whose beginning is not in the bundle. */
function orphans(
  exam: Examination,
  member: string,
  ...[begin, ...later]: readonly string[]
): readonly Finding[] {
  const begun = new Set(eventsOf(exam, begin ?? '').map(({ data }) => data[member]));
  return eventsOf(exam, ...later)
    .filter(({ data }) => !begun.has(data[member]))
    .map(({ step }) => fail('RECORD_GAP', { at: step.position }));
}

/** E2: opinions of forensic institutions. */
export function appraisalFindings(exam: Examination): readonly Finding[] {
  const orphan = orphans(exam, 'appraisal', 'AppraisalCommissioned', 'OpinionIssued');
  const findings = actsOn(exam, 'AppraisalCommissioned').map((appraisal): Finding => {
    const institution = textIn(appraisal.data, 'institution');
    const step = { member: 'appraisal', of: appraisal };
    const issued = following(exam, step, 'OpinionIssued');
    const fallen = following(exam, step, 'OpinionWithdrawn', 'OpinionDisregarded');
    if (fallen !== undefined)
      return fail('OPINION_FALLEN', { institution, at: fallen.step.position });
    if (issued === undefined) return notProven('OPINION_PENDING', { institution });
    const { time } = issued.step;
    const who = { organisation: institution, capacity: 'forensic-institution' };
    return isAccredited(exam, who, time)
      ? pass('OPINION_STANDS', { institution, time })
      : notProven('OFFICE_UNACCREDITED', { office: institution, time });
  });
  const all = [...orphan, ...findings];
  return all.length > 0 ? all : [notChecked('OPINIONS_NONE')];
}

const OUTCOME_FINDINGS = { admitted: pass, 'admitted-in-part': pass, excluded: fail } as const;

/** E3: checks and rulings of courts. */
export function courtFindings(exam: Examination): readonly Finding[] {
  const later = ['CaseChecked', 'CaseObjected', 'CaseAnswered', 'CaseRuled', 'RulingReplaced'];
  const orphan = orphans(exam, 'link', 'SubmittedToCase', ...later);
  const findings = actsOn(exam, 'SubmittedToCase').map((link): Finding => {
    const court = textIn(link.data, 'court');
    const step = { member: 'link', of: link };
    const ruled = following(exam, step, 'CaseRuled', 'RulingReplaced');
    const checked = following(exam, step, 'CaseChecked');
    const outcome = ruled === undefined ? '' : textIn(ruled.data, 'outcome');
    const finding = OUTCOME_FINDINGS[outcome as keyof typeof OUTCOME_FINDINGS];
    if (finding !== undefined) return finding('RULED', { court, outcome });
    if (checked?.data['result'] === 'inconsistent') return fail('CHECK_INCONSISTENT', { court });
    return notProven('CASE_PENDING', { court });
  });
  const all = [...orphan, ...findings];
  return all.length > 0 ? all : [notChecked('CASES_NONE')];
}

/** E4: whether the claim still stands, and what happened to the content. */
export function keepingFindings(exam: Examination): readonly Finding[] {
  const { item } = exam.manifest;
  const named = (...types: readonly string[]): readonly BundleEvent[] =>
    eventsOf(exam, ...types).filter(
      ({ data }) => data['item'] === item || textsIn(data, 'items').includes(item),
    );
  const lifted = eventsOf(exam, 'HoldLifted').map(({ data }) => data['hold']);
  const held = named('HoldPlaced').filter(({ data }) => !lifted.includes(data['hold']));
  const findings = [
    ...named('ItemSuperseded').map(({ data, step }) =>
      fail('SUPERSEDED', { by: textIn(data, 'replacement'), at: step.position }),
    ),
    ...named('ItemWithdrawn').map(({ step }) => fail('WITHDRAWN', { at: step.position })),
    ...named('ErasureExecuted').map(({ step }) => pass('ERASED', { time: step.time })),
    ...held.map(({ data, step }) =>
      pass('HELD', { organisation: textIn(data, 'organisation'), time: step.time }),
    ),
  ];
  if (findings.length > 0) return findings;
  return [isComplete(exam) ? pass('KEEPING_NONE_PINNED') : notChecked('KEEPING_NONE')];
}
