/**
 * A small consortium for tests that need a whole ledger: organisations with an admin each, a
 * depositor, keys, and events signed with them. Signatures are made with node:crypto, so that what
 * signs in tests is not what verifies in the server.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';
import {
  encodeGenesis,
  type Genesis,
  genesisHash,
  type GenesisValidator,
} from '../../src/ledger/genesis.js';
import type { Instant } from '../../src/ledger/instant.js';
import { openCommitment } from '../../src/ledger/itemCommitment.js';
import { encodeBody, eventHash, signingText } from '../../src/ledger/signedEvent.js';
import type { JsonObject } from '../../src/crypto/canonicalJson.js';
import type { OrderedEvent } from '../../src/execution/ports.js';

export const START = '2026-01-01T00:00:00.000Z' as Instant;
export const NEVER = '2099-01-01T00:00:00.000Z' as Instant;

export interface TestActor {
  readonly id: string;
  readonly key: string;
  readonly privateKey: KeyObject;
}

export interface TestConsortium {
  readonly genesis: Genesis;
  readonly genesisText: string;
  readonly ledger: string;
  readonly actors: { readonly [id: string]: TestActor };
  readonly nodeKey: KeyObject;
  /** `ed25519-strict-1:<64 hex>` of the node's private key, as key files hold it. */
  readonly nodePrivateKey: string;
}

const ORGANISATIONS = ['notary-office', 'court', 'evidence-platform'];

/** Ed25519 public key as 64 hex characters. */
export function publicHex(key: KeyObject): string {
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  return Buffer.from(x as string, 'base64url').toString('hex');
}

/** Who takes part beside the plain consortium, and under which other policies. */
export interface Participants {
  /** Ids; each has its handle as its role, and brings its organisation along. */
  readonly actors?: readonly string[];
  readonly policies?: Genesis['policies'];
  /** Absent: one operator keeps the ledger. */
  readonly validators?: readonly GenesisValidator[];
}

/** The same consortium for the same `seed`, so that a failing run can be repeated. */
export function consortium(seed = 'consortium', more: Participants = {}): TestConsortium {
  const ids = [
    ...ORGANISATIONS.map((id) => `admin@${id}`),
    'depositor@evidence-platform',
    ...(more.actors ?? []),
  ];
  const organisations = [...new Set(ids.map((id) => id.slice(id.indexOf('@') + 1)))];
  const actors = Object.fromEntries(
    ids.map((id) => [id, testActor(id, seededKey(`${seed}/${id}`))]),
  );
  const nodeKey = seededKey(`${seed}/node`);
  const genesis: Genesis = {
    format: 'civic-ledger/genesis/v1',
    origin: 'civic-ledger.example/test',
    time: START,
    stateCommitment: 'chained-changes-1',
    suites: ['ed25519-strict-1', 'p256-sha256', 'sm2-sm3'],
    limits: { eventBytes: 524_288, batchItems: 10_000 },
    checkpointKeys: [publicHex(nodeKey)],
    organisations: organisations.map((id) => ({ id, name: id })),
    actors: ids.map((id) => ({
      id,
      roles: [id.slice(0, id.indexOf('@'))],
      keys: [(actors[id] as TestActor).key],
    })),
    policies: {
      '*': { rule: 'FORBIDDEN' },
      'evidence.*': { rule: 'ANY', roles: ['admin', 'depositor'] },
      'governance.AddOrganisation': { rule: 'MAJORITY', roles: ['admin'] },
      'governance.ApproveProposal': { rule: 'ANY', roles: ['admin'] },
      'governance.EnrolActor': { rule: 'SELF', roles: ['admin'] },
      'governance.RevokeKey': { rule: 'SELF' },
      'governance.SetPolicy': { rule: 'MAJORITY', roles: ['admin'] },
      ...more.policies,
    },
    ...(more.validators === undefined ? {} : { validators: more.validators }),
  };
  const genesisText = encodeGenesis(genesis);
  const { d } = nodeKey.export({ format: 'jwk' });
  const secret = Buffer.from(d as string, 'base64url').toString('hex');
  const nodePrivateKey = `ed25519-strict-1:${secret}`;
  return {
    genesis,
    genesisText,
    ledger: genesisHash(genesisText),
    actors,
    nodeKey,
    nodePrivateKey,
  };
}

/** The key that the node of `organisation` votes with. */
export function votingKey(seed: string, organisation: string): KeyObject {
  return seededKey(`${seed}/votes/${organisation}`);
}

/** A validator of power 1 with keys made from its organisation's name. */
export function testValidator(seed: string, organisation: string): GenesisValidator {
  const nodeId = createHash('sha256').update(`${seed}/node/${organisation}`).digest('hex');
  const validatorKey = publicHex(votingKey(seed, organisation));
  return { organisation, nodeId: nodeId.slice(0, 40), power: 1, validatorKey };
}

function testActor(id: string, privateKey: KeyObject): TestActor {
  return { id, key: `ed25519-strict-1:${publicHex(privateKey)}`, privateKey };
}

/** An Ed25519 key made from `seed` (RFC 8410 PKCS #8 around SHA-256 of it). */
export function seededKey(seed: string): KeyObject {
  const secret = createHash('sha256').update(seed).digest();
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), secret]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

/** A fresh key whose seed nobody knows: for actors that are strangers to the consortium. */
export function stranger(id: string): TestActor {
  return testActor(id, generateKeyPairSync('ed25519').privateKey);
}

export interface EventRequest {
  readonly type: string;
  readonly id: string;
  readonly data: JsonObject;
  readonly notAfter?: Instant;
}

/** `request` signed by `actor` for the ledger of `kit`. */
export function signed(kit: TestConsortium, actor: TestActor, request: EventRequest): OrderedEvent {
  const { type, id, data, notAfter = NEVER } = request;
  const body = encodeBody({
    ledger: kit.ledger,
    type,
    actor: actor.id,
    key: actor.key,
    id,
    notAfter,
    data,
  });
  const signature = sign(null, Buffer.from(signingText(body)), actor.privateKey).toString('hex');
  return { body, signature, hash: eventHash(body) };
}

/** Data of evidence.RegisterItem for the UTF-8 content `content`, digests in the clear. */
export function itemData(content: string): JsonObject {
  const bytes = Buffer.from(content);
  const digests = (['sha-256', 'sha3-256'] as const).map((algorithm) => ({
    algorithm,
    length: bytes.length,
    value: createHash(algorithm.replace('sha-', 'sha')).update(bytes).digest('hex'),
  }));
  const item = { commitment: openCommitment(digests), digests, category: 'document' };
  return { item: { ...item, claim: 'custodian' } };
}

/** evidence.RegisterItem by the evidence platform's depositor. */
export function registration(kit: TestConsortium, content: string, id = content): OrderedEvent {
  const actor = kit.actors['depositor@evidence-platform'] as TestActor;
  return signed(kit, actor, { type: 'evidence.RegisterItem', id, data: itemData(content) });
}
