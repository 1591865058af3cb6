/** A node that must not start says why, where and what to do, and leaves all as it was. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ServerProcess, startServer } from '../support/live/serverProcess.js';
import { alterLedger } from '../support/writtenLedger.js';
import { makeSmallLedger, type SmallLedger } from './support/smallLedger.js';

let ledger: SmallLedger;
const started: ServerProcess[] = [];
beforeAll(async () => {
  ledger = await makeSmallLedger();
});
afterAll(async () => {
  await Promise.all(started.map((server) => server.kill()));
  ledger.remove();
});

async function start(...nodeArguments: readonly string[]): Promise<ServerProcess> {
  const server = await startServer({ dataDirectory: ledger.data, nodeArguments });
  started.push(server);
  return server;
}

describe('a node does not start', () => {
  it('where a library gives a wrong verdict: the boot self-test names the case', async () => {
    const before = readFileSync(ledger.paths.ledger);
    const broken = fileURLToPath(new URL('support/wrongVerdicts.cjs', import.meta.url));
    await expect(start('--require', broken)).rejects.toThrow(
      /ended with [1-9][^]*crypto self-test: ".+" must be invalid; this node must not start\n.*next: this machine’s cryptography gives wrong answers/,
    );
    expect(readFileSync(ledger.paths.ledger)).toEqual(before);
  });

  it('on a broken chain, whose position it names, and does once that is mended', async () => {
    const swap = (from: string, to: string): void =>
      alterLedger(
        ledger.paths.ledger,
        `UPDATE entries SET entry = replace(entry, '${from}', '${to}') WHERE position = 3`,
      );
    swap('"height":1', '"height":7');
    await expect(start()).rejects.toThrow(
      /ended with [1-9][^]*position 4: the entry does not name the hash of the one before it\n.*next: restore the ledger from a copy/,
    );
    swap('"height":7', '"height":1');
    const server = await start();
    expect(await server.stop()).toEqual({ code: 0, signal: null });
  });
});
