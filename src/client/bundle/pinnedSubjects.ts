/**
 * The subjects whose steps make up an item's whole story: what has to be pinned for a bundle to be
 * complete. Worked out from the events in hand alone, so that who collects a bundle and who
 * verifies it come to the same list: the item's own steps name its records, which are pinned too.
 */
import type { DerivedEvent } from '../../ledger/derivedEvent.js';
import { pairSubject, recordsOf, subjectsOf } from '../../ledger/stepChain.js';
import { registrationOf } from './manifest.js';

/** Members of derived events that name an organisation with a part in the matter. */
export const ORGANISATION_MEMBERS: readonly string[] = [
  'applicant',
  'auditor',
  'claimant',
  'commissioner',
  'court',
  'holder',
  'institution',
  'office',
  'owner',
  'platform',
  'recipient',
  'submitter',
];

/** The organisations that have a part in `events`, sorted, each once. */
export function organisationsIn(events: readonly DerivedEvent[]): readonly string[] {
  const named = events.flatMap(({ data }) => ORGANISATION_MEMBERS.map((member) => data[member]));
  return [...new Set(named.filter((name) => typeof name === 'string'))].sort();
}

/** The item, its registration, records and tool, those who act, and each pair of them, sorted. */
export function pinnedSubjects(events: readonly DerivedEvent[], item: string): readonly string[] {
  const subjects = new Set([item, registrationOf(item)]);
  let count = -1;
  // A capture comes before the registration that it became, so that one pass is not enough.
  while (count !== subjects.size) {
    count = subjects.size;
    for (const event of events) if (concerns(event, subjects)) addRecords(event, subjects);
  }
  const own = events.filter((event) => concerns(event, subjects));
  const organisations = organisationsIn(own);
  return [...subjects, ...organisations, ...pairs(organisations)].sort();
}

/** Facts of platforms concern whatever they are shown with. */
function concerns(event: DerivedEvent, subjects: ReadonlySet<string>): boolean {
  const { type, data } = event;
  const { batch, item } = data;
  if (type === 'evidence.PlatformFactRecorded') return true;
  if ([batch, item].some((name) => typeof name === 'string' && subjects.has(name))) return true;
  return subjectsOf(event).some((subject) => subjects.has(subject));
}

function addRecords({ type, data }: DerivedEvent, subjects: Set<string>): void {
  for (const record of recordsOf(data)) subjects.add(record);
  const { tool } = data;
  if (type === 'evidence.CaptureOpened' && typeof tool === 'string') subjects.add(tool);
}

function pairs(organisations: readonly string[]): readonly string[] {
  return organisations.flatMap((one, index) =>
    organisations.slice(index + 1).map((other) => pairSubject(one, other)),
  );
}
