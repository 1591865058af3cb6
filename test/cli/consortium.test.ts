import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startWords } from '../../src/cli/options.js';
import { runCommandLine } from '../../src/cli/program.js';
import { encodeGenesis, type Genesis, genesisHash } from '../../src/ledger/genesis.js';
import { readConsortiumFile } from '../../src/node/cometbft/consortiumFile.js';
import { program } from '../support/live/serverProcess.js';
import { rememberingTerminal, runCommand } from './support/rememberingTerminal.js';

const ORGANISATIONS = ['notary-office', 'forensic-institution', 'court', 'evidence-platform'];
const ADDRESSES = ['10.0.0.1:26656', '10.0.0.2:26656', '10.0.0.3:26656', 'localhost:1'];

let parent: string;
let root: string;

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'civic-ledger-consortium-'));
  root = join(parent, 'c');
  const run = await runCommand('consortium', 'init', root, '--addresses', ADDRESSES.join());
  expect(run.exitCode).toBe(0);
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8');
const config = (organisation: string, name: string): string =>
  read(organisation, 'cometbft', 'config', name);

interface CometBftGenesis {
  readonly chain_id: string;
  readonly app_state: Genesis;
  readonly validators: readonly { address: string; pub_key: { value: string }; name: string }[];
}

const addressOf = (publicBase64: string): string =>
  createHash('sha256').update(Buffer.from(publicBase64, 'base64')).digest('hex').slice(0, 40);

/** What the program says to a start that must not be. */
function start(...args: string[]): Promise<{ readonly code: number; readonly notes: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, CIVIC_LEDGER_LOG_LEVEL: 'silent', CIVIC_LEDGER_PORT: '0' };
    execFile(process.execPath, [program, 'start', ...args], { env }, (error, _out, notes) => {
      resolve({ code: Number(error?.code ?? 0), notes });
    });
  });
}

describe('`consortium init`', () => {
  it('gives every node the same genesis document, which names the checkpoint keys of all', () => {
    const texts = ORGANISATIONS.map((organisation) => read(organisation, 'genesis.json'));
    expect(new Set(texts).size).toBe(1);
    const { checkpointKeys } = JSON.parse(texts[0] as string) as Genesis;
    const own = ORGANISATIONS.map((organisation) => {
      const { publicKey } = JSON.parse(read(organisation, 'node-key.json')) as {
        publicKey: string;
      };
      return publicKey.split(':')[1];
    });
    expect(checkpointKeys).toEqual(own);
  });

  it('starts CometBFT on this ledger and no other', () => {
    const genesis = JSON.parse(config('court', 'genesis.json')) as CometBftGenesis;
    const ledger = genesisHash(read('court', 'genesis.json'));
    expect(genesisHash(encodeGenesis(genesis.app_state))).toBe(ledger);
    expect(genesis.chain_id).toBe(`civic-${ledger.slice(0, 32)}`);
    expect(genesis.validators.map(({ name }) => name)).toEqual(ORGANISATIONS);
  });

  it('names validators and nodes by their keys, as CometBFT does', () => {
    const genesis = JSON.parse(config('court', 'genesis.json')) as CometBftGenesis;
    for (const { address, pub_key: key } of genesis.validators) {
      expect(address).toBe(addressOf(key.value).toUpperCase());
    }
    const { nodeId, peers } = readConsortiumFile(join(root, 'court'));
    const { priv_key: key } = JSON.parse(config('court', 'node_key.json')) as {
      priv_key: { value: string };
    };
    const publicKey = Buffer.from(key.value, 'base64').subarray(32).toString('base64');
    expect(nodeId).toBe(addressOf(publicKey));
    expect(peers).toContainEqual({ organisation: 'court', nodeId, address: ADDRESSES[2] });
  });

  it('has the ledger’s genesis name the validators of CometBFT’s', () => {
    const genesis = JSON.parse(config('court', 'genesis.json')) as CometBftGenesis;
    const { validators } = JSON.parse(read('court', 'genesis.json')) as Genesis;
    const keys = genesis.validators.map(({ pub_key: key }) => key.value);
    expect(
      validators?.map(({ validatorKey }) => Buffer.from(validatorKey, 'hex').toString('base64')),
    ).toEqual(keys);
    expect(validators?.map(({ organisation }) => organisation)).toEqual(ORGANISATIONS);
  });

  it('lets each node reach the others, and listen no wider than it has to', () => {
    const toml = config('court', 'config.toml');
    const peers = /persistent_peers = "(.*)"/.exec(toml)?.[1]?.split(',') ?? [];
    expect(peers.map((peer) => peer.split('@')[1])).toEqual(
      ADDRESSES.filter((address) => address !== '10.0.0.3:26656'),
    );
    expect(toml).toContain('laddr = "tcp://0.0.0.0:26656"');
    // Whoever it has called calls back there, and not 0.0.0.0.
    expect(toml).toContain('external_address = "10.0.0.3:26656"');
    expect(config('evidence-platform', 'config.toml')).toContain('laddr = "tcp://127.0.0.1:1"');
  });

  it('gives an organisation its own keys only, also one without a node', () => {
    for (const organisation of [...ORGANISATIONS, 'regulator']) {
      const names = readdirSync(join(root, organisation, 'keys'));
      expect(names).toContain(`admin@${organisation}.json`);
      expect(names.every((name) => name.endsWith(`@${organisation}.json`))).toBe(true);
    }
    expect(existsSync(join(root, 'regulator', 'genesis.json'))).toBe(false);
  });

  it('keeps what signs readable by its owner only', () => {
    const home = join(root, 'court', 'cometbft');
    for (const path of [
      join(root, 'court', 'node-key.json'),
      join(home, 'config', 'node_key.json'),
      join(home, 'config', 'priv_validator_key.json'),
      join(home, 'data', 'priv_validator_state.json'),
    ]) {
      expect(statSync(path).mode & 0o777).toBe(0o600);
    }
  });

  it.each([
    ['a folder that is there', () => [root], 'exists already'],
    ['more nodes than organisations', () => [`${root}-6`, '--validators', '6'], 'from 1 to 5'],
    ['no address', () => [`${root}-x`, '--addresses', 'nonsense'], 'host:port'],
    ['no port', () => [`${root}-x`, '--addresses', 'one:0,two:65536'], 'host:port'],
  ])('makes nothing for %s', async (_what, args, words) => {
    const run = await runCommand('consortium', 'init', ...args());
    expect(run.exitCode).toBe(4);
    expect(run.notes).toContain(words);
  });
});

describe('`start` in a folder of a consortium', () => {
  it('refuses to go on alone, which would fork the log', async () => {
    const { code, notes } = await start('--data', join(root, 'court'));
    expect([code, notes]).toEqual([4, expect.stringContaining('--engine cometbft')]);
    expect(existsSync(join(root, 'court', 'ledger.sqlite'))).toBe(false);
  });

  it('refuses the engine cometbft where there is no consortium', async () => {
    const { code, notes } = await start('--engine', 'cometbft', '--data', join(parent, 'none'));
    expect([code, notes]).toEqual([4, expect.stringContaining('consortium init')]);
  });

  it('says how to get CometBFT where there is none, and leaves nothing running', async () => {
    process.env['CIVIC_LEDGER_COMETBFT'] = join(parent, 'no-such-program');
    const { code, notes } = await start('--engine', 'cometbft', '--data', join(root, 'court'));
    delete process.env['CIVIC_LEDGER_COMETBFT'];
    expect([code, notes]).toEqual([4, expect.stringContaining('scripts/install-cometbft')]);
  }, 60_000);

  it('says in one line why a program that is no CometBFT does not run', async () => {
    process.env['CIVIC_LEDGER_COMETBFT'] = join(parent, 'other-program');
    writeFileSync(join(parent, 'other-program'), '#!/bin/sh\necho no >&2\nexit 2\n', {
      mode: 0o755,
    });
    const { notes } = await start('--engine', 'cometbft', '--data', join(root, 'court'));
    delete process.env['CIVIC_LEDGER_COMETBFT'];
    expect(notes).toMatch(/^civic-ledger: .* does not run: .*\n {2}next: run scripts/m);
  }, 60_000);

  it('starts no validator that does not know what it has signed', async () => {
    const state = join(root, 'court', 'cometbft', 'data', 'priv_validator_state.json');
    const signed = readFileSync(state);
    rmSync(state);
    const { code, notes } = await start('--engine', 'cometbft', '--data', join(root, 'court'));
    writeFileSync(state, signed, { mode: 0o600 });
    expect([code, notes]).toEqual([4, expect.stringContaining('could vote twice')]);
    expect(notes).toContain('next: restore cometbft/data and ledger.sqlite from one copy');
  }, 60_000);

  it('is the command that is proposed where a node has stopped', () => {
    const court = join(root, 'court');
    expect(startWords(court)).toBe(`npx civic-ledger start --engine cometbft --data ${court}`);
    expect(startWords(parent)).toBe(`npx civic-ledger start --data ${parent}`);
  });
});

describe('an organisation without a node', () => {
  it('is told to take the genesis document into its folder before it signs', async () => {
    const data = join(root, 'audit-firm');
    const words = ['proposal', 'approve', 'ab', '--as', 'admin@audit-firm', '--data', data];
    const run = await runCommand(...words);
    expect(run.exitCode).toBe(4);
    expect(run.notes).toContain('next: copy genesis.json of the ledger there');
  });
});

describe('`consortium join`', () => {
  const joined = (): string => join(root, 'regulator');

  it('makes a node of the same network from two public files', async () => {
    const from = join(root, 'court');
    const run = await runCommand(
      ...['consortium', 'join', joined(), '--from', from],
      ...['--organisation', 'regulator', '--address', '10.0.0.5:26656'],
    );
    expect(run.exitCode).toBe(0);
    expect(read('regulator', 'genesis.json')).toBe(read('court', 'genesis.json'));
    expect(config('regulator', 'genesis.json')).toBe(config('court', 'genesis.json'));
    const peers = /persistent_peers = "(.*)"/.exec(config('regulator', 'config.toml'))?.[1];
    expect(peers?.split(',').map((peer) => peer.split('@')[1])).toEqual(
      expect.arrayContaining(ADDRESSES),
    );
  });

  it('gives it keys of its own, one for the node and another for its votes', () => {
    const key = (organisation: string, name: string): string =>
      (JSON.parse(config(organisation, name)) as { priv_key: { value: string } }).priv_key.value;
    const keys = ['court', 'regulator'].flatMap((organisation) =>
      ['node_key.json', 'priv_validator_key.json'].map((name) => key(organisation, name)),
    );
    expect(new Set(keys).size).toBe(4);
  });

  it.each([
    ['a peer that is no address', { peers: [{ nodeId: 'ab'.repeat(20), address: '"\n[rpc]' }] }],
    ['a node id that is none', { nodeId: 'court' }],
    ['another format', { format: 'civic-ledger/consortium/v0' }],
  ])('takes no consortium.json with %s into settings', async (_, change) => {
    const from = mkdtempSync(join(parent, 'member-'));
    writeFileSync(join(from, 'genesis.json'), read('court', 'genesis.json'));
    const file = JSON.parse(read('court', 'consortium.json')) as object;
    writeFileSync(join(from, 'consortium.json'), JSON.stringify({ ...file, ...change }));
    const run = await runCommand(
      ...['consortium', 'join', join(parent, 'new'), '--from', from],
      ...['--organisation', 'regulator', '--address', '10.0.0.5:26656'],
    );
    expect(run.exitCode).toBe(3);
    expect(existsSync(join(parent, 'new'))).toBe(false);
  });

  it.each(['http://one:1', 'http://one:1,two"', 'file:///one,file:///two'])(
    'takes no %s as the RPC addresses of two members',
    async (servers) => {
      const run = await runCommand(
        ...['consortium', 'join', join(parent, 'new'), '--from', join(root, 'court')],
        ...['--organisation', 'regulator', '--address', '10.0.0.5:26656'],
        ...['--state-sync', servers],
      );
      expect(run.notes).toContain('are no two RPC addresses');
      expect(existsSync(join(parent, 'new'))).toBe(false);
    },
  );

  it('replaces nothing that is there', async () => {
    const run = await runCommand(
      ...['consortium', 'join', joined(), '--from', join(root, 'court')],
      ...['--organisation', 'regulator', '--address', '10.0.0.5:26656'],
    );
    expect(run.exitCode).toBe(4);
    expect(run.notes).toContain('exists already');
    // A node whose key was moved away could not go on.
    expect(run.notes).toContain('next: name another folder, or start what is there');
  });

  it.each([
    ['10.0.0.5:65536', 'court', 'give --address as host:port'],
    ['10.0.0.5:26656', 'nobody', 'name with --from a folder that has genesis.json'],
  ])('makes nothing at %s from %s', async (address, member, next) => {
    const run = await runCommand(
      ...['consortium', 'join', join(parent, 'new'), '--from', join(root, member)],
      ...['--organisation', 'regulator', '--address', address],
    );
    expect([run.exitCode, run.notes]).toEqual([4, expect.stringContaining(`next: ${next}`)]);
    expect(existsSync(join(parent, 'new'))).toBe(false);
  });

  it('says that it was not CometBFT that answered', async () => {
    const terminal = rememberingTerminal();
    const words = [
      ...['consortium', 'join', join(parent, 'new'), '--from', join(root, 'court')],
      ...['--organisation', 'regulator', '--address', '10.0.0.5:26656'],
      ...['--state-sync', 'http://one:4000,http://two:4000'],
    ];
    const code = await runCommandLine(words, {
      terminal,
      signal: new AbortController().signal,
      fetch: () => Promise.resolve(Response.json({ errors: [] })),
    });
    expect(code).toBe(4);
    expect(terminal.notes()[0]).toContain('it answers, but not as CometBFT’s RPC does');
  });
});
