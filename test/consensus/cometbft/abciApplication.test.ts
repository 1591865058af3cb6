import { describe, expect, test } from '@jest/globals';
import { checkTexts, inlineLane } from '../../../src/consensus/admissionLane.js';
import { AbciApplication } from '../../../src/consensus/cometbft/abciApplication.js';
import type {
  ApplicationCall,
  ResponseValue,
} from '../../../src/consensus/cometbft/abciMessages.js';
import type { StateSync } from '../../../src/consensus/cometbft/stateSync.js';
import { VerifiedBatches } from '../../../src/consensus/cometbft/verifiedBatches.js';
import { encodeTransaction } from '../../../src/consensus/cometbft/transaction.js';
import type { EventResult, OrderedEvent } from '../../../src/execution/ports.js';
import { memoryStore } from '../../support/memoryStore.js';
import { fromHex } from '../../../src/crypto/bytes.js';
import type { JsonObject } from '../../../src/crypto/canonicalJson.js';
import {
  consortium,
  registration,
  signed,
  START,
  type TestActor,
  testValidator,
} from '../../support/consortium.js';
import { executorOver } from '../../support/testNode.js';

const kit = consortium();
const RULES = {
  ledgerId: kit.ledger,
  suites: kit.genesis.suites,
  limits: kit.genesis.limits,
};
/** What these tests never ask for. */
const NO_SNAPSHOTS = {} as StateSync;
const SECONDS = BigInt(Date.parse(START) / 1_000);

/** One validator's application over a fresh ledger, and what it told the engine. */
function validator(proposalBytes = 1_000_000, of = kit) {
  const executor = executorOver(memoryStore(), of);
  executor.init(of.genesisText);
  const rules = { ...RULES, ledgerId: of.ledger };
  const settled: EventResult[] = [];
  const misbehaved: string[] = [];
  let checked = 0;
  const lane = {
    ...inlineLane(rules),
    check: async (texts: readonly string[]) => {
      checked += texts.length / 2;
      return checkTexts(texts, rules);
    },
  };
  const limits = { rememberedBytesMax: 50_000_000, checkedBytesMax: 1_000_000 };
  const batches = new VerifiedBatches(limits, { lane, onVerified: () => undefined });
  const steps: string[] = [];
  const abci = new AbciApplication(
    { ledgerId: of.ledger, proposalBytes },
    {
      application: executor,
      batches,
      stateSync: NO_SNAPSHOTS,
      onBlock: ({ results, misbehaved: names }) => {
        settled.push(...results);
        misbehaved.push(...names);
      },
      retainHeight: (engineHeight) => Math.max(0, engineHeight - 2),
      reached: (step, adds) => steps.push(`${step} ${adds}`),
    },
  );
  return { executor, abci, batches, settled, misbehaved, steps, checked: () => checked };
}

type Validator = ReturnType<typeof validator>;

let nonces = 0;
function batch(...events: readonly OrderedEvent[]): Uint8Array {
  nonces += 1;
  return encodeTransaction(events, new Uint8Array(16).fill(nonces));
}

const events = (count: number, name: string) =>
  Array.from({ length: count }, (_, index) => registration(kit, `${name}-${index}`));

/** Sends a call with the fields it needs, and returns the answer's value. */
async function call(
  { abci }: Validator,
  kind: ApplicationCall['case'],
  value: object = {},
): Promise<{ readonly [field: string]: unknown }> {
  const complete: object = { misbehavior: [], ...value };
  const answer: ResponseValue = await abci.answer({
    case: kind,
    value: complete,
  } as ApplicationCall);
  expect(answer.case).toBe(kind);
  return answer.value as { readonly [field: string]: unknown };
}

async function decide(node: Validator, height: number, txs: readonly Uint8Array[], late = 0) {
  const time = { seconds: SECONDS + BigInt(height - late), nanos: 999_999_999 };
  const finalized = await call(node, 'finalizeBlock', { txs, height: BigInt(height), time });
  await call(node, 'commit');
  return finalized;
}

const hexOf = (bytes: unknown): string => Buffer.from(bytes as Uint8Array).toString('hex');

describe('the ledger behind ABCI', () => {
  test('names its genesis header and height 0 before the first block', async () => {
    const node = validator();
    const { lastBlockHeight, lastBlockAppHash } = await call(node, 'info');
    expect(lastBlockHeight).toBe(0n);
    expect(hexOf(lastBlockAppHash)).toBe(node.executor.head()?.headerHash);
  });

  test('starts a chain on its own genesis document, in whatever layout it comes', async () => {
    const node = validator();
    const pretty = JSON.stringify(JSON.parse(kit.genesisText), null, 2);
    const chain = { appStateBytes: Buffer.from(pretty), initialHeight: 1n, validators: [] };
    const { appHash } = await call(node, 'initChain', chain);
    expect(hexOf(appHash)).toBe(node.executor.head()?.headerHash);
  });

  test('refuses to start a chain on another ledger, or on a ledger that has blocks', async () => {
    const other = Buffer.from(consortium('another').genesisText);
    const start = (appStateBytes: Buffer) => ({
      appStateBytes,
      initialHeight: 1n,
      validators: [],
    });
    await expect(call(validator(), 'initChain', start(other))).rejects.toThrow(kit.ledger);
    const used = validator();
    await decide(used, 1, []);
    const own = start(Buffer.from(kit.genesisText));
    await expect(call(used, 'initChain', own)).rejects.toThrow('unused ledger');
  });

  test('makes equal headers on two validators, and one entry of what came twice', async () => {
    const [one, two] = [validator(), validator()];
    const [first, second] = [events(3, 'a'), events(2, 'b')];
    const txs = [batch(...first), batch(...second, ...first)];
    const answers = await Promise.all([one, two].map((node) => decide(node, 1, txs)));
    expect(answers[0]?.['txResults']).toEqual([{ code: 0 }, { code: 0 }]);
    expect(answers[1]).toEqual(answers[0]);
    const again = await decide(one, 2, [batch(...first)]);
    expect(hexOf(again['appHash'])).toBe(hexOf(answers[0]?.['appHash']));
    expect(one.executor.head()?.header.size).toBe(1 + 5 * 2);
    expect(one.settled.map(({ duplicate }) => duplicate)).toEqual([
      ...[false, false, false, false, false],
      ...[true, true, true, true, true, true],
    ]);
  });

  test('takes the time of the block, to the millisecond, and never goes back', async () => {
    const node = validator();
    await decide(node, 5, [batch(...events(1, 'a'))]);
    expect(node.executor.head()?.header.time).toBe('2026-01-01T00:00:05.999Z');
    await decide(node, 6, [batch(...events(1, 'b'))], 4);
    expect(node.executor.head()?.header.time).toBe('2026-01-01T00:00:05.999Z');
  });

  test('stores nothing before Commit: FinalizeBlock again replaces the block', async () => {
    const node = validator();
    const time = { seconds: SECONDS, nanos: 0 };
    const block = { txs: [batch(...events(2, 'lost'))], height: 1n, time };
    await call(node, 'finalizeBlock', block);
    expect(node.executor.head()?.header.size).toBe(1);
    const [kept] = events(1, 'kept');
    await decide(node, 1, [batch(kept as OrderedEvent)]);
    expect(node.settled.map(({ eventHash }) => eventHash)).toEqual([kept?.hash]);
    expect(node.executor.head()).toMatchObject({ engineHeight: 1, header: { size: 3 } });
  });

  test('counts an empty block and leaves the app hash as it is', async () => {
    const node = validator();
    const { appHash } = await decide(node, 1, []);
    expect(hexOf(appHash)).toBe(node.executor.head()?.headerHash);
    expect((await call(node, 'info'))['lastBlockHeight']).toBe(1n);
  });

  test('checks the signatures of a transaction once, whoever asks, and never its own', async () => {
    const node = validator();
    const theirs = batch(...events(4, 'theirs'));
    const own = events(3, 'own');
    const mine = batch(...own);
    node.batches.remember(mine, own);
    await Promise.all([call(node, 'checkTx', { tx: theirs }), call(node, 'checkTx', { tx: mine })]);
    await call(node, 'prepareProposal', { txs: [theirs, mine], maxTxBytes: 1_000_000n });
    await call(node, 'processProposal', { txs: [theirs, mine] });
    await decide(node, 1, [theirs, mine]);
    expect(node.checked()).toBe(4);
    expect(node.settled).toHaveLength(7);
  });

  test.each<[string, () => Uint8Array]>([
    ['no batch', () => Buffer.from('anything')],
    ['nothing', () => new Uint8Array()],
    ['a batch cut short', () => batch(...events(2, 'cut')).slice(0, -1)],
    ['a bad signature', () => batch({ ...registration(kit, 'x'), signature: '00'.repeat(64) })],
    ['an event of another ledger', () => batch(registration(consortium('elsewhere'), 'y'))],
    ['good and bad together', () => batch(...events(1, 'z'), registration(consortium('b'), 'b'))],
  ])('refuses %s in CheckTx and rejects a proposal with it', async (_what, make) => {
    const node = validator();
    const [bad, good] = [make(), batch(...events(1, 'good'))];
    expect(await call(node, 'checkTx', { tx: bad })).toMatchObject({ code: 1 });
    expect(await call(node, 'checkTx', { tx: good })).toMatchObject({ code: 0 });
    expect(await call(node, 'processProposal', { txs: [good] })).toEqual({ value: 1 });
    expect(await call(node, 'processProposal', { txs: [good, bad] })).toEqual({ value: 2 });
    const proposal = { txs: [bad, good], maxTxBytes: 1_000_000n };
    expect(await call(node, 'prepareProposal', proposal)).toEqual({ txs: [good] });
  });

  test('adds nothing of a bad transaction that was decided all the same', async () => {
    const node = validator();
    const { txResults } = await decide(node, 1, [Buffer.from('bad'), batch(...events(1, 'good'))]);
    expect(txResults).toEqual([{ code: 1 }, { code: 0 }]);
    expect(node.executor.head()?.header.size).toBe(3);
  });

  test('names the validators whose double votes a block proves, once it is durable', async () => {
    const node = validator();
    const address = Buffer.from('a1'.repeat(20), 'hex');
    const misbehavior = [{ type: 1, height: 1n, validator: { address } }];
    await call(node, 'finalizeBlock', {
      txs: [],
      height: 2n,
      time: { seconds: SECONDS, nanos: 0 },
      misbehavior,
    });
    expect(node.misbehaved).toEqual([]);
    await call(node, 'commit');
    expect(node.misbehaved).toEqual(['a1'.repeat(20)]);
  });

  test('proposes as much as arrives in time, and something unless all is too large', async () => {
    const txs = [1, 2, 3, 4].map((index) => batch(...events(3, `p${index}`)));
    const size = (txs[0] as Uint8Array).length;
    const propose = async (proposalBytes: number, maxTxBytes: number) =>
      (
        await call(validator(proposalBytes), 'prepareProposal', {
          txs,
          maxTxBytes: BigInt(maxTxBytes),
        })
      )['txs'];
    expect(await propose(2 * size + 50, 1_000_000)).toEqual(txs.slice(0, 2));
    expect(await propose(1_000_000, 3 * size + 50)).toEqual(txs.slice(0, 3));
    expect(await propose(10, 1_000_000)).toEqual(txs.slice(0, 1));
    const least = Math.min(...txs.map(({ length }) => length));
    expect(await propose(1_000_000, least - 1)).toEqual([]);
  });

  test('takes and makes no proposal that unfolds to more than a round checks', async () => {
    const node = validator();
    const txs = [1, 2, 3].map((index) => {
      const large = { ...registration(kit, `large-${index}`), body: 'b'.repeat(7_000_000) };
      const transaction = batch(large);
      node.batches.remember(transaction, [large]);
      return transaction;
    });
    expect(await call(node, 'processProposal', { txs: txs.slice(1) })).toEqual({ value: 1 });
    expect(await call(node, 'processProposal', { txs })).toEqual({ value: 2 });
    const proposal = { txs, maxTxBytes: 1_000_000n };
    expect(await call(node, 'prepareProposal', proposal)).toEqual({ txs: txs.slice(0, 2) });
  });

  test('answers the query for its newest header, and no other', async () => {
    const node = validator();
    const { value } = await call(node, 'query', { path: 'header' });
    expect(Buffer.from(value as Uint8Array).toString()).toBe(node.executor.head()?.headerText);
    expect(await call(node, 'query', { path: 'accounts' })).toMatchObject({ code: 1 });
  });

  test('cannot go on when Commit comes too early, or a block without a time', async () => {
    await expect(call(validator(), 'commit')).rejects.toThrow('before FinalizeBlock');
    const timeless = call(validator(), 'finalizeBlock', { txs: [], height: 1n });
    await expect(timeless).rejects.toThrow(RangeError);
  });

  test('passes each step around durability once, in order', async () => {
    const node = validator();
    await decide(node, 1, [batch(...events(1, 'a'))]);
    await decide(node, 2, []);
    expect(node.steps).toEqual([
      ...['finalized true', 'commit-asked true', 'committed true'],
      ...['finalized false', 'commit-asked false', 'committed false'],
    ]);
  });
});

describe('validators behind ABCI', () => {
  const offices = ['court', 'notary-office'].map((id) => testValidator('members', id));
  const policies = { 'governance.*': { rule: 'ANY', roles: ['admin'] } } as const;
  const members = consortium('members', { validators: offices, policies });
  const court = members.actors['admin@court'] as TestActor;
  const updateOf = (organisation: string, power: bigint) => ({
    pubKey: { ed25519: fromHex(testValidator('members', organisation).validatorKey) },
    power,
  });
  const chain = (validators: readonly object[]) => ({
    appStateBytes: Buffer.from(members.genesisText),
    initialHeight: 1n,
    validators,
  });
  let ids = 0;
  const asks = (type: string, data: JsonObject) => {
    ids += 1;
    return signed(members, court, { type: `governance.${type}`, id: `ask-${ids}`, data });
  };

  test('start a chain whose genesis has those of the ledger, in whatever order', async () => {
    const node = validator(1_000, members);
    const same = chain([updateOf('notary-office', 1n), updateOf('court', 1n)]);
    await expect(call(node, 'initChain', same)).resolves.toHaveProperty('appHash');
  });

  test.each([
    ['one is missing', [updateOf('court', 1n)]],
    ['a power is another', [updateOf('court', 1n), updateOf('notary-office', 2n)]],
    ['a key is of another kind', [updateOf('court', 1n), { power: 1n }]],
    ['there are none', []],
  ])('refuse a chain when %s', async (_, validators) => {
    const node = validator(1_000, members);
    await expect(call(node, 'initChain', chain(validators))).rejects.toThrow('validators');
  });

  test('go to CometBFT when a block changes them, each key once, and only then', async () => {
    const [one, two] = [validator(1_000_000, members), validator(1_000_000, members)];
    const limit = asks('SetPowerShareLimit', { numerator: 1, denominator: 1 });
    const heavier = (power: number) => asks('ReweighValidator', { organisation: 'court', power });
    const txs = [batch(limit, heavier(7), heavier(5))];
    const [first, second] = await Promise.all([one, two].map((node) => decide(node, 1, txs)));
    expect(first?.['validatorUpdates']).toEqual([updateOf('court', 5n)]);
    expect(second).toEqual(first);
    expect((await decide(one, 2, []))['validatorUpdates']).toEqual([]);
    const back = [batch(heavier(6), heavier(5))];
    expect((await decide(one, 3, back))['validatorUpdates']).toEqual([]);
  });

  test('are taken away with power 0 when their organisation is removed', async () => {
    const node = validator(1_000_000, members);
    const limit = asks('SetPowerShareLimit', { numerator: 1, denominator: 1 });
    const gone = asks('RemoveValidator', { organisation: 'notary-office' });
    const { validatorUpdates } = await decide(node, 1, [batch(limit, gone)]);
    expect(validatorUpdates).toEqual([updateOf('notary-office', 0n)]);
    expect(node.executor.validators().map(({ organisation }) => organisation)).toEqual(['court']);
  });
});
