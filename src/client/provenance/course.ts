/**
 * The course of evidence, read from the ledger's own steps and from nothing else: which act each
 * step was, on which items, by whom, what it used and what it brought forth. The ontologies
 * (caseGraph.ts, provGraph.ts) are two ways to write this one list down.
 */
import { type Hex, isHex } from '../../crypto/bytes.js';
import type { JsonObject, JsonValue } from '../../crypto/canonicalJson.js';
import { DIGEST_BYTES, type DigestAlgorithm } from '../../crypto/digestAlgorithm.js';
import type { TypedDigest } from '../../ledger/itemCommitment.js';
import { isCount, isObject } from '../../ledger/recordShape.js';
import { ORGANISATION_MEMBERS } from '../bundle/pinnedSubjects.js';
import { concernedItems, recordsOf } from './concernedItems.js';
import { membersOf, type RecordedStep } from './recordedStep.js';

/** Something that acts use or bring forth. */
export interface CourseThing {
  /**
   * `item`: a content as registered; `holding`: it in the hands of one holder, hashed by them;
   * `observation`: it as somebody hashed it without holding it, or before giving it away;
   * `document`: a report, certificate, opinion or ruling; `build`: a capture program.
   */
  readonly kind: 'item' | 'holding' | 'observation' | 'document' | 'build';
  /** Unlike that of every other thing on this ledger. */
  readonly name: string;
  readonly commitment?: Hex;
  /** Absent: salted, the digests are the holder's to show. */
  readonly digests?: readonly TypedDigest[];
  /** Of an item, a holding or an observation: the item's id. */
  readonly item?: string;
  /** Of a holding: the organisation. */
  readonly holder?: string;
  /** Of a holding: name of the one before, or of the item. */
  readonly from?: string;
}

/** A step that concerns an item. */
export interface CourseAct {
  readonly position: number;
  readonly time: string;
  readonly eventHash: Hex;
  readonly actor: string;
  /** `evidence.OfferCustody`. */
  readonly action: string;
  /** Ids of the items that it concerns. */
  readonly items: readonly string[];
  /** Organisations that it names, besides the actor's. */
  readonly participants: readonly string[];
  /** Names of things that were there before. */
  readonly used: readonly string[];
  readonly made: readonly string[];
  /** Hashes of the steps that it continues. */
  readonly after: readonly Hex[];
}

export interface Course {
  readonly ledger: Hex;
  readonly items: readonly string[];
  readonly acts: readonly CourseAct[];
  readonly things: readonly CourseThing[];
}

/** The course of `items` in `steps`, which come in the order of the log. */
export function courseOf(
  ledger: Hex,
  items: readonly string[],
  steps: readonly RecordedStep[],
): Course {
  const reader = new CourseReader(items, steps);
  const acts = steps.flatMap((step) => reader.act(step));
  return { ledger, items, acts, things: reader.things };
}

class CourseReader {
  readonly things: CourseThing[] = [];
  readonly #concerned: (step: RecordedStep) => readonly string[];
  readonly #contents: ReadonlyMap<Hex, readonly TypedDigest[]>;
  readonly #holding = new Map<string, string>();
  /** Hash of the newest step of a record; of an item: of its registration. */
  readonly #newest = new Map<string, Hex>();

  constructor(items: readonly string[], steps: readonly RecordedStep[]) {
    this.#concerned = concernedItems(items, steps);
    this.#contents = openContents(steps);
  }

  act(step: RecordedStep): readonly CourseAct[] {
    const { position, time, eventHash, actor, action, derived } = step;
    const items = this.#concerned(step);
    if (items.length === 0) return [];
    const before = items.flatMap((item) => this.#present(item));
    const made: string[] = [];
    for (const { type, data } of derived) {
      for (const thing of this.#madeBy(step, type, data)) {
        this.things.push(thing);
        made.push(thing.name);
      }
    }
    const builds = derived.flatMap(({ data }) => buildIn(data));
    const used = [...new Set([...before, ...this.#buildsUsed(builds)])];
    const after = this.#continued(step, items);
    const participants = organisationsIn(step);
    const facts = { position, time, eventHash, actor, action };
    return [{ ...facts, items, participants, used, made: [...new Set(made)], after }];
  }

  /** The item and its holding, as soon as it is registered: steps of its capture come before. */
  #present(item: string): readonly string[] {
    const holding = this.#holding.get(item);
    return holding === undefined ? [] : [`item/${item}`, holding];
  }

  #madeBy(step: RecordedStep, type: string, data: JsonObject): readonly CourseThing[] {
    const registered = this.#registered(step, type, data);
    if (registered.length > 0) return registered;
    if (type === 'evidence.CustodyAccepted') return [this.#handedOver(step, data)];
    return [...observationsIn(step, data), ...documentsIn(step, data)];
  }

  #registered(step: RecordedStep, type: string, data: JsonObject): readonly CourseThing[] {
    if (!/^evidence\.(?:Item|Batch)Registered$/.test(type)) return [];
    const leaves = data['leaves'];
    return this.#concerned(step).flatMap((item): CourseThing[] => {
      const index = item.split('.')[1];
      const leaf = membersOf(leaves)[Number(index)];
      const commitment = textOr(index === undefined ? data['commitment'] : leaf, '');
      const digests = this.#contents.get(commitment);
      const content = { commitment, item, ...(digests === undefined ? {} : { digests }) };
      const first = `holding/${item}/${step.eventHash}`;
      const holder = textOr(data['claimant'], '');
      this.#holding.set(item, first);
      return [
        { kind: 'item', name: `item/${item}`, ...content },
        { kind: 'holding', name: first, holder, from: `item/${item}`, ...content },
      ];
    });
  }

  #handedOver({ eventHash }: RecordedStep, data: JsonObject): CourseThing {
    const item = textOr(data['item'], '');
    const name = `holding/${item}/${eventHash}`;
    const from = this.#holding.get(item) ?? `item/${item}`;
    this.#holding.set(item, name);
    return {
      kind: 'holding',
      name,
      item,
      holder: textOr(data['holder'], ''),
      from,
      ...contentIn(data['content']),
    };
  }

  #buildsUsed(builds: readonly Hex[]): readonly string[] {
    const names = builds.map((build) => `build/${build}`);
    const known = new Set(this.things.map(({ name }) => name));
    for (const name of names) if (!known.has(name)) this.things.push({ kind: 'build', name });
    return names;
  }

  /** The newest step of each record that this one belongs to; else the registrations. */
  #continued(step: RecordedStep, items: readonly string[]): readonly Hex[] {
    const records = recordsOf(step);
    const named = records.length > 0 ? records : [step.eventHash];
    const same = named.flatMap((record) => this.#newest.get(record) ?? []);
    const roots = items.flatMap((item) => this.#newest.get(item.split('.')[0] as string) ?? []);
    for (const record of [...records, step.eventHash]) this.#newest.set(record, step.eventHash);
    return [...new Set(same.length > 0 ? same : roots)];
  }
}

/** Digests by commitment, of every content that some step shows in the clear. */
function openContents(steps: readonly RecordedStep[]): ReadonlyMap<Hex, readonly TypedDigest[]> {
  const contents = new Map<Hex, readonly TypedDigest[]>();
  const add = (value: JsonValue): void => {
    const { commitment, digests } = contentIn(value);
    if (commitment !== undefined && digests !== undefined) contents.set(commitment, digests);
  };
  for (const { data } of steps.flatMap(({ derived }) => derived)) {
    const { artefacts } = data;
    for (const value of membersOf(artefacts)) add(value);
    for (const value of [data, data['content']]) if (value !== undefined) add(value);
  }
  return contents;
}

/** What a `{commitment, digests?}` says; nothing when it is none. */
function contentIn(value: JsonValue | undefined): Pick<CourseThing, 'commitment' | 'digests'> {
  if (!isObject(value) || typeof value['commitment'] !== 'string') return {};
  const { commitment, digests } = value;
  if (!Array.isArray(digests) || !digests.every(isTypedDigest)) return { commitment };
  return { commitment, digests };
}

function isTypedDigest(value: unknown): value is TypedDigest & JsonValue {
  const { algorithm, length, value: hex } = (value ?? {}) as { readonly [name: string]: unknown };
  const bytes = DIGEST_BYTES[algorithm as DigestAlgorithm];
  return bytes !== undefined && isCount(length) && isHex(hex, bytes);
}

/** Receipts are read here before anybody has checked them, so that any member may be anything. */
function textOr(value: JsonValue | undefined, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

/** Members that hold a document which the step brings forth. */
const DOCUMENT_MEMBERS = ['document', 'report', 'proof'] as const;

function documentsIn({ eventHash }: RecordedStep, data: JsonObject): readonly CourseThing[] {
  return DOCUMENT_MEMBERS.flatMap((member): CourseThing[] => {
    const content = contentIn(data[member]);
    if (content.commitment === undefined) return [];
    return [{ kind: 'document', name: `document/${eventHash}/${member}`, ...content }];
  });
}

/** The content as the step's actor hashed it: at an offer, a refusal, the receipt of material. */
function observationsIn({ eventHash }: RecordedStep, data: JsonObject): readonly CourseThing[] {
  const { content, materials } = data;
  const values = [content, ...membersOf(materials)];
  return values.flatMap((value, index): CourseThing[] => {
    const seen = contentIn(value);
    if (seen.commitment === undefined) return [];
    const item = typeof data['item'] === 'string' ? { item: data['item'] } : {};
    return [{ kind: 'observation', name: `observation/${eventHash}/${index}`, ...item, ...seen }];
  });
}

function buildIn(data: JsonObject): readonly Hex[] {
  const { tool } = data;
  return typeof tool === 'string' ? [tool] : [];
}

function organisationsIn({ actor, derived }: RecordedStep): readonly string[] {
  const own = actor.split('@')[1];
  const named = derived
    .flatMap(({ data }) => ORGANISATION_MEMBERS.map((member) => data[member]))
    .filter((name): name is string => typeof name === 'string' && name !== own);
  return [...new Set(named)].sort();
}
