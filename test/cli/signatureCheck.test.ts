import { describe, expect, it } from '@jest/globals';
import { checkChunk } from '../../src/cli/audit/signatureCheck.js';
import type { Finding } from '../../src/cli/audit/finding.js';
import type { Head } from '../../src/execution/ports.js';
import type { GenesisValidator } from '../../src/ledger/genesis.js';
import { checkpointSigner } from '../../src/node/checkpointSigner.js';
import { consortium, publicHex, seededKey, type TestConsortium } from '../support/consortium.js';
import { straightRun } from '../support/straightRun.js';

const VALIDATOR: GenesisValidator = {
  organisation: 'court',
  validatorKey: publicHex(seededKey('validator')),
  nodeId: 'cd'.repeat(20),
  power: 1,
};
const ONE_OPERATOR = consortium('signatures');
const VALIDATORS = consortium('signatures', { validators: [VALIDATOR] });
/** A node key that no genesis document names. */
const FOREIGN_KEY = consortium('another node').nodePrivateKey;

/** What the check says of the genesis block of `kit` with a checkpoint by `privateKey`. */
function checked(
  { genesis, genesisText, ledger }: TestConsortium,
  privateKey: string,
  change: (note: string) => string = (note) => note,
): Finding | undefined {
  const [head] = straightRun(genesisText, []).heads as [Head];
  const signed = checkpointSigner(privateKey, VALIDATORS.genesis)(head);
  const heads = [{ header: head.headerText, checkpoint: change(signed) }];
  return checkChunk({ entries: [], heads }, { ledger, genesis }).finding;
}

const ofTwoEntries = (note: string): string => note.replace(/\n1\n/, '\n2\n');
const withSecondLine = (note: string): string => `${note}${note.trimEnd().split('\n').at(-1)}\n`;

describe('the checkpoint of a block', () => {
  it('by the node key that genesis names is accepted, whoever keeps the ledger', () => {
    expect(checked(ONE_OPERATOR, ONE_OPERATOR.nodePrivateKey)).toBeUndefined();
    expect(checked(VALIDATORS, VALIDATORS.nodePrivateKey)).toBeUndefined();
  });

  it('by another key is a finding where one operator keeps the ledger', () => {
    expect(checked(ONE_OPERATOR, FOREIGN_KEY)).toEqual({
      position: 0,
      check: 'checkpoint',
      what: 'block 0: no key of the genesis document has signed the checkpoint',
    });
  });

  it('by another key is that of a node that joined later, where validators keep the ledger', () => {
    expect(checked(VALIDATORS, FOREIGN_KEY)).toBeUndefined();
  });

  it.each([
    ['states another size', ofTwoEntries, 'is of another size, root or block header'],
    ['has a second line', withSecondLine, 'has not exactly one signature'],
  ])('by a node that joined later is a finding all the same when it %s', (_, change, what) => {
    expect(checked(VALIDATORS, FOREIGN_KEY, change)?.what).toBe(`block 0: the checkpoint ${what}`);
  });

  it.each([
    ['one operator', ONE_OPERATOR],
    ['validators', VALIDATORS],
  ])('changed after the named key has signed it is a finding, where %s keep it', (_who, kit) => {
    expect(checked(kit, kit.nodePrivateKey, ofTwoEntries)?.check).toBe('checkpoint');
  });
});
