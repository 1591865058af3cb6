/**
 * What must hold of a network at the end of every manifest, asked through GraphQL and CometBFT's
 * RPC of every node: no fork, every acknowledged event once and at the place that its caller was
 * told, nothing bad in any block, blocks decided within one round more, receipts that hold.
 */
import { expect } from '@jest/globals';
import { verifyReceipt } from '../../src/ledger/verifyReceipt.js';
import { expectEqualBlocks } from '../consortium/equalBlocks.js';
import { type NodeIndex, ORGANISATIONS } from '../support/live/consortiumNetwork.js';
import { ask } from '../support/live/graphqlClient.js';
import { impairedBy, type Manifest } from './manifest.js';
import { accusations, validatorAddress } from './misbehaviour.js';
import type { Run, Standstill } from './runManifest.js';
import { LIE_ID, type TestNetwork } from './testNetwork.js';

/** As many blocks as a query may ask for. */
const PAGE = 100;
const RECEIPTS = 5;
/** CometBFT counts rounds from 0: a proposer that is away costs one. */
const EXTRA_ROUNDS_MAX = 1;
const DOUBLE_VOTE = 'tendermint/DuplicateVoteEvidence';

interface Decided {
  readonly height: number;
  readonly round: number;
  readonly hash: string;
  readonly appHash: string;
}

export async function expectAgreement(manifest: Manifest, run: Run): Promise<void> {
  const { network, standstills } = run;
  await expectEqualBlocks(network.consortium, network.nodes);
  await expectSameLedgerBlocks(network);
  const decided = await expectSameDecisions(network);
  expectFewRounds(decided, standstills);
  await expectGoodTransactions(network, decided.length);
  for (const node of network.nodes) await expectOnceEach(network, node);
  for (const node of network.nodes) await expectReceipts(network, node);
  const signers = manifest.faults.filter(({ kind }) => kind === 'double-sign');
  await expectEvidence(network, signers.flatMap(impairedBy), decided.length);
}

/** Every header of the ledger, with its root and state, is the same everywhere. */
async function expectSameLedgerBlocks(network: TestNetwork): Promise<void> {
  const [first, ...others] = await Promise.all(
    network.nodes.map((node) => paged(network, node, 'blocks', 'height hash header root state')),
  );
  for (const blocks of others) expect(blocks).toEqual(first);
}

/** The block of CometBFT at every height, with the round that decided it; the same everywhere. */
async function expectSameDecisions(network: TestNetwork): Promise<readonly Decided[]> {
  const heights = await Promise.all(
    network.nodes.map((node) =>
      network.rpc<{ sync_info: { latest_block_height: string } }>(node, 'status'),
    ),
  );
  const common = Math.min(
    ...heights.map(({ sync_info: { latest_block_height: height } }) => Number(height)),
  );
  const [first, ...others] = await Promise.all(
    network.nodes.map(async (node) => {
      const decided: Decided[] = [];
      for (let at = 1; at <= common; at += 1) decided.push(await decidedAt(network, node, at));
      return decided;
    }),
  );
  const blocks = (some: readonly Decided[] | undefined) =>
    some?.map(({ height, hash, appHash }) => ({ height, hash, appHash }));
  for (const other of others) expect(blocks(other)).toEqual(blocks(first));
  return first as readonly Decided[];
}

async function decidedAt(network: TestNetwork, node: NodeIndex, height: number): Promise<Decided> {
  const { signed_header: signed } = await network.rpc<{
    signed_header: {
      header: { app_hash: string };
      commit: { round: number; block_id: { hash: string } };
    };
  }>(node, 'commit', { height: String(height) });
  const { header, commit } = signed;
  return { height, round: commit.round, hash: commit.block_id.hash, appHash: header.app_hash };
}

function expectFewRounds(decided: readonly Decided[], standstills: readonly Standstill[]): void {
  const stood = ({ height }: Decided): boolean =>
    standstills.some(({ from, to }) => height >= from && height <= to);
  const slow = decided.filter((block) => block.round > EXTRA_ROUNDS_MAX && !stood(block));
  expect(slow).toEqual([]);
}

/** A batch that validators should have refused would be in a block with the code of a bad one. */
async function expectGoodTransactions(network: TestNetwork, heights: number): Promise<void> {
  for (let height = 1; height <= heights; height += 1) {
    const { txs_results: results } = await network.rpc<{
      txs_results: readonly { readonly code: number }[] | null;
    }>(0, 'block_results', { height: String(height) });
    for (const { code } of results ?? []) expect({ height, code }).toEqual({ height, code: 0 });
  }
}

/** The log of `node`: no gap, each signed id once, the acknowledged where they were said to be. */
async function expectOnceEach(network: TestNetwork, node: NodeIndex): Promise<void> {
  const entries = await paged<{ position: string; type: string; event: { id?: string } }>(
    network,
    node,
    'entries',
    'position type event',
  );
  expect(entries.map(({ position }) => Number(position))).toEqual(entries.map((_, at) => at));
  const signed = entries.filter(({ type }) => type === 'evidence.RegisterItem');
  const places = new Map(signed.map(({ position, event }) => [event.id, Number(position)]));
  expect([...places.keys()].filter((id) => id?.startsWith(LIE_ID))).toEqual([]);
  expect(places.size).toBe(signed.length);
  for (const [id, position] of network.submissions.acknowledged) {
    expect([id, places.get(id)]).toEqual([id, position]);
  }
}

/** Some of the receipts that `node` gives, before the verifier that callers have. */
async function expectReceipts(network: TestNetwork, node: NodeIndex): Promise<void> {
  const { consortium, submissions } = network;
  const { ledgerId: ledger, genesisText: genesis } = consortium.ledger;
  const { url } = consortium.server(node);
  const positions = [...submissions.acknowledged.values()];
  const step = Math.ceil(positions.length / RECEIPTS);
  for (const position of positions.filter((_, at) => at % step === node % step)) {
    const query = `{ receipt(position: ${position}) { document } }`;
    const { receipt } = await ask<{ receipt: { document: string } }>(url, query);
    const verdict = verifyReceipt(receipt.document, { ledger, genesis });
    expect(verdict).toMatchObject({ ok: true, quorum: { validators: 4 } });
  }
}

/** Double votes stand in blocks, for everybody to see, and nobody else is accused. */
async function expectEvidence(
  network: TestNetwork,
  signers: readonly NodeIndex[],
  heights: number,
): Promise<void> {
  const addresses = signers.map((node) => validatorAddress(network, node));
  const expected = (await Promise.all(addresses)).map((address) => `${DOUBLE_VOTE} ${address}`);
  const found = await accusations(network, 0, { from: 1, to: heights });
  const accused = found.map(({ type, validator }) => `${type} ${validator}`);
  expect(new Set(accused)).toEqual(new Set(expected));
  for (const node of signers) await expectCounted(network, ORGANISATIONS[node]);
}

/** Operators learn of it from a node that has run since. */
async function expectCounted({ consortium, nodes }: TestNetwork, accused: string): Promise<void> {
  const metrics = await Promise.all(
    nodes.map(async (node) => {
      const answer = await fetch(`http://127.0.0.1:${consortium.server(node).port}/metrics`);
      return answer.text();
    }),
  );
  const counted = `civic_ledger_consensus_misbehaviours{organisation="${accused}"}`;
  expect(metrics.join('\n')).toContain(counted);
}

/** Every member of a connection, in order. */
async function paged<Member>(
  network: TestNetwork,
  node: NodeIndex,
  list: string,
  fields: string,
): Promise<readonly Member[]> {
  const { url } = network.consortium.server(node);
  const query = `query Page($after: String) { page: ${list}(first: ${PAGE}, after: $after) {
    nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`;
  const members: Member[] = [];
  for (let after: string | null = null; ;) {
    const { page }: { page: Page<Member> } = await ask(url, query, { after });
    members.push(...page.nodes);
    if (!page.pageInfo.hasNextPage) return members;
    after = page.pageInfo.endCursor;
  }
}

interface Page<Member> {
  readonly nodes: readonly Member[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}
