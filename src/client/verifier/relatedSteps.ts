/**
 * Which receipts of a bundle concern its item: those that name it, or a record that concerns it,
 * and those about the people and platforms that act in them. A bundle holds no others.
 */
import type { JsonObject } from '../../crypto/canonicalJson.js';
import { recordsOf } from '../../ledger/stepChain.js';
import { namedItems } from '../bundle/namedItems.js';
import type { BundleStep } from './bundleStep.js';

/** Facts about who acts, whatever they act in. */
const CONTEXT =
  /^(?:governance\.|evidence\.(?:TimeAuthority|Accreditation|Relation|PlatformFact|Tool|Incident))/;

/** The steps that concern the item which `registration` registered, and the paths of the others. */
export function relatedSteps(
  steps: readonly BundleStep[],
  registration: string,
): { readonly related: readonly BundleStep[]; readonly unrelated: readonly string[] } {
  const known = new Set([registration]);
  let count = -1;
  // A capture comes before the registration that names it, so that one pass is not enough.
  while (count !== known.size) {
    count = known.size;
    for (const step of steps) if (concerns(step, known)) addRecords(step, known);
  }
  const isRelated = (step: BundleStep): boolean => concerns(step, known) || isContext(step);
  return {
    related: steps.filter(isRelated),
    unrelated: steps.filter((step) => !isRelated(step)).map(({ path }) => path),
  };
}

function concerns(step: BundleStep, known: ReadonlySet<string>): boolean {
  if (known.has(step.eventHash)) return true;
  return step.derived.some(({ data }) => namedIn(data).some((name) => known.has(name)));
}

function namedIn(data: JsonObject): readonly string[] {
  const names = [...namedItems(data), ...recordsOf(data)];
  // A member of a batch is named by the batch and a number.
  return names.flatMap((name) => [name, name.split('.')[0] as string]);
}

function addRecords({ derived }: BundleStep, known: Set<string>): void {
  for (const { data } of derived) for (const record of recordsOf(data)) known.add(record);
}

function isContext({ derived }: BundleStep): boolean {
  return derived.length > 0 && derived.every(({ type }) => CONTEXT.test(type));
}
