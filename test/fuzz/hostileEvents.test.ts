/**
 * Hostile key material, signatures and signed bodies at a running server: what is malformed or
 * badly signed is refused at the edge, what is well signed but wrong is refused by a rule; each
 * refusal names the code, the field, the limit and the value.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson, type JsonObject, type JsonValue } from '../../src/crypto/canonicalJson.js';
import type { SignedEvent } from '../../src/ledger/signedEvent.js';
import { type Depositor, itemOf, type KeyFile, makeDepositor } from '../support/live/depositor.js';
import { askForAnswer } from '../support/live/graphqlClient.js';
import { type LedgerFolder, makeLedgerFolder } from '../support/live/ledgerFolder.js';
import { SUBMIT_BATCH, type SubmitBatchData } from '../support/live/operations.js';
import { runSeed, seededRandom } from '../support/live/seededRandom.js';
import { type ServerProcess, startServer } from '../support/live/serverProcess.js';
import { mutateBytes, mutateJson } from './mutations.js';
import { errorFault, refusalFault } from './soundAnswer.js';

const CASES = Number(process.env['FUZZ_CASES'] ?? 1_000);
const CASE_MS_MAX = 100;

const random = seededRandom(runSeed('hostile events'));
let folder: LedgerFolder;
let server: ServerProcess;
let admin: Depositor;
let sent = 0;
const codesSeen = new Set<string>();

/** What this many cases cannot fail to meet. */
const EXPECTED_CODES = [
  'NOT_CANONICAL',
  'BAD_SIGNATURE',
  'BAD_KEY',
  'MALFORMED',
  'NOT_SELF',
  'KEY_NOT_POSSESSED',
];

/** Points that are no honest key: identity, small order, non-canonical, off the curve, infinity. */
const HOSTILE_KEYS: readonly string[] = [
  `ed25519-strict-1:01${'00'.repeat(31)}`,
  `ed25519-strict-1:${'00'.repeat(32)}`,
  `ed25519-strict-1:ec${'ff'.repeat(30)}7f`,
  `ed25519-strict-1:ed${'ff'.repeat(30)}7f`,
  `ed25519-strict-1:c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a`,
  `ed25519-strict-1:${'ff'.repeat(32)}`,
  `ed25519-strict-1:${'01'.repeat(31)}`,
  `p256-sha256:00`,
  `p256-sha256:02${'ff'.repeat(32)}`,
  `p256-sha256:04${'11'.repeat(64)}`,
  `sm2-sm3:03${'00'.repeat(32)}`,
  `sm2-sm3:05${'22'.repeat(32)}`,
  'rsa:00',
  ':',
  '',
];

/** Keys that could be honest ones: the rules behind the key checks must be reached as well. */
const PLAUSIBLE_KEYS = [
  'ed25519-strict-1:d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  'p256-sha256:036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296',
];
const ACTORS = ['admin@evidence-platform', 'admin@court', 'nobody@nowhere'];

async function submit(event: SignedEvent): Promise<string | undefined> {
  const { data, errors } = await askForAnswer<SubmitBatchData>(server.url, SUBMIT_BATCH, {
    input: { events: [event], wait: 'WAIT' },
  });
  const refusals = (data?.submitSignedEvents?.results ?? []).flatMap(({ refusal }) =>
    refusal === null ? [] : [refusal],
  );
  for (const facts of [...refusals, ...(errors ?? []).map(({ extensions }) => extensions ?? {})]) {
    codesSeen.add(String(facts['reason'] ?? facts['code']));
  }
  const faults = [...(errors ?? []).map(errorFault), ...refusals.map(refusalFault)];
  const fault = faults.find((found) => found !== undefined);
  return fault === undefined ? fault : `${fault}\n  for ${JSON.stringify(event).slice(0, 1_500)}`;
}

/** Submits `CASES` made events one after another; stops at the first unsound answer. */
async function faultOf(make: () => SignedEvent): Promise<string | undefined> {
  for (let index = 0; index < CASES; index += 1) {
    const fault = await submit(make());
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function freshId(): string {
  sent += 1;
  return `fuzz-${sent}`;
}

function validAction(): { readonly type: string; readonly data: JsonObject } {
  const key = random.pick([...HOSTILE_KEYS, ...PLAUSIBLE_KEYS, ...PLAUSIBLE_KEYS]);
  const possession = Buffer.from(random.bytes(64)).toString('hex');
  return random.pick<{ readonly type: string; readonly data: JsonObject }>([
    { type: 'evidence.RegisterItem', data: { item: itemOf(freshId()) } },
    { type: 'governance.AddKey', data: { actor: random.pick(ACTORS), key, possession } },
    { type: 'governance.RotateKey', data: { key: admin.key, newKey: key, possession } },
    { type: 'governance.RevokeKey', data: { key, reason: 'compromised' } },
    {
      type: 'governance.EnrolActor',
      data: { actor: `x${sent}@evidence-platform`, roles: ['clerk'], keys: [{ key, possession }] },
    },
    { type: 'governance.SetPolicy', data: { pattern: 'evidence.*', policy: { rule: 'ANY' } } },
  ]);
}

/** JSON without what canonical JSON has no form for: a signer could not have signed it. */
function signable(value: JsonValue): JsonObject {
  try {
    canonicalJson(value);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as JsonObject;
  } catch {
    // A lone surrogate: sign something else.
  }
  return {};
}

function changed(text: string): string {
  return mutateBytes(random, Buffer.from(text)).toString('utf8');
}

describe('a server under hostile events', () => {
  beforeAll(async () => {
    folder = makeLedgerFolder();
    const path = join(folder.directory, 'keys', 'admin@evidence-platform.json');
    admin = makeDepositor(JSON.parse(readFileSync(path, 'utf8')) as KeyFile, folder.ledgerId);
    server = await startServer({
      dataDirectory: folder.directory,
      settings: { LOG_LEVEL: 'error' },
    });
  }, 60_000);

  afterAll(async () => {
    await server.stop();
    folder.remove();
  });

  it.each([
    [
      'changed bodies',
      (event: SignedEvent): SignedEvent => ({ ...event, body: changed(event.body) }),
    ],
    [
      'changed signatures',
      (event: SignedEvent): SignedEvent => ({ ...event, signature: changed(event.signature) }),
    ],
  ] as const)(
    'refuses %s at the edge',
    async (_kind, change) => {
      const make = (): SignedEvent => change(admin.sign({ ...validAction(), id: freshId() }));
      expect(await faultOf(make)).toBeUndefined();
      expect(server.running()).toBe(true);
    },
    CASES * CASE_MS_MAX,
  );

  it(
    'refuses well-signed nonsense and hostile keys with all the facts',
    async () => {
      const make = (): SignedEvent => {
        const { type, data } = validAction();
        const hostile = random.below(3) === 0 ? data : signable(mutateJson(random, data));
        return admin.sign({ type, id: freshId(), data: hostile });
      };
      expect(await faultOf(make)).toBeUndefined();
      expect(server.running()).toBe(true);
    },
    CASES * CASE_MS_MAX,
  );

  it.each(HOSTILE_KEYS)('never enrols the key "%s"', async (key) => {
    const data = { actor: admin.actor, key, possession: '00'.repeat(64) };
    const event = admin.sign({ type: 'governance.AddKey', id: freshId(), data });
    const answer = await askForAnswer<SubmitBatchData>(server.url, SUBMIT_BATCH, {
      input: { events: [event], wait: 'WAIT' },
    });
    const refusal = answer.data?.submitSignedEvents?.results[0]?.refusal;
    expect(answer.errors !== undefined || (refusal !== null && refusal !== undefined)).toBe(true);
  });

  it('was refused for many reasons, at the edge and by rules', () => {
    process.stdout.write(`refused with ${[...codesSeen].sort().join(', ')}\n`);
    for (const code of EXPECTED_CODES) expect([...codesSeen]).toContain(code);
  });

  it('still orders honest events, and stops in good order', async () => {
    const event = folder.depositor.sign({
      type: 'evidence.RegisterItem',
      id: 'honest',
      data: { item: itemOf('honest') },
    });
    const answer = await askForAnswer<SubmitBatchData>(server.url, SUBMIT_BATCH, {
      input: { events: [event], wait: 'WAIT' },
    });
    expect(answer.errors).toBeUndefined();
    expect(answer.data?.submitSignedEvents?.results[0]?.refusal).toBeNull();
    expect(await server.stop()).toEqual({ code: 0, signal: null });
  });
});
