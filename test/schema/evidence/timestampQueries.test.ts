/** Time authorities and attached tokens through GraphQL. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../src/crypto/canonicalJson.js';
import { signed, type TestActor } from '../../support/consortium.js';
import { base64Of, GEN_TIME, POLICY, testAuthority } from '../../support/timeAuthority.js';
import { batchOf, commitments, openItem } from '../../support/evidence.js';
import { LedgerUnderTest } from '../ledgerUnderTest.js';

const ledger = new LedgerUnderTest();
const { kit } = ledger;
const depositor = kit.actors['depositor@evidence-platform'] as TestActor;
let item = '';
let batch = '';

function submit(type: string, data: JsonObject): string {
  const event = signed(kit, depositor, { type, id: `${ledger.log.size()}`, data });
  const [result] = ledger.submit([event]);
  expect(result?.refused).toBeNull();
  return event.hash;
}

function attach(name: string, registration: string): void {
  const token = base64Of(testAuthority(name).stamp(registration));
  submit('evidence.AttachTimestamp', { registration, authority: name, token });
}

beforeAll(() => {
  item = submit('evidence.RegisterItem', openItem('page'));
  batch = submit('evidence.RegisterBatch', batchOf(commitments(2)));
  for (const [id, owner] of [
    ['observatory', 'court'],
    ['sundial', 'evidence-platform'],
  ] as const) {
    const root = base64Of(testAuthority(id).root);
    const authority = { id, owner, relation: 'independent', root, policies: [POLICY] };
    submit('evidence.RegisterTimeAuthority', authority);
  }
  attach('observatory', item);
  attach('sundial', item);
  attach('observatory', batch);
});
afterAll(() => ledger.close());

test('authorities are listed in the order of registration, with their owners', async () => {
  const fields = 'authorityId relation policies owner { organisationId }';
  const answer = await ledger.ask(
    `{ timeAuthorities { ${fields} } timeAuthority(id: "x") { root } }`,
  );
  expect(answer).toEqual({
    timeAuthorities: [
      {
        authorityId: 'observatory',
        relation: 'INDEPENDENT',
        policies: [POLICY],
        owner: { organisationId: 'court' },
      },
      {
        authorityId: 'sundial',
        relation: 'INDEPENDENT',
        policies: [POLICY],
        owner: { organisationId: 'evidence-platform' },
      },
    ],
    timeAuthority: null,
  });
});

const TOKENS = `independentTimeOwners timestamps {
  authorityId relation genTime genTimeMicroseconds accuracyMicroseconds notLaterThan serial hash
  revocation registration attachedById authority { ownerId } entry { type }
}`;

test('an item shows its tokens, and only independent owners count', async () => {
  const { evidenceItem } = await ledger.ask(
    `query($id: String!) { evidenceItem(id: $id) { ${TOKENS} } }`,
    { id: item },
  );
  const plain = {
    genTime: GEN_TIME,
    genTimeMicroseconds: 0,
    accuracyMicroseconds: '1500000',
    notLaterThan: '2026-01-01T00:00:02.750Z',
    serial: '7',
    hash: 'SHA_256',
    revocation: 'NOT_CHECKED',
    registration: item,
    attachedById: depositor.id,
    entry: { type: 'evidence.TimestampAttached' },
  };
  expect(evidenceItem).toEqual({
    independentTimeOwners: ['court'],
    timestamps: [
      {
        ...plain,
        authorityId: 'observatory',
        relation: 'INDEPENDENT',
        authority: { ownerId: 'court' },
      },
      {
        ...plain,
        authorityId: 'sundial',
        relation: 'CLAIMANT',
        authority: { ownerId: 'evidence-platform' },
      },
    ],
  });
});

test('a member of a batch shows the tokens of its batch', async () => {
  const { evidenceItem, evidenceBatch } = await ledger.ask(
    `query($member: String!, $batch: Hash!) {
      evidenceItem(id: $member) { independentTimeOwners timestamps { authorityId registration } }
      evidenceBatch(id: $batch) { timestamps { authorityId registration } }
    }`,
    { member: `${batch}.1`, batch },
  );
  const timestamps = [{ authorityId: 'observatory', registration: batch }];
  expect(evidenceItem).toEqual({ independentTimeOwners: ['court'], timestamps });
  expect(evidenceBatch).toEqual({ timestamps });
});

const SEAL = `
  sealed {
    registration sealedById interval { notBefore notAfter } owners
    bounds { owner authority serial notAfter } flags { flag authority serial }
  }
  provenInterval { notBefore notAfter }
`;

test('an unsealed item shows its proven interval, and a sealed batch its seal', async () => {
  const query = `query($item: String!, $member: String!, $batch: Hash!) {
    evidenceItem(id: $item) { ${SEAL} }
    member: evidenceItem(id: $member) { ${SEAL} }
    evidenceBatch(id: $batch) { ${SEAL} }
  }`;
  const root = base64Of(testAuthority('gnomon').root);
  const authority = { id: 'gnomon', owner: 'notary-office', relation: 'independent', root };
  submit('evidence.RegisterTimeAuthority', { ...authority, policies: [POLICY] });
  attach('gnomon', batch);
  submit('evidence.SealItem', { registration: batch });
  const answer = await ledger.ask(query, { item, member: `${batch}.0`, batch });
  const interval = { notBefore: null, notAfter: '2026-01-01T00:00:02.750Z' };
  const bound = { serial: '7', notAfter: interval.notAfter };
  const sealed = {
    registration: batch,
    sealedById: depositor.id,
    interval,
    owners: ['court', 'notary-office'],
    bounds: [
      { owner: 'court', authority: 'observatory', ...bound },
      { owner: 'notary-office', authority: 'gnomon', ...bound },
    ],
    flags: [],
  };
  expect(answer).toEqual({
    evidenceItem: { sealed: null, provenInterval: interval },
    member: { sealed, provenInterval: interval },
    evidenceBatch: { sealed, provenInterval: interval },
  });
});

test('an authority whose owner is found to be related later is no longer counted', async () => {
  const pair = { organisation: 'court', other: 'evidence-platform', kind: 'funding' };
  submit('evidence.DeclareRelation', pair);
  const { evidenceItem } = await ledger.ask(
    `query($id: String!) {
      evidenceItem(id: $id) { independentTimeOwners provenInterval { notAfter } }
    }`,
    { id: item },
  );
  expect(evidenceItem).toEqual({ independentTimeOwners: [], provenInterval: { notAfter: null } });
});
