/** What the schema says of a ledger that validators keep, and of one that they do not. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyReceipt } from '../../../src/ledger/verifyReceipt.js';
import { CertifiedStory } from '../../client/verifier/certifiedStory.js';
import { LedgerUnderTest } from '../ledgerUnderTest.js';

const RECEIPT = '{ receipt(position: 1) { document checkpoint { size } } }';
const BLOCKS = '{ blocks(first: 5) { nodes { height certificate } } }';

describe('where validators keep the ledger', () => {
  let story: CertifiedStory;
  beforeAll(() => {
    story = new CertifiedStory();
  });
  afterAll(() => story.close());

  it('a receipt carries their certificate, and verifies by it', async () => {
    const { receipt } = (await story.ask(RECEIPT)) as { receipt: { document: string } };
    const { ledger, genesisText: genesis } = story.kit;
    const verdict = verifyReceipt(receipt.document, { ledger, genesis });
    expect(verdict).toMatchObject({ ok: true, quorum: { power: 4, totalPower: 4 } });
  });

  it('a block has it as soon as they have signed, and a receipt waits for it', async () => {
    story.pendingFrom = 1;
    const { blocks } = (await story.ask(BLOCKS)) as {
      blocks: { nodes: readonly { height: string; certificate: string | null }[] };
    };
    expect(blocks.nodes.map(({ certificate }) => certificate === null)).toEqual([false, true]);
    const { code } = (await story.fault(RECEIPT)) as { code: string };
    expect(code).toBe('CERTIFICATE_PENDING');
    story.pendingFrom = Number.MAX_SAFE_INTEGER;
  });
});

describe('where one operator keeps the ledger', () => {
  it('no block has a certificate', async () => {
    const ledger = new LedgerUnderTest();
    const { blocks } = (await ledger.ask(BLOCKS)) as {
      blocks: { nodes: readonly { certificate: string | null }[] };
    };
    expect(blocks.nodes.map(({ certificate }) => certificate)).toEqual([null]);
    await ledger.close();
  });
});
