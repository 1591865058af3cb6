/**
 * Records that are opened by one action and moved on by others: captures, offers, acts, cases. Each
 * has a status; a step names the statuses it may start from, and everything else is refused.
 */
import type { JsonValue } from '../../crypto/canonicalJson.js';
import type { StateReader } from '../domainModule.js';
import { type Refusal, type RefusalCode, refuse } from '../refusals.js';

/** A kind of record: where it lies in the state and how it is refused. */
export interface RecordKind {
  /** Between `evidence/` and the id in the state key. */
  readonly prefix: string;
  /** For the refusal: `a registered tool`. */
  readonly what: string;
  readonly unknown: RefusalCode;
  readonly wrongStatus: RefusalCode;
}

/** What every record has. */
export type Owned = { readonly organisation: string; readonly status: string };

/** Which record a step is about, and from which statuses it may start. */
export interface Step {
  readonly id: string;
  /** Path of the id in the action's data. */
  readonly field: string;
  readonly from: readonly string[];
}

export function recordKey(kind: RecordKind, id: string): string {
  return `evidence/${kind.prefix}/${id}`;
}

/** The record, or undefined. Nothing but the kind's own `evolve` writes it. */
export function recordOf<R>(state: StateReader, kind: RecordKind, id: string): R | undefined {
  return state.get(recordKey(kind, id)) as unknown as R | undefined;
}

/** The record in one of the statuses of `step.from`, or why the step cannot be taken. */
export function recordAt<R extends Owned>(
  state: StateReader,
  kind: RecordKind,
  { id, field, from }: Step,
): R | Refusal {
  const record = recordOf<R>(state, kind, id);
  if (record === undefined) return refuse(kind.unknown, { field, limit: kind.what, value: id });
  if (from.includes(record.status)) return record;
  const limit = `${kind.what} that is ${from.join(' or ')}`;
  return refuse(kind.wrongStatus, { field, limit, value: record.status });
}

/** As recordAt, for a step that only the record's own organisation may take. */
export function ownRecordAt<R extends Owned>(
  state: StateReader,
  kind: RecordKind,
  step: Step & { readonly organisation: string },
): R | Refusal {
  const record = recordOf<R>(state, kind, step.id);
  if (record !== undefined && record.organisation !== step.organisation) {
    return refuse('NOT_IN_CHARGE', {
      field: step.field,
      limit: `${kind.what} of ${step.organisation}`,
      value: `${step.id} of ${record.organisation}`,
    });
  }
  return recordAt<R>(state, kind, step);
}

/** For the policy rule SELF: the organisation in charge of the record, or why there is none. */
export function inCharge(
  kind: RecordKind,
  { id, field }: { readonly id: string; readonly field: string },
  state: StateReader,
): string | Refusal {
  const record = recordOf<Owned>(state, kind, id);
  return record?.organisation ?? refuse(kind.unknown, { field, limit: kind.what, value: id });
}

/** The write that changes some members of a record that is there. */
export function changed(
  state: StateReader,
  kind: RecordKind,
  change: { readonly id: string } & { readonly [member: string]: JsonValue },
): readonly [string, JsonValue] {
  const { id, ...members } = change;
  const key = recordKey(kind, id);
  return [key, { ...(state.get(key) as { [member: string]: JsonValue }), ...members }];
}
