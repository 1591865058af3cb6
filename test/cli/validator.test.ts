import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommandLine } from '../../src/cli/program.js';
import type { EventBody } from '../../src/ledger/signedEvent.js';
import { rememberingTerminal, runCommand } from './support/rememberingTerminal.js';

const HOUR_MS = 3_600_000;

let folder: string;
let data: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'civic-ledger-validator-'));
  data = join(folder, 'data');
  await runCommand('init', '--data', data);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The event that the command signs and sends to a ledger that takes it. */
async function signedBy(...args: readonly string[]): Promise<EventBody> {
  const bodies: EventBody[] = [];
  const taking: typeof fetch = (_, request) => {
    const { variables } = JSON.parse(request?.body as string) as {
      readonly variables: { readonly input: { readonly events: readonly { body: string }[] } };
    };
    bodies.push(...variables.input.events.map(({ body }) => JSON.parse(body) as EventBody));
    const results = [{ eventHash: 'a0', position: '1', refused: null, duplicate: false }];
    const answer = { submitSignedEvents: { __typename: 'EventsSubmitted', results } };
    return Promise.resolve(Response.json({ data: answer }));
  };
  const terminal = rememberingTerminal();
  const context = { terminal, signal: new AbortController().signal, fetch: taking };
  const words = ['validator', ...args, '--as', 'admin@court', '--data', data];
  expect(await runCommandLine(words, context)).toBe(0);
  const [body] = bodies as [EventBody];
  expect(terminal.notes().join('\n')).toContain(body.notAfter);
  return body;
}

describe('`validator`', () => {
  it.each([
    [[], 7],
    [['--days', '30'], 30],
  ])('gives the others time to approve: %j', async (options, days) => {
    const before = Date.now();
    const { type, notAfter } = await signedBy('remove', 'notary-office', ...options);
    const hours = (Date.parse(notAfter) - before) / HOUR_MS;
    expect([type, Math.round(hours / 24)]).toEqual(['governance.RemoveValidator', days]);
  });

  it('says where to look while the server waits', async () => {
    const terminal = rememberingTerminal();
    const timeout = { message: 'it took too long', extensions: { code: 'TIMEOUT' } };
    const answers = [timeout, { message: 'no', extensions: { code: 'INVALID_EVENT' } }];
    const send: typeof fetch = () => Promise.resolve(Response.json({ errors: [answers.shift()] }));
    const words = ['validator', 'remove', 'court', '--as', 'admin@court', '--data', data];
    await runCommandLine(words, { terminal, signal: new AbortController().signal, fetch: send });
    expect(terminal.notes()[0]).toMatch(/^TIMEOUT: .*; http:.*\/readyz says what .*; asking again/);
  });

  it.each(['0', '367', '1.5', '-1', 'week'])('knows no approval of %s days', async (given) => {
    const words = ['validator', 'remove', 'court', '--as', 'admin@court', '--days', given];
    const run = await runCommand(...words, '--data', data);
    expect([run.exitCode, run.notes]).toEqual([4, expect.stringContaining('from 1 to 366')]);
  });
});
