/** Which of some items a step concerns: named in it, or by a record that names them. */
import { recordsOf as recordsIn } from '../../ledger/stepChain.js';
import { namedItems } from '../bundle/namedItems.js';
import type { RecordedStep } from './recordedStep.js';

/** Ids of the records that the step belongs to, each once. */
export function recordsOf({ derived }: RecordedStep): readonly string[] {
  return [...new Set(derived.flatMap(({ data }) => recordsIn(data)))];
}

/** Tells the items that a step concerns. Facts about who acts concern none. */
export function concernedItems(
  items: readonly string[],
  steps: readonly RecordedStep[],
): (step: RecordedStep) => readonly string[] {
  // Every record is named together with its items by one of its steps, though not by its first: a
  // capture comes before the registration that makes items of it.
  const ofRecord = new Map<string, Set<string>>();
  for (const step of steps) {
    const named = itemsNamedBy(step, items);
    for (const record of named.length > 0 ? recordsOf(step) : []) {
      ofRecord.set(record, new Set([...(ofRecord.get(record) ?? []), ...named]));
    }
  }
  return (step) => {
    if (!isAct(step)) return [];
    const named = itemsNamedBy(step, items);
    const ofRecords = recordsOf(step).flatMap((record) => [...(ofRecord.get(record) ?? [])]);
    const concerned = new Set([...named, ...ofRecords]);
    return items.filter((item) => concerned.has(item));
  };
}

const CONTEXT = /^evidence\.(?:TimeAuthority|Accreditation|Relation|PlatformFact|Tool)/;

function isAct({ derived }: RecordedStep): boolean {
  return derived.some(({ type }) => type.startsWith('evidence.') && !CONTEXT.test(type));
}

function itemsNamedBy(step: RecordedStep, items: readonly string[]): readonly string[] {
  const names = new Set(step.derived.flatMap(({ data }) => namedItems(data)));
  const { eventHash } = step;
  const registered = (item: string): boolean => {
    const [registration = ''] = item.split('.');
    return registration === eventHash || names.has(registration);
  };
  return items.filter((item) => names.has(item) || registered(item));
}
