import { sign } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Entry } from '../../src/ledger/entry.js';
import type { Instant } from '../../src/ledger/instant.js';
import { possessionText } from '../../src/ledger/keyPossession.js';
import { memoryStore } from '../support/memoryStore.js';
import {
  consortium,
  itemData,
  registration,
  signed,
  START,
  stranger,
  type TestActor,
} from '../support/consortium.js';
import { executorOver, recordingStore, runBlock } from '../support/testNode.js';

const kit = consortium();
const actor = (id: string): TestActor => kit.actors[id] as TestActor;

function started() {
  const { store, records } = recordingStore(memoryStore());
  const executor = executorOver(store, kit);
  executor.init(kit.genesisText);
  return { store, records, executor };
}

function entriesOf(records: ReturnType<typeof started>['records']): Entry[] {
  return records.flatMap(({ entries }) => entries.map(({ entry }) => JSON.parse(entry) as Entry));
}

describe('the executor', () => {
  test('puts the genesis document at position 0 and takes its hash as the ledger id', () => {
    const { executor, records } = started();
    expect(entriesOf(records)).toMatchObject([{ kind: 'genesis', position: 0, event: kit.ledger }]);
    expect(executor.head()?.header).toMatchObject({ height: 0, size: 1, ledger: kit.ledger });
  });

  test('gives a signed event the next position and its facts the positions after it', () => {
    const { executor, records } = started();
    const event = registration(kit, 'a deed');
    expect(runBlock(executor, [event])).toEqual([
      {
        eventHash: event.hash,
        position: 1,
        derived: 1,
        refused: null,
        proposed: false,
        duplicate: false,
      },
    ]);
    expect(entriesOf(records).slice(1)).toMatchObject([
      { kind: 'signed', position: 1, derived: 1, event: event.hash, signature: event.signature },
      { kind: 'derived', position: 2, cause: 1, type: 'evidence.ItemRegistered' },
    ]);
  });

  test('answers the same id and bytes with the first outcome, in any block', () => {
    const { executor } = started();
    const event = registration(kit, 'a deed');
    const [first, again] = runBlock(executor, [event, event]);
    expect(again).toEqual({ ...first, duplicate: true });
    expect(runBlock(executor, [event])).toEqual([{ ...first, duplicate: true }]);
    expect(executor.head()?.header).toMatchObject({ height: 1, size: 3 });
  });

  test('remembers that the first use of an id was refused', () => {
    const { executor } = started();
    const event = signed(kit, actor('admin@court'), {
      type: 'evidence.WithdrawItem',
      id: 'w',
      data: { item: '0'.repeat(64), reason: 'other' },
    });
    const [first] = runBlock(executor, [event]);
    expect(first).toMatchObject({ refused: 'ITEM_UNKNOWN', duplicate: false });
    expect(runBlock(executor, [event])).toEqual([{ ...first, duplicate: true }]);
  });

  test('refuses an id that comes back with other bytes, and records the refusal', () => {
    const { executor, records } = started();
    runBlock(executor, [registration(kit, 'a deed', 'one')]);
    const [result] = runBlock(executor, [registration(kit, 'another deed', 'one')]);
    expect(result).toMatchObject({ refused: 'ID_REUSED', position: 3 });
    expect(entriesOf(records).at(-1)).toMatchObject({ type: 'ledger.Refused', cause: 3 });
  });

  test('records a repeated event with a used id once, in one block and in later ones', () => {
    const { executor } = started();
    runBlock(executor, [registration(kit, 'a deed', 'one')]);
    const other = registration(kit, 'another deed', 'one');
    const [first, again] = runBlock(executor, [other, other]);
    expect(first).toMatchObject({ refused: 'ID_REUSED', duplicate: false });
    expect(again).toEqual({ ...first, duplicate: true });
    const size = executor.head()?.header.size;
    expect(runBlock(executor, [other])).toEqual([{ ...first, duplicate: true }]);
    expect(executor.head()?.header.size).toBe(size);
    const third = registration(kit, 'a third deed', 'one');
    expect(runBlock(executor, [third])).toMatchObject([{ refused: 'ID_REUSED', duplicate: false }]);
  });

  test('lets two actors use the same id', () => {
    const { executor } = started();
    const other = signed(kit, actor('admin@court'), {
      type: 'evidence.RegisterItem',
      id: 'one',
      data: itemData('a deed'),
    });
    const results = runBlock(executor, [registration(kit, 'a deed', 'one'), other]);
    expect(results.map(({ refused }) => refused)).toEqual([null, null]);
  });

  test('refuses an event whose notAfter is before the block time', () => {
    const { executor } = started();
    const event = signed(kit, actor('admin@court'), {
      type: 'evidence.RegisterItem',
      id: 'late',
      data: itemData('late'),
      notAfter: '2026-01-01T00:00:00.999Z' as Instant,
    });
    const time = '2026-01-01T00:00:01.000Z' as Instant;
    expect(runBlock(executor, [event], time)).toMatchObject([{ refused: 'EXPIRED' }]);
  });

  test('never lets block time go back', () => {
    const { executor } = started();
    const late = '2026-03-01T00:00:00.000Z' as Instant;
    runBlock(executor, [registration(kit, '1')], late);
    runBlock(executor, [registration(kit, '2')], START);
    expect(executor.head()?.header.time).toBe(late);
  });

  test('keeps the old header when a block adds nothing, and remembers the engine height', () => {
    const { executor } = started();
    const before = executor.head();
    expect(runBlock(executor, [])).toEqual([]);
    expect(executor.head()).toEqual({ ...before, engineHeight: 1 });
  });

  test('forgets a finalized block that was never committed', () => {
    const { executor } = started();
    const time = START;
    executor.finalizeBlock({ engineHeight: 1, time, events: [registration(kit, 'dropped')] });
    runBlock(executor, [registration(kit, 'kept')]);
    const straight = started();
    runBlock(straight.executor, [registration(kit, 'kept')]);
    expect(executor.head()).toEqual(straight.executor.head());
  });

  test('lets a revocation bite on the next event of the same block', () => {
    const { executor } = started();
    const admin = actor('admin@evidence-platform');
    const revoke = signed(kit, admin, {
      type: 'governance.RevokeKey',
      id: 'revoke',
      data: { key: actor('depositor@evidence-platform').key, reason: 'compromised' },
    });
    const results = runBlock(executor, [revoke, registration(kit, 'too late')]);
    expect(results.map(({ refused }) => refused)).toEqual([null, 'KEY_REVOKED']);
  });

  test('executes a proposal in the block of the approval that completes it', () => {
    const { executor, records } = started();
    const propose = signed(kit, actor('admin@court'), {
      type: 'governance.AddOrganisation',
      id: 'propose',
      data: { id: 'archive', name: '档案馆' },
    });
    runBlock(executor, [propose]);
    expect(entriesOf(records).at(-1)).toMatchObject({ type: 'governance.ProposalOpened' });
    const approve = signed(kit, actor('admin@notary-office'), {
      type: 'governance.ApproveProposal',
      id: 'approve',
      data: { proposal: propose.hash },
    });
    runBlock(executor, [approve]);
    expect(
      entriesOf(records)
        .slice(-4)
        .map(({ type }) => type),
    ).toEqual([
      'governance.ApproveProposal',
      'governance.ProposalApproved',
      'governance.ProposalExecuted',
      'governance.OrganisationAdded',
    ]);
  });

  test('answers who asks again with the first outcome, though it has ended the key', () => {
    const { executor } = started();
    const depositor = actor('depositor@evidence-platform');
    const revoke = signed(kit, depositor, {
      type: 'governance.RevokeKey',
      id: 'revoke',
      data: { key: depositor.key, reason: 'ceased' },
    });
    const late = registration(kit, 'a deed');
    const results = runBlock(executor, [revoke, late]);
    expect(results.map(({ refused }) => refused)).toEqual([null, 'KEY_REVOKED']);
    expect([revoke, late].map((event) => executor.check(event))).toEqual([undefined, undefined]);
    expect(runBlock(executor, [revoke, late])).toEqual(
      results.map((result) => ({ ...result, duplicate: true })),
    );
    expect(executor.check(registration(kit, 'another deed'))?.code).toBe('KEY_REVOKED');
  });

  test('lets nobody use up the ids of an actor whose key he does not have', () => {
    const { executor } = started();
    const thief = stranger('depositor@evidence-platform');
    const request = { type: 'evidence.RegisterItem', id: 'one', data: itemData('theirs') };
    const theirs = [
      signed(kit, thief, request),
      signed(kit, { ...thief, id: 'admin@court' }, request),
      signed(kit, thief, { ...request, type: 'evidence.Nothing' }),
      signed(kit, thief, { ...request, notAfter: '2025-01-01T00:00:00.000Z' as Instant }),
      signed(kit, { ...actor('admin@court'), id: 'depositor@evidence-platform' }, request),
    ];
    const results = runBlock(executor, theirs);
    expect(results.map(({ refused }) => refused)).toEqual([
      'KEY_UNKNOWN',
      'KEY_UNKNOWN',
      'UNKNOWN_ACTION',
      'EXPIRED',
      'KEY_NOT_OF_ACTOR',
    ]);
    const again = results.map((result) => ({ ...result, duplicate: true }));
    expect(runBlock(executor, theirs)).toEqual(again);
    expect(runBlock(executor, [registration(kit, 'mine', 'one')])).toMatchObject([
      { refused: null, duplicate: false },
    ]);
    expect(runBlock(executor, [...theirs].reverse())).toEqual([...again].reverse());
  });

  test('executes no event a second time whose key is enrolled after it was refused', () => {
    const { executor } = started();
    const newcomer = stranger('newcomer@court');
    const early = signed(kit, newcomer, {
      type: 'evidence.RegisterItem',
      id: 'one',
      data: itemData('early'),
    });
    const [refused] = runBlock(executor, [early]);
    expect(refused).toMatchObject({ refused: 'ACTOR_UNKNOWN', duplicate: false });
    const possession = sign(
      null,
      Buffer.from(possessionText(kit.ledger, newcomer.id)),
      newcomer.privateKey,
    ).toString('hex');
    const enrol = signed(kit, actor('admin@court'), {
      type: 'governance.EnrolActor',
      id: 'enrol',
      data: {
        actor: newcomer.id,
        roles: ['depositor'],
        keys: [{ key: newcomer.key, possession }],
      },
    });
    expect(runBlock(executor, [enrol, early])).toMatchObject([
      { refused: null },
      { ...refused, duplicate: true },
    ]);
  });

  test('knows before ordering what a stranger, an unknown action or a bad shape will get', () => {
    const { executor } = started();
    const request = { type: 'evidence.RegisterItem', id: 'x', data: itemData('x') };
    const admin = actor('admin@court');
    const check = (event: ReturnType<typeof signed>) => executor.check(event)?.code;
    expect(check(signed(kit, admin, request))).toBeUndefined();
    expect(check(signed(kit, stranger('admin@court'), request))).toBe('KEY_UNKNOWN');
    expect(check(signed(kit, stranger('nobody@court'), request))).toBe('ACTOR_UNKNOWN');
    expect(check(signed(kit, admin, { ...request, type: 'evidence.Nothing' }))).toBe(
      'UNKNOWN_ACTION',
    );
    expect(check(signed(kit, admin, { ...request, data: {} }))).toBe('MALFORMED');
  });
});

describe('determinism', () => {
  const events = Array.from({ length: 12 }, (_, index) => registration(kit, `item ${index % 9}`));

  test('a restart between any two blocks changes no root', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.subarray(events), fc.boolean()), { maxLength: 8 }),
        (blocks) => {
          const straight = started();
          const restarted = started();
          let executor = restarted.executor;
          for (const [block, restart] of blocks) {
            runBlock(straight.executor, block);
            runBlock(executor, block);
            if (restart) executor = executorOver(restarted.store, kit);
          }
          expect(executor.head()).toEqual(straight.executor.head());
        },
      ),
      { numRuns: 50 },
    );
  });

  test('events that are cut into other blocks keep their positions and outcomes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 12 }), (sizes) => {
        const one = started();
        const all = runBlock(one.executor, events);
        const many = started();
        const rest = [...events];
        const results = sizes.flatMap((size) => runBlock(many.executor, rest.splice(0, size)));
        results.push(...runBlock(many.executor, rest));
        expect(results).toEqual(all);
      }),
      { numRuns: 50 },
    );
  });
});
