/**
 * The course of a captured, handed over, certified, appraised and ruled-on item in CASE/UCO and in
 * PROV-O, read back by libraries that are not ours and held against shapes.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataFactory, type Literal, type NamedNode, type Store } from 'n3';
import fc from 'fast-check';
import { assembleBundle, type BundleParts } from '../../../src/client/bundle/assembleBundle.js';
import { caseText } from '../../../src/client/provenance/caseGraph.js';
import { type Course, courseOf } from '../../../src/client/provenance/course.js';
import { provText } from '../../../src/client/provenance/provGraph.js';
import { type RecordedStep, recordedSteps } from '../../../src/client/provenance/recordedStep.js';
import type { JsonObject } from '../../../src/crypto/canonicalJson.js';
import { verifyBundle } from '../../../src/client/verifier/verifyBundle.js';
import { utf8 } from '../../../src/crypto/bytes.js';
import { digestsOf } from '../../support/evidence.js';
import { BundleStory, PAGE } from '../verifier/bundleStory.js';
import { failing, filesOf, forged, sentencesOf } from '../verifier/reports.js';
import { subjects, triplesOf, values, violations } from './shapes.js';

const UCO = 'https://ontology.unifiedcyberontology.org/uco';
const INVESTIGATION = 'https://ontology.caseontology.org/case/investigation';
const PROV = 'http://www.w3.org/ns/prov#';

let story: BundleStory;
let parts: BundleParts;
let bundle: Uint8Array;
let course: Course;

beforeAll(async () => {
  story = new BundleStory();
  parts = await story.parts();
  bundle = assembleBundle(parts);
  course = courseOfParts(parts);
}, 120_000);
afterAll(() => story.close());

function courseOfParts({ item, itemReceipt, steps }: BundleParts): Course {
  const receipts = [itemReceipt, ...steps.map(({ receipt }) => receipt)];
  return courseOf(story.kit.ledger, [item], recordedSteps(receipts));
}

function fileIn(path: string): string {
  const file = filesOf(bundle).find((each) => each.path === path);
  return new TextDecoder().decode(file?.bytes);
}

describe('custody.jsonld (CASE 1.4.0, UCO 1.4.0)', () => {
  it('conforms to the restated shapes, and needs nothing fetched to be read', async () => {
    const data = await triplesOf(fileIn('custody.jsonld'));
    expect(await violations(data, 'caseShapes.ttl')).toEqual([]);
    expect(data.size).toBeGreaterThan(300);
  });

  it.each([
    ['endTime', `${UCO}/action/endTime`, DataFactory.literal('yesterday')],
    ['performer', `${UCO}/action/performer`, DataFactory.literal('somebody')],
    ['hashValue', `${UCO}/types/hashValue`, DataFactory.literal('not hex')],
    ['wasInformedBy', `${INVESTIGATION}/wasInformedBy`, DataFactory.namedNode('urn:nothing')],
    ['object', `${UCO}/core/object`, DataFactory.namedNode('urn:nothing')],
  ] as const)('is refused by the shapes with another %s', async (name, predicate, wrong) => {
    const data = await triplesOf(fileIn('custody.jsonld'));
    replaceOne(data, predicate, wrong);
    expect(await violations(data, 'caseShapes.ttl')).toContain(name);
  });

  it('has an action for every step on the item, with who, when and what it continues', async () => {
    const data = await triplesOf(fileIn('custody.jsonld'));
    const [rule = ''] = subjects(data, `${UCO}/core/name`, 'RuleInCase');
    const [performer = ''] = values(data, rule, `${UCO}/action/performer`);
    expect(values(data, performer, `${UCO}/core/name`)).toEqual(['judge@court']);
    const [before = ''] = values(data, rule, `${INVESTIGATION}/wasInformedBy`);
    expect(values(data, before, `${UCO}/core/name`)).toEqual(['ObjectInCase']);
    const [time = ''] = values(data, rule, `${UCO}/action/endTime`);
    expect(time).toBe(course.acts.find(({ action }) => action.endsWith('RuleInCase'))?.time);
  });

  it('shows each holder in turn with the hashes that this holder made', async () => {
    const data = await triplesOf(fileIn('custody.jsonld'));
    let [record = ''] = subjects(data, `${UCO}/core/name`, 'held by institute');
    const holders: string[] = [];
    while (values(data, record, `${INVESTIGATION}/exhibitNumber`).length > 0) {
      holders.push(...values(data, record, `${UCO}/core/name`));
      expect(hashesOf(data, record)).toEqual(
        digestsOf(PAGE)
          .map(({ value }) => value)
          .sort(),
      );
      [record = ''] = values(data, record, `${INVESTIGATION}/wasDerivedFrom`);
    }
    const expected = ['held by institute', 'held by notary-office', 'held by evidence-platform'];
    expect(holders).toEqual(expected);
  });
});

function hashesOf(data: Store, record: string): readonly string[] {
  const contents = values(data, record, `${UCO}/core/object`);
  const facets = contents.flatMap((each) => values(data, each, `${UCO}/core/hasFacet`));
  const hashes = facets.flatMap((each) => values(data, each, `${UCO}/observable/hash`));
  const found = hashes.flatMap((each) => values(data, each, `${UCO}/types/hashValue`));
  return [...new Set(found)].sort();
}

function replaceOne(data: Store, predicate: string, value: Literal | NamedNode): void {
  const [quad] = data.getQuads(null, DataFactory.namedNode(predicate), null, null);
  if (quad === undefined) throw new Error(`nothing has ${predicate}`);
  data.removeQuad(quad);
  data.addQuad(quad.subject, quad.predicate, value);
}

describe('prov.jsonld (W3C PROV-O)', () => {
  it('conforms to the domains and ranges of PROV-O', async () => {
    const data = await triplesOf(fileIn('prov.jsonld'));
    expect(await violations(data, 'provShapes.ttl')).toEqual([]);
    expect(data.size).toBeGreaterThan(200);
  });

  it.each([
    ['used', `${PROV}used`, DataFactory.literal('a text')],
    ['endedAtTime', `${PROV}endedAtTime`, DataFactory.literal('yesterday')],
    ['wasAttributedTo', `${PROV}wasAttributedTo`, DataFactory.namedNode('urn:nobody')],
  ] as const)('is refused by the shapes with another %s', async (name, predicate, wrong) => {
    const data = await triplesOf(fileIn('prov.jsonld'));
    replaceOne(data, predicate, wrong);
    expect(await violations(data, 'provShapes.ttl')).toContain(name);
  });

  it('lets nothing be used before the step that made it (PROV-CONSTRAINTS 37)', () => {
    const made = new Map(
      course.acts.flatMap((act) => act.made.map((name) => [name, act.position])),
    );
    for (const { used, position } of course.acts) {
      for (const name of used) expect(made.get(name) ?? -1).toBeLessThan(position);
    }
  });

  it('names things as custody.jsonld does, so that the two join', async () => {
    const [custody, prov] = [
      await triplesOf(fileIn('custody.jsonld')),
      await triplesOf(fileIn('prov.jsonld')),
    ];
    const shared = subjects(
      prov,
      'http://www.w3.org/1999/02/22-rdf-syntax-ns#type',
      `${PROV}Activity`,
    );
    expect(shared.length).toBe(course.acts.length);
    for (const id of shared) expect(values(custody, id, `${UCO}/core/name`)).toHaveLength(1);
  });
});

describe('both in a bundle', () => {
  it('are the same bytes for the same facts, whoever asks and in whatever order', () => {
    const again = courseOfParts({ ...parts, steps: [...parts.steps].reverse() });
    expect(caseText(again)).toBe(fileIn('custody.jsonld'));
    expect(provText(again)).toBe(fileIn('prov.jsonld'));
  });

  it.each(['custody.jsonld', 'prov.jsonld'])('are made anew: an edited %s fails A3', (path) => {
    const edited = forged(bundle, (files) =>
      files.map((file) =>
        file.path === path
          ? { path, bytes: utf8(fileIn(path).replace('notary-office', 'notary-0ffice')) }
          : file,
      ),
    );
    const report = verifyBundle(edited, { trust: story.trust() });
    expect(failing(report)).toEqual(['A3']);
    expect(sentencesOf(report, 'A3')).toContain('VIEW_DIFFERS');
  });

  it('show no digest of a salted content', () => {
    const commitment = 'ab'.repeat(32);
    const step = registration({ item: 'cd'.repeat(32), claimant: 'owner', commitment });
    const salted = courseOf(story.kit.ledger, ['cd'.repeat(32)], [step]);
    expect(caseText(salted)).toContain(commitment);
    expect(caseText(salted)).not.toContain('uco-types:hashValue');
  });

  it('can be made of whatever a hostile receipt says', () => {
    const ids = fc.constantFrom('cd'.repeat(32), 'item', '');
    const value = fc.oneof(
      fc.jsonValue(),
      ids,
      fc.record({ commitment: ids, digests: fc.jsonValue() }),
    );
    const names = fc.constantFrom(
      ...['item', 'items', 'content', 'document', 'materials', 'artefacts', 'claimant', 'tool'],
      ...['batch', 'leaves', 'offer', 'holder', 'commitment', 'digests'],
    );
    const types = fc.constantFrom('ItemRegistered', 'BatchRegistered', 'CustodyAccepted', 'Other');
    fc.assert(
      fc.property(types, fc.dictionary(names, value), (type, data) => {
        const step = { ...registration(data as JsonObject), action: 'evidence.Any' };
        const derived = [{ type: `evidence.${type}`, data: data as JsonObject }];
        const hostile = courseOf(story.kit.ledger, ['cd'.repeat(32)], [{ ...step, derived }]);
        expect(caseText(hostile) + provText(hostile)).toContain('@graph');
      }),
    );
  });
});

function registration(data: JsonObject): RecordedStep {
  return {
    position: 7,
    time: '2026-01-01T00:00:00.000Z',
    eventHash: 'cd'.repeat(32),
    actor: 'counsel@owner',
    action: 'evidence.RegisterItem',
    derived: [{ type: 'evidence.ItemRegistered', data }],
  };
}
