/**
 * A ledger's worth of events that need no clock and no chance: every action of the rules, accepted
 * and refused, with names in many scripts and keys in many orders. The same events on every
 * machine.
 */
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import type { JsonObject } from '../../src/crypto/canonicalJson.js';
import type { Genesis, GenesisActor, PolicyRule } from '../../src/ledger/genesis.js';
import { encodeGenesis, genesisHash } from '../../src/ledger/genesis.js';
import type { Instant } from '../../src/ledger/instant.js';
import { eventHash, type SignedEvent } from '../../src/ledger/signedEvent.js';
import { type Depositor, itemOf, makeDepositor } from '../support/live/depositor.js';
import type { BlockInput } from '../support/straightRun.js';

const ORGANISATIONS = ['court', 'evidence-platform', 'forensic-institution', 'notary-office'];
/** Case, composition, right-to-left text, emoji and order all differ by locale. */
const NAMES = ['公证处', 'Straße İı', 'e\u0301cole école', 'محكمة', 'Z\u00e4hler 😀', 'ﬁ'];
const POLICIES: { readonly [pattern: string]: PolicyRule } = {
  '*': { rule: 'FORBIDDEN' },
  'evidence.RegisterItem': { rule: 'ANY', roles: ['admin', 'depositor'] },
  'evidence.SupersedeItem': { rule: 'SELF' },
  'evidence.WithdrawItem': { rule: 'SELF' },
  'governance.AddOrganisation': { rule: 'MAJORITY', roles: ['admin'] },
  'governance.ApproveProposal': { rule: 'ANY', roles: ['admin'] },
};
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_PREFIX_BYTES = 12;

/** A genesis document and the blocks after it. */
export interface ManyEvents {
  readonly genesisText: string;
  readonly blocks: readonly BlockInput[];
}

/** `count` blocks of one to forty events over the four organisations. */
export function manyEvents(count: number): ManyEvents {
  const genesisText = encodeGenesis(genesis());
  const ledger = genesisHash(genesisText);
  const signers = ORGANISATIONS.map((name) => makeDepositor(keyFile(name), ledger));
  const items: string[] = [];
  const blocks = Array.from({ length: count }, (_, height): BlockInput => {
    const events = Array.from({ length: 1 + (height % 40) }, (_unused, index) => {
      const signer = signers[(height + index) % signers.length] as Depositor;
      const event = signer.sign(request(`${height}.${index}`, height * 41 + index, items));
      items.push(eventHash(event.body));
      return event;
    });
    return { time: timeOf(height), events: withRepeats(events, height) };
  });
  return { genesisText, blocks };
}

/** Every seventh block holds its first event twice: the second must add nothing. */
function withRepeats(events: readonly SignedEvent[], height: number): readonly SignedEvent[] {
  const [first] = events;
  return first !== undefined && height % 7 === 0 ? [...events, first] : events;
}

/** Instants across a daylight saving change and a year's end; every fifth steps back. */
function timeOf(height: number): Instant {
  const start = Date.UTC(2026, 9, 25, 0, 30);
  const step = height % 5 === 4 ? -1 : height * 3_600_000;
  return new Date(start + step).toISOString() as Instant;
}

function request(id: string, turn: number, items: readonly string[]) {
  const item = items[turn % Math.max(1, items.length)] ?? '0'.repeat(64);
  const kinds: readonly { readonly type: string; readonly data: JsonObject }[] = [
    { type: 'evidence.RegisterItem', data: { item: itemOf(id) } },
    { type: 'evidence.RegisterItem', data: { item: itemOf('always the same') } },
    { type: 'evidence.WithdrawItem', data: { item, reason: 'duplicate' } },
    { type: 'evidence.RegisterItem', data: { item: itemOf(id), extra: 1 } },
    { type: 'governance.AddOrganisation', data: { id: `org-${turn}`, name: nameOf(turn) } },
    { type: 'evidence.SupersedeItem', data: { item, replacement: item, reason: 'correction' } },
    { type: 'governance.ApproveProposal', data: { proposal: item } },
    { type: 'governance.RemoveOrganisation', data: { id: 'court' } },
    { type: 'evidence.Nonsense', data: {} },
  ];
  return { id, ...(kinds[turn % kinds.length] as (typeof kinds)[number]) };
}

function nameOf(turn: number): string {
  return `${NAMES[turn % NAMES.length] as string} ${turn}`;
}

function genesis(): Genesis {
  const actors = ORGANISATIONS.map((name): GenesisActor => {
    const { actor, publicKey } = keyFile(name);
    return { id: actor, roles: ['admin', 'depositor'], keys: [publicKey] };
  });
  return {
    format: 'civic-ledger/genesis/v1',
    origin: 'civic-ledger.example/determinism',
    time: '2026-10-24T12:00:00.000Z' as Instant,
    stateCommitment: 'chained-changes-1',
    suites: ['ed25519-strict-1'],
    limits: { eventBytes: 65_536, batchItems: 10_000 },
    checkpointKeys: ['1'.repeat(64)],
    organisations: ORGANISATIONS.map((id, index) => ({ id, name: NAMES[index] as string })),
    actors,
    policies: POLICIES,
  };
}

/** The key of an organisation's admin: a digest of its name, so that it needs no chance. */
function keyFile(organisation: string) {
  const secret = createHash('sha256').update(`determinism ${organisation}`).digest();
  const der = Buffer.concat([PKCS8_PREFIX, secret]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return {
    actor: `admin@${organisation}`,
    publicKey: `ed25519-strict-1:${spki.subarray(SPKI_PREFIX_BYTES).toString('hex')}`,
    privateKey: `ed25519-strict-1:${secret.toString('hex')}`,
  };
}
