/**
 * C6: is anything left out? The ledger counts the steps of every record and states the counts on
 * request (evidence.StepsPinned). A bundle that carries such a statement is complete as of it when
 * its own steps lead to just these counts and digests, and when the statement covers every record
 * that the item's steps name. What came after the statement a bundle cannot show.
 */
import { isHex } from '../../crypto/bytes.js';
import type { JsonObject, JsonValue } from '../../crypto/canonicalJson.js';
import { HASH_BYTES } from '../../ledger/merkleHash.js';
import { isCount, isObject } from '../../ledger/recordShape.js';
import { chainsWithStep, NO_STEPS, type StepChain, subjectsOf } from '../../ledger/stepChain.js';
import { pinnedSubjects } from '../bundle/pinnedSubjects.js';
import type { BundleEvent } from './bundleStep.js';
import { eventsOf, type Examination, textIn } from './examination.js';
import { fail, type Finding, notChecked, notProven, pass } from './finding.js';

/** C6. */
export function completenessFindings(exam: Examination): readonly Finding[] {
  const last = exam.steps.at(-1)?.position;
  if (last === undefined) return [notChecked('NO_RECEIPT')];
  const { item } = exam.manifest;
  const pin = eventsOf(exam, 'StepsPinned')
    .filter(({ data }) => data['item'] === item)
    .at(-1);
  if (pin === undefined) return [notProven('END_NOT_PINNED', { last })];
  return comparedWith(pin, exam);
}

/** True when the bundle is shown to hold every step, as of its statement. */
export function isComplete(exam: Examination): boolean {
  return completenessFindings(exam).every(({ status }) => status === 'PASS');
}

function comparedWith(pin: BundleEvent, { events, manifest }: Examination): readonly Finding[] {
  const { position: at, time } = pin.step;
  const before = events.filter(({ step }) => step.position < at);
  const pins = pinsIn(pin.data);
  const needed = pinnedSubjects(before, manifest.item);
  const open = needed.filter((subject) => !pins.has(subject));
  const found = chainsOf(before);
  const faults = [...pins].flatMap(([subject, { count, digest }]): readonly Finding[] => {
    const own = found.get(subject) ?? NO_STEPS;
    if (own.count === count && own.digest === digest) return [];
    return [fail('STEPS_MISSING', { subject, count, found: own.count })];
  });
  const later = events.filter((event) => event.step.position > at && concernsPinned(event, pins));
  const findings = [
    ...faults,
    ...open.map((subject) => notProven('SUBJECT_NOT_PINNED', { subject })),
    ...(later.length === 0 ? [] : [notProven('STEPS_AFTER_PIN', { at, count: later.length })]),
  ];
  if (findings.length > 0) return findings;
  const count = before.filter((event) => concernsPinned(event, pins)).length;
  return [pass('STEPS_COMPLETE', { at, time, count, subjects: pins.size })];
}

function concernsPinned(event: BundleEvent, pins: ReadonlyMap<string, unknown>): boolean {
  return subjectsOf(event).some((subject) => pins.has(subject));
}

/** What the steps in hand lead to, by subject. */
function chainsOf(events: readonly BundleEvent[]): ReadonlyMap<string, StepChain> {
  const chains = new Map<string, StepChain>();
  for (const { type, data } of events) {
    const steps = chainsWithStep({ type, data }, (subject) => chains.get(subject));
    for (const [subject, chain] of steps) chains.set(subject, chain);
  }
  return chains;
}

function pinsIn({ pins }: JsonObject): ReadonlyMap<string, StepChain> {
  const list = Array.isArray(pins) ? (pins as readonly JsonValue[]) : [];
  return new Map(
    list.filter(isPin).map((pin) => {
      const { count, digest } = pin as unknown as StepChain;
      return [textIn(pin, 'subject'), { count, digest }];
    }),
  );
}

function isPin(value: JsonValue): value is JsonObject {
  if (!isObject(value)) return false;
  return isCount(value['count']) && isHex(value['digest'], HASH_BYTES);
}
