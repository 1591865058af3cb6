import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NoAnswer } from '../../src/client/graphqlRequest.js';
import { act, type LedgerSession, NotTaken } from '../../src/cli/ledgerSession.js';
import { type ProofFile, withProofFiles } from '../../src/cli/proofFile.js';
import { UserError } from '../../src/cli/userError.js';
import { generateKeyPair } from '../../src/crypto/suites.js';
import { keySigner } from '../../src/client/sign.js';
import { rememberingTerminal } from './support/rememberingTerminal.js';

let folder: string;
let salt: ProofFile;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'civic-ledger-proof-'));
  salt = { path: join(folder, 'a.salt.json'), text: 'the salt', whyNotReplace: 'it proves a' };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A session with a ledger that gives these answers, one a request. */
function sessionWith(...answers: readonly (() => Response)[]): LedgerSession {
  let asked = 0;
  const signal = new AbortController().signal;
  const answer = (): Promise<Response> => {
    asked += 1;
    return Promise.resolve().then(() => answers[Math.min(asked, answers.length) - 1]!());
  };
  const terminal = rememberingTerminal();
  return {
    ledger: 'ab'.repeat(32),
    batchItemsMax: 10,
    signer: keySigner(
      'depositor@evidence-platform',
      generateKeyPair('ed25519-strict-1').privateKey,
    ),
    endpoint: { url: 'http://ledger.example/graphql', fetch: answer, signal },
    context: { terminal, signal, fetch, exitWith: () => undefined },
  };
}

const lost = (): Response => {
  throw new TypeError('the connection was closed');
};
const notAdmitted = (): Response =>
  Response.json({
    errors: [{ message: 'no', extensions: { code: 'INVALID_EVENT', reason: 'KEY_UNKNOWN' } }],
  });

const refused = (): Response => {
  const [eventHash, position] = ['cd'.repeat(32), '7'];
  const results = [{ eventHash, position, refused: 'ROLE_MISSING', duplicate: false }];
  return Response.json({
    data: { submitSignedEvents: { __typename: 'EventsSubmitted', results } },
  });
};
const whyRefused = (): Response => {
  const facts = { field: 'actor', limit: 'depositor', value: 'clerk' };
  const refusal = { code: 'ROLE_MISSING', message: 'none of the roles', ...facts };
  return Response.json({ data: { eventOutcome: { position: '7', refusal } } });
};

function register(...answers: readonly (() => Response)[]): Promise<unknown> {
  const session = sessionWith(...answers);
  return withProofFiles([salt], () => act(session, 'evidence.RegisterItem', {}));
}

describe('a file that a registration cannot be proven without', () => {
  it('is on disk, readable by its owner only, before anything is submitted', async () => {
    const seen = await withProofFiles([salt], () =>
      Promise.resolve([readFileSync(salt.path, 'utf8'), statSync(salt.path).mode & 0o777]),
    );
    expect(seen).toEqual(['the salt\n', 0o600]);
    expect(existsSync(salt.path)).toBe(true);
  });

  it('goes when the ledger has not admitted the event', async () => {
    await expect(register(notAdmitted)).rejects.toThrow(NotTaken);
    expect(existsSync(salt.path)).toBe(false);
  });

  it('goes when a rule has refused the event', async () => {
    await expect(register(refused, whyRefused)).rejects.toThrow(NotTaken);
    expect(existsSync(salt.path)).toBe(false);
  });

  it('stays when no answer came, and the error says so and what to do', async () => {
    const error: unknown = await register(lost).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain(`may have taken it, so ${salt.path} stayed`);
    expect((error as UserError).next).toContain(`move ${salt.path} to a safe place`);
    expect(existsSync(salt.path)).toBe(true);
  });

  it('stays when only the second answer was a no: the first try may be in the log', async () => {
    await expect(register(lost, notAdmitted)).rejects.toThrow('may have taken it');
    expect(existsSync(salt.path)).toBe(true);
  });

  it('stays after a fault that says nothing about the ledger', async () => {
    const fault = new NoAnswer('http://ledger.example', 'gone');
    await expect(withProofFiles([salt], () => Promise.reject(fault))).rejects.toBe(fault);
    expect(existsSync(salt.path)).toBe(true);
  });

  it('replaces none, and then leaves no other behind', async () => {
    writeFileSync(salt.path, 'an older salt');
    const other = { ...salt, path: join(folder, 'b.salt.json') };
    const submit = (): Promise<never> => Promise.reject(new Error('not reached'));
    await expect(withProofFiles([other, salt], submit)).rejects.toThrow('exists already');
    expect(existsSync(other.path)).toBe(false);
    expect(readFileSync(salt.path, 'utf8')).toBe('an older salt');
  });
});
