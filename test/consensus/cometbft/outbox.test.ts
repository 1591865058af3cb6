import { describe, expect, test } from '@jest/globals';
import { RpcLost, RpcRefused, RpcUnreachable } from '../../../src/consensus/cometbft/cometRpc.js';
import { Outbox, type OutboxOptions } from '../../../src/consensus/cometbft/outbox.js';
import { EngineStopped, Overloaded } from '../../../src/consensus/engine.js';
import { decodeTransaction } from '../../../src/consensus/cometbft/transaction.js';
import type { EventResult, OrderedEvent } from '../../../src/execution/ports.js';

const OPTIONS: OutboxOptions = {
  gatherMs: 0,
  batchBytes: 1_000,
  batchBytesMax: 2_000,
  pendingBytesMax: 10_000,
};

let events = 0;

/** An event of about `bytes` bytes; the outbox does not look into it. */
function event(bytes = 100): OrderedEvent {
  events += 1;
  const hash = events.toString(16).padStart(64, '0');
  return { body: 'b'.repeat(bytes), signature: '00'.repeat(16), hash };
}

const many = (count: number, bytes?: number) => Array.from({ length: count }, () => event(bytes));

interface Broadcast {
  readonly events: readonly OrderedEvent[];
  readonly transaction: Uint8Array;
  readonly taken: () => void;
  readonly failed: (error: Error) => void;
}

/** An outbox over a mempool that answers when the test says so. */
function outboxWith(options: Partial<OutboxOptions> = {}) {
  const sent: Broadcast[] = [];
  const arrivals: (() => void)[] = [];
  const made: (readonly OrderedEvent[])[] = [];
  const outbox = new Outbox(
    { ...OPTIONS, ...options },
    {
      broadcast: (transaction) =>
        new Promise((resolve, reject) => {
          const batch = made.at(-1) as readonly OrderedEvent[];
          sent.push({ events: batch, transaction, taken: resolve, failed: reject });
          arrivals.shift()?.();
        }),
      onBatch: (_transaction, batch) => made.push(batch),
      onNotTaken: () => undefined,
    },
  );
  /** Resolves with the next transaction that is sent. */
  const next = async (): Promise<Broadcast> => {
    if (sent.length === 0) await new Promise<void>((resolve) => arrivals.push(resolve));
    return sent.shift() as Broadcast;
  };
  return { outbox, next, sent };
}

function resultOf({ hash }: OrderedEvent, position = 7): EventResult {
  return {
    eventHash: hash,
    position,
    derived: 1,
    refused: null,
    proposed: false,
    duplicate: false,
  };
}

describe('the outbox', () => {
  test('gathers what several callers submit, and answers each from the block', async () => {
    const { outbox, next } = outboxWith();
    const [one, two] = [many(2), many(3)];
    const answers = [outbox.submit(one), outbox.submit(two)];
    const { events: batch, transaction, taken } = await next();
    expect(batch).toEqual([...one, ...two]);
    expect(decodeTransaction(transaction)?.map(({ body }) => body)).toEqual(
      batch.map(({ body }) => body),
    );
    taken();
    expect(outbox.pending()).toBe(5);
    outbox.settle(batch.map((item, index) => resultOf(item, index)));
    expect((await answers[0])?.map(({ position }) => position)).toEqual([0, 1]);
    expect((await answers[1])?.map(({ position }) => position)).toEqual([2, 3, 4]);
    expect([outbox.pending(), outbox.pendingBytes()]).toEqual([0, 0]);
  });

  test('answers all who wait for one event, whoever brought it into a block', async () => {
    const { outbox } = outboxWith();
    const same = event();
    const answers = [outbox.submit([same]), outbox.submit([event(), same])];
    outbox.settle([resultOf(same, 3)]);
    await expect(answers[0]).resolves.toEqual([resultOf(same, 3)]);
    expect(outbox.pending()).toBe(2);
  });

  test('keeps a submission together, and splits only what no transaction holds', async () => {
    const { outbox, next } = outboxWith();
    const [first, second, large] = [many(8), many(9), many(30)];
    for (const submission of [first, second, large]) void outbox.submit(submission);
    const sizes: number[] = [];
    for (let count = 0; count < 47;) {
      const { events: batch, taken } = await next();
      sizes.push(batch.length);
      count += batch.length;
      taken();
    }
    expect(sizes).toEqual([8, 9, 15, 15]);
  });

  test('sends a single event larger than a batch alone', async () => {
    const { outbox, next } = outboxWith();
    void outbox.submit([event(9_000)]);
    expect((await next()).events).toHaveLength(1);
  });

  test('sends the same events twice as two transactions', async () => {
    const { outbox, next } = outboxWith();
    const same = event();
    void outbox.submit([same]);
    const first = await next();
    void outbox.submit([same]);
    const second = await next();
    expect(Buffer.from(first.transaction).equals(second.transaction)).toBe(false);
  });

  test('pushes back beyond its bytes, but never on a submission alone', async () => {
    const { outbox, next } = outboxWith();
    const alone = many(1, 20_000);
    const answer = outbox.submit(alone);
    await expect(outbox.submit([event()])).rejects.toBeInstanceOf(Overloaded);
    (await next()).taken();
    outbox.settle(alone.map((item) => resultOf(item)));
    await answer;
    void outbox.submit([event()]);
    expect(outbox.pending()).toBe(1);
  });

  test.each([
    ['CometBFT is not there', new RpcUnreachable('ECONNREFUSED'), Overloaded],
    ['the mempool is full', new RpcRefused('mempool is full'), Overloaded],
    ['the answer is lost', new RpcLost('socket hang up'), EngineStopped],
  ])('tells the caller what it can know when %s', async (_what, error, kind) => {
    const { outbox, next } = outboxWith();
    const answer = outbox.submit(many(2));
    const outcome = expect(answer).rejects.toBeInstanceOf(kind);
    (await next()).failed(error);
    await outcome;
    expect([outbox.pending(), outbox.pendingBytes()]).toEqual([0, 0]);
  });

  test('does not say that nothing was ordered when half of a submission was sent', async () => {
    const { outbox, next } = outboxWith();
    const answer = expect(outbox.submit(many(30))).rejects.toBeInstanceOf(EngineStopped);
    (await next()).taken();
    (await next()).failed(new RpcRefused('mempool is full'));
    await answer;
    expect(outbox.pending()).toBe(0);
  });

  test('lets everybody know when the mempool is gone, and goes on afterwards', async () => {
    const { outbox, next } = outboxWith();
    const lost = [outbox.submit(many(2)), outbox.submit(many(2))];
    const outcomes = lost.map((answer) => expect(answer).rejects.toBeInstanceOf(EngineStopped));
    outbox.lose('CometBFT has ended');
    await Promise.all(outcomes);
    const fresh = many(1);
    const answer = outbox.submit(fresh);
    (await next()).taken();
    outbox.settle(fresh.map((item) => resultOf(item)));
    await expect(answer).resolves.toHaveLength(1);
  });

  test('answers an empty submission at once', async () => {
    await expect(outboxWith().outbox.submit([])).resolves.toEqual([]);
  });
});
