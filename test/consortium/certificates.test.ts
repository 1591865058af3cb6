/**
 * What four validators with the real CometBFT program sign, and what a reader makes of it when all
 * of them have stopped: receipts, the exported log and its audit rest on more than two thirds of
 * the power, never on the node that was asked.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageSigner } from '../../src/crypto/suites.js';
import { sha256Hex } from '../../src/crypto/sha256.js';
import { headerHash } from '../../src/ledger/blockHeader.js';
import { encodeCertificate } from '../../src/ledger/cometbft/certificate.js';
import { voteSigningBytes } from '../../src/ledger/cometbft/lightBlock.js';
import { encodeExportEnd, type ExportEnd } from '../../src/ledger/logExport.js';
import { parseReceipt, encodeReceipt, type CertifiedReceipt } from '../../src/ledger/receipt.js';
import { type ReceiptVerdict, verifyReceipt } from '../../src/ledger/verifyReceipt.js';
import { runCommand } from '../cli/support/rememberingTerminal.js';
import {
  type ConsortiumNetwork,
  makeConsortium,
  type NodeIndex,
  NODES,
  ORGANISATIONS,
} from '../support/live/consortiumNetwork.js';
import { ask } from '../support/live/graphqlClient.js';
import { withStoredLog } from '../support/live/storedLog.js';
import { Submissions } from './submissions.js';

const STEP_MS_MAX = 240_000;

let network: ConsortiumNetwork;
let submissions: Submissions;
/** One from each node, of an event of its own. */
const receipts: string[] = [];

beforeAll(async () => {
  network = await makeConsortium();
  submissions = new Submissions(network.ledger.depositor);
  await network.start(NODES);
  for (const node of NODES) {
    const server = network.server(node);
    const [position] = await submissions.submit(server, submissions.sign(3));
    receipts.push(await receiptOf(server.url, position as number));
  }
  await network.stop(NODES);
}, STEP_MS_MAX);

afterAll(async () => {
  await network.remove();
}, STEP_MS_MAX);

async function receiptOf(url: string, position: number): Promise<string> {
  const query = `{ receipt(position: ${position}) { document } }`;
  const { receipt } = await ask<{ receipt: { document: string } }>(url, query);
  return receipt.document;
}

function verdictOn(receipt: string): ReceiptVerdict {
  const { ledgerId: ledger, genesisText: genesis } = network.ledger;
  return verifyReceipt(receipt, { ledger, genesis });
}

function parsed(receipt: string): CertifiedReceipt {
  const read = parseReceipt(receipt);
  if (typeof read === 'string' || !('certificate' in read)) throw new Error('it has none');
  return read;
}

/** The receipt's time changed, and the certificate made anew by those who have `nodes`' keys. */
function forgedBy(nodes: readonly NodeIndex[], receipt: string): string {
  const { certificate, entries, inclusion, ...honest } = parsed(receipt);
  const header = honest.header.replace(/"state":"./, '"state":"f');
  const appHash = headerHash(header);
  const { block } = certificate;
  const forged = { ...block, header: { ...block.header, appHash } };
  const bytesAt = voteSigningBytes(forged);
  const signers = nodes.map(voteSigner);
  const order = validatorKeys();
  const votes = order.map((key, at) => {
    const time = { nanos: at, seconds: block.header.time.seconds + 1 };
    const signer = signers.find(({ publicKey }) => publicKey === key);
    return signer === undefined ? null : { ...time, signature: signer.sign(bytesAt(time)) };
  });
  const text = encodeCertificate({ ...certificate, block: { ...forged, votes } });
  return encodeReceipt({ entries, header, inclusion, certificate: text });
}

/** In CometBFT's order: all have the same power, so by their addresses. */
function validatorKeys(): readonly string[] {
  const path = join(network.directory(0), 'cometbft', 'config', 'genesis.json');
  const { validators } = JSON.parse(readFileSync(path, 'utf8')) as {
    validators: { address: string; pub_key: { value: string } }[];
  };
  return validators
    .sort((a, b) => (a.address < b.address ? -1 : 1))
    .map(({ pub_key: key }) => Buffer.from(key.value, 'base64').toString('hex'));
}

/** CometBFT keeps the seed and the public key. */
function voteSigner(node: NodeIndex) {
  const path = join(network.directory(node), 'cometbft', 'config', 'priv_validator_key.json');
  const { priv_key: key } = JSON.parse(readFileSync(path, 'utf8')) as {
    priv_key: { value: string };
  };
  const bytes = Buffer.from(key.value, 'base64');
  const sign = messageSigner(`ed25519-strict-1:${bytes.subarray(0, 32).toString('hex')}`);
  return { publicKey: bytes.subarray(32).toString('hex'), sign };
}

describe('with every server stopped', () => {
  it('the receipt of each node is signed by more than two thirds of the validators', () => {
    for (const receipt of receipts) {
      const verdict = verdictOn(receipt);
      expect(verdict).toMatchObject({ ok: true, quorum: { validators: 4, totalPower: 40 } });
      if (!verdict.ok || verdict.quorum === undefined) throw new Error('it has no quorum');
      expect(verdict.quorum.power).toBeGreaterThanOrEqual(30);
      for (const { organisation } of verdict.quorum.signers) {
        expect(ORGANISATIONS).toContain(organisation);
      }
    }
  });

  it('the command line says who has signed', async () => {
    const file = join(network.directory(0), 'receipt.json');
    writeFileSync(file, receipts[0] as string);
    const run = await runCommand('receipt', 'verify', file, '--data', network.directory(3));
    expect(run.exitCode).toBe(0);
    expect(run.out).toMatch(/signed by [34] of 4 validators with [34]0 of 40 power/);
  });

  it('the keys of two validators cannot forge one; it takes three', () => {
    for (const receipt of receipts) {
      expect(verdictOn(forgedBy([0, 1], receipt))).toMatchObject({ code: 'VOTING_POWER' });
      expect(verdictOn(forgedBy([2], receipt))).toMatchObject({ code: 'VOTING_POWER' });
      // Nothing else in the forgery is wrong: this is what the two thirds are trusted for.
      expect(verdictOn(forgedBy([0, 1, 2], receipt)).ok).toBe(true);
    }
  });

  it('one operator’s key, which signs every checkpoint of its node, is not enough', () => {
    const { entries, header, blockHeader, inclusion } = parsed(receipts[0] as string);
    const checkpoint = withStoredLog(
      network.directory(0),
      (log) => log.block(blockHeader.height)?.checkpoint ?? '',
    );
    const receipt = encodeReceipt({ entries, header, inclusion, checkpoint });
    expect(verdictOn(receipt)).toMatchObject({ ok: false, code: 'CERTIFICATE_MISSING' });
  });
});

describe('the log of a consortium, exported from one node', () => {
  const file = (): string => join(network.directory(0), 'export.jsonl');
  const genesis = (): string => join(network.directory(3), 'genesis.json');
  const audit = (log: string) =>
    runCommand('audit', log, '--genesis', genesis(), '--threads', '0', '--json');

  it(
    'is audited anywhere: the certificates vouch for all of it, as they do for the database',
    async () => {
      const data = network.directory(0);
      const exported = await runCommand('log', 'export', file(), '--data', data);
      expect(exported.exitCode).toBe(0);
      const run = await audit(file());
      expect(JSON.parse(run.out)).toMatchObject({ ok: true, entries: 25 });
      const { certified, blocks } = JSON.parse(run.out) as {
        readonly certified: { readonly blocks: number; readonly entries: number };
        readonly blocks: number;
      };
      expect(certified).toEqual({ blocks, entries: 25 });
      const stored = await audit(join(data, 'ledger.sqlite'));
      expect(JSON.parse(stored.out)).toMatchObject({ ok: true, certified });
    },
    STEP_MS_MAX,
  );

  it(
    'names the first height whose certificate does not hold',
    async () => {
      const lines = readFileSync(file(), 'utf8').trimEnd().split('\n');
      const at = lines.findIndex((line) => line.includes('"height":2,"ledger"'));
      const changed = (lines[at] as string).replace(
        /"signature":"(.)/,
        (_, digit: string) => `"signature":"${digit === 'a' ? 'b' : 'a'}`,
      );
      const run = await audit(rewritten(withLine(lines, at, changed)));
      const { finding } = JSON.parse(run.out) as { readonly finding: object };
      expect(finding).toMatchObject({ check: 'certificate' });
      expect(JSON.stringify(finding)).toContain('block 2: a validator’s signature is wrong');
    },
    STEP_MS_MAX,
  );

  it(
    'is proven no further than the newest certificate',
    async () => {
      const lines = readFileSync(file(), 'utf8').trimEnd().split('\n');
      const at = lines.map((line) => line.startsWith('{"block"')).lastIndexOf(true);
      const bare = (lines[at] as string).replace(/"certificate":.*$/, '"certificate":null}');
      const run = await audit(rewritten(withLine(lines, at, bare)));
      expect(run.exitCode).toBe(2);
      expect(JSON.parse(run.out)).toMatchObject({ ok: false });
    },
    STEP_MS_MAX,
  );

  const withLine = (lines: readonly string[], at: number, line: string): readonly string[] =>
    lines.map((before, index) => (index === at ? line : before));

  /** The export of other lines, with the hash that belongs to them. */
  function rewritten(lines: readonly string[]): string {
    const body = lines.slice(0, -1).map((line) => `${line}\n`);
    const { end } = JSON.parse(lines.at(-1) as string) as { end: ExportEnd };
    const sha256 = sha256Hex(body.join(''));
    const path = join(network.directory(0), 'changed.jsonl');
    writeFileSync(path, body.join('') + encodeExportEnd({ ...end, sha256 }));
    return path;
  }
});
