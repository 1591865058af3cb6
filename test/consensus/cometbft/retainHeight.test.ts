import { describe, expect, test } from '@jest/globals';
import { retainHeight } from '../../../src/consensus/cometbft/retainHeight.js';

const needs = { keepBlocks: 100, engineHeight: 1_000, followed: 999, joinersFrom: 950 };

describe('the lowest block that CometBFT has to keep', () => {
  test('is no height at all when the operator keeps everything', () => {
    expect(retainHeight({ ...needs, keepBlocks: 0 })).toBe(0);
  });

  test('leaves as many blocks as the operator keeps', () => {
    expect(retainHeight(needs)).toBe(901);
    expect(retainHeight({ ...needs, keepBlocks: 1_000 })).toBe(1);
    expect(retainHeight({ ...needs, keepBlocks: 5_000 })).toBe(0);
  });

  test('is never above a block that certificates have not been made of', () => {
    expect(retainHeight({ ...needs, followed: 700 })).toBe(701);
    expect(retainHeight({ ...needs, followed: 0 })).toBe(1);
    expect(retainHeight({ ...needs, followed: undefined })).toBe(901);
  });

  test('is never above the oldest snapshot that others may join from', () => {
    expect(retainHeight({ ...needs, joinersFrom: 600 })).toBe(600);
    expect(retainHeight({ ...needs, joinersFrom: 1 })).toBe(1);
    expect(retainHeight({ ...needs, joinersFrom: undefined })).toBe(901);
  });

  test('is never above the block that is being committed', () => {
    const none = { followed: undefined, joinersFrom: undefined };
    expect(retainHeight({ keepBlocks: 1, engineHeight: 7, ...none })).toBe(7);
  });
});
