/**
 * The chain of steps of one subject (docs/formats.md §18): how many events concern it and a running
 * digest over them. The ledger keeps it in its state and states it on request, so that a bundle
 * whose steps were cut short, thinned out or reordered does not lead to what the ledger stated.
 */
import type { Hex } from '../crypto/bytes.js';
import { canonicalJson, type JsonObject } from '../crypto/canonicalJson.js';
import { sha256Hex } from '../crypto/sha256.js';
import { type DerivedEvent, derivedEventHash, encodeDerivedEvent } from './derivedEvent.js';
import { HASH_BYTES } from './merkleHash.js';

/** Domain separation of the running digest. */
export const STEP_CHAIN_PREFIX = 'civic-ledger/step-chain/v1\n';

/** The steps of a subject so far. */
export type StepChain = {
  readonly count: number;
  /** Over all of them, in the order of the log. */
  readonly digest: Hex;
};

/** Before the first step. */
export const NO_STEPS: StepChain = { count: 0, digest: '00'.repeat(HASH_BYTES) };

/** The chain with one more step: a derived event by its hash. */
export function withStep({ count, digest }: StepChain, event: Hex): StepChain {
  const text = canonicalJson({ event, previous: digest });
  return { count: count + 1, digest: sha256Hex(STEP_CHAIN_PREFIX + text) };
}

/** The chains of all subjects that `step` concerns, each with it; often there is none. */
export function chainsWithStep(
  step: DerivedEvent,
  chainOf: (subject: string) => StepChain | undefined,
): readonly (readonly [subject: string, chain: StepChain])[] {
  const subjects = subjectsOf(step);
  if (subjects.length === 0) return [];
  // A step can name a hundred items, all of which its hash covers: it is hashed once.
  const event = derivedEventHash(encodeDerivedEvent(step));
  return subjects.map((subject) => [subject, withStep(chainOf(subject) ?? NO_STEPS, event)]);
}

/** Members that name a record which then concerns the items that it names. */
const RECORD_MEMBERS = [
  'act',
  'appraisal',
  'build',
  'capture',
  'dossier',
  'erasure',
  'fact',
  'hold',
  'link',
  'offer',
] as const;

/** A subject's own beginning is no step, and neither is a statement of the steps. */
const NO_STEP: ReadonlySet<string> = new Set(
  ['ItemRegistered', 'BatchRegistered', 'StepsPinned'].map((name) => `evidence.${name}`),
);

/** The subjects that an event is a step of, sorted, each once. */
export function subjectsOf({ type, data }: DerivedEvent): readonly string[] {
  if (!type.startsWith('evidence.') || NO_STEP.has(type)) return [];
  const { item, items, registration } = data;
  const listed = Array.isArray(items) ? (items as readonly unknown[]) : [];
  const own = [item, registration, ...listed, ...recordsOf(data)];
  const names = [...own, ...standingSubjects(type, data)];
  return [...new Set(names.filter((name) => typeof name === 'string'))].sort();
}

/** The records that an event's data name. */
export function recordsOf(data: JsonObject): readonly string[] {
  return RECORD_MEMBERS.map((member) => data[member]).filter((name) => typeof name === 'string');
}

/** What is on record of an organisation itself, and of two together. */
function standingSubjects(type: string, { organisation, other }: JsonObject): readonly unknown[] {
  if (/^evidence\.(?:Accreditation|Incident)/.test(type)) return [organisation];
  if (!type.startsWith('evidence.Relation')) return [];
  return [pairSubject(organisation as string, other as string)];
}

/** The subject whose steps are the relations between two organisations, whichever way round. */
export function pairSubject(organisation: string, other: string): string {
  return [organisation, other].sort().join('/');
}
