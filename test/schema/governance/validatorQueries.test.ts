import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sign } from 'node:crypto';
import type { JsonObject } from '../../../src/crypto/canonicalJson.js';
import { possessionText } from '../../../src/ledger/keyPossession.js';
import type { EventBody } from '../../../src/ledger/signedEvent.js';
import {
  consortium,
  signed,
  type TestActor,
  testValidator,
  votingKey,
} from '../../support/consortium.js';
import { type Data, LedgerUnderTest, pluck } from '../ledgerUnderTest.js';

const SEED = 'validators';
const ANYBODY = { rule: 'ANY', roles: ['admin'] } as const;
const kit = consortium(SEED, {
  validators: ['court', 'notary-office'].map((id) => testValidator(SEED, id)),
  policies: { 'governance.*': ANYBODY },
});
const court = kit.actors['admin@court'] as TestActor;
let ledger: LedgerUnderTest;
beforeAll(() => {
  ledger = new LedgerUnderTest(kit);
});
afterAll(() => ledger.close());

const { nodeId, validatorKey } = testValidator(SEED, 'evidence-platform');
const possession = sign(
  null,
  Buffer.from(possessionText(kit.ledger, 'evidence-platform')),
  votingKey(SEED, 'evidence-platform'),
).toString('hex');
const ADDITION = { organisation: 'evidence-platform', validatorKey, nodeId, power: 1, possession };

/** The typed mutation `name` with the fields that were signed. */
function mutate(name: string, selection: string, data: JsonObject): Promise<Data> {
  const type = `governance.${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const event = signed(kit, court, { type, id: `${name}-${JSON.stringify(data).length}`, data });
  const { actor, key, id, notAfter } = JSON.parse(event.body) as EventBody;
  const input = { actor, key, id, notAfter, signature: event.signature, ...data };
  const action = type.slice('governance.'.length);
  const source = `mutation ($input: ${action}Input!) {
    ${name}(input: $input) { __typename ... on ${action}Succeeded { ${selection} } }
  }`;
  return ledger.ask(source, { input });
}

const LIST = '{ validators { nodes { organisationId power status changedHeight } totalCount } }';

test('the validators of genesis are there from the first block on', async () => {
  const { validators, powerShareLimit } = await ledger.ask(`{
    validators { nodes { organisationId power status changedPosition changedHeight nodeId } }
    powerShareLimit { numerator denominator }
  }`);
  expect(pluck(validators.nodes, 'organisationId')).toEqual(['court', 'notary-office']);
  expect(validators.nodes[0]).toMatchObject({
    power: 1,
    status: 'ACTIVE',
    changedPosition: '0',
    changedHeight: '0',
    nodeId: testValidator(SEED, 'court').nodeId,
  });
  expect(powerShareLimit).toEqual({ numerator: 1, denominator: 3 });
});

test('typed mutations add, re-weigh and remove, and show the validator', async () => {
  const selection = 'validator { organisationId validatorKey power status changedHeight }';
  const added = await mutate('addValidator', selection, ADDITION);
  expect(added['addValidator']).toMatchObject({
    __typename: 'AddValidatorSucceeded',
    validator: { organisationId: 'evidence-platform', validatorKey, power: 1, status: 'ACTIVE' },
  });
  const heavier = { organisation: 'court', power: 2 };
  const refused = await mutate('reweighValidator', selection, heavier);
  expect(refused['reweighValidator'].__typename).toBe('Refused');
  const share = { numerator: 1, denominator: 2 };
  const limit = await mutate('setPowerShareLimit', 'powerShareLimit { denominator }', share);
  expect(limit['setPowerShareLimit'].powerShareLimit).toEqual({ denominator: 2 });
  const gone = { organisation: 'notary-office' };
  const removed = await mutate('removeValidator', selection, gone);
  expect(removed['removeValidator'].validator).toMatchObject({ status: 'REMOVED' });
  const { validators } = await ledger.ask(LIST);
  expect(validators.totalCount).toBe(3);
  const where = '{ status: { eq: ACTIVE } }';
  const active = await ledger.ask(`{ validators(where: ${where}) { nodes { organisationId } } }`);
  expect(pluck(active['validators'].nodes, 'organisationId')).toEqual([
    'court',
    'evidence-platform',
  ]);
});

test('an organisation leads to its validator', async () => {
  const { organisation } = await ledger.ask(
    '{ organisation(id: "court") { validator { organisationId power } } }',
  );
  expect(organisation.validator).toEqual({ organisationId: 'court', power: 1 });
});
