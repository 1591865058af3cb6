import { describe, expect, test } from '@jest/globals';
import { fetchValidators, UnreadableBlock } from '../../../src/consensus/cometbft/lightBlocks.js';

/** Answers every page with a hundred validators, and says that there are `total`. */
function memberWith(total: number) {
  let pages = 0;
  return {
    pages: () => pages,
    call: <Result>() => {
      const validators = Array.from({ length: 100 }, (_, number) => {
        const key = Buffer.alloc(32);
        key.writeUInt32BE(100 * pages + number);
        return { pub_key: { type: '', value: key.toString('base64') }, voting_power: '1' };
      });
      pages += 1;
      return Promise.resolve({ validators, total: String(total) } as Result);
    },
  };
}

describe('a set of validators that is fetched', () => {
  test('comes page by page', async () => {
    const member = memberWith(300);
    await expect(fetchValidators(member, 7)).resolves.toHaveLength(300);
    expect(member.pages()).toBe(3);
  });

  test('is given up when the one who is asked never comes to its end', async () => {
    const endless = memberWith(Number.MAX_SAFE_INTEGER);
    await expect(fetchValidators(endless, 7)).rejects.toThrow(UnreadableBlock);
    expect(endless.pages()).toBe(101);
  });
});
