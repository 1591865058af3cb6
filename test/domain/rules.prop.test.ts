/**
 * Properties of the rules as a whole, over random stories: replay equals the live state, refusals
 * change nothing, counts follow their sources, and the rules stay changeable.
 */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, type JsonObject } from '../../src/crypto/canonicalJson.js';
import { authorize } from '../../src/domain/governance/authorize.js';
import {
  activeOrganisations,
  actorRecord,
  keyRecord,
  organisationRecord,
} from '../../src/domain/governance/state.js';
import { organisationOf } from '../../src/domain/governance/identifiers.js';
import { type DomainLedger, ledgerOf, ORGANISATIONS, proven, replay } from '../support/domain.js';
import { batchOf, commitments, openItem } from '../support/evidence.js';

/** One request of a story. It may depend on what came before, so that most of them get through. */
type Step = (ledger: DomainLedger) => {
  readonly actor: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly key: string;
};

const ACTORS = [
  'admin@court',
  'admin@regulator',
  'admin@notary-office',
  'admin@evidence-platform',
  'depositor@evidence-platform',
  'clerk@court',
];
const KEYS_EACH = 4;
const nat = fc.nat(1000);

/** Signing is slow and the same every time. */
const possessions = new Map<string, ReturnType<typeof proven>>();

/** Key `index` of an actor; index 0 is the one that genesis or enrolment binds. */
function seedOf(id: string, index: number): string {
  return index === 0 ? id : `${id} ${index}`;
}

function keyFor(id: string, index: number, holder = id) {
  const name = `${seedOf(id, index)} for ${holder}`;
  const known = possessions.get(name) ?? proven(seedOf(id, index), holder);
  possessions.set(name, known);
  return known;
}

function keysOf(id: string): readonly string[] {
  return Array.from({ length: KEYS_EACH }, (_, index) => keyFor(id, index).key);
}

/** A key that `id` may sign with, or its first. */
function activeKeyOf(id: string, { state }: DomainLedger): string {
  const keys = keysOf(id);
  return keys.find((key) => keyRecord(state, key)?.status === 'active') ?? keys[0]!;
}

function pick<T>(from: readonly T[], index: number): T {
  return from[index % from.length]!;
}

/** The member `name` of the events of `type`, or an unknown hash. */
function pickFrom(ledger: DomainLedger, [type, name]: readonly [string, string], index: number) {
  const found = ledger.events.filter((event) => event.type === type);
  return found.length === 0 ? 'ff'.repeat(32) : (pick(found, index).data[name] as string);
}

const OPENED = ['governance.ProposalOpened', 'proposal'] as const;
const REGISTERED = ['evidence.ItemRegistered', 'item'] as const;
const RULES: readonly JsonObject[] = [
  { rule: 'ANY' },
  { rule: 'ALL', roles: ['admin'] },
  { rule: 'MAJORITY', roles: ['admin'] },
  { rule: 'SELF' },
  { rule: 'AT_LEAST', atLeast: 2, roles: ['admin'] },
  { rule: 'AT_LEAST', atLeast: 3 },
];
const PATTERNS = ['governance.AddKey', 'governance.SetPolicy', 'evidence.*', 'carbon.*'];
const ROLES = [['admin'], ['clerk'], ['admin', 'clerk'], ['depositor']];
const REASONS = ['ceased', 'superseded', 'compromised'];

/** What can be asked for, given two numbers to choose by; most often about the actor’s own. */
const REQUESTS: readonly ((
  ledger: DomainLedger,
  by: { readonly actor: string; readonly other: string; readonly a: number; readonly b: number },
) => readonly [string, JsonObject])[] = [
  (_, { a }) => ['governance.AddOrganisation', { id: `bank-${a % 3}`, name: 'Bank' }],
  (_, { a }) => ['governance.RemoveOrganisation', { id: pick([...ORGANISATIONS, 'bank-1'], a) }],
  (_, { actor, a, b }) => {
    const id = `clerk-${a % 3}@${organisationOf(actor)}`;
    const keys = [keyFor(id, 0)];
    return ['governance.EnrolActor', { actor: id, roles: pick(ROLES, b), keys }];
  },
  (_, { other, b }) => ['governance.SetActorRoles', { actor: other, roles: pick(ROLES, b) }],
  (_, { other }) => ['governance.RemoveActor', { actor: other }],
  (_, { other, b }) => ['governance.AddKey', { actor: other, ...keyFor(other, b % KEYS_EACH) }],
  (_, { actor, other, b }) => {
    return ['governance.AddKey', { actor: other, ...keyFor(actor, b % KEYS_EACH, other) }];
  },
  (_, { other, a, b }) => {
    return ['governance.RevokeKey', { key: pick(keysOf(other), a), reason: pick(REASONS, b) }];
  },
  (ledger, { actor, a }) => {
    const { key: newKey, possession } = keyFor(actor, a % KEYS_EACH);
    const key = activeKeyOf(actor, ledger);
    return ['governance.RotateKey', { key, newKey, possession }];
  },
  (_, { a, b }) => {
    const policy = pick(RULES, b);
    return ['governance.SetPolicy', { pattern: pick(PATTERNS, a), policy }];
  },
  (ledger, { a }) => ['governance.ApproveProposal', { proposal: pickFrom(ledger, OPENED, a) }],
  (ledger, { a }) => ['governance.ApproveProposal', { proposal: pickFrom(ledger, OPENED, a) }],
  (ledger, { a }) => ['governance.WithdrawProposal', { proposal: pickFrom(ledger, OPENED, a) }],
  (_, { a }) => ['evidence.RegisterItem', openItem(`content ${a % 2}`)],
  () => ['evidence.RegisterBatch', batchOf(commitments(2))],
  (ledger, { a, b }) => {
    const [item, replacement] = [a, b].map((index) => pickFrom(ledger, REGISTERED, index));
    const data = { item: item!, replacement: replacement!, reason: 'other' };
    return ['evidence.SupersedeItem', data];
  },
  (ledger, { a, b }) => {
    const batch = pickFrom(ledger, ['evidence.BatchRegistered', 'batch'], a);
    return ['evidence.WithdrawItem', { item: `${batch}.${b % 3}`, reason: 'other' }];
  },
];

const step: fc.Arbitrary<Step> = fc
  .record({ who: nat, what: nat, whom: nat, a: nat, b: nat, isWild: fc.nat(9) })
  .map(({ who, what, whom, a, b, isWild }) => (ledger: DomainLedger) => {
    const actor = pick(ACTORS, who);
    const near = ACTORS.filter((id) => organisationOf(id) === organisationOf(actor));
    const other = isWild === 0 ? pick(ACTORS, whom) : pick(near, whom);
    const [type, data] = pick(REQUESTS, what)(ledger, { actor, other, a, b });
    const key = isWild === 1 ? pick(keysOf(other), a) : activeKeyOf(actor, ledger);
    return { actor, type, data, key };
  });
const story = fc.array(step, { minLength: 20, maxLength: 60, size: 'max' });

const SETUP = {
  actors: Object.fromEntries(ACTORS.map((id) => [id, [id.slice(0, id.indexOf('@'))]])),
  policies: {
    'governance.SetPolicy': { rule: 'AT_LEAST', atLeast: 2, roles: ['admin'] },
    'governance.AddOrganisation': { rule: 'ANY', roles: ['admin'] },
    'governance.RemoveOrganisation': { rule: 'ALL', roles: ['admin'] },
  },
} as const;

/** Tells `steps`; the signed event of step n has the hash n. Calls `check` after each. */
function tell(steps: readonly Step[], check: (ledger: DomainLedger) => void = () => undefined) {
  const ledger = ledgerOf(SETUP);
  for (const [index, next] of steps.entries()) {
    const { actor, type, data, key } = next(ledger);
    ledger.ask(actor, type, data, { key, hash: index.toString(16).padStart(64, '0') });
    check(ledger);
  }
  return ledger;
}

function countSigners(ledger: DomainLedger, id: string) {
  const signers = ledger
    .snapshot()
    .filter(([key]) => key.startsWith('governance/actor/') && key.endsWith(`@${id}`))
    .map(([key]) => actorRecord(ledger.state, key.slice('governance/actor/'.length))!)
    .filter(({ status, activeKeys }) => status === 'active' && activeKeys > 0);
  const names = [...new Set(signers.flatMap((signer) => signer.roles))].sort();
  const byRole = names.map((name) => [
    name,
    signers.filter((signer) => signer.roles.includes(name)).length,
  ]);
  return { total: signers.length, byRole };
}

function countActiveKeys(ledger: DomainLedger, id: string): number {
  return ledger.snapshot().filter(([key]) => {
    const record = key.startsWith('governance/key/')
      ? keyRecord(ledger.state, key.slice('governance/key/'.length))
      : undefined;
    return record?.actor === id && record.status === 'active';
  }).length;
}

function canAnybodySetPolicy({ state, snapshot }: DomainLedger): boolean {
  const type = 'governance.SetPolicy';
  return snapshot().some(([name]) => {
    if (!name.startsWith('governance/key/')) return false;
    const key = name.slice('governance/key/'.length);
    const { actor } = keyRecord(state, key)!;
    return !('refused' in authorize({ type, actor, key, subject: undefined }, state));
  });
}

describe('over random stories', () => {
  it('replaying the derived events alone gives the live state', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const ledger = tell(steps);
        expect(replay(SETUP, ledger.events)).toEqual(ledger.snapshot());
      }),
      { numRuns: 25 },
    );
  });

  it('a refused action changes nothing', () => {
    fc.assert(
      fc.property(story, (steps) => {
        let [told, before] = [0, JSON.stringify(ledgerOf(SETUP).snapshot())];
        tell(steps, (ledger) => {
          const derived = ledger.events.slice(told);
          const after = JSON.stringify(ledger.snapshot());
          if (derived[0]?.type === 'ledger.Refused') {
            expect(derived).toHaveLength(1);
            expect(after).toBe(before);
          }
          [told, before] = [ledger.events.length, after];
        });
      }),
      { numRuns: 25 },
    );
  });

  it('every event and every state value has a canonical form', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const ledger = tell(steps);
        for (const { data } of ledger.events) {
          expect(JSON.parse(canonicalJson(data))).toEqual(data);
        }
        for (const [, value] of ledger.snapshot()) expect(() => canonicalJson(value)).not.toThrow();
      }),
      { numRuns: 20 },
    );
  });

  it('the counts of signers and of keys are those of the actors and keys', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const ledger = tell(steps);
        for (const id of activeOrganisations(ledger.state)) {
          const counted = countSigners(ledger, id);
          expect(organisationRecord(ledger.state, id)?.signers).toEqual(counted);
        }
        for (const id of ACTORS) {
          const counted = countActiveKeys(ledger, id);
          expect(actorRecord(ledger.state, id)?.activeKeys).toBe(counted);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('somebody can always change a policy, unless a compromised key was stopped', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const careful = steps.map((next): Step => (ledger) => {
          const { data, ...rest } = next(ledger);
          const isGrave = data['reason'] === 'compromised';
          return { ...rest, data: isGrave ? { ...data, reason: 'ceased' } : data };
        });
        tell(careful, (ledger) => expect(canAnybodySetPolicy(ledger)).toBe(true));
      }),
      { numRuns: 25 },
    );
  });

  it('no key ever changes its actor or comes back', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const seen = new Map<string, { actor: string; status: string }>();
        tell(steps, ({ state, snapshot }) => {
          for (const [key] of snapshot()) {
            if (!key.startsWith('governance/key/')) continue;
            const name = key.slice('governance/key/'.length);
            const { actor: holder, status } = keyRecord(state, name)!;
            const before = seen.get(name);
            if (before !== undefined) expect(holder).toBe(before.actor);
            if (before?.status === 'revoked') expect(status).toBe('revoked');
            seen.set(name, { actor: holder, status });
          }
        });
      }),
      { numRuns: 20 },
    );
  });
});
