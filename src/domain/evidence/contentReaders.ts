/**
 * Who may read the content of an item, and on what that rests: its claimant and its present holder
 * always; the court of a case that it was submitted to; the notary office and the institution while
 * their act or appraisal runs, when somebody asked for it who may hand the content out; and a party
 * of such a case who has undertaken to keep it secret (知产证据规定 第26条; 在线诉讼规则 第15条: both sides
 * see the evidence). Nobody becomes a reader by saying so.
 */
import type { Hex } from '../../crypto/bytes.js';
import type { Instant } from '../../ledger/instant.js';
import type { StateReader } from '../domainModule.js';
import { APPRAISAL, type AppraisalRecord } from './acts/appraisal.js';
import { ACT, type ActRecord } from './acts/notarialAct.js';
import { LINK, type LinkRecord } from './case/caseLink.js';
import { holderOf } from './custody/custody.js';
import { hasUndertaken } from './custody/undertaking.js';
import { itemRecord } from './item.js';
import { recordOf } from './records.js';
import { refuseCapacity } from './standing/accreditation.js';

/** A reader, and the record that the reading is said to rest on. */
export interface Reader {
  readonly item: string;
  readonly actor: string;
  readonly organisation: string;
  readonly record: Hex | undefined;
  readonly time: Instant;
}

/** True when something on the ledger entitles the reader. */
export function mayRead(state: StateReader, reader: Reader): boolean {
  return (
    disposes(state, reader.item, reader.organisation) ||
    isCasesReader(state, reader) ||
    isOfficesReader(state, reader)
  );
}

/** The claimant and the holder hand the content out by themselves. */
function disposes(state: StateReader, item: string, organisation: string): boolean {
  return (
    itemRecord(state, item)?.claimant === organisation || holderOf(item, state) === organisation
  );
}

function isCasesReader(state: StateReader, { item, actor, organisation, record }: Reader): boolean {
  const link = record === undefined ? undefined : recordOf<LinkRecord>(state, LINK, record);
  if (link?.items.includes(item) !== true) return false;
  if (link.court === organisation) return true;
  const isParty = link.organisation === organisation || link.objectors.includes(organisation);
  return isParty && hasUndertaken(state, item, actor);
}

const RUNNING_ACT: readonly string[] = ['accepted', 'paused', 'examined'];
const RUNNING_APPRAISAL: readonly string[] = ['commissioned', 'received', 'issued', 'supplemented'];

function isOfficesReader(state: StateReader, { record, ...reader }: Reader): boolean {
  if (record === undefined) return false;
  const act = recordOf<ActRecord>(state, ACT, record);
  const appraisal = recordOf<AppraisalRecord>(state, APPRAISAL, record);
  const runs =
    (act !== undefined && RUNNING_ACT.includes(act.status)) ||
    (appraisal !== undefined && RUNNING_APPRAISAL.includes(appraisal.status));
  const found = act ?? appraisal;
  const isAppointed =
    found?.organisation === reader.organisation && found.items.includes(reader.item);
  const asked = act?.applicant ?? appraisal?.commissioner;
  return runs && isAppointed && asked !== undefined && mayAppoint(state, reader, asked);
}

/** A stranger who commissions an institution does not open somebody else's content to it. */
function mayAppoint(
  state: StateReader,
  { item, time }: Pick<Reader, 'item' | 'time'>,
  organisation: string,
): boolean {
  const question = { organisation, capacity: 'court', time, field: 'actor' } as const;
  return disposes(state, item, organisation) || refuseCapacity(state, question) === undefined;
}
