/**
 * The course of evidence in CASE 1.4.0 / UCO 1.4.0, the ontology of forensic tools: each step an
 * InvestigativeAction with its performer, what it used and what came of it; each time the content
 * changed hands a ProvenanceRecord over the content as the new holder hashed it (ISO/IEC 27037).
 * Times are block times, so they are stated as ends: the act was not later.
 */
import type { JsonObject } from '../../crypto/canonicalJson.js';
import type { DigestAlgorithm } from '../../crypto/digestAlgorithm.js';
import type { TypedDigest } from '../../ledger/itemCommitment.js';
import type { Course, CourseAct, CourseThing } from './course.js';
import {
  identifier,
  ledgerPrefix,
  linkedDataText,
  type LinkedNode,
  references,
  typed,
} from './linkedData.js';

const UCO = 'https://ontology.unifiedcyberontology.org/uco';

const CONTEXT: JsonObject = {
  'case-investigation': 'https://ontology.caseontology.org/case/investigation/',
  'uco-action': `${UCO}/action/`,
  'uco-core': `${UCO}/core/`,
  'uco-identity': `${UCO}/identity/`,
  'uco-observable': `${UCO}/observable/`,
  'uco-tool': `${UCO}/tool/`,
  'uco-types': `${UCO}/types/`,
  xsd: 'http://www.w3.org/2001/XMLSchema#',
};

/** Names of UCO's HashNameVocab, which is open: SM3 has none there. */
const HASH_METHODS: { readonly [Algorithm in DigestAlgorithm]: string } = {
  'sha-256': 'SHA256',
  'sha-512': 'SHA512',
  'sha3-256': 'SHA3-256',
  sm3: 'SM3',
};

/** The text of `custody.jsonld`. */
export function caseText(course: Course): string {
  const graph = new CaseGraph(course);
  return linkedDataText({ ...CONTEXT, ...ledgerPrefix(course.ledger) }, graph.nodes());
}

class CaseGraph {
  readonly #course: Course;
  readonly #kinds: ReadonlyMap<string, CourseThing>;

  constructor(course: Course) {
    this.#course = course;
    this.#kinds = new Map(course.things.map((thing) => [thing.name, thing]));
  }

  nodes(): readonly LinkedNode[] {
    const { items, acts, things } = this.#course;
    const actors = new Set(acts.map(({ actor }) => actor));
    const organisations = new Set([
      ...[...actors].map(organisationOf),
      ...acts.flatMap(({ participants }) => participants),
    ]);
    const objects = [
      ...things.flatMap((thing) => this.#thing(thing)),
      ...acts.map((act) => this.#action(act)),
      ...[...actors].map((actor) => this.#identity('actor', actor)),
      ...[...organisations].map((name) => this.#identity('organisation', name)),
    ];
    // A facet belongs to its object, a hash to its facet: a bundle lists objects.
    const listed = objects.filter(({ '@type': type }) => !PARTS.includes(type as string));
    const bundle: LinkedNode = {
      '@id': this.#id('bundle', items.join()),
      '@type': 'uco-core:Bundle',
      'uco-core:name': `Course of ${items.length === 1 ? items[0] : `${items.length} items`}`,
      'uco-core:specVersion': 'CASE 1.4.0, UCO 1.4.0',
      ...references(
        'uco-core:object',
        listed.map(({ '@id': id }) => id),
      ),
    };
    return [bundle, ...objects];
  }

  #id(kind: string, name: string): string {
    return identifier(this.#course.ledger, kind, name);
  }

  #thingId(name: string): string {
    return this.#id(this.#kinds.get(name)?.kind ?? 'item', name);
  }

  #thing(thing: CourseThing): readonly LinkedNode[] {
    if (thing.kind === 'holding') return this.#record(thing);
    const id = this.#thingId(thing.name);
    if (thing.kind === 'build') {
      const version = thing.name.slice('build/'.length);
      const tool = { 'uco-core:name': 'capture program', 'uco-tool:version': version };
      return [{ '@id': id, '@type': 'uco-tool:Tool', ...tool }];
    }
    return this.#content(id, thing);
  }

  #content(id: string, thing: CourseThing): readonly LinkedNode[] {
    const { name, commitment, digests } = thing;
    const [first] = digests ?? [];
    const node: LinkedNode = {
      '@id': id,
      '@type': 'uco-observable:ContentData',
      'uco-core:name': name,
      'uco-core:description': `commitment on the ledger: ${commitment ?? 'none'}`,
    };
    if (digests === undefined || first === undefined) return [node];
    const facet = this.#id('facet', name);
    const hashes = digests.map((digest) => this.#hash(name, digest));
    return [
      { ...node, ...references('uco-core:hasFacet', [facet]) },
      {
        '@id': facet,
        '@type': 'uco-observable:ContentDataFacet',
        'uco-observable:sizeInBytes': typed('integer', String(first.length)),
        ...references(
          'uco-observable:hash',
          hashes.map(({ '@id': hash }) => hash),
        ),
      },
      ...hashes,
    ];
  }

  #hash(name: string, { algorithm, value }: TypedDigest): LinkedNode {
    return {
      '@id': this.#id('hash', `${name}/${algorithm}`),
      '@type': 'uco-types:Hash',
      'uco-types:hashMethod': HASH_METHODS[algorithm],
      'uco-types:hashValue': typed('hexBinary', value),
    };
  }

  /** The content in one holder's hands, and the record that says so. */
  #record(thing: CourseThing): readonly LinkedNode[] {
    const { name, item = '', holder = '', from } = thing;
    const content = this.#id('content', name);
    const isFirst = from === `item/${item}`;
    const record: LinkedNode = {
      '@id': this.#thingId(name),
      '@type': 'case-investigation:ProvenanceRecord',
      'uco-core:name': `held by ${holder}`,
      'case-investigation:exhibitNumber': isFirst ? item : name,
      'case-investigation:rootExhibitNumber': item,
      ...references('uco-core:object', [content, this.#thingId(`item/${item}`)]),
      ...(from === undefined
        ? {}
        : references('case-investigation:wasDerivedFrom', [this.#thingId(from)])),
    };
    return [record, ...this.#content(content, thing)];
  }

  #action(act: CourseAct): LinkedNode {
    const { eventHash, action, position, time, actor, used, made, after } = act;
    const of = (name: string): string | undefined => this.#kinds.get(name)?.kind;
    const tools = used.filter((name) => of(name) === 'build');
    const objects = used.filter((name) => of(name) !== 'build');
    return {
      '@id': this.#id('action', eventHash),
      '@type': 'case-investigation:InvestigativeAction',
      'uco-action:actionStatus': 'Success',
      'uco-action:endTime': typed('dateTime', time),
      'uco-core:description': `position ${position} of the ledger; event ${eventHash}`,
      'uco-core:name': action.replace(/^evidence\./, ''),
      ...references('uco-action:performer', [this.#id('actor', actor)]),
      ...references('uco-action:participant', this.#parties(act)),
      ...references('uco-action:instrument', this.#ids(tools)),
      ...references('uco-action:object', this.#ids(objects)),
      ...references('uco-action:result', this.#ids(made)),
      ...references(
        'case-investigation:wasInformedBy',
        after.map((hash) => this.#id('action', hash)),
      ),
    };
  }

  #ids(names: readonly string[]): readonly string[] {
    return names.filter((name) => this.#kinds.has(name)).map((name) => this.#thingId(name));
  }

  #parties({ actor, participants }: CourseAct): readonly string[] {
    return [organisationOf(actor), ...participants].map((name) => this.#id('organisation', name));
  }

  #identity(kind: 'actor' | 'organisation', name: string): LinkedNode {
    const type = kind === 'actor' ? 'Identity' : 'Organization';
    return {
      '@id': this.#id(kind, name),
      '@type': `uco-identity:${type}`,
      'uco-core:name': name,
    };
  }
}

const PARTS: readonly string[] = ['uco-observable:ContentDataFacet', 'uco-types:Hash'];

function organisationOf(actor: string): string {
  return actor.slice(actor.indexOf('@') + 1);
}
