/**
 * Who votes changes while the network runs, by the commands that members use: a fifth validator
 * joins, and one of the first four is removed and stopped. What CometBFT has at which height is
 * read from its own RPC.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import {
  type ConsortiumNetwork,
  FIFTH,
  makeConsortium,
  type NodeIndex,
  NODES,
  ORGANISATIONS,
  runProgram,
  until,
} from '../support/live/consortiumNetwork.js';
import { ask } from '../support/live/graphqlClient.js';
import { askRpc } from '../support/live/nodeRpc.js';
import { storedBlocks, storedHeaders, withStoredLog } from '../support/live/storedLog.js';
import { straightRun } from '../support/straightRun.js';
import { expectEqualBlocks } from './equalBlocks.js';
import { Submissions } from './submissions.js';

const STEP_MS_MAX = 240_000;
const ALL: readonly NodeIndex[] = [...NODES, FIFTH];
const REMAINING: readonly NodeIndex[] = [1, 2, 3, FIFTH];

interface Listed {
  readonly organisationId: string;
  readonly validatorKey: string;
  readonly power: number;
  readonly status: string;
}

interface CometBftSet {
  readonly validators: readonly { readonly address: string; readonly voting_power: string }[];
}

let network: ConsortiumNetwork;
let submissions: Submissions;

beforeAll(async () => {
  network = await makeConsortium();
  submissions = new Submissions(network.ledger.depositor);
  await network.start(NODES);
}, STEP_MS_MAX);

afterAll(async () => {
  await network.remove();
}, STEP_MS_MAX);

/** Runs a command that the admin of `node`'s organisation signs. */
function asAdmin(node: NodeIndex, ...args: readonly string[]): string {
  const signer = ['--as', `admin@${ORGANISATIONS[node]}`, '--data', network.directory(node)];
  return runProgram([...args, ...signer, '--url', `${network.server(node).url}`]);
}

/** What the admins of `nodes` agree on: the first proposes, the others approve. */
function agree(nodes: readonly NodeIndex[], ...args: readonly string[]): void {
  const [proposer, ...approvers] = nodes as readonly [NodeIndex, ...NodeIndex[]];
  const proposal = /id ([0-9a-f]{64})/.exec(asAdmin(proposer, ...args))?.[1] as string;
  const answers = approvers.map((node) => asAdmin(node, 'proposal', 'approve', proposal));
  expect(answers.at(-1)).toContain('the proposal is executed\n');
}

function validatorsAt(node: NodeIndex): readonly Listed[] {
  const { url } = network.server(node);
  return JSON.parse(runProgram(['validator', 'list', '--json', '--url', url])) as Listed[];
}

function addressOf(node: NodeIndex): string {
  const listed = validatorsAt(node).find(
    ({ organisationId }) => organisationId === ORGANISATIONS[node],
  );
  const key = Buffer.from(listed?.validatorKey ?? '', 'hex');
  return createHash('sha256').update(key).digest('hex').slice(0, 40).toUpperCase();
}

/** Asks the CometBFT of `node`. */
function asked<Answer>(node: NodeIndex, method: string, params: object): Promise<Answer> {
  return askRpc<Answer>(network.directory(node), method, params);
}

async function heightOf(node: NodeIndex): Promise<number> {
  const { sync_info: sync } = await asked<{ sync_info: { latest_block_height: string } }>(
    node,
    'status',
    {},
  );
  return Number(sync.latest_block_height);
}

/** The last height whose block changed the validators. */
async function lastChange(node: NodeIndex): Promise<number> {
  for (let height = await heightOf(node); height > 0; height -= 1) {
    const { validator_updates: updates } = await asked<{ validator_updates?: object[] }>(
      node,
      'block_results',
      { height: String(height) },
    );
    if (updates !== undefined && updates !== null && updates.length > 0) return height;
  }
  throw new Error('no block has changed the validators');
}

async function votersAt(node: NodeIndex, height: number): Promise<readonly string[]> {
  return [...(await powersAt(node, height)).keys()];
}

/** Voting power at CometBFT's `height`, by address. */
async function powersAt(node: NodeIndex, height: number): Promise<ReadonlyMap<string, number>> {
  const { validators } = await asked<CometBftSet>(node, 'validators', { height: String(height) });
  return new Map(validators.map(({ address, voting_power: power }) => [address, Number(power)]));
}

/** The addresses whose votes made the block of `height` final. */
async function signersOf(node: NodeIndex, height: number): Promise<readonly string[]> {
  const { signed_header: header } = await asked<{
    signed_header: {
      commit: { signatures: { block_id_flag: number; validator_address: string }[] };
    };
  }>(node, 'commit', { height: String(height) });
  const votes = header.commit.signatures.filter(({ block_id_flag: flag }) => flag === 2);
  return votes.map(({ validator_address: address }) => address);
}

describe('a fifth validator', () => {
  it(
    'follows the log as a node before it has a vote',
    async () => {
      await submissions.everywhere(network, NODES, 10);
      network.join(2);
      await network.start([FIFTH]);
      await submissions.everywhere(network, ALL, 5);
      await expectEqualBlocks(network, ALL);
      expect(validatorsAt(FIFTH)).toHaveLength(NODES.length);
    },
    STEP_MS_MAX,
  );

  it(
    'votes from the second block after the one in which the others have agreed',
    async () => {
      agree([FIFTH, 2, 0], 'validator', 'add');
      const address = addressOf(FIFTH);
      const height = await lastChange(0);
      await submissions.everywhere(network, ALL, 5);
      await until('two blocks more', async () => (await heightOf(0)) >= height + 2);
      expect(await votersAt(0, height + 1)).not.toContain(address);
      expect(await votersAt(0, height + 2)).toContain(address);
      await expectEqualBlocks(network, ALL);
    },
    STEP_MS_MAX,
  );

  it(
    'signs blocks, and every node shows it among five of equal power',
    async () => {
      const address = addressOf(FIFTH);
      await until('its vote in a block', async () => {
        await submissions.everywhere(network, ALL, 2);
        return (await signersOf(1, (await heightOf(1)) - 1)).includes(address);
      });
      for (const node of ALL) {
        expect(validatorsAt(node).map(({ status, power }) => [status, power])).toEqual(
          Array.from({ length: 5 }, () => ['ACTIVE', 10]),
        );
      }
    },
    STEP_MS_MAX,
  );
});

describe('a validator of another weight', () => {
  it(
    'has its new power from the second block after the agreement, and its old one again',
    async () => {
      const address = addressOf(2);
      for (const [before, after] of [
        [10, 20],
        [20, 10],
      ] as const) {
        agree([1, 3, FIFTH], 'validator', 'reweigh', ORGANISATIONS[2], String(after));
        const height = await lastChange(0);
        await submissions.everywhere(network, ALL, 2);
        await until('two blocks more', async () => (await heightOf(0)) >= height + 2);
        expect((await powersAt(0, height + 1)).get(address)).toBe(before);
        expect((await powersAt(0, height + 2)).get(address)).toBe(after);
      }
      await expectEqualBlocks(network, ALL);
    },
    STEP_MS_MAX,
  );
});

describe('a removed validator', () => {
  it(
    'counts no longer from the second block after: the network goes on without it and one more',
    async () => {
      const address = addressOf(0);
      agree([2, 3, FIFTH], 'validator', 'remove', 'notary-office');
      const height = await lastChange(2);
      await submissions.everywhere(network, REMAINING, 5);
      await until('two blocks more', async () => (await heightOf(2)) >= height + 2);
      expect(await votersAt(2, height + 1)).toContain(address);
      expect(await votersAt(2, height + 2)).not.toContain(address);
      await network.stop([0]);
      await network.kill(1);
      // Three of four decide; three of five could not.
      await submissions.everywhere(network, [2, 3, FIFTH], 10);
      await network.start([1]);
      await expectEqualBlocks(network, REMAINING);
    },
    STEP_MS_MAX,
  );

  it(
    'may still follow the log, as a node without a vote',
    async () => {
      await network.start([0]);
      await submissions.everywhere(network, [0, FIFTH], 5);
      await expectEqualBlocks(network, ALL);
      const { organisation } = await ask<{ organisation: { validator: Listed } }>(
        network.server(0).url,
        '{ organisation(id: "notary-office") { validator { status } } }',
      );
      expect(organisation.validator.status).toBe('REMOVED');
    },
    STEP_MS_MAX,
  );
});

describe('the five logs', () => {
  it(
    'are one log, which one node alone makes as well, changes of validators included',
    async () => {
      await network.stop(ALL);
      const { genesisText } = network.ledger;
      const [first, ...others] = ALL.map((node) =>
        withStoredLog(network.directory(node), (log) => ({
          headers: storedHeaders(log),
          blocks: [...storedBlocks(log)],
        })),
      );
      for (const { headers } of others) expect(headers).toEqual(first?.headers);
      const { heads } = straightRun(genesisText, first?.blocks ?? []);
      expect(heads.map(({ headerText }) => headerText)).toEqual(first?.headers);
    },
    STEP_MS_MAX,
  );

  it.each([
    ['of a validator from the start', 3],
    ['of the one that joined, whose key genesis does not name', FIFTH],
  ] as const)(
    'pass the audit: the log %s',
    (_whose, node) => {
      const data = network.directory(node);
      const pinned = ['--genesis', join(data, 'genesis.json')];
      const audit = runProgram(['audit', join(data, 'ledger.sqlite'), ...pinned, '--json']);
      expect(JSON.parse(audit)).toMatchObject({ ok: true });
    },
    STEP_MS_MAX,
  );
});
