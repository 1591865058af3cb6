import { describe, expect, it } from '@jest/globals';
import type { CheckedTexts } from '../../../src/consensus/admissionLane.js';
import { encodeTransaction } from '../../../src/consensus/cometbft/transaction.js';
import { VerifiedBatches } from '../../../src/consensus/cometbft/verifiedBatches.js';

const SOUND: CheckedTexts = { hashes: new Uint8Array(64), faults: [] };

let nonces = 0;

/** A transaction of one event that unfolds to `bytes` and a little more. */
function transactionOf(bytes: number): Uint8Array {
  nonces += 1;
  const event = { body: 'b'.repeat(bytes), signature: '00'.repeat(64) };
  return encodeTransaction([event], new Uint8Array(16).fill(nonces));
}

/** Batches whose checks end when the test says so; `open` are under way, the oldest first. */
function batchesWith(limits: { rememberedBytesMax?: number; checkedBytesMax?: number }) {
  const open: (() => void)[] = [];
  let begun = 0;
  const lane = {
    check: () => {
      begun += 1;
      return new Promise<CheckedTexts>((resolve) => open.push(() => resolve(SOUND)));
    },
    close: () => Promise.resolve(),
  };
  const all = { rememberedBytesMax: 1_000_000, checkedBytesMax: 1_000_000, ...limits };
  const batches = new VerifiedBatches(all, { lane, onVerified: () => undefined });
  /** Reads one that nobody holds up. */
  const read = async (transaction: Uint8Array): Promise<void> => {
    const verdict = batches.read(transaction);
    await settled();
    open.shift()?.();
    expect(await verdict).toHaveLength(1);
  };
  return { batches, open, read, begun: () => begun };
}

/** Everything that can go on by itself has done so. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

describe('what transactions unfold to', () => {
  it('is checked a little at a time, in the order of the questions', async () => {
    const { batches, open, begun } = batchesWith({ checkedBytesMax: 25_000 });
    const answered: number[] = [];
    const verdicts = [0, 1, 2, 3, 4, 5, 6, 7].map(async (number) => {
      await batches.read(transactionOf(10_000));
      answered.push(number);
    });
    for (let done = 0; done < verdicts.length; done += 1) {
      await settled();
      // Two have not filled the bound, a third has.
      expect(begun()).toBe(Math.min(3 + done, verdicts.length));
      open.shift()?.();
    }
    await Promise.all(verdicts);
    expect(answered).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('is checked when it is more than the bound, alone', async () => {
    const { read } = batchesWith({ checkedBytesMax: 10 });
    for (let count = 0; count < 3; count += 1) await read(transactionOf(50_000));
  });

  it('is what remembering is bounded by, not the bytes on the wire', async () => {
    const { read, begun } = batchesWith({ rememberedBytesMax: 25_000 });
    const [first, second, third] = [10_000, 10_000, 10_000].map(transactionOf) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    expect(first.length + second.length + third.length).toBeLessThan(1_000);
    for (const one of [first, second, first, second]) await read(one);
    expect(begun()).toBe(2);
    await read(third);
    await read(first);
    expect(begun()).toBe(4);
  });

  it('costs no check when a body is too short to be admissible', async () => {
    const { batches, begun } = batchesWith({});
    expect(await batches.read(transactionOf(127))).toBeUndefined();
    expect(begun()).toBe(0);
  });
});
