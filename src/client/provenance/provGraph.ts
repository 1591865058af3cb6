/**
 * The course of evidence in W3C PROV-O: steps are activities, contents, holdings and documents are
 * entities, actors act on behalf of organisations. What one step made and a later one used is how
 * the two hang together.
 */
import type { JsonObject } from '../../crypto/canonicalJson.js';
import type { Course, CourseAct, CourseThing } from './course.js';
import {
  identifier,
  ledgerPrefix,
  linkedDataText,
  type LinkedNode,
  references,
  typed,
} from './linkedData.js';

const CONTEXT: JsonObject = {
  dcterms: 'http://purl.org/dc/terms/',
  prov: 'http://www.w3.org/ns/prov#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
};

/** The text of `prov.jsonld`. */
export function provText(course: Course): string {
  const graph = new ProvGraph(course);
  return linkedDataText({ ...CONTEXT, ...ledgerPrefix(course.ledger) }, graph.nodes());
}

class ProvGraph {
  readonly #course: Course;
  readonly #things: ReadonlyMap<string, CourseThing>;
  /** By name of the thing: the act that made it. */
  readonly #makers: ReadonlyMap<string, CourseAct>;

  constructor(course: Course) {
    this.#course = course;
    this.#things = new Map(course.things.map((thing) => [thing.name, thing]));
    this.#makers = new Map(course.acts.flatMap((act) => act.made.map((name) => [name, act])));
  }

  nodes(): readonly LinkedNode[] {
    const { acts, things } = this.#course;
    const organisations = acts.flatMap(({ actor, participants }) => [
      organisationOf(actor),
      ...participants,
    ]);
    const holders = things.flatMap(({ holder }) => holder ?? []);
    return [
      ...things.map((thing) => this.#entity(thing)),
      ...acts.map((act) => this.#activity(act)),
      ...[...new Set(acts.map(({ actor }) => actor))].map((actor) => this.#agent(actor)),
      ...[...new Set([...organisations, ...holders])].map((name) => this.#organisation(name)),
    ];
  }

  #id(kind: string, name: string): string {
    return identifier(this.#course.ledger, kind, name);
  }

  #thingId(name: string): string {
    return this.#id(this.#things.get(name)?.kind ?? 'item', name);
  }

  #entity(thing: CourseThing): LinkedNode {
    const { kind, name, item, holder, from, digests = [], commitment } = thing;
    const maker = this.#makers.get(name);
    const hashes = digests.map(({ algorithm, value }) => `${algorithm}:${value}`);
    const committed = commitment === undefined ? [] : [`commitment:${commitment}`];
    return {
      '@id': this.#thingId(name),
      '@type': kind === 'build' ? ['prov:Entity', 'prov:Plan'] : 'prov:Entity',
      'rdfs:label': name,
      ...(committed.length === 0 ? {} : { 'dcterms:identifier': [...committed, ...hashes] }),
      ...(maker === undefined ? {} : this.#generation(maker)),
      ...(kind === 'holding' && holder !== undefined
        ? references('prov:wasAttributedTo', [this.#id('organisation', holder)])
        : {}),
      ...(kind !== 'item' && item !== undefined
        ? references('prov:specializationOf', [this.#thingId(`item/${item}`)])
        : {}),
      ...(from === undefined ? {} : references('prov:wasDerivedFrom', [this.#thingId(from)])),
    };
  }

  #generation({ eventHash, time }: CourseAct): JsonObject {
    return {
      ...references('prov:wasGeneratedBy', [this.#id('action', eventHash)]),
      'prov:generatedAtTime': typed('dateTime', time),
    };
  }

  #activity({ eventHash, action, time, actor, used, after }: CourseAct): LinkedNode {
    return {
      '@id': this.#id('action', eventHash),
      '@type': 'prov:Activity',
      'rdfs:label': action.replace(/^evidence\./, ''),
      'prov:endedAtTime': typed('dateTime', time),
      ...references('prov:wasAssociatedWith', [this.#id('actor', actor)]),
      ...references('prov:used', this.#ids(used)),
      ...references(
        'prov:wasInformedBy',
        after.map((hash) => this.#id('action', hash)),
      ),
    };
  }

  #ids(names: readonly string[]): readonly string[] {
    return names.filter((name) => this.#things.has(name)).map((name) => this.#thingId(name));
  }

  #agent(actor: string): LinkedNode {
    return {
      '@id': this.#id('actor', actor),
      '@type': 'prov:Agent',
      'rdfs:label': actor,
      ...references('prov:actedOnBehalfOf', [this.#id('organisation', organisationOf(actor))]),
    };
  }

  #organisation(name: string): LinkedNode {
    const id = this.#id('organisation', name);
    return { '@id': id, '@type': ['prov:Agent', 'prov:Organization'], 'rdfs:label': name };
  }
}

function organisationOf(actor: string): string {
  return actor.slice(actor.indexOf('@') + 1);
}
