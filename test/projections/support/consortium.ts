/** A small genesis document and the actions that projection tests let happen on it. */
import type { Hex } from '../../../src/crypto/bytes.js';
import type { JsonObject } from '../../../src/crypto/canonicalJson.js';
import { sha256Hex } from '../../../src/crypto/sha256.js';
import type { Genesis } from '../../../src/ledger/genesis.js';
import type { Instant } from '../../../src/ledger/instant.js';
import type { Happening } from './memoryLog.js';

export const GENESIS: Genesis = {
  format: 'civic-ledger/genesis/v1',
  origin: 'civic-ledger.example/test',
  time: '2026-11-23T00:00:00.000Z' as Instant,
  stateCommitment: 'chained-changes-1',
  suites: ['ed25519-strict-1'],
  limits: { eventBytes: 2_000_000, batchItems: 10_000 },
  checkpointKeys: ['11'.repeat(32)],
  organisations: [
    { id: 'court', name: '法院' },
    { id: 'platform', name: '存证平台' },
  ],
  actors: [
    { id: 'admin@court', roles: ['admin'], keys: [`ed25519-strict-1:${'01'.repeat(32)}`] },
    {
      id: 'depositor@platform',
      roles: ['depositor', 'admin'],
      keys: [`ed25519-strict-1:${'02'.repeat(32)}`, `ed25519-strict-1:${'03'.repeat(32)}`],
    },
  ],
  policies: {
    '*': { rule: 'FORBIDDEN' },
    'evidence.RegisterItem': { rule: 'ANY', roles: ['depositor'] },
  },
};

const ACTOR = 'depositor@platform';

/** What tests vary of a registration. */
export interface Registration {
  readonly actor?: string;
  readonly commitment?: Hex;
  /** Absent: the salted form without digests. */
  readonly digests?: readonly JsonObject[];
  readonly claimedTime?: string;
}

/** Two typed digests of a content, made from any text. */
export function digestsOf(content: string): readonly JsonObject[] {
  const value = (family: string): Hex => sha256Hex(`${family}/${content}`);
  return ['sha-256', 'sm3'].map((algorithm) => ({
    algorithm,
    length: content.length,
    value: value(algorithm),
  }));
}

/** A registration that the rules accepted. */
export function registers(content: string, varied: Registration = {}): Happening {
  const { actor = ACTOR, commitment = sha256Hex(`commitment/${content}`), ...rest } = varied;
  const item = { commitment, category: 'document', claim: 'author', ...rest } as JsonObject;
  return {
    actor,
    type: 'evidence.RegisterItem',
    data: { item },
    derived: (hash) => [
      {
        type: 'evidence.ItemRegistered',
        data: { item: hash, claimant: organisation(actor), registrant: actor, ...item },
      },
    ],
  };
}

/** A batch of salted commitments that the rules accepted. */
export function registersBatch(leaves: readonly Hex[], actor = ACTOR): Happening {
  const batch = { root: sha256Hex(leaves.join()), count: leaves.length, leaves };
  const data: JsonObject = { ...batch, category: 'log-record', claim: 'collector' };
  return {
    actor,
    type: 'evidence.RegisterBatch',
    data,
    derived: (hash) => [
      {
        type: 'evidence.BatchRegistered',
        data: { batch: hash, claimant: organisation(actor), registrant: actor, ...data },
      },
    ],
  };
}

export function supersedes(item: string, replacement: string): Happening {
  const data = { item, replacement, reason: 'new-version' };
  return happens('evidence.SupersedeItem', data, [
    { type: 'evidence.ItemSuperseded', data: { ...data, by: ACTOR } },
  ]);
}

export function withdraws(item: string): Happening {
  const data = { item, reason: 'rights-dispute' };
  return happens('evidence.WithdrawItem', data, [
    { type: 'evidence.ItemWithdrawn', data: { ...data, by: ACTOR } },
  ]);
}

/** An action of any type that a rule refused. */
export function isRefused(type: string, code: string, data: JsonObject = {}): Happening {
  return happens(type, data, [
    { type: 'ledger.Refused', data: { code, field: 'data', limit: 'none', value: 'some' } },
  ]);
}

/** An action with the facts that follow from it. */
export function happens(
  type: string,
  data: JsonObject,
  derived: ReturnType<Happening['derived']>,
): Happening {
  return { actor: ACTOR, type, data, derived: () => derived };
}

function organisation(actor: string): string {
  return actor.slice(actor.indexOf('@') + 1);
}
