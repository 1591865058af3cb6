import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { isInputObjectType, isObjectType } from 'graphql';
import type { JsonObject } from '../../../src/crypto/canonicalJson.js';
import { verifyReceipt } from '../../../src/ledger/verifyReceipt.js';
import {
  type EventRequest,
  itemData,
  NEVER,
  signed,
  type TestActor,
} from '../../support/consortium.js';
import { LIFE_ACTIONS } from '../evidence/lifeActions.js';
import { type Data, LedgerUnderTest, ledgerSchema } from '../ledgerUnderTest.js';

let ledger = new LedgerUnderTest();
const { kit } = ledger;
const depositor = kit.actors['depositor@evidence-platform'] as TestActor;
const court = kit.actors['admin@court'] as TestActor;
const notary = kit.actors['admin@notary-office'] as TestActor;
const NEW_KEY = `ed25519-strict-1:${'5a'.repeat(32)}`;
const HASH = 'ab'.repeat(32);
const POSSESSION = 'cd'.repeat(64);

beforeEach(async () => {
  await ledger.close();
  ledger = new LedgerUnderTest();
});
afterAll(() => ledger.close());

/** The input of a typed mutation for an action that `actor` signed. */
function input(actor: TestActor, request: EventRequest, fields: JsonObject, wait = 'WAIT') {
  const { id, notAfter = NEVER } = request;
  const { signature } = signed(kit, actor, request);
  return { actor: actor.id, key: actor.key, id, notAfter, signature, wait, ...fields };
}

function typeName(mutation: string): string {
  return `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}`;
}

async function send(mutation: string, sent: object, selection = ''): Promise<Data> {
  const data = await ledger.ask(
    `mutation($input: ${typeName(mutation)}Input!) {
      ${mutation}(input: $input) { __typename ${selection} }
    }`,
    { input: sent },
  );
  return data[mutation] as Data;
}

/**
 * Mutation, signed type, signed data, and the input's fields where their names or values differ.
 */
const ACTIONS: [string, string, JsonObject, JsonObject | null][] = [
  [
    'registerEvidenceItem',
    'evidence.RegisterItem',
    {
      item: {
        commitment: HASH,
        digests: [
          { algorithm: 'sha-256', length: 3, value: HASH },
          { algorithm: 'sm3', length: 3, value: HASH },
        ],
        category: 'web-page',
        claim: 'rights-holder',
        claimedTime: '2020-02-29T00:00:00.000Z',
      },
    },
    {
      item: {
        commitment: HASH,
        digests: [
          { algorithm: 'SHA_256', length: '3', value: HASH },
          { algorithm: 'SM3', length: 3, value: HASH },
        ],
        category: 'WEB_PAGE',
        claim: 'RIGHTS_HOLDER',
        claimedTime: '2020-02-29T00:00:00.000Z',
      },
    },
  ],
  [
    'registerEvidenceBatch',
    'evidence.RegisterBatch',
    { root: HASH, count: 1, leaves: [HASH], category: 'log-record', claim: 'witness' },
    { root: HASH, count: 1, leaves: [HASH], category: 'LOG_RECORD', claim: 'WITNESS' },
  ],
  [
    'supersedeEvidenceItem',
    'evidence.SupersedeItem',
    { item: HASH, replacement: `${HASH}.0`, reason: 'format-migration' },
    { item: HASH, replacement: `${HASH}.0`, reason: 'FORMAT_MIGRATION' },
  ],
  [
    'withdrawEvidenceItem',
    'evidence.WithdrawItem',
    { item: HASH, reason: 'registered-in-error' },
    { item: HASH, reason: 'REGISTERED_IN_ERROR' },
  ],
  [
    'registerTimeAuthority',
    'evidence.RegisterTimeAuthority',
    {
      id: 'clock',
      owner: 'court',
      relation: 'ledger-operator',
      root: 'MAA=',
      policies: ['1.2.3', '1.2.4'],
    },
    {
      authority: {
        id: 'clock',
        owner: 'court',
        relation: 'LEDGER_OPERATOR',
        root: 'MAA=',
        policies: ['1.2.3', '1.2.4'],
      },
    },
  ],
  [
    'attachTimestamp',
    'evidence.AttachTimestamp',
    { registration: HASH, authority: 'clock', token: 'MAA=', revocationLists: ['MAA='] },
    null,
  ],
  ['sealEvidence', 'evidence.SealItem', { registration: HASH }, null],
  [
    'addOrganisation',
    'governance.AddOrganisation',
    { id: 'bank', name: '银行' },
    { organisationId: 'bank', name: '银行' },
  ],
  [
    'removeOrganisation',
    'governance.RemoveOrganisation',
    { id: 'court' },
    { organisationId: 'court' },
  ],
  [
    'enrolActor',
    'governance.EnrolActor',
    { actor: 'clerk@court', roles: ['clerk'], keys: [{ key: NEW_KEY, possession: POSSESSION }] },
    { actorId: 'clerk@court', roles: ['clerk'], keys: [{ key: NEW_KEY, possession: POSSESSION }] },
  ],
  [
    'setActorRoles',
    'governance.SetActorRoles',
    { actor: 'admin@court', roles: ['admin', 'clerk'] },
    { actorId: 'admin@court', roles: ['admin', 'clerk'] },
  ],
  ['removeActor', 'governance.RemoveActor', { actor: 'admin@court' }, { actorId: 'admin@court' }],
  [
    'addKey',
    'governance.AddKey',
    { actor: 'admin@court', key: NEW_KEY, possession: POSSESSION },
    { actorId: 'admin@court', newKey: NEW_KEY, possession: POSSESSION },
  ],
  [
    'rotateKey',
    'governance.RotateKey',
    { key: court.key, newKey: NEW_KEY, possession: POSSESSION },
    { oldKey: court.key, newKey: NEW_KEY, possession: POSSESSION },
  ],
  [
    'revokeKey',
    'governance.RevokeKey',
    { key: court.key, reason: 'compromised' },
    { revokedKey: court.key, reason: 'COMPROMISED' },
  ],
  [
    'setPolicy',
    'governance.SetPolicy',
    { pattern: 'evidence.*', policy: { rule: 'AT_LEAST', atLeast: 2, organisations: ['court'] } },
    null,
  ],
  ['setPolicy', 'governance.SetPolicy', { pattern: 'evidence.*', policy: null }, null],
  [
    'addValidator',
    'governance.AddValidator',
    {
      organisation: 'court',
      nodeId: 'cd'.repeat(20),
      power: 1,
      validatorKey: HASH,
      possession: POSSESSION,
    },
    null,
  ],
  ['reweighValidator', 'governance.ReweighValidator', { organisation: 'court', power: 2 }, null],
  ['removeValidator', 'governance.RemoveValidator', { organisation: 'court' }, null],
  ['setPowerShareLimit', 'governance.SetPowerShareLimit', { numerator: 1, denominator: 2 }, null],
  ...LIFE_ACTIONS,
  ['approveProposal', 'governance.ApproveProposal', { proposal: HASH }, null],
  ['withdrawProposal', 'governance.WithdrawProposal', { proposal: HASH }, null],
];

test.each(ACTIONS)(
  '%s rebuilds the bytes that were signed as %s',
  async (mutation, type, data, fields) => {
    const request = { type, id: 'x', data };
    await send(mutation, input(court, request, fields ?? data));
    const { body, signature } = signed(kit, court, request);
    expect(ledger.handedOver).toEqual([{ body, signature }]);
  },
);

test('every mutation but submitSignedEvents is in the table above', () => {
  const fields = Object.keys(ledgerSchema().getMutationType()?.getFields() ?? {});
  const tested = new Set(ACTIONS.map(([mutation]) => mutation));
  expect(fields.filter((name) => !tested.has(name))).toEqual(['submitSignedEvents']);
});

test('every input carries the envelope, and every success where it stands in the log', () => {
  for (const [mutation] of ACTIONS) {
    const name = typeName(mutation);
    const [inputType, success] = [`${name}Input`, `${name}Succeeded`].map((type) =>
      ledgerSchema().getType(type),
    );
    const names = isInputObjectType(inputType) ? Object.keys(inputType.getFields()) : [];
    const envelope = ['actor', 'key', 'id', 'notAfter', 'signature', 'wait'];
    expect(names).toEqual(expect.arrayContaining(envelope));
    const fields = isObjectType(success) ? Object.keys(success.getFields()) : [];
    const committed = ['position', 'eventHash', 'duplicate', 'receipt', 'entry'];
    expect(fields).toEqual(expect.arrayContaining(committed));
  }
});

const REGISTER: EventRequest = { type: 'evidence.RegisterItem', id: 'a', data: itemData('a file') };
const DIGESTS = (itemData('a file')['item'] as { digests: { algorithm: string }[] }).digests;
const ITEM = {
  ...(itemData('a file')['item'] as JsonObject),
  digests: DIGESTS.map((digest) => ({
    ...digest,
    algorithm: digest.algorithm === 'sha-256' ? 'SHA_256' : 'SHA3_256',
  })),
  category: 'DOCUMENT',
  claim: 'CUSTODIAN',
} as unknown as JsonObject;

const SUCCEEDED = `... on RegisterEvidenceItemSucceeded {
  position eventHash duplicate item { itemId position } receipt { document }
  entry { type } derivedEntries { type }
}`;

test('a registration answers with the item and a receipt that verifies', async () => {
  const outcome = await send(
    'registerEvidenceItem',
    input(depositor, REGISTER, { item: ITEM }),
    SUCCEEDED,
  );
  const { hash } = signed(kit, depositor, REGISTER);
  expect(outcome).toMatchObject({
    __typename: 'RegisterEvidenceItemSucceeded',
    position: '1',
    eventHash: hash,
    duplicate: false,
    item: { itemId: hash, position: '2' },
    entry: { type: 'evidence.RegisterItem' },
    derivedEntries: [{ type: 'evidence.ItemRegistered' }],
  });
  const trust = { ledger: kit.ledger, genesis: kit.genesis };
  expect(verifyReceipt(outcome['receipt'].document, trust)).toMatchObject({ ok: true });
});

test('a later mutation of the operation shows what it led to itself', async () => {
  const { hash } = signed(kit, depositor, REGISTER);
  const data = { item: hash, reason: 'other' };
  const withdrawal: EventRequest = { type: 'evidence.WithdrawItem', id: 'b', data };
  const answer = await ledger.ask(
    `mutation($one: RegisterEvidenceItemInput!, $other: WithdrawEvidenceItemInput!) {
      one: registerEvidenceItem(input: $one) {
        ... on RegisterEvidenceItemSucceeded { item { status } }
      }
      other: withdrawEvidenceItem(input: $other) {
        ... on WithdrawEvidenceItemSucceeded { item { status } }
      }
    }`,
    {
      one: input(depositor, REGISTER, { item: ITEM }),
      other: input(depositor, withdrawal, { ...data, reason: 'OTHER' }),
    },
  );
  expect(answer).toEqual({
    one: { item: { status: 'ACTIVE' } },
    other: { item: { status: 'WITHDRAWN' } },
  });
});

test('the same event again answers with its first outcome', async () => {
  const sent = input(depositor, REGISTER, { item: ITEM });
  const first = await send('registerEvidenceItem', sent, SUCCEEDED);
  const again = await send('registerEvidenceItem', sent, SUCCEEDED);
  expect(again).toEqual({ ...first, duplicate: true });
});

test('a refusal names code, field, limit and value, and is in the log', async () => {
  const request = { type: 'evidence.WithdrawItem', id: 'w', data: { item: HASH, reason: 'other' } };
  const outcome = await send(
    'withdrawEvidenceItem',
    input(depositor, request, { item: HASH, reason: 'OTHER' }),
    '... on Refused { code message field limit value position derivedEntries { type } }',
  );
  expect(outcome).toEqual({
    __typename: 'Refused',
    code: 'ITEM_UNKNOWN',
    message: expect.any(String),
    field: 'data.item',
    limit: 'a registered item',
    value: HASH,
    position: '1',
    derivedEntries: [{ type: 'ledger.Refused' }],
  });
});

test('an action for several organisations waits, and the last approval executes it', async () => {
  const request = {
    type: 'governance.AddOrganisation',
    id: 'p',
    data: { id: 'bank', name: 'A bank' },
  };
  const opened = await send(
    'addOrganisation',
    input(court, request, { organisationId: 'bank', name: 'A bank' }),
    `... on ProposalOpened { proposal {
      proposalId status type data proposer { actorId }
      approvals { organisationId actor { actorId } }
    } }`,
  );
  expect(opened).toMatchObject({
    __typename: 'ProposalOpened',
    proposal: {
      status: 'OPEN',
      type: 'governance.AddOrganisation',
      data: { id: 'bank', name: 'A bank' },
      proposer: { actorId: 'admin@court' },
      approvals: [{ organisationId: 'court', actor: { actorId: 'admin@court' } }],
    },
  });
  const { proposalId: proposal } = opened['proposal'];
  const approval = { type: 'governance.ApproveProposal', id: 'q', data: { proposal } };
  const approved = await send(
    'approveProposal',
    input(notary, approval, { proposal }),
    `... on ApproveProposalSucceeded {
      executed actionRefusal { code } proposal { status approvals { organisationId } }
    }`,
  );
  expect(approved).toEqual({
    __typename: 'ApproveProposalSucceeded',
    executed: true,
    actionRefusal: null,
    proposal: {
      status: 'EXECUTED',
      approvals: [{ organisationId: 'court' }, { organisationId: 'notary-office' }],
    },
  });
  const { organisation } = await ledger.ask('{ organisation(id: "bank") { name status } }');
  expect(organisation).toEqual({ name: 'A bank', status: 'ACTIVE' });
});

test('ASYNC answers after admission with what to ask for later', async () => {
  const outcome = await send(
    'registerEvidenceItem',
    input(depositor, REGISTER, { item: ITEM }, 'ASYNC'),
    '... on SubmittedAsync { eventHash actorId submissionId }',
  );
  const { hash } = signed(kit, depositor, REGISTER);
  expect(outcome).toEqual({
    __typename: 'SubmittedAsync',
    eventHash: hash,
    actorId: 'depositor@evidence-platform',
    submissionId: 'a',
  });
  const { eventOutcome } = await ledger.ask(
    'query($actor: String!, $id: String!) { eventOutcome(actor: $actor, id: $id) { status } }',
    { actor: outcome['actorId'], id: outcome['submissionId'] },
  );
  expect(eventOutcome.status).toBe('ACCEPTED');
});

test('input that cannot be signed is a typed error, and nothing is handed over', async () => {
  const fields = { organisationId: 'bank', name: '\ud800' };
  const request = { type: 'governance.AddOrganisation', id: 'p', data: { id: 'bank', name: 'x' } };
  const fault = await ledger.fault(
    'mutation($input: AddOrganisationInput!) { addOrganisation(input: $input) { __typename } }',
    { input: input(court, request, fields) },
  );
  expect(fault).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input' });
  expect(ledger.handedOver).toEqual([]);
});
