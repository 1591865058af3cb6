/**
 * The demonstration consortium: five organisations with one administrator each, five more that an
 * evidence story needs, two that keep independent clocks, and the actors of such a story. Made
 * fresh for every ledger; nothing about it is built into the server.
 */
import { generateKeyPair, type KeyPair } from '../crypto/suites.js';
import type { Genesis, GenesisValidator } from '../ledger/genesis.js';
import type { Instant } from '../ledger/instant.js';
import { DEMONSTRATION_POLICIES } from './demonstrationPolicies.js';
import type { ActorKey } from './keyFile.js';

/** Everything that a new ledger starts with. */
export interface Demonstration {
  readonly genesis: Genesis;
  /** One a node: signs its checkpoints. */
  readonly nodeKeys: readonly [KeyPair, ...KeyPair[]];
  readonly actorKeys: readonly ActorKey[];
}

const SUITE = 'ed25519-strict-1';

/** Those that agree on changes: each has an administrator. */
export const ORGANISATIONS = [
  { id: 'notary-office', name: '公证处 Notary office' },
  { id: 'forensic-institution', name: '鉴定机构 Forensic institution' },
  { id: 'court', name: '法院 Court' },
  { id: 'evidence-platform', name: '存证平台 Evidence platform' },
  { id: 'regulator', name: '监管机构 Regulator' },
] as const;

/** They sign nothing on the ledger: their word on the time comes from outside. */
export const TIME_SERVICES = [
  { id: 'time-service', name: '授时中心 Time service' },
  { id: 'observatory', name: '天文台 Observatory' },
] as const;

/** Whose the authority at /tsa is. */
export const TIMESTAMP_OPERATOR = ORGANISATIONS[3];

/** Who records on the ledger what is stamped at /tsa. */
export const TIMESTAMP_ACTOR = `timestamper@${TIMESTAMP_OPERATOR.id}`;

const OTHER_ORGANISATIONS = [
  { id: 'rights-holder', name: '权利人 Rights holder' },
  { id: 'other-party', name: '相对方 Other party' },
  { id: 'audit-firm', name: '审计机构 Audit firm' },
  { id: 'key-vault-a', name: '密钥托管方甲 Key vault A' },
  { id: 'key-vault-b', name: '密钥托管方乙 Key vault B' },
] as const;

/** Beside the administrators. Organisations without one do not count where admins agree. */
const ACTORS = [
  { id: 'depositor@evidence-platform', role: 'depositor' },
  { id: 'capturer@evidence-platform', role: 'capturer' },
  { id: 'attendant@evidence-platform', role: 'capturer' },
  { id: 'counsel@rights-holder', role: 'counsel' },
  { id: 'counsel@other-party', role: 'counsel' },
  { id: 'notary@notary-office', role: 'notary' },
  { id: 'appraiser@forensic-institution', role: 'appraiser' },
  { id: 'clerk@court', role: 'clerk' },
  { id: 'judge@court', role: 'judge' },
  { id: 'officer@regulator', role: 'officer' },
  { id: 'auditor@audit-firm', role: 'auditor' },
  { id: 'keeper@key-vault-a', role: 'keeper' },
  { id: 'keeper@key-vault-b', role: 'keeper' },
  { id: TIMESTAMP_ACTOR, role: 'timestamper' },
] as const;

/**
 * A new demonstration ledger with fresh keys, kept by the nodes of `validators`, or without any by
 * one node alone.
 */
export function makeDemonstration(
  time: Instant,
  validators: readonly GenesisValidator[] = [],
): Demonstration {
  const others = validators.slice(1).map(() => generateKeyPair(SUITE));
  const nodeKeys: Demonstration['nodeKeys'] = [generateKeyPair(SUITE), ...others];
  const actors = [
    ...ORGANISATIONS.map(({ id }) => ({ id: `admin@${id}`, role: 'admin' })),
    ...ACTORS,
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
      organisations: [...ORGANISATIONS, ...OTHER_ORGANISATIONS, ...TIME_SERVICES],
      actors: keyed.map(({ id, role, pair }) => ({ id, roles: [role], keys: [pair.publicKey] })),
      policies: DEMONSTRATION_POLICIES,
      ...(validators.length > 0 ? { validators } : {}),
    },
  };
}
