import { describe, expect, it } from '@jest/globals';
import { toHex } from '../../../src/crypto/bytes.js';
import type { LightBlock } from '../../../src/ledger/cometbft/lightBlock.js';
import { cometHeaderHash } from '../../../src/ledger/cometbft/lightBlock.js';
import { encodeLightBlock, readLightBlock } from '../../../src/ledger/cometbft/lightBlockText.js';
import {
  type CometValidator,
  inCometOrder,
  cometBftName,
  validatorSetHash,
} from '../../../src/ledger/cometbft/validatorSet.js';
import {
  lightBlockFault,
  type LightBlockFault,
  withRightVotes,
} from '../../../src/ledger/cometbft/verifyLightBlock.js';
import { parseCanonical } from '../../../src/ledger/parseEvent.js';
import { CHAIN_ID, CHANGED_AT, RECORDED, recorded } from './recordedBlocks.js';

describe('the blocks of a real network', () => {
  it('have the hash by which their validators name them', () => {
    for (const { block, hash } of RECORDED) expect(toHex(cometHeaderHash(block.header))).toBe(hash);
  });

  it('carry the hash of their validators, and of the next ones, in CometBFT’s order', () => {
    for (const { block, validators, addresses } of RECORDED) {
      expect(block.header.validatorsHash).toBe(validatorSetHash(validators));
      expect(inCometOrder([...validators].reverse())).toEqual(validators);
      expect(validators.map(({ key }) => cometBftName(key))).toEqual(addresses);
      const next = RECORDED[block.header.height]?.validators;
      if (next !== undefined) expect(block.header.nextValidatorsHash).toBe(validatorSetHash(next));
    }
  });

  it('are decided by their validators in any round, with votes missing or for no block', () => {
    const rounds = new Set<number>();
    for (const { block, validators } of RECORDED) {
      expect(lightBlockFault(block, { chainId: CHAIN_ID, validators })).toBeUndefined();
      rounds.add(block.round);
    }
    expect([...rounds]).toEqual([0, 1]);
    expect(RECORDED.some(({ block }) => block.votes.includes(null))).toBe(true);
  });

  it('are written and read back as they are', () => {
    for (const { block } of RECORDED) {
      expect(readLightBlock(parseCanonical(encodeLightBlock(block)))).toEqual(block);
    }
  });

  it('are not decided by the set that was replaced', () => {
    for (const height of CHANGED_AT) {
      const { validators } = recorded(height - 1);
      const { block } = recorded(height);
      expect(lightBlockFault(block, { chainId: CHAIN_ID, validators })).toBe('VALIDATORS');
    }
  });
});

describe('a light block that is not decided', () => {
  const { block, validators } = recorded(3);
  const faultOf = (changed: LightBlock, set: readonly CometValidator[] = validators) =>
    lightBlockFault(changed, { chainId: CHAIN_ID, validators: set });
  const without = (...gone: readonly number[]) => ({
    ...block,
    votes: block.votes.map((vote, at) => (gone.includes(at) ? null : vote)),
  });

  it('has exactly two thirds of the power, or less', () => {
    expect(faultOf(without(0))).toBeUndefined();
    expect(faultOf(without(0, 1))).toBe('VOTING_POWER');
    expect(faultOf(without(0, 1, 2, 3))).toBe('VOTING_POWER');
    // Of three with the powers 3, 1 and 1, the first two decide; the last two do not.
    const { block: uneven, validators: set } = recorded(11);
    expect(uneven.votes.map((vote) => vote !== null)).toEqual([true, false, true]);
    expect(faultOf(uneven, set)).toBeUndefined();
    const firstOnly = { ...uneven, votes: [uneven.votes[0] ?? null, null, null] };
    expect(faultOf(firstOnly, set)).toBe('VOTING_POWER');
  });

  it('counts one signature in two places', () => {
    const [first = null, , ...rest] = block.votes;
    expect(faultOf({ ...block, votes: [first, first, ...rest] })).toBe('VOTE_SIGNATURE');
  });

  it('has votes that are not one for each validator', () => {
    expect(faultOf({ ...block, votes: block.votes.slice(1) })).toBe('VOTE_COUNT');
    expect(faultOf({ ...block, votes: [...block.votes, null] })).toBe('VOTE_COUNT');
  });

  const other = recorded(4).block;
  const cases: readonly (readonly [LightBlockFault, string, LightBlock])[] = [
    ['VOTE_SIGNATURE', 'of another height', { ...block, votes: other.votes }],
    ['VOTE_SIGNATURE', 'of another round', { ...block, round: 1 }],
    ['VOTE_SIGNATURE', 'for other parts', { ...block, parts: other.parts }],
    [
      'VOTE_SIGNATURE',
      'for another header',
      { ...block, header: { ...block.header, appHash: '' } },
    ],
    ['VOTE_SIGNATURE', 'in another order', { ...block, votes: [...block.votes].reverse() }],
    ['CHAIN_ID', 'on another chain', { ...block, header: { ...block.header, chainId: 'other' } }],
  ];
  it.each(cases)('%s: has votes %s', (code, _, changed) => {
    expect(faultOf(changed)).toBe(code);
  });

  it('has its wrong votes left out, and then stands with what remains', () => {
    const [first = null, second = null, ...rest] = block.votes;
    const swapped = { ...block, votes: [second, first, ...rest] };
    const right = withRightVotes(swapped, validators);
    expect(right.votes).toEqual([null, null, ...rest]);
    expect(faultOf(right)).toBe('VOTING_POWER');
    expect(withRightVotes(block, validators)).toEqual(block);
  });

  it('is named by a set with other powers, or with one key twice', () => {
    const [first, ...others] = validators as readonly [CometValidator, ...CometValidator[]];
    expect(faultOf(block, [{ ...first, power: 2 }, ...others])).toBe('VALIDATORS');
    expect(faultOf(block, [first, first, ...others.slice(1)])).toBe('VALIDATORS');
  });
});

describe('a single byte of a light block', () => {
  it('cannot be changed: it is refused by the reader or by the verifier', () => {
    const { block, validators } = recorded(7);
    const text = encodeLightBlock(block);
    let verified = 0;
    for (let at = 0; at < text.length; at += 1) {
      for (const replacement of replacements(text.charAt(at))) {
        const changed = text.slice(0, at) + replacement + text.slice(at + 1);
        const read = readLightBlock(parseCanonical(changed));
        if (read === undefined) continue;
        verified += 1;
        const fault = lightBlockFault(read, { chainId: CHAIN_ID, validators });
        expect({ at, changed: fault !== undefined }).toEqual({ at, changed: true });
      }
    }
    expect(verified).toBeGreaterThan(text.length / 2);
  });
});

/** Another digit where there is one, a digit where there is none, and a break of the form. */
function replacements(character: string): readonly string[] {
  return [character === '1' ? '2' : '1', character === 'a' ? 'b' : 'a', '"', '0'].filter(
    (other) => other !== character,
  );
}
