/**
 * What the genesis document puts into the state: its organisations, actors, policies and signature
 * suites, folded by the same functions that fold later events. The document is checked in full
 * first, since nothing on the ledger could mend a genesis that is wrong.
 */
import type { JsonValue } from '../../crypto/canonicalJson.js';
import { cometBftName, TOTAL_POWER_MAX } from '../../ledger/cometbft/validatorSet.js';
import type { Genesis, GenesisActor } from '../../ledger/genesis.js';
import type { StateReader, StateWrite } from '../domainModule.js';
import {
  hex,
  instant,
  integer,
  list,
  Malformed,
  map,
  object,
  oneOf,
  optional,
  set,
  text,
} from '../shape.js';
import { evolveEnrolled, roles } from './actor.js';
import { actorId, organisationId, organisationOf } from './identifiers.js';
import { publicKey } from './key.js';
import { evolveAdded, organisationName } from './organisation.js';
import { evolveSet, policyPattern, policyRule } from './policy.js';
import { SUITES_KEY } from './state.js';
import { evolveValidatorAdded, validatorFields } from './validator.js';
import { VALIDATORS_MAX } from './validatorSet.js';

/** The genesis document breaks a rule; no ledger can start from it. */
export class GenesisInvalid extends Error {
  readonly field: string;
  readonly limit: string;
  readonly value: string;

  constructor(field: string, limit: string, value: string) {
    super(`${field} must be ${limit}, but is ${value}`);
    this.name = 'GenesisInvalid';
    this.field = field;
    this.limit = limit;
    this.value = value;
  }
}

const BATCH_ITEMS_MAX = 10_000;
const EVENT_BYTES_MAX = 16 * 1024 * 1024;

const readDocument = object({
  format: oneOf(['civic-ledger/genesis/v1']),
  // The origin is a C2SP key name: not empty, no white space, no plus sign.
  origin: text({ min: 1, max: 255, pattern: /^[\x21-\x2a\x2c-\x7e]+$/ }),
  time: instant,
  stateCommitment: oneOf(['chained-changes-1']),
  suites: set(1, 16, text({ min: 1, max: 63, pattern: /^[a-z0-9]+(?:-[a-z0-9]+)*$/ })),
  limits: object({
    eventBytes: integer(1024, EVENT_BYTES_MAX),
    batchItems: integer(1, BATCH_ITEMS_MAX),
  }),
  checkpointKeys: set(1, 64, hex(32)),
  organisations: list(1, 1000, object({ id: organisationId, name: organisationName })),
  actors: list(0, 100_000, object({ id: actorId, roles, keys: set(1, 64, publicKey) })),
  policies: map(1000, policyPattern, policyRule),
  validators: optional(list(1, VALIDATORS_MAX, object(validatorFields))),
});

/** Checks and types a genesis document. Throws GenesisInvalid with field, limit and value. */
export function readGenesis(document: JsonValue): Genesis {
  try {
    // An optional member that is absent is not there at all, which the reader's type cannot say.
    const genesis = readDocument(document, 'genesis') as Genesis;
    checkReferences(genesis);
    return genesis;
  } catch (fault) {
    if (!(fault instanceof Malformed)) throw fault;
    throw new GenesisInvalid(fault.field, fault.limit, fault.value);
  }
}

/** The state writes of the genesis document, one per key. Throws GenesisInvalid. */
export function foldGenesis(document: Genesis): readonly StateWrite[] {
  const genesis = readGenesis(document as unknown as JsonValue);
  const state = new Map<string, JsonValue | null>();
  const reader: StateReader = { get: (key) => state.get(key) ?? undefined };
  const apply = (writes: readonly StateWrite[]): void => {
    for (const [key, value] of writes) state.set(key, value);
  };
  apply([[SUITES_KEY, genesis.suites]]);
  for (const { id, name } of genesis.organisations) apply(evolveAdded({ id, name }, reader));
  for (const actor of genesis.actors) apply(evolveEnrolled(enrolled(actor), reader));
  for (const [pattern, rule] of Object.entries(genesis.policies)) {
    apply(evolveSet({ pattern, policy: { ...rule } }));
  }
  for (const validator of genesis.validators ?? []) apply(evolveValidatorAdded(validator, reader));
  return [...state];
}

function enrolled({ id, roles: granted, keys }: GenesisActor) {
  return { actor: id, organisation: organisationOf(id), roles: granted, keys };
}

/** What the parts of the document say of one another. */
function checkReferences(genesis: Genesis): void {
  refuseRepeated(
    'organisations',
    'id',
    genesis.organisations.map(({ id }) => id),
  );
  refuseRepeated(
    'actors',
    'id',
    genesis.actors.map(({ id }) => id),
  );
  const organisations = new Set(genesis.organisations.map(({ id }) => id));
  const suites = new Set(genesis.suites);
  const holders = new Map<string, string>();
  for (const [index, { id, keys }] of genesis.actors.entries()) {
    const field = `genesis.actors[${index}]`;
    if (!organisations.has(organisationOf(id))) {
      throw new GenesisInvalid(`${field}.id`, 'an actor of a listed organisation', id);
    }
    for (const key of keys) {
      if (!suites.has(key.slice(0, key.indexOf(':')))) {
        throw new GenesisInvalid(`${field}.keys`, 'keys of suites in genesis.suites', key);
      }
      if (holders.has(key)) {
        throw new GenesisInvalid(`${field}.keys`, `keys unlike those of ${holders.get(key)}`, key);
      }
      holders.set(key, id);
    }
  }
  checkValidators(genesis, organisations, holders);
  for (const [pattern, { organisations: listed = [] }] of Object.entries(genesis.policies)) {
    const unknown = listed.find((id) => !organisations.has(id));
    if (unknown === undefined) continue;
    const field = `genesis.policies.${pattern}.organisations`;
    throw new GenesisInvalid(field, 'organisations of genesis.organisations', unknown);
  }
}

/** Each has keys of its own, apart from those of actors and of checkpoints. */
function checkValidators(
  { validators = [], checkpointKeys }: Genesis,
  organisations: ReadonlySet<string>,
  actorKeys: ReadonlyMap<string, string>,
): void {
  const seen = new Set<string>(checkpointKeys);
  for (const [index, { organisation, nodeId, validatorKey }] of validators.entries()) {
    const field = `genesis.validators[${index}]`;
    if (!organisations.has(organisation)) {
      const limit = 'an organisation of genesis.organisations';
      throw new GenesisInvalid(`${field}.organisation`, limit, organisation);
    }
    if (seen.has(validatorKey) || actorKeys.has(`ed25519-strict-1:${validatorKey}`)) {
      const limit = 'a key that is nobody’s else';
      throw new GenesisInvalid(`${field}.validatorKey`, limit, validatorKey);
    }
    if (seen.has(nodeId) || nodeId === cometBftName(validatorKey)) {
      throw new GenesisInvalid(`${field}.nodeId`, 'the id of a node key of its own', nodeId);
    }
    seen.add(validatorKey).add(nodeId);
  }
  refuseRepeated(
    'validators',
    'organisation',
    validators.map(({ organisation }) => organisation),
  );
  const total = validators.reduce((sum, { power }) => sum + power, 0);
  if (total <= TOTAL_POWER_MAX) return;
  const limit = `validators with a total power of at most ${TOTAL_POWER_MAX}`;
  throw new GenesisInvalid('genesis.validators', limit, `${total}`);
}

function refuseRepeated(part: string, name: string, ids: readonly string[]): void {
  const seen = new Set<string>();
  for (const [index, id] of ids.entries()) {
    if (seen.has(id)) {
      throw new GenesisInvalid(`genesis.${part}[${index}].${name}`, 'an id not yet listed', id);
    }
    seen.add(id);
  }
}
