/**
 * Section B: no earlier than when, no later than when (互联网法院规定 第11条). A token counts only under a
 * root that the reader has named; the ledger's own block times are its operator's word and are said
 * to be so.
 */
import { equalBytes, toHex } from '../../crypto/bytes.js';
import { fromBase64 } from '../../ledger/base64.js';
import { epochMilliseconds, type Instant, isInstant } from '../../ledger/instant.js';
import type { Certificate } from '../../timestamp/certificate.js';
import { answering, type TimestampFault } from '../../timestamp/faults.js';
import { readCertificate } from '../../timestamp/certificate.js';
import { registrationImprint } from '../../timestamp/registrationImprint.js';
import { type TimestampFacts, verifyTimestampToken } from '../../timestamp/verifyTimestamp.js';
import { registrationOf } from '../bundle/manifest.js';
import { timePath } from '../bundle/paths.js';
import type { BundleEvent } from './bundleStep.js';
import { type BundleTrust, eventsOf, type Examination, textIn, textsIn } from './examination.js';
import { fail, type Finding, notChecked, notProven, pass } from './finding.js';

/** A token as it was attached, with the verdict under the reader's roots. */
export interface JudgedToken {
  readonly path: string;
  readonly authority: string;
  /** The organisation that the ledger has the authority registered for; empty: none. */
  readonly owner: string;
  /** Found so when it was attached, and neither the claimant nor whoever runs the ledger. */
  readonly isIndependent: boolean;
  readonly facts: TimestampFacts | undefined;
  readonly fault: { readonly code: TimestampFault; readonly detail: string } | undefined;
}

/** Faults that are about certificates and not about the token. */
const CERTIFICATE_FAULT = /^(?:CHAIN_|CRL|REVOKED)/;
const HOUR_MS = 3_600_000;
/** How far the ledger's own clock may be off (domain/evidence/timestamp.ts has the same). */
const CLOCK_ERROR_MS = 10_000;

/** All tokens that are attached to the registration, judged. */
export function judgedTokens(exam: Examination, trust: BundleTrust): readonly JudgedToken[] {
  const registration = registrationOf(exam.manifest.item);
  return eventsOf(exam, 'TimestampAttached')
    .filter(({ data }) => data['registration'] === registration)
    .map((event) => judgedToken(exam, trust, event));
}

function judgedToken(exam: Examination, trust: BundleTrust, event: BundleEvent): JudgedToken {
  const { data, step } = event;
  const lists = textsIn(step.body.data, 'revocationLists');
  const verdict = verifyTimestampToken(fromBase64(textIn(data, 'token')) ?? new Uint8Array(), {
    imprint: (hash) => registrationImprint(registrationOf(exam.manifest.item), hash),
    roots: trust.roots,
    revocationLists: lists.flatMap((list) => fromBase64(list) ?? []),
  });
  const authority = textIn(data, 'authority');
  const registered = verdict.ok ? registeredRoot(exam, verdict) : undefined;
  const owner = registered === undefined ? '' : textIn(registered.data, 'owner');
  const claimant = claimantOf(exam);
  return {
    path: timePath(step.position, 'tst'),
    authority,
    owner,
    isIndependent:
      data['relation'] === 'independent' &&
      owner !== '' &&
      owner !== claimant &&
      !runsLedger(exam, owner),
    facts: verdict.ok ? verdict : undefined,
    fault: verdict.ok ? undefined : verdict,
  };
}

/** The registration on the ledger of the authority that the token's chain ends in. */
function registeredRoot(exam: Examination, { chain }: TimestampFacts): BundleEvent | undefined {
  const root = chain.at(-1) as Certificate;
  return eventsOf(exam, 'TimeAuthorityRegistered').find(({ data }) => {
    const bytes = fromBase64(textIn(data, 'root'));
    const known = bytes === undefined ? undefined : answering(() => readCertificate(bytes));
    return known !== undefined && 'keyBytes' in known && equalBytes(known.keyBytes, root.keyBytes);
  });
}

function runsLedger(exam: Examination, owner: string): boolean {
  return eventsOf(exam, 'TimeAuthorityRegistered').some(
    ({ data }) => data['owner'] === owner && data['relation'] === 'ledger-operator',
  );
}

/** The organisation whose claim the item is; empty when the registration does not hold. */
export function claimantOf({ registration }: Examination): string {
  const data = registration?.derived.find(({ type }) => type.endsWith('Registered'))?.data;
  return data === undefined ? '' : textIn(data, 'claimant');
}

/** B1: the tokens themselves. */
export function tokenFindings(
  exam: Examination,
  { roots }: BundleTrust,
  tokens: readonly JudgedToken[],
): readonly Finding[] {
  const views = exam.differing.filter((path) => path.startsWith('time/'));
  const swapped = views.map((path) => fail('TOKEN_SWAPPED', { path }));
  if (tokens.length === 0) return [...swapped, notProven('TOKENS_NONE')];
  if (roots.length === 0) return [...swapped, notChecked('ROOTS_NONE', { count: tokens.length })];
  const judged = tokens.map(({ authority, facts, fault, path }) => {
    if (facts !== undefined) return pass('TOKEN_SOUND', { authority, time: timeOf(facts) });
    const code = fault?.code ?? 'MALFORMED';
    if (code === 'CHAIN_UNTRUSTED') return notProven('TOKEN_ROOT_UNKNOWN', { authority });
    if (CERTIFICATE_FAULT.test(code)) return pass('TOKEN_FORM_SOUND', { authority });
    return fail('TOKEN_FAULT', { path, code });
  });
  return [...swapped, ...judged];
}

function timeOf({ genTime }: TimestampFacts): string {
  return genTime.instant;
}

/** B2: the chains, each at the time of its own token. */
export function chainFindings(tokens: readonly JudgedToken[]): readonly Finding[] {
  const judged = tokens.flatMap(({ authority, path, facts, fault }): readonly Finding[] => {
    if (fault !== undefined) {
      const isChain = CERTIFICATE_FAULT.test(fault.code) && fault.code !== 'CHAIN_UNTRUSTED';
      return isChain ? [fail('CHAIN_FAULT', { path, code: fault.code })] : [];
    }
    if (facts?.revocation === 'good') return [pass('CHAIN_SOUND', { authority })];
    return [notProven('CHAIN_REVOCATION_UNKNOWN', { authority })];
  });
  return judged.length > 0 ? judged : [notChecked('CHAINS_NONE')];
}

/** B3: counted are owners, of authorities that are neither a party's nor the ledger operator's. */
export function independenceFindings(tokens: readonly JudgedToken[]): readonly Finding[] {
  const sound = tokens.filter(({ facts }) => facts !== undefined);
  if (sound.length === 0) return [notChecked('CHAINS_NONE')];
  const counted = sound.filter(({ isIndependent }) => isIndependent);
  const owners = [...new Set(counted.map(({ owner }) => owner))].sort();
  const keys = new Set(counted.map(({ facts }) => rootKey(facts as TimestampFacts)));
  const names = owners.join(', ');
  if (owners.length >= 2 && keys.size >= 2) {
    return [pass('AUTHORITIES_INDEPENDENT', { owners: names })];
  }
  return [notProven('AUTHORITIES_TOO_FEW', { count: owners.length, owners: names || '-' })];
}

function rootKey({ chain }: TimestampFacts): string {
  return toHex((chain.at(-1) as Certificate).keyBytes);
}

/** The interval that is proven; a bound that is not is null. */
export interface TimeInterval {
  /** Time of the beacon's block. */
  readonly notBefore: string | null;
  /** Earliest sound token of an independent authority, with its accuracy. */
  readonly notAfter: string | null;
}

export function intervalOf(exam: Examination, tokens: readonly JudgedToken[]): TimeInterval {
  const opened = captureOf(exam);
  const upper = tokens
    .filter(({ isIndependent }) => isIndependent)
    .flatMap(({ facts }) => facts ?? [])
    .map((facts) => ({ facts, milliseconds: latestOf(facts) }))
    .sort((left, right) => left.milliseconds - right.milliseconds)[0];
  const notBefore = opened === undefined ? '' : textIn(opened.data, 'notBefore');
  return {
    notBefore: isInstant(notBefore) ? notBefore : null,
    notAfter: upper === undefined ? null : isoOf(upper.milliseconds),
  };
}

/** Token time and accuracy, rounded up to a millisecond, since 1970. */
function latestOf({ genTime, accuracyMicroseconds = 0 }: TimestampFacts): number {
  const micros = genTime.microseconds + accuracyMicroseconds;
  return epochMilliseconds(genTime.instant) + Math.ceil(micros / 1_000);
}

function isoOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** The opening of the capture that the item comes from. */
export function captureOf(exam: Examination): BundleEvent | undefined {
  const sealed = exam.registration?.derived.find(({ type }) => type === 'evidence.CaptureSealed');
  return eventsOf(exam, 'CaptureOpened').find(
    ({ data }) => sealed !== undefined && data['capture'] === sealed.data['capture'],
  );
}

/** B4: the interval, and whether the two clocks contradict one another. */
export function intervalFindings(
  exam: Examination,
  tokens: readonly JudgedToken[],
): readonly Finding[] {
  const { registration } = exam;
  if (registration === undefined) return [notChecked('NO_RECEIPT')];
  const early = tokens.find(
    ({ facts }) => facts !== undefined && isBefore(facts, registration.time),
  );
  if (early !== undefined) {
    return [fail('CLOCKS_DISAGREE', { authority: early.authority, time: registration.time })];
  }
  const { notBefore, notAfter } = intervalOf(exam, tokens);
  const lower = notBefore === null ? notProven('LOWER_NONE') : pass('LOWER_BOUND', { notBefore });
  const upper =
    notAfter === null
      ? notProven('UPPER_LEDGER_ONLY', { time: registration.time })
      : pass('UPPER_BOUND', { notAfter });
  return [lower, upper, ...lagFindings(registration.time, notAfter)];
}

/** A token is of something that was registered already, so it cannot be older than the block. */
function isBefore(
  { genTime, accuracyMicroseconds = 0 }: TimestampFacts,
  anchored: Instant,
): boolean {
  const error = CLOCK_ERROR_MS + Math.ceil(accuracyMicroseconds / 1_000);
  return epochMilliseconds(genTime.instant) + error < epochMilliseconds(anchored);
}

/** Long after the registration a token says little: until then the ledger's time stands alone. */
function lagFindings(registered: Instant, notAfter: string | null): readonly Finding[] {
  if (notAfter === null) return [];
  const lag = epochMilliseconds(notAfter as Instant) - epochMilliseconds(registered);
  return lag > HOUR_MS ? [pass('UPPER_LATE', { hours: Math.floor(lag / HOUR_MS) })] : [];
}

/** B5: evidence records (RFC 4998) are not on the ledger yet. */
export function renewalFindings(): readonly Finding[] {
  return [notChecked('RENEWAL_NONE')];
}
