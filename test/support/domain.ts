/**
 * A ledger's rules without the ledger: state in a map, events decided and folded one by one, in the
 * steps that domain/governance/authorize.ts and proposal.ts describe. Tests read as a story:
 * who asks for what, and what comes of it.
 */
import { sign } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../src/crypto/canonicalJson.js';
import type {
  Action,
  ActionDefinition,
  BlockContext,
  Decision,
  RecordedHeader,
  StateReader,
  StateWrite,
} from '../../src/domain/domainModule.js';
import { evidence } from '../../src/domain/evidence/evidence.js';
import { authorize } from '../../src/domain/governance/authorize.js';
import { foldGenesis } from '../../src/domain/governance/foldGenesis.js';
import { governance } from '../../src/domain/governance/governance.js';
import { organisationOf } from '../../src/domain/governance/identifiers.js';
import type { Validator } from '../../src/domain/governance/validatorSet.js';
import { openProposal, proposedAction } from '../../src/domain/governance/proposal.js';
import { isRefusal, refusalData, REFUSED_TYPE } from '../../src/domain/refusals.js';
import { sha256Hex } from '../../src/crypto/sha256.js';
import { encodeHeader, headerHash } from '../../src/ledger/blockHeader.js';
import type { DerivedEvent } from '../../src/ledger/derivedEvent.js';
import type { Genesis, PolicyRule } from '../../src/ledger/genesis.js';
import type { Instant } from '../../src/ledger/instant.js';
import { possessionText } from '../../src/ledger/keyPossession.js';
import { NEVER, publicHex, seededKey, START } from './consortium.js';

export const LEDGER = '1e'.repeat(32);

/** The demonstration consortium: an admin each, and one depositor. */
export const ORGANISATIONS = [
  'court',
  'evidence-platform',
  'forensic-institution',
  'notary-office',
  'regulator',
] as const;

const ADMINS: PolicyRule = { rule: 'SELF', roles: ['admin'] };
const MOST_ADMINS: PolicyRule = { rule: 'MAJORITY', roles: ['admin'] };
const DEPOSITORS: PolicyRule = { rule: 'ANY', roles: ['admin', 'depositor'] };

export const POLICIES: { readonly [pattern: string]: PolicyRule } = {
  '*': { rule: 'FORBIDDEN' },
  'evidence.RegisterItem': DEPOSITORS,
  'evidence.RegisterBatch': DEPOSITORS,
  'evidence.SupersedeItem': { rule: 'SELF' },
  'evidence.WithdrawItem': { rule: 'SELF' },
  'evidence.RegisterTimeAuthority': { rule: 'ANY', roles: ['admin'] },
  'evidence.AttachTimestamp': DEPOSITORS,
  'evidence.IssueTimestamp': DEPOSITORS,
  'evidence.SealItem': { rule: 'SELF' },
  'evidence.DeclareRelation': { rule: 'ANY', roles: ['admin'] },
  'evidence.EndRelation': { rule: 'ANY', roles: ['admin'] },
  'governance.EnrolActor': ADMINS,
  'governance.SetActorRoles': ADMINS,
  'governance.RemoveActor': ADMINS,
  'governance.AddKey': ADMINS,
  'governance.RotateKey': { rule: 'SELF' },
  'governance.RevokeKey': { rule: 'SELF' },
  'governance.AddOrganisation': MOST_ADMINS,
  'governance.RemoveOrganisation': MOST_ADMINS,
  'governance.SetPolicy': MOST_ADMINS,
  'governance.ApproveProposal': { rule: 'ANY', roles: ['admin'] },
  'governance.WithdrawProposal': { rule: 'SELF' },
};

const MODULES = [governance, evidence];
const ACTIONS = new Map(MODULES.flatMap(({ actions }) => Object.entries(actions)));
const EVENTS = new Map(MODULES.flatMap(({ events }) => Object.entries(events)));

/** The definition of an action type; unknown types are a mistake of the test. */
export function definitionOf(type: string): ActionDefinition {
  const definition = ACTIONS.get(type);
  if (definition === undefined) throw new Error(`no action ${type}`);
  return definition;
}

export interface Setup {
  readonly organisations?: readonly string[];
  /** Roles by actor id; each gets the key `keyOf(id)`. */
  readonly actors?: { readonly [id: string]: readonly string[] };
  /** Instead of, or beside, POLICIES. */
  readonly policies?: { readonly [pattern: string]: PolicyRule };
  /** Power by organisation; the keys are `validatorOf`'s. */
  readonly validators?: { readonly [organisation: string]: number };
}

/** A validator with keys made from its organisation's name, and the proof that binds them. */
export function validatorOf(organisation: string, power = 1, seed = `votes of ${organisation}`) {
  const { key, possession } = proven(seed, organisation);
  return {
    validator: {
      organisation,
      nodeId: sha256Hex(`node of ${seed}`).slice(0, 40),
      power,
      validatorKey: key.slice(key.indexOf(':') + 1),
    },
    possession,
  };
}

/** The public key made from `seed`: an actor's first key has its id as the seed. */
export function keyOf(seed: string): string {
  return `ed25519-strict-1:${publicHex(seededKey(seed))}`;
}

/** The key made from `seed` with the proof of possession that binds it to `actor`. */
export function proven(
  seed: string,
  actor: string,
  ledger = LEDGER,
): { readonly key: string; readonly possession: string } {
  const message = Buffer.from(possessionText(ledger, actor));
  const possession = sign(null, message, seededKey(seed)).toString('hex');
  return { key: keyOf(seed), possession };
}

export function genesisOf(setup: Setup = {}): Genesis {
  const organisations = setup.organisations ?? ORGANISATIONS;
  const actors = setup.actors ?? {
    ...Object.fromEntries(organisations.map((id) => [`admin@${id}`, ['admin']])),
    ...(organisations.includes('evidence-platform')
      ? { 'depositor@evidence-platform': ['depositor'] }
      : {}),
  };
  return {
    format: 'civic-ledger/genesis/v1',
    origin: 'civic-ledger.example/test',
    time: START,
    stateCommitment: 'chained-changes-1',
    suites: ['ed25519-strict-1', 'p256-sha256'],
    limits: { eventBytes: 1_048_576, batchItems: 100 },
    checkpointKeys: [publicHex(seededKey('node'))],
    organisations: organisations.map((id) => ({ id, name: id })),
    actors: Object.entries(actors).map(([id, roles]) => ({ id, roles, keys: [keyOf(id)] })),
    policies: { ...POLICIES, ...setup.policies },
    ...(setup.validators === undefined ? {} : { validators: validatorsOf(setup.validators) }),
  };
}

function validatorsOf(powers: { readonly [organisation: string]: number }): readonly Validator[] {
  return Object.entries(powers).map(([id, power]) => validatorOf(id, power).validator);
}

/** What differs from the plain case in one request. */
export interface AskOptions {
  /** The key that signs; absent: the actor's first. */
  readonly key?: string;
  readonly notAfter?: Instant;
  /** Hash of the signed event; absent: a new one. */
  readonly hash?: string;
}

export interface DomainLedger {
  readonly state: StateReader;
  /** All derived events so far. */
  readonly events: readonly DerivedEvent[];
  /** `actor` asks for `type`; the derived events that follow, folded into the state. */
  ask(actor: string, type: string, data: JsonObject, options?: AskOptions): readonly DerivedEvent[];
  /** Block time from now on. */
  setTime(time: string): void;
  /** Ends a block at the present time, `size` entries long; what its checkpoint states. */
  endBlock(size: number): { readonly size: number; readonly root: string; readonly header: string };
  /** Every key of the state with its value, sorted. */
  snapshot(): readonly (readonly [string, JsonValue])[];
}

/** A ledger that stands as `setup` says. */
export function ledgerOf(setup: Setup = {}): DomainLedger {
  const genesis = genesisOf(setup);
  const { state, apply, snapshot } = emptyState();
  apply(foldGenesis(genesis));
  const events: DerivedEvent[] = [];
  const headers = new Map<number, RecordedHeader>();
  let block: BlockContext = {
    ledger: LEDGER,
    height: 1,
    time: START,
    limits: genesis.limits,
    headerOfSize: (size) => headers.get(size),
  };
  const record = (derived: readonly DerivedEvent[]): readonly DerivedEvent[] => {
    for (const event of derived) apply(evolve(event, state, block.time));
    events.push(...derived);
    return derived;
  };
  const run = (proposed: Omit<Action<JsonObject>, 'organisation'>) => {
    const definition = definitionOf(proposed.type);
    const data = definition.read(proposed.data, block.limits);
    const action = { ...proposed, organisation: organisationOf(proposed.actor), data };
    return { definition, action, decide: () => definition.decide(action, state, block) };
  };
  return {
    state,
    events,
    snapshot,
    setTime(time) {
      block = { ...block, time: time as Instant };
    },
    endBlock(size) {
      const [root, state, previous] = ['root', 'state', 'previous'].map((part) =>
        sha256Hex(`${part} ${size}`),
      ) as [string, string, string];
      const place = { ledger: LEDGER, height: size, first: size - 1, size };
      const header = { ...place, time: block.time, previous, root, state };
      const hash = headerHash(encodeHeader(header));
      headers.set(size, { header, hash });
      return { size, root, header: hash };
    },
    ask(actor, type, data, { key = keyOf(actor), notAfter = NEVER, hash = '' } = {}) {
      const id = `${events.length}`;
      const named = hash === '' ? sha256Hex(`${actor} ${id}`) : hash;
      const { definition, action, decide } = run({ type, actor, key, id, hash: named, data });
      const subject = definition.subject?.(action.data, state);
      const answer = authorize({ type, actor, key, subject }, state);
      if ('refused' in answer) return record(asEvents(answer));
      const decision = decide();
      if (!answer.allowed && !isRefusal(decision)) {
        return record([openProposal(action, { data, notAfter })]);
      }
      const decided = asEvents(decision);
      const proposed = proposedAction(decided, state);
      const derived = record(decided);
      if (proposed === undefined) return derived;
      return [...derived, ...record(asEvents(run(proposed).decide()))];
    },
  };
}

/** The writes of one derived event in a block of `time`; a refusal has none. */
export function evolve(
  { type, data }: DerivedEvent,
  state: StateReader,
  time: Instant,
): readonly StateWrite[] {
  return EVENTS.get(type)?.(data, state, time) ?? [];
}

/** The state that `events` alone lead to from the genesis of `setup`, all at its time. */
export function replay(
  setup: Setup,
  events: readonly DerivedEvent[],
): ReturnType<DomainLedger['snapshot']> {
  const { state, apply, snapshot } = emptyState();
  apply(foldGenesis(genesisOf(setup)));
  for (const event of events) apply(evolve(event, state, START));
  return snapshot();
}

function emptyState() {
  const values = new Map<string, string>();
  const state: StateReader = {
    get: (key) => {
      const text = values.get(key);
      return text === undefined ? undefined : (JSON.parse(text) as JsonValue);
    },
  };
  const apply = (writes: readonly StateWrite[]): void => {
    for (const [key, value] of writes) {
      if (value === null) values.delete(key);
      else values.set(key, JSON.stringify(value));
    }
  };
  const snapshot = () =>
    [...values]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, text]): [string, JsonValue] => [key, JSON.parse(text) as JsonValue]);
  return { state, apply, snapshot };
}

function asEvents(decision: Decision): readonly DerivedEvent[] {
  return isRefusal(decision) ? [{ type: REFUSED_TYPE, data: refusalData(decision) }] : decision;
}

/** The types of `events`, in order. */
export function typesOf(events: readonly DerivedEvent[]): readonly string[] {
  return events.map(({ type }) => type);
}

/** What a `ledger.Refused` entry says. */
export interface RefusalFacts {
  readonly code: string;
  readonly field: string;
  readonly limit: string;
  readonly value: string;
}

/** The refusal that `events` end with, or undefined. */
export function refusalIn(events: readonly DerivedEvent[]): RefusalFacts | undefined {
  const last = events.at(-1);
  if (last?.type !== REFUSED_TYPE) return undefined;
  return last.data as unknown as RefusalFacts;
}

/** The code of the refusal that `events` end with; `accepted` without one. */
export function codeOf(events: readonly DerivedEvent[]): string {
  return refusalIn(events)?.code ?? 'accepted';
}
