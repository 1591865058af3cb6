import { afterAll, expect, test } from '@jest/globals';
import { graphql } from 'graphql';
import type { Submit } from '../../../src/schema/context.js';
import { registration, signed, type TestActor } from '../../support/consortium.js';
import { LedgerUnderTest, ledgerSchema } from '../ledgerUnderTest.js';

const ledger = new LedgerUnderTest();
const { kit } = ledger;
const court = kit.actors['admin@court'] as TestActor;
afterAll(() => ledger.close());

const SUBMIT = `mutation($input: SubmitSignedEventsInput!) { submitSignedEvents(input: $input) {
  __typename
  ... on EventsSubmitted {
    positions refusedPositions
    results {
      position eventHash duplicate refused refusal { code field limit value } receipt { position }
    }
  }
  ... on EventsSubmittedAsync { eventHashes }
} }`;

const plain = ({ body, signature }: { body: string; signature: string }) => ({ body, signature });

/** Runs SUBMIT against a submit of the test's own. */
async function submitWith(submit: Submit, wait: string, count = 1) {
  const events = Array.from({ length: count }, (_, index) =>
    plain(registration(kit, `with ${index}`)),
  );
  return graphql({
    schema: ledgerSchema(),
    source: SUBMIT,
    variableValues: { input: { events, wait } },
    contextValue: { ...ledger.context(), submit },
  });
}

test('many events are answered in their order, refused ones with their facts', async () => {
  const forbidden = signed(kit, court, {
    type: 'governance.RemoveActor',
    id: 'no',
    data: { actor: 'admin@court' },
  });
  const events = [registration(kit, 'one'), forbidden, registration(kit, 'two')];
  const { submitSignedEvents: first } = await ledger.ask(SUBMIT, {
    input: { events: events.map(plain) },
  });
  expect(first).toMatchObject({
    __typename: 'EventsSubmitted',
    positions: ['1', '3', '5'],
    refusedPositions: ['3'],
  });
  expect(first.results).toMatchObject([
    { position: '1', refusal: null, refused: null, duplicate: false, receipt: { position: '1' } },
    { position: '3', refused: 'ACTION_FORBIDDEN', refusal: { code: 'ACTION_FORBIDDEN' } },
    { position: '5', eventHash: events[2]?.hash },
  ]);
  const { submitSignedEvents: again } = await ledger.ask(SUBMIT, {
    input: { events: events.map(plain) },
  });
  expect(again.results).toEqual(
    (first.results as object[]).map((result) => ({ ...result, duplicate: true })),
  );
});

test('ASYNC answers as soon as the events are admitted', async () => {
  const never: Submit = (_events, onAdmitted) => {
    onAdmitted?.();
    return new Promise(() => undefined);
  };
  const { data } = await submitWith(never, 'ASYNC', 2);
  expect(data?.['submitSignedEvents']).toEqual({
    __typename: 'EventsSubmittedAsync',
    eventHashes: [registration(kit, 'with 0').hash, registration(kit, 'with 1').hash],
  });
});

test('ASYNC fails when admission does, and forgets what fails after it', async () => {
  const refuse: Submit = () => Promise.reject(new Error('not admitted'));
  expect((await submitWith(refuse, 'ASYNC')).errors?.[0]?.message).toBe('not admitted');
  const lose: Submit = async (_events, onAdmitted) => {
    onAdmitted?.();
    throw new Error('lost after admission');
  };
  expect((await submitWith(lose, 'ASYNC')).errors).toBeUndefined();
});

test('no events, or more than a thousand, are a typed error', async () => {
  let called = false;
  const submit: Submit = () => {
    called = true;
    return Promise.resolve([]);
  };
  for (const count of [0, 1_001]) {
    const event = plain(registration(kit, 'x'));
    const { errors } = await graphql({
      schema: ledgerSchema(),
      source: SUBMIT,
      variableValues: { input: { events: Array.from({ length: count }, () => event) } },
      contextValue: { ...ledger.context(), submit },
    });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', field: 'events' });
  }
  expect(called).toBe(false);
});

test('accepted events cost no read of the log', async () => {
  const log = new Proxy(ledger.log, {
    get: () => {
      throw new Error('the log was read');
    },
  });
  const events = Array.from({ length: 100 }, (_, index) =>
    plain(registration(kit, `fast ${index}`)),
  );
  const submit: Submit = (submitted) => Promise.resolve(ledger.submit(submitted));
  const { data, errors } = await graphql({
    schema: ledgerSchema(),
    source: `mutation($input: SubmitSignedEventsInput!) { submitSignedEvents(input: $input) {
      ... on EventsSubmitted { results { position eventHash duplicate refusal { code } } }
    } }`,
    variableValues: { input: { events } },
    contextValue: { ...ledger.context(), submit, log },
  });
  expect(errors).toBeUndefined();
  expect((data?.['submitSignedEvents'] as { results: unknown[] }).results).toHaveLength(100);
});
