/**
 * The gaps in what is known of an item, from its capture to the courtroom. A trace that only lists
 * what happened looks whole when half of it is missing (在线诉讼规则 第18条: what is unexplained and
 * uncorroborated is not confirmed), so everything that should be there and is not is named, each
 * where it opens.
 */
import type {
  EvidenceAccessesTable,
  EvidenceAppraisalsTable,
  EvidenceCapturesTable,
  EvidenceCaseLinksTable,
  EvidenceCustodyOffersTable,
  EvidenceNotarialActsTable,
} from './lifeTables.js';

/** The stages of 在线诉讼规则 and 刑诉解释, and what authorities make of the item afterwards. */
export const TRACE_STAGES = [
  'generation',
  'collection',
  'storage',
  'transmission',
  'examination',
  'proceedings',
] as const;
export type TraceStage = (typeof TRACE_STAGES)[number];

export const GAP_KINDS = [
  'no-capture',
  'no-environment-check',
  'environment-failed',
  'tool-withdrawn',
  'uncorroborated',
  'collector-unsigned',
  'platform-facts-missing',
  'content-erased',
  'custody-content-differs',
  'custody-mismatch',
  'custody-unanswered',
  'acted-without-content',
  'office-related',
  'certificate-revoked',
  'opinion-fallen',
  'check-inconsistent',
] as const;
export type GapKind = (typeof GAP_KINDS)[number];

/** Something that should be there and is not. */
export interface TraceGap {
  readonly kind: GapKind;
  readonly stage: TraceStage;
  /** Position of the entry at which it opens. */
  readonly position: number;
  /** The record or organisation it is about; the item itself where there is none. */
  readonly record: string;
}

/** What a trace is judged by: the rows that concern one item. */
export interface TraceFacts {
  readonly item: {
    readonly id: string;
    readonly position: number;
    readonly claimant: string;
    readonly commitment: string;
  };
  /** Undefined: the item was registered without a capture. */
  readonly capture: EvidenceCapturesTable | undefined;
  readonly artefactRoles: readonly string[];
  readonly isToolWithdrawn: boolean;
  /** Facts of the capturing platform that were endorsed and held when it was opened. */
  readonly platformFacts: number;
  readonly offers: readonly EvidenceCustodyOffersTable[];
  readonly accesses: readonly Pick<EvidenceAccessesTable, 'actor' | 'position'>[];
  readonly acts: readonly EvidenceNotarialActsTable[];
  readonly appraisals: readonly EvidenceAppraisalsTable[];
  readonly links: readonly EvidenceCaseLinksTable[];
  /** Pairs of organisations that are related now, in both orders. */
  readonly related: ReadonlySet<string>;
  /** Position at which the content was erased. */
  readonly erasedPosition: number | null;
  /** Block time as far as the read models are. */
  readonly now: string;
}

/** All gaps, in the order of the log. */
export function traceGaps(facts: TraceFacts): readonly TraceGap[] {
  const gaps = [
    ...captureGaps(facts),
    ...storageGaps(facts),
    ...facts.offers.flatMap((offer) => offerGaps(offer, facts)),
    ...facts.acts.flatMap((act) => actGaps(act, facts)),
    ...facts.appraisals.flatMap((appraisal) => appraisalGaps(appraisal, facts)),
    ...facts.links.flatMap(linkGaps),
  ];
  return gaps.sort((left, right) => left.position - right.position);
}

function gap(kind: GapKind, stage: TraceStage, where: Omit<TraceGap, 'kind' | 'stage'>): TraceGap {
  return { kind, stage, ...where };
}

const CORROBORATED_PROFILES: readonly string[] = ['web-auto', 'web-manual'];
const CORROBORATING_ROLES = ['page-image', 'page-source', 'network-log'];

function captureGaps(facts: TraceFacts): readonly TraceGap[] {
  const { capture, item, artefactRoles } = facts;
  if (capture === undefined) {
    return [gap('no-capture', 'generation', { position: item.position, record: item.id })];
  }
  const where = { position: capture.position, record: capture.capture };
  const gaps: TraceGap[] = [];
  if (capture.environment === 'unchecked') {
    gaps.push(gap('no-environment-check', 'generation', where));
  }
  if (capture.environment === 'failed') gaps.push(gap('environment-failed', 'generation', where));
  if (facts.isToolWithdrawn) gaps.push(gap('tool-withdrawn', 'generation', where));
  const isWhole = CORROBORATING_ROLES.every((role) => artefactRoles.includes(role));
  if (CORROBORATED_PROFILES.includes(capture.profile) && !isWhole) {
    gaps.push(gap('uncorroborated', 'collection', where));
  }
  const signed = JSON.parse(capture.signed) as string[];
  const collectors = JSON.parse(capture.collectors) as string[];
  const unsigned = collectors.filter((collector) => !signed.includes(collector));
  return [
    ...gaps,
    ...unsigned.map((record) => gap('collector-unsigned', 'collection', { ...where, record })),
  ];
}

function storageGaps(facts: TraceFacts): readonly TraceGap[] {
  const { capture, platformFacts, erasedPosition, item } = facts;
  const gaps: TraceGap[] = [];
  if (capture !== undefined && platformFacts === 0) {
    const where = { position: capture.position, record: capture.organisation };
    gaps.push(gap('platform-facts-missing', 'storage', where));
  }
  if (erasedPosition !== null) {
    gaps.push(gap('content-erased', 'storage', { position: erasedPosition, record: item.id }));
  }
  return gaps;
}

function offerGaps(offer: EvidenceCustodyOffersTable, facts: TraceFacts): readonly TraceGap[] {
  const where = { position: offer.position, record: offer.offer };
  const gaps: TraceGap[] = [];
  const { commitment } = JSON.parse(offer.content) as { readonly commitment: string };
  if (commitment !== facts.item.commitment) {
    gaps.push(gap('custody-content-differs', 'transmission', where));
  }
  if (offer.refused_reason === 'mismatch') {
    gaps.push(gap('custody-mismatch', 'transmission', where));
  }
  const isOver = offer.status === 'expired' || offer.status === 'offered';
  if (isOver && offer.expires < facts.now) {
    gaps.push(gap('custody-unanswered', 'transmission', where));
  }
  return gaps;
}

/**
 * True when the organisation held the content, or read it, before `position`. An
 * institution needs no such entry: the material that it received is on record with its digests.
 */
function hadContent(organisation: string, position: number, facts: TraceFacts): boolean {
  const { offers, accesses, item } = facts;
  return (
    item.claimant === organisation ||
    offers.some(
      ({ recipient, status, answered_position: at }) =>
        recipient === organisation && status === 'accepted' && at !== null && at < position,
    ) ||
    accesses.some(({ actor, position: at }) => actor.endsWith(`@${organisation}`) && at < position)
  );
}

function isRelatedToParty(organisation: string, parties: string, { related }: TraceFacts): boolean {
  return (JSON.parse(parties) as string[]).some((party) => related.has(`${organisation} ${party}`));
}

function actGaps(act: EvidenceNotarialActsTable, facts: TraceFacts): readonly TraceGap[] {
  const { issued_position: issued, revoked_position: revoked, office, act: record } = act;
  if (issued === null) return [];
  const where = { position: issued, record };
  const gaps: TraceGap[] = [];
  if (!hadContent(office, issued, facts)) {
    gaps.push(gap('acted-without-content', 'examination', where));
  }
  if (isRelatedToParty(office, act.parties, facts)) {
    gaps.push(gap('office-related', 'examination', where));
  }
  // Void from the start: the gap opens where the certificate was issued, not where it was revoked.
  if (revoked !== null) gaps.push(gap('certificate-revoked', 'examination', where));
  return gaps;
}

function appraisalGaps(appraisal: EvidenceAppraisalsTable, facts: TraceFacts): readonly TraceGap[] {
  const { issued_position: issued, institution, appraisal: record, status } = appraisal;
  if (issued === null) return [];
  const where = { position: issued, record };
  const gaps: TraceGap[] = [];
  if (isRelatedToParty(institution, appraisal.parties, facts)) {
    gaps.push(gap('office-related', 'examination', where));
  }
  if (status === 'withdrawn' || status === 'disregarded') {
    gaps.push(gap('opinion-fallen', 'examination', where));
  }
  return gaps;
}

function linkGaps(link: EvidenceCaseLinksTable): readonly TraceGap[] {
  if (link.check_result !== 'inconsistent') return [];
  const where = { position: link.position, record: link.link };
  return [gap('check-inconsistent', 'proceedings', where)];
}
