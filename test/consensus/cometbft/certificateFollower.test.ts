import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertificateFollower } from '../../../src/consensus/cometbft/certificateFollower.js';
import { RpcRefused } from '../../../src/consensus/cometbft/cometRpc.js';
import type { LightBlockRpc } from '../../../src/consensus/cometbft/lightBlocks.js';
import { parseCertificate } from '../../../src/ledger/cometbft/certificate.js';
import { validatorSetHash } from '../../../src/ledger/cometbft/validatorSet.js';
import { verifyCertificate } from '../../../src/ledger/cometbft/verifyCertificate.js';
import { CertificateStore, openLogCertificates } from '../../../src/store/certificateStore.js';
import { ANSWERS, CHAIN_ID, RECORDED, recorded } from '../../ledger/cometbft/recordedBlocks.js';

const GENESIS_SET = recorded(1).validators;
const TRUST = { chainId: CHAIN_ID, validators: GENESIS_SET };
/** The validators of the block after are recorded too. */
const LAST = RECORDED.length - 1;
/** The app hashes of the recorded network, as if each were the hash of a ledger's block. */
const APP_HASHES = [...new Set(RECORDED.slice(0, LAST).map(({ block }) => block.header.appHash))];

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'civic-ledger-certificates-'));
  path = join(folder, 'certificates.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Answers = typeof ANSWERS;

/** CometBFT with the recorded blocks; it refuses what it does not have. */
function cometBft(answers: Answers = ANSWERS): LightBlockRpc & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    call: async <Result>(method: string, params: object) => {
      const { height } = params as { readonly height: string };
      asked.push(`${method} ${height}`);
      const found = answers[Number(height) - 1];
      if (found === undefined) throw new RpcRefused('no such height');
      const { signedHeader, validators } = found;
      const total = String(validators.length);
      const answer = method === 'commit' ? { signed_header: signedHeader } : { validators, total };
      return (await Promise.resolve(answer)) as Result;
    },
  };
}

/** Follows up to `height`; resolves when it is there, or with the fault that stopped it. */
function follow(store: CertificateStore, rpc: LightBlockRpc, height: number): Promise<unknown> {
  return new Promise((resolve) => {
    const follower = new CertificateFollower(TRUST, {
      rpc,
      keeping: {
        followed: () => store.followed(),
        lastChange: () => store.lastChange(),
        has: (at) => store.has(at),
        keep: (block) => {
          store.keep(block);
          if (block.engineHeight < height) return;
          follower.close();
          resolve('followed');
        },
      },
      headerHash: (at) => APP_HASHES[at],
      onCertified: () => undefined,
      onFault: (error) => {
        follower.close();
        resolve(error);
      },
    });
    follower.advance(height);
  });
}

const ledgerHeights = APP_HASHES.map((_, height) => height);

describe('the follower of a real network', () => {
  test('certifies every block, through both changes of the validators', async () => {
    const store = new CertificateStore(path);
    expect(await follow(store, cometBft(), LAST)).toBe('followed');
    for (const height of ledgerHeights) {
      const text = store.certificate(height, validatorSetHash(GENESIS_SET)) ?? '';
      const certificate = parseCertificate(text);
      if (certificate === undefined) throw new Error(`block ${height} has no certificate`);
      const appHash = APP_HASHES[height] as string;
      expect(verifyCertificate(certificate, { ...TRUST, appHash }).ok).toBe(true);
    }
    expect(store.followed().engineHeight).toBe(LAST);
    store.close();
  });

  test('goes on after a restart where it was, with the set of that height', async () => {
    const before = new CertificateStore(path);
    await follow(before, cometBft(), 8);
    before.close();
    const store = new CertificateStore(path);
    const rpc = cometBft();
    expect(await follow(store, rpc, LAST)).toBe('followed');
    expect(rpc.asked[0]).toBe('commit 9');
    expect(store.has(APP_HASHES.length - 1)).toBe(true);
    store.close();
  });

  test('tells each change once to whoever reads the log from its beginning', async () => {
    const store = new CertificateStore(path);
    await follow(store, cometBft(), LAST);
    const log = openLogCertificates(path);
    const told = ledgerHeights.map((height) => parseCertificate(log.next(height) ?? '')?.changes);
    // The change at height 10 comes after the newest certificate, which is of that height.
    expect(told.flat().map((change) => change?.block.header.height)).toEqual([5]);
    expect(log.lastHeight()).toBe(APP_HASHES.length - 1);
    log.close();
    store.close();
  });
});

describe('the follower keeps nothing', () => {
  const changed = (height: number, change: (text: string) => string): Answers =>
    ANSWERS.map((answer, index) =>
      index === height - 1 ? (JSON.parse(change(JSON.stringify(answer))) as Answers[0]) : answer,
    );

  const withoutVotes = (text: string): string =>
    text.replaceAll('"block_id_flag":2', '"block_id_flag":1');

  const unvotedAt = (at: number): Answers[0] => changed(at + 1, withoutVotes)[at] as Answers[0];

  test.each([
    ['of another chain', changed(3, (text) => text.replace('recorded-chain', 'other')), 'chain'],
    ['with a header changed', changed(3, (text) => text.replace('"round":0', '"round":1')), ''],
    [
      'that carries a hash which is no block here',
      changed(3, (text) => text.replace(/"app_hash":"[^"]*"/, '"app_hash":"FF"')),
      'no block here',
    ],
  ])('of a block %s', async (_, answers, why) => {
    const store = new CertificateStore(path);
    const outcome = await follow(store, cometBft(answers), 4);
    if (why === '') {
      // No vote is right, so the block certifies nothing; those around it do.
      expect(outcome).toBe('followed');
      return;
    }
    expect(String(outcome)).toContain(why);
    expect(store.followed().engineHeight).toBe(2);
    store.close();
  });

  test('of a change that too few have signed', async () => {
    const answers = changed(5, (text) => text.replace('"round":0', '"round":1'));
    const store = new CertificateStore(path);
    expect(String(await follow(store, cometBft(answers), 6))).toContain('two thirds');
    expect(store.followed().engineHeight).toBe(4);
    store.close();
  });

  test('of a block of a member with too few votes, but goes on when the next vouches', async () => {
    const unvoted = changed(3, withoutVotes);
    const store = new CertificateStore(path);
    const rpc = { ...cometBft(unvoted), others: () => 0 };
    expect(await follow(store, rpc, LAST)).toBe('followed');
    expect(store.followed().engineHeight).toBe(LAST);
    store.close();
  });

  test('of what one member says without votes, while another one has them', async () => {
    const [liar, honest] = [cometBft(ANSWERS.map((_, at) => unvotedAt(at))), cometBft()];
    let members = [liar, honest] as const;
    const rpc: LightBlockRpc = {
      call: (method, params) => members[0].call(method, params),
      others: () => 1,
      doubt: () => (members = [members[1], members[0]]),
    };
    const store = new CertificateStore(path);
    expect(await follow(store, rpc, LAST)).toBe('followed');
    expect(ledgerHeights.filter((height) => !store.has(height))).toEqual([]);
    expect(liar.asked).toEqual(['commit 1']);
    store.close();
  });

  test('of what a member says without votes to hide a change of the validators', async () => {
    const hidden = changed(5, (text) => {
      const [, validators] = /"validators_hash":"([^"]*)"/.exec(text) as unknown as string[];
      const next = `"next_validators_hash":"${validators}"`;
      return withoutVotes(text.replace(/"next_validators_hash":"[^"]*"/, next));
    });
    const store = new CertificateStore(path);
    const outcome = await follow(store, { ...cometBft(hidden), others: () => 0 }, 6);
    expect(String(outcome)).toContain('block 5 cannot be followed');
    expect(store.followed().engineHeight).toBe(4);
    expect(await follow(store, cometBft(), LAST)).toBe('followed');
    store.close();
  });

  test('of a block that CometBFT does not have, and says so', async () => {
    const store = new CertificateStore(path);
    expect(await follow(store, cometBft([]), 1)).toBeInstanceOf(RpcRefused);
    expect(store.followed()).toEqual({ engineHeight: 0, height: -1 });
    store.close();
  });
});
