/**
 * From a signed event to its derived events: first the ledger's own rules (id, expiry, known
 * action, shape), then the policy, then the domain's rule. The order here is the order of
 * precedence of refusals.
 */
import type {
  Action,
  ActionDefinition,
  BlockContext,
  Decision,
  DomainModule,
  Evolve,
  StateReader,
} from '../domain/domainModule.js';
import { authorize, type Authorization } from '../domain/governance/authorize.js';
import { organisationOf } from '../domain/governance/identifiers.js';
import {
  openProposal,
  type ProposedAction,
  proposedAction,
} from '../domain/governance/proposal.js';
import { isRefusal, type Refusal, refusalData, REFUSED_TYPE, refuse } from '../domain/refusals.js';
import { Malformed } from '../domain/shape.js';
import type { DerivedEvent } from '../ledger/derivedEvent.js';
import type { GenesisLimits } from '../ledger/genesis.js';
import type { Instant } from '../ledger/instant.js';
import type { EventBody } from '../ledger/signedEvent.js';
import type { BlockState } from './blockState.js';
import type { CheckFailure, OrderedEvent } from './ports.js';

/** A signed event with its body parsed and its data read by the action's own reader. */
export interface ReadEvent {
  readonly event: OrderedEvent;
  readonly body: EventBody;
  /** The action, or why there is none to execute. */
  readonly action: KnownAction | Refusal;
}

interface KnownAction {
  readonly definition: ActionDefinition;
  readonly action: Action<unknown>;
}

/** Where an event executes, and whether its actor has used its id before for other bytes. */
export interface ExecutionContext {
  readonly block: BlockContext;
  readonly idUsed: boolean;
}

export class Dispatch {
  readonly #actions = new Map<string, ActionDefinition>();
  readonly #evolves = new Map<string, Evolve>();
  /**
   * What was read when an event was checked, until it executes. Events that come in blocks of
   * others are read once, and not kept here: a collector pays for every weak entry.
   */
  readonly #checked = new WeakMap<OrderedEvent, ReadEvent>();

  constructor(modules: readonly DomainModule[]) {
    for (const { actions, events } of modules) {
      for (const [type, definition] of Object.entries(actions)) this.#actions.set(type, definition);
      for (const [type, evolve] of Object.entries(events)) this.#evolves.set(type, evolve);
    }
  }

  /**
   * Parses and reads an event, or hands over what `check` has read of it. Depends on the event's
   * bytes and the ledger's limits only.
   */
  read(event: OrderedEvent, limits: GenesisLimits): ReadEvent {
    const checked = this.#checked.get(event);
    if (checked !== undefined) {
      this.#checked.delete(event);
      return checked;
    }
    const body = JSON.parse(event.body) as EventBody;
    return { event, body, action: this.#readAction(event, body, limits) };
  }

  /**
   * A refusal that is certain before ordering: the shape, and whether this key may speak at all.
   */
  check(event: OrderedEvent, state: StateReader, limits: GenesisLimits): CheckFailure | undefined {
    const read = this.read(event, limits);
    this.#checked.set(event, read);
    const { action, body } = read;
    const refusal = 'refused' in action ? action : authorizeAction(action, body, state);
    if (!('refused' in refusal) || !CERTAIN_AT_THE_EDGE.has(refusal.refused)) return undefined;
    const { refused: code, field, limit, value } = refusal;
    return { code, field, limit, value };
  }

  /**
   * Executes an event on `state`, which takes up what it changes, and returns its derived events.
   */
  execute(read: ReadEvent, state: BlockState, context: ExecutionContext): readonly DerivedEvent[] {
    const decision = refuseByLog(read, context) ?? this.#decide(read, state, context.block);
    const derived = asEvents(decision);
    const proposed = proposedAction(derived, state);
    this.fold(derived, state, context.block.time);
    if (proposed === undefined) return derived;
    const inner = asEvents(this.#decideProposed(proposed, state, context.block));
    this.fold(inner, state, context.block.time);
    return [...derived, ...inner];
  }

  /** Folds facts into `state`: just decided, or long on record. */
  fold(events: readonly DerivedEvent[], state: BlockState, time: Instant): void {
    for (const { type, data } of events) {
      const evolve = this.#evolves.get(type);
      if (evolve !== undefined) state.apply(evolve(data, state, time));
    }
  }

  #readAction(event: OrderedEvent, body: EventBody, limits: GenesisLimits): KnownAction | Refusal {
    return this.#knownAction({ ...body, hash: event.hash }, limits);
  }

  #knownAction(request: ProposedAction, limits: GenesisLimits): KnownAction | Refusal {
    const { type, actor, key, id, hash } = request;
    const definition = this.#actions.get(type);
    if (definition === undefined) {
      return refuse('UNKNOWN_ACTION', { field: 'type', limit: 'a known action type', value: type });
    }
    try {
      const data = definition.read(request.data, limits);
      const organisation = organisationOf(actor);
      return { definition, action: { type, actor, organisation, key, id, hash, data } };
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      const { field, limit, value } = error;
      return refuse('MALFORMED', { field, limit, value });
    }
  }

  #decide({ action: known, body }: ReadEvent, state: StateReader, block: BlockContext): Decision {
    if ('refused' in known) return known;
    const authorization = authorizeAction(known, body, state);
    if ('refused' in authorization) return authorization;
    const decision = known.definition.decide(known.action, state, block);
    if (authorization.allowed || isRefusal(decision)) return decision;
    return [openProposal(known.action, body)];
  }

  #decideProposed(proposed: ProposedAction, state: StateReader, block: BlockContext): Decision {
    const known = this.#knownAction(proposed, block.limits);
    return 'refused' in known ? known : known.definition.decide(known.action, state, block);
  }
}

/** Codes that no other event in flight can make untrue before this one is ordered. */
const CERTAIN_AT_THE_EDGE: ReadonlySet<string> = new Set([
  'UNKNOWN_ACTION',
  'MALFORMED',
  'KEY_NOT_OF_ACTOR',
  'KEY_REVOKED',
  'KEY_UNKNOWN',
  'ACTOR_UNKNOWN',
]);

function authorizeAction(
  { definition, action }: KnownAction,
  body: EventBody,
  state: StateReader,
): Authorization {
  const subject = definition.subject?.(action.data, state);
  if (typeof subject === 'object') return subject;
  return authorize({ type: body.type, actor: body.actor, key: body.key, subject }, state);
}

function refuseByLog(
  { body }: ReadEvent,
  { block, idUsed }: ExecutionContext,
): Refusal | undefined {
  if (idUsed) {
    return refuse('ID_REUSED', { field: 'id', limit: 'an id not used before', value: body.id });
  }
  if (block.time > body.notAfter) {
    return refuse('EXPIRED', { field: 'notAfter', limit: block.time, value: body.notAfter });
  }
  return undefined;
}

function asEvents(decision: Decision): readonly DerivedEvent[] {
  return isRefusal(decision) ? [{ type: REFUSED_TYPE, data: refusalData(decision) }] : decision;
}
