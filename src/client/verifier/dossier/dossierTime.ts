/**
 * Section B of a dossier: the tokens of every registration behind an item that is shown, each
 * judged as in the bundle of an item. What holds of the dossier is what holds of all of them.
 */
import type { Hex } from '../../../crypto/bytes.js';
import type { BundleEvent } from '../bundleStep.js';
import { type BundleTrust, eventsOf, textIn } from '../examination.js';
import { type Finding, notProven } from '../finding.js';
import {
  chainFindings,
  independenceFindings,
  intervalFindings,
  intervalOf,
  type JudgedToken,
  judgedTokens,
  judgementFindings,
  type Timed,
  type TimeInterval,
} from '../time.js';
import { fewOfEach } from './alike.js';
import type { DossierExamination } from './examineDossier.js';

/** A registration with its tokens. */
export interface DatedRegistration {
  readonly timed: Timed;
  readonly tokens: readonly JudgedToken[];
}

/** Every registration of the bundle with its tokens, judged, in the order of the log. */
export function datedRegistrations(
  exam: DossierExamination,
  trust: BundleTrust,
): readonly DatedRegistration[] {
  const authorities = eventsOf(exam, 'TimeAuthorityRegistered');
  const attached = byRegistration(eventsOf(exam, 'TimestampAttached'));
  return [...exam.registrations].map(([item, registration]) => {
    const events = [...authorities, ...(attached.get(item) ?? [])];
    const timed: Timed = { manifest: { item }, registration, events };
    const tokens = judgedTokens(timed, trust).map((token, index) => {
      return { ...token, path: attached.get(item)?.[index]?.step.path ?? token.path };
    });
    return { timed, tokens };
  });
}

function byRegistration(events: readonly BundleEvent[]): ReadonlyMap<Hex, readonly BundleEvent[]> {
  const found = new Map<Hex, BundleEvent[]>();
  for (const event of events) {
    const id = textIn(event.data, 'registration');
    const own = found.get(id) ?? [];
    own.push(event);
    found.set(id, own);
  }
  return found;
}

/** B1: the tokens themselves, and registrations that have none. */
export function dossierTokenFindings(
  dated: readonly DatedRegistration[],
  { roots }: BundleTrust,
): readonly Finding[] {
  const bare = dated.filter(({ tokens }) => tokens.length === 0).length;
  const tokens = dated.flatMap((each) => each.tokens);
  const judged = fewOfEach(judgementFindings(tokens, roots));
  if (tokens.length === 0 || bare === 0) return judged;
  return [...judged, notProven('STAMPS_MISSING', { count: bare })];
}

/** B2: their certificates. */
export function dossierChainFindings(dated: readonly DatedRegistration[]): readonly Finding[] {
  return fewOfEach(chainFindings(dated.flatMap(({ tokens }) => tokens)));
}

/** B3: independent authorities, for each registration by itself. */
export function dossierIndependenceFindings(
  dated: readonly DatedRegistration[],
): readonly Finding[] {
  return fewOfEach(dated.flatMap(({ tokens }) => independenceFindings(tokens)));
}

/** B4: the interval of each registration. */
export function dossierIntervalFindings(dated: readonly DatedRegistration[]): readonly Finding[] {
  return fewOfEach(dated.flatMap(({ timed, tokens }) => intervalFindings(timed, tokens)));
}

/** When all that is shown had been registered; null when it is not proven of each. */
export function dossierInterval(dated: readonly DatedRegistration[]): TimeInterval {
  const ends = dated.map(({ timed, tokens }) => intervalOf(timed, tokens).notAfter);
  const known = ends.filter((end) => end !== null).sort();
  const isKnown = known.length === ends.length && known.length > 0;
  return { notBefore: null, notAfter: isKnown ? (known.at(-1) as string) : null };
}
