/**
 * The story of the courtroom on four validators: the same script against one node's address, with
 * two time-stamping authorities that belong to no node, up to a bundle that verifies.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import {
  type ConsortiumNetwork,
  makeConsortium,
  NODES,
  sizeOf,
  untilSize,
} from '../support/live/consortiumNetwork.js';
import { program } from '../support/live/serverProcess.js';

const STORY_MS_MAX = 240_000;

let folder: string;
let network: ConsortiumNetwork;
const clocks: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'civic-courtroom-'));
  network = await makeConsortium();
  gatherKeys(dirname(network.directory(0)));
  await network.start(NODES);
}, STORY_MS_MAX);

afterAll(async () => {
  for (const clock of clocks) {
    clock.kill('SIGTERM');
    await once(clock, 'exit');
  }
  await network.remove();
  rmSync(folder, { recursive: true, force: true });
}, STORY_MS_MAX);

/** The hands of the story are of many organisations, each of which has its own keys only. */
function gatherKeys(consortium: string): void {
  const keys = join(folder, 'data', 'keys');
  mkdirSync(keys, { recursive: true });
  copyFileSync(join(network.directory(0), 'genesis.json'), join(folder, 'data', 'genesis.json'));
  for (const organisation of readdirSync(consortium)) {
    const own = join(consortium, organisation, 'keys');
    if (!existsSync(own)) continue;
    for (const file of readdirSync(own)) copyFileSync(join(own, file), join(keys, file));
  }
}

/** An authority of the organisation `id`; as CIVIC_LEDGER_CLOCKS names it. */
async function startClock(id: string): Promise<string> {
  execFileSync(process.execPath, [program, 'tsa', 'init', join(folder, id), '--organisation', id], {
    stdio: 'ignore',
  });
  const serve = ['tsa', 'serve', join(folder, id), '--port', '0'];
  const clock = spawn(process.execPath, [program, ...serve], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  clocks.push(clock);
  const [line] = (await once(createInterface({ input: clock.stdout }), 'line')) as [string];
  return `${id}=${line.replace('time authority  ', '')}`;
}

it(
  'is told as on one node, and ends with a bundle in which nothing is unproven',
  async () => {
    const names = [await startClock('time-service'), await startClock('observatory')];
    const env = {
      ...process.env,
      CIVIC_LEDGER_DATA: join(folder, 'data'),
      CIVIC_LEDGER_URL: network.server(0).url,
      CIVIC_LEDGER_CLOCKS: names.join(' '),
      NODE_OPTIONS: undefined,
    };
    const { stdout } = await promisify(execFile)(process.execPath, ['examples/courtroom.mjs'], {
      env,
    });
    expect(stdout).toContain('2 hands, 0 gaps\n');
    expect(stdout).toContain('sealed by observatory and time-service\n');
    expect(stdout).toContain('exit code 0\n');
    const size = await sizeOf(network.server(0));
    for (const node of NODES) await untilSize(network.server(node), size);
  },
  STORY_MS_MAX,
);
