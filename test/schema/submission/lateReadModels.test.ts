import { afterAll, expect, test } from '@jest/globals';
import { ReadTimeout } from '../../../src/projections/readPosition.js';
import { NEVER, signed, type TestActor } from '../../support/consortium.js';
import { LedgerUnderTest } from '../ledgerUnderTest.js';

const ledger = new LedgerUnderTest();
afterAll(() => ledger.close());

test('what is durable is told although the read models do not show it in time', async () => {
  ledger.projecting = false;
  const applied = (): number => ledger.position.applied();
  const late = (): Promise<never> => Promise.reject(new ReadTimeout(9, applied(), 5_000));
  const depositor = ledger.kit.actors['depositor@evidence-platform'] as TestActor;
  const salted = { commitment: 'ab'.repeat(32), category: 'document', claim: 'witness' };
  const request = { type: 'evidence.RegisterItem', id: 'late', data: { item: salted } };
  const { signature } = signed(ledger.kit, depositor, request);
  const item = { ...salted, category: 'DOCUMENT', claim: 'WITNESS' };
  const { id: actor, key } = depositor;
  const input = { actor, key, id: 'late', notAfter: NEVER, signature, item };
  const { data, errors } = await ledger.run(
    `mutation($input: RegisterEvidenceItemInput!) {
      registerEvidenceItem(input: $input) {
        ... on RegisterEvidenceItemSucceeded { position item { itemId } }
      }
    }`,
    { input },
    { ...ledger.context(), readPosition: { applied, waitFor: late, changed: late } },
  );
  const position = String(ledger.log.size() - 2);
  expect(data?.['registerEvidenceItem']).toEqual({ position, item: null });
  expect(errors).toMatchObject([
    { path: ['registerEvidenceItem', 'item'], extensions: { code: 'POSITION_NOT_REACHED' } },
  ]);
});
