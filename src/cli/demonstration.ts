/**
 * The demonstration consortium: five organisations with one administrator each, and an actor that
 * registers evidence. Made fresh for every ledger; nothing about it is built into the server.
 */
import { generateKeyPair, type KeyPair } from '../crypto/suites.js';
import type { Genesis, PolicyRule } from '../ledger/genesis.js';
import type { Instant } from '../ledger/instant.js';
import type { ActorKey } from './keyFile.js';

/** Everything that a new ledger starts with. */
export interface Demonstration {
  readonly genesis: Genesis;
  /** One a node: signs its checkpoints. */
  readonly nodeKeys: readonly [KeyPair, ...KeyPair[]];
  readonly actorKeys: readonly ActorKey[];
}

const SUITE = 'ed25519-strict-1';

export const ORGANISATIONS = [
  { id: 'notary-office', name: '公证处 Notary office' },
  { id: 'forensic-institution', name: '鉴定机构 Forensic institution' },
  { id: 'court', name: '法院 Court' },
  { id: 'evidence-platform', name: '存证平台 Evidence platform' },
  { id: 'regulator', name: '监管机构 Regulator' },
] as const;

const REGISTERING: PolicyRule = {
  rule: 'ANY',
  roles: ['admin', 'appraiser', 'clerk', 'depositor', 'notary'],
};
const OWN: PolicyRule = { rule: 'SELF' };
const OWN_AS_ADMIN: PolicyRule = { rule: 'SELF', roles: ['admin'] };
const MOST_ADMINS: PolicyRule = { rule: 'MAJORITY', roles: ['admin'] };

/** Whatever is not named here is forbidden. */
const POLICIES: Genesis['policies'] = {
  '*': { rule: 'FORBIDDEN' },
  'evidence.RegisterItem': REGISTERING,
  'evidence.RegisterBatch': REGISTERING,
  'evidence.SupersedeItem': OWN,
  'evidence.WithdrawItem': OWN,
  'governance.EnrolActor': OWN_AS_ADMIN,
  'governance.SetActorRoles': OWN_AS_ADMIN,
  'governance.RemoveActor': OWN_AS_ADMIN,
  'governance.AddKey': OWN_AS_ADMIN,
  'governance.RotateKey': OWN,
  'governance.RevokeKey': OWN,
  'governance.AddOrganisation': MOST_ADMINS,
  'governance.RemoveOrganisation': MOST_ADMINS,
  'governance.SetPolicy': MOST_ADMINS,
  'governance.ApproveProposal': { rule: 'ANY', roles: ['admin'] },
  'governance.WithdrawProposal': OWN,
};

/** A new demonstration ledger with fresh keys, kept by one node or by several. */
export function makeDemonstration(time: Instant, nodes = 1): Demonstration {
  const [first, ...others] = Array.from({ length: nodes }, () => generateKeyPair(SUITE));
  if (first === undefined) throw new RangeError('a ledger is kept by one node at least');
  const nodeKeys: Demonstration['nodeKeys'] = [first, ...others];
  const actors = [
    ...ORGANISATIONS.map(({ id }) => ({ id: `admin@${id}`, role: 'admin' })),
    { id: 'depositor@evidence-platform', role: 'depositor' },
  ];
  const keyed = actors.map((actor) => ({ ...actor, pair: generateKeyPair(SUITE) }));
  return {
    nodeKeys,
    actorKeys: keyed.map(({ id, pair }) => ({ actor: id, ...pair })),
    genesis: {
      format: 'civic-ledger/genesis/v1',
      origin: 'civic-ledger.example/demo',
      time,
      stateCommitment: 'chained-changes-1',
      suites: [SUITE, 'p256-sha256', 'sm2-sm3'],
      limits: { eventBytes: 1_048_576, batchItems: 10_000 },
      checkpointKeys: nodeKeys.map(({ publicKey }) => publicKey.slice(SUITE.length + 1)),
      organisations: ORGANISATIONS,
      actors: keyed.map(({ id, role, pair }) => ({ id, roles: [role], keys: [pair.publicKey] })),
      policies: POLICIES,
    },
  };
}
