/**
 * CMEVI and netcourt over a real server: every method, and above all that nothing is written which
 * the caller has not signed. Needs a build.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataPaths, readGenesis } from '../../src/cli/dataFolder.js';
import { commitOpenly, digestContent } from '../../src/client/item.js';
import { signAction } from '../../src/client/sign.js';
import { utf8 } from '../../src/crypto/bytes.js';
import type { JsonObject } from '../../src/crypto/canonicalJson.js';
import { eventHash, type SignedEvent } from '../../src/ledger/signedEvent.js';
import { actorSigner } from '../cli/support/smallLedger.js';
import type { Data } from '../schema/ledgerUnderTest.js';
import { type ServerProcess, startServer } from '../support/live/serverProcess.js';

const OWNER = 'counsel@rights-holder';
const RIVAL = 'counsel@other-party';

let folder: string;
let server: ServerProcess;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'civic-ledger-facades-'));
  server = await startServer({ dataDirectory: join(folder, 'data') });
}, 60_000);
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly header: string | null;
  readonly body: Data;
}

async function post(path: string, request: unknown): Promise<Answer> {
  const answer = await fetch(new URL(path, server.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  const body = (await answer.json()) as Answer['body'];
  return { status: answer.status, header: answer.headers.get('blockchainresponse'), body };
}

const cmevi = (method: string, request: unknown) => post(`/cmevi/${method}`, request);
const netcourt = (call: string, request: unknown) => post(`/api/blockChain/${call}`, request);

async function sign(actor: string, type: string, data: JsonObject, id?: string) {
  const data_ = join(folder, 'data');
  const { ledger } = readGenesis(dataPaths(data_).genesis);
  const named = id === undefined ? {} : { id };
  return signAction(actorSigner(data_, actor), {
    ledger,
    type: `evidence.${type}`,
    data,
    ...named,
  });
}

/** A signed registration of this text, with its SHA-256. */
async function registration(actor: string, text: string, id: string) {
  const { commitment, digests } = commitOpenly(await digestContent(utf8(text)));
  const plain = digests.map((digest) => ({ ...digest }));
  const item = { commitment, digests: plain, category: 'document', claim: 'author' };
  const signedEvent = await sign(actor, 'RegisterItem', { item }, id);
  return { signedEvent, hash: digests[0]?.value ?? '', item: eventHash(signedEvent.body) };
}

describe('CMEVI', () => {
  it('saves evidence under the caller’s id, and finds it by id and by hash', async () => {
    const { signedEvent, hash, item } = await registration(OWNER, 'a work', 'serial-1');
    const metadata = JSON.stringify({ hashAlgorithm: 'sha256', username: '张三', content: 'x' });
    const saved = await cmevi('Evidence', { id: 'serial-1', hash, metadata, signedEvent });
    expect(saved).toMatchObject({
      status: 200,
      body: {
        code: 'OK',
        duplicate: false,
        notKept: ['content', 'username'],
        result: { id: 'serial-1', hash, txId: item, itemId: item, actor: OWNER, status: 'active' },
      },
    });
    const { result } = saved.body;
    expect(JSON.parse(result.metadata)).toEqual({ hashAlgorithm: 'sha-256', username: OWNER });
    expect(result.timestamp).toMatch(/^\d{10}$/);
    expect((await cmevi('FindById', { id: item })).body['result']).toEqual(result);
    const own = { id: 'serial-1', actor: OWNER };
    expect((await cmevi('FindById', own)).body['result']).toEqual(result);
    expect((await cmevi('FindByHash', { hash })).body['result']).toEqual(result);
    expect((await cmevi('ExistsOfHash', { hash })).body).toEqual({ code: 'OK', result: true });
    expect((await cmevi('ExistsOfId', own)).body).toEqual({ code: 'OK', result: true });
    const again = await cmevi('Evidence', { id: 'serial-1', hash, signedEvent });
    expect(again.body).toMatchObject({ duplicate: true, result: { txId: item } });
  });

  it('shows all claimants of one hash in order, the first of whom it calls no owner', async () => {
    const mine = await registration(OWNER, 'claimed twice', 'serial-2');
    const theirs = await registration(RIVAL, 'claimed twice', 'serial-2');
    for (const { signedEvent, hash } of [theirs, mine]) {
      expect((await cmevi('Evidence', { id: 'serial-2', hash, signedEvent })).status).toBe(200);
    }
    const { body } = await cmevi('FindByHash', { hash: mine.hash });
    expect(body).toMatchObject({ claimCount: 2, resultIs: 'FIRST_REGISTERED_NOT_OWNER' });
    const claimants = (body['claims'] as { claimant: string }[]).map(({ claimant }) => claimant);
    expect(claimants).toEqual(['other-party', 'rights-holder']);
    expect(body['result']).toEqual(body['claims'][0]);
  });

  it('saves many at once, and tells where a saved one can be followed', async () => {
    const both = [await registration(OWNER, 'one', 'b-1'), await registration(OWNER, 'two', 'b-2')];
    const { status, body } = await cmevi('EvidenceBatch', {
      evidences: both.map(({ hash }, index) => ({ id: `b-${index + 1}`, hash })),
      signedEvents: both.map(({ signedEvent }) => signedEvent),
    });
    expect([status, (body['result'] as { id: string }[]).map(({ id }) => id)]).toEqual([
      200,
      ['b-1', 'b-2'],
    ]);
    const told = await registration(OWNER, 'three', 'b-3');
    const emitted = await cmevi('EmitEvidenceEvent', { id: 'b-3', ...told });
    expect(emitted.body['topic']).toBe('subscription evidenceItems');
  });

  it('updates by a new item in the old one’s place, and its history has both', async () => {
    const old = await registration(OWNER, 'version 1', 'work-1');
    await cmevi('Evidence', { id: 'work-1', ...old });
    const next = await registration(OWNER, 'version 2', 'work-1-v2');
    const data = { item: old.item, replacement: next.item, reason: 'new-version' };
    const closing = await sign(OWNER, 'SupersedeItem', data);
    const request = { id: 'work-1', hash: next.hash, signedEvents: [next.signedEvent, closing] };
    const updated = await cmevi('UpdateEvidence', request);
    expect([updated.status, updated.body['replaces']]).toEqual([200, old.item]);
    for (const id of [old.item, next.item]) {
      const { body } = await cmevi('FindHisById', { id });
      const history = (body['result'] as { itemId: string; status: string }[]).map(
        ({ itemId, status }) => [itemId, status],
      );
      expect(history).toEqual([
        [old.item, 'superseded'],
        [next.item, 'active'],
      ]);
    }
  });

  describe('writes nothing', () => {
    const changed = (event: SignedEvent, change: Partial<SignedEvent>) => ({ ...event, ...change });

    it.each<[string, number, string, (own: Signed) => object | Promise<object>]>([
      ['without a signed event', 401, 'SIGNED_EVENT_MISSING', ({ hash }) => ({ id: 'n', hash })],
      ['under another id', 400, 'SIGNED_EVENT_OTHER', (own) => ({ ...own, id: 'other' })],
      ['of another hash', 400, 'SIGNED_EVENT_OTHER', (own) => ({ ...own, hash: 'ab'.repeat(32) })],
      [
        'under another algorithm',
        400,
        'SIGNED_EVENT_OTHER',
        (own) => ({ ...own, metadata: { hashAlgorithm: 'SM3' } }),
      ],
      [
        'that another key has signed',
        400,
        'NOT_ADMITTED',
        (own) => ({
          ...own,
          signedEvent: changed(own.signedEvent, { signature: '00'.repeat(64) }),
        }),
      ],
      [
        'whose bytes were changed after signing',
        400,
        'NOT_ADMITTED',
        (own) => {
          const body = own.signedEvent.body.replace('"author"', '"witness"');
          return { ...own, signedEvent: changed(own.signedEvent, { body }) };
        },
      ],
      [
        'by another action than the method’s',
        400,
        'SIGNED_EVENT_OTHER',
        async (own) => ({ ...own, signedEvent: await sign(OWNER, 'OpenDossier', {}) }),
      ],
      ['with a hash in another form', 400, 'BAD_REQUEST', (own) => ({ ...own, hash: 'AB' })],
    ])('%s', async (_what, status, code, change) => {
      const own = { id: 'never', ...(await registration(OWNER, 'never written', 'never')) };
      const answer = await cmevi('Evidence', await change(own));
      expect([answer.status, answer.body['code']]).toEqual([status, code]);
      const there = await cmevi('ExistsOfId', { id: 'never', actor: OWNER });
      expect(there.body['result']).toBe(false);
    });

    it('in the place of somebody else’s record', async () => {
      const old = await registration(RIVAL, 'a rival’s', 'rival-1');
      await cmevi('Evidence', { id: 'rival-1', ...old });
      const next = await registration(OWNER, 'a rival’s, taken', 'taken-1');
      const data = { item: old.item, replacement: next.item, reason: 'new-version' };
      const closing = await sign(OWNER, 'SupersedeItem', data);
      const signedEvents = [next.signedEvent, closing];
      const foreign = await cmevi('UpdateEvidence', {
        id: 'rival-1',
        hash: next.hash,
        signedEvents,
      });
      expect([foreign.status, foreign.body['code']]).toEqual([404, 'NOT_FOUND']);
    });

    it('for a request that is no object, or names nothing', async () => {
      expect((await cmevi('FindById', [])).body['code']).toBe('BAD_REQUEST');
      expect((await cmevi('FindById', { id: 'x' })).body['code']).toBe('BAD_REQUEST');
      expect((await cmevi('FindById', { id: 'ab'.repeat(32) })).status).toBe(404);
      expect((await cmevi('FindByHash', { hash: 'ab'.repeat(32) })).status).toBe(404);
    });
  });
});

type Signed = { readonly id: string } & Awaited<ReturnType<typeof registration>>;

describe('netcourt', () => {
  it('opens a matter, takes deposits in its phases, and checks hashes in it', async () => {
    const opening = await sign(OWNER, 'OpenDossier', {});
    const customer = { userType: 'PERSON', certName: '张三', certNo: '110101199001011234' };
    const request = { accountId: OWNER, bizId: 1, customer, signedEvent: opening };
    const opened = await netcourt('notaryToken', request);
    const token = opened.body['responseData'] as string;
    expect(opened.body).toEqual({
      success: 'true',
      code: 'OK',
      errMessage: '',
      responseData: eventHash(opening.body),
      notKept: ['customer'],
    });

    const { signedEvent, hash, item } = await registration(OWNER, 'a contract', 'deposit-1');
    const data = { dossier: token, phase: 'collection', items: [item] };
    const filing = await sign(OWNER, 'FileInDossier', data);
    const meta = { accountId: OWNER, token, phase: 'collection', location: { ip: '192.0.2.1' } };
    const signedEvents = [signedEvent, filing];
    const wrong = { ...meta, phase: 'origin' };
    const other = await netcourt('notaryCert', { meta: wrong, notaryContent: hash, signedEvents });
    expect([other.status, other.body['fault']]).toEqual([400, 'SIGNED_EVENT_OTHER']);

    const stored = await netcourt('notaryCert', { meta, notaryContent: hash, signedEvents });
    expect(stored.status).toBe(200);
    expect(JSON.parse(stored.header ?? '')).toEqual(stored.body);
    expect(stored.body).toMatchObject({ success: 'true', itemId: item, notKept: ['location'] });
    expect(stored.body['responseData']).toMatch(/^[0-9a-f]{64}$/);

    const found = await netcourt('notaryCheck', { token, notaryContent: hash });
    expect(found.body).toMatchObject({ code: 'OK', responseData: stored.body['responseData'] });
    expect(found.body['matches']).toHaveLength(1);
    const differs = await netcourt('notaryCheck', { token, notaryContent: 'cd'.repeat(32) });
    expect([differs.status, differs.body['code']]).toEqual([409, 'CONFLICT']);
  });

  it('takes no account’s word: the key of the signed event is what counts', async () => {
    const opening = await sign(RIVAL, 'OpenDossier', {});
    const foreign = { accountId: OWNER, bizId: 1, signedEvent: opening };
    const { status, body } = await netcourt('notaryToken', foreign);
    expect([status, body['code'], body['fault']]).toEqual([
      400,
      'BAD_REQUEST',
      'SIGNED_EVENT_OTHER',
    ]);
    const unsigned = await netcourt('notaryToken', { accountId: OWNER, signedData: 'ab' });
    expect([unsigned.status, unsigned.body['code']]).toEqual([401, 'FORBIDDEN']);
  });

  it('says which rule refused a deposit into a matter of somebody else', async () => {
    const opening = await sign(OWNER, 'OpenDossier', {});
    await netcourt('notaryToken', { accountId: OWNER, signedEvent: opening });
    const token = eventHash(opening.body);
    const { signedEvent, hash, item } = await registration(RIVAL, 'slipped in', 'slip-1');
    const filing = await sign(RIVAL, 'FileInDossier', {
      dossier: token,
      phase: 'origin',
      items: [item],
    });
    const meta = { accountId: RIVAL, token, phase: 'origin' };
    const request = { meta, notaryContent: hash, signedEvents: [signedEvent, filing] };
    const { status, body } = await netcourt('notaryCert', request);
    expect([status, body['code'], body['reason']]).toEqual([403, 'FORBIDDEN', 'NOT_SELF']);
  });
});
