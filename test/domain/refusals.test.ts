/** The registry of refusal codes: whole, explained to users, each code produced by its rule. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { ACTS_REFUSALS } from '../../src/domain/evidence/acts/refusals.js';
import type { CAPTURE_REFUSALS } from '../../src/domain/evidence/capture/refusals.js';
import type { CASE_REFUSALS } from '../../src/domain/evidence/case/refusals.js';
import type { CUSTODY_REFUSALS } from '../../src/domain/evidence/custody/refusals.js';
import type { KEEPING_REFUSALS } from '../../src/domain/evidence/keeping/refusals.js';
import { EVIDENCE_REFUSALS } from '../../src/domain/evidence/refusals.js';
import type { STANDING_REFUSALS } from '../../src/domain/evidence/standing/refusals.js';
import { GOVERNANCE_REFUSALS } from '../../src/domain/governance/refusals.js';
import { LEDGER_REFUSALS, REFUSALS } from '../../src/domain/refusals.js';
import { generateKeyPair, signMessage } from '../../src/crypto/suites.js';
import type { DerivedEvent } from '../../src/ledger/derivedEvent.js';
import type { PolicyRule } from '../../src/ledger/genesis.js';
import type { Instant } from '../../src/ledger/instant.js';
import { possessionText } from '../../src/ledger/keyPossession.js';
import {
  type DomainLedger,
  keyOf,
  LEDGER,
  ledgerOf,
  proven,
  refusalIn,
} from '../support/domain.js';
import { TIMESTAMP_STORIES } from '../support/timestampStories.js';
import { VALIDATOR_STORIES } from '../support/validatorStories.js';
import { batchOf, commitmentOf, commitments, digestsOf, openItem } from '../support/evidence.js';

const COURT = 'admin@court';
const PLATFORM = 'depositor@evidence-platform';
const [ITEM, OTHER] = ['0a'.repeat(32), '0b'.repeat(32)] as const;

const PARTS = {
  ledger: LEDGER_REFUSALS,
  governance: GOVERNANCE_REFUSALS,
  evidence: EVIDENCE_REFUSALS,
};

describe('the registry', () => {
  it('holds every part’s codes, each once', () => {
    const codes = Object.values(PARTS).flatMap((part) => Object.keys(part));
    expect(new Set(codes).size).toBe(codes.length);
    expect(Object.keys(REFUSALS).sort()).toEqual([...codes].sort());
  });

  it('names each code in upper snake case and explains it in one clause', () => {
    for (const [code, { meaning }] of Object.entries(REFUSALS)) {
      expect(code).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/);
      expect(meaning).toMatch(/^[a-z].*[^.]$/);
    }
  });

  it('is what docs/refusals.md lists, with the same meanings', () => {
    const page = readFileSync(new URL('../../docs/refusals.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)];
    const listed = rows.map(([, code, meaning]) => [code, meaning]);
    const registered = Object.entries(REFUSALS).map(([code, { meaning }]) => [code, meaning]);
    expect(listed).toEqual(registered);
  });
});

/** Lets everybody do `type`, so that the domain's own rule is what refuses. */
function open(type: string) {
  return ledgerOf({ policies: { [type]: { rule: 'ANY' } } });
}

function asks(type: string, data: object, actor = COURT, rule: PolicyRule = { rule: 'ANY' }) {
  return ledgerOf({ policies: { [type]: rule } }).ask(actor, type, data as never);
}

function withItems(policies: { readonly [pattern: string]: PolicyRule } = {}): DomainLedger {
  const ledger = ledgerOf({ policies });
  ledger.ask(PLATFORM, 'evidence.RegisterItem', openItem('a'), { hash: ITEM });
  ledger.ask(PLATFORM, 'evidence.RegisterItem', openItem('b'), { hash: OTHER });
  return ledger;
}

function supersede(ledger: DomainLedger, item: string, replacement: string, actor = PLATFORM) {
  return ledger.ask(actor, 'evidence.SupersedeItem', { item, replacement, reason: 'other' });
}

function register(digests: readonly object[], commitment = '00'.repeat(32)) {
  return asks('evidence.RegisterItem', openItem('a', { digests: digests as never, commitment }));
}

function withProposal(): DomainLedger {
  const ledger = ledgerOf();
  const data = { id: 'bank', name: 'Bank' };
  const notAfter = '2026-06-01T00:00:00.000Z' as Instant;
  ledger.ask(COURT, 'governance.AddOrganisation', data, { hash: ITEM, notAfter });
  return ledger;
}

function approve(ledger: DomainLedger, actor = 'admin@regulator') {
  return ledger.ask(actor, 'governance.ApproveProposal', { proposal: ITEM });
}

function foreignSuiteKey() {
  const { publicKey: key, privateKey } = generateKeyPair('sm2-sm3');
  return { key, possession: signMessage(privateKey, possessionText(LEDGER, COURT)) };
}

/** Those of the evidence life cycle have stories of their own (evidence/lifeRefusals.test.ts). */
type LifeCode =
  | 'NOT_IN_CHARGE'
  | keyof typeof STANDING_REFUSALS
  | keyof typeof CAPTURE_REFUSALS
  | keyof typeof CUSTODY_REFUSALS
  | keyof typeof ACTS_REFUSALS
  | keyof typeof CASE_REFUSALS
  | keyof typeof KEEPING_REFUSALS;
type DomainCode =
  keyof typeof GOVERNANCE_REFUSALS | Exclude<keyof typeof EVIDENCE_REFUSALS, LifeCode>;

/** For each code the shortest story that ends in it. */
const STORIES: { readonly [Code in DomainCode]: () => readonly DerivedEvent[] } = {
  ACTOR_UNKNOWN: () => asks('governance.RemoveActor', { actor: 'x@court' }),
  ACTOR_REMOVED: () => {
    const ledger = open('governance.RemoveActor');
    ledger.ask(COURT, 'governance.RemoveActor', { actor: PLATFORM });
    return ledger.ask(COURT, 'governance.RemoveActor', { actor: PLATFORM });
  },
  ACTOR_EXISTS: () =>
    asks('governance.EnrolActor', { actor: COURT, roles: ['x'], keys: [proven('x', COURT)] }),
  ORGANISATION_UNKNOWN: () => asks('governance.RemoveOrganisation', { id: 'nowhere' }),
  ORGANISATION_REMOVED: () => {
    const ledger = open('governance.RemoveOrganisation');
    ledger.ask(COURT, 'governance.RemoveOrganisation', { id: 'regulator' });
    return ledger.ask(COURT, 'governance.RemoveOrganisation', { id: 'regulator' });
  },
  ORGANISATION_EXISTS: () => asks('governance.AddOrganisation', { id: 'court', name: 'Court' }),
  LAST_ORGANISATION: () =>
    ledgerOf({
      organisations: ['court'],
      policies: { 'governance.RemoveOrganisation': { rule: 'ANY' } },
    }).ask(COURT, 'governance.RemoveOrganisation', { id: 'court' }),
  KEY_UNKNOWN: () => asks('governance.RevokeKey', { key: keyOf('x'), reason: 'ceased' }),
  KEY_REVOKED: () => {
    const ledger = ledgerOf();
    const data = { key: keyOf(COURT), reason: 'compromised' };
    ledger.ask(COURT, 'governance.RevokeKey', data);
    return ledger.ask(COURT, 'governance.RevokeKey', data);
  },
  KEY_NOT_OF_ACTOR: () => {
    const { key: newKey, possession } = proven('x', COURT);
    return asks('governance.RotateKey', { key: keyOf(PLATFORM), newKey, possession });
  },
  KEY_TAKEN: () => asks('governance.AddKey', { actor: COURT, ...proven(PLATFORM, COURT) }),
  KEY_NOT_POSSESSED: () => asks('governance.AddKey', { actor: COURT, ...proven('x', PLATFORM) }),
  SUITE_NOT_IN_FORCE: () => asks('governance.AddKey', { actor: COURT, ...foreignSuiteKey() }),
  ACTION_FORBIDDEN: () =>
    asks('governance.AddOrganisation', { id: 'x', name: 'x' }, COURT, { rule: 'FORBIDDEN' }),
  ORGANISATION_NOT_LISTED: () =>
    asks('governance.AddOrganisation', { id: 'x', name: 'x' }, COURT, {
      rule: 'ANY',
      organisations: ['regulator'],
    }),
  ROLE_MISSING: () =>
    asks('governance.AddOrganisation', { id: 'x', name: 'x' }, COURT, {
      rule: 'ANY',
      roles: ['king'],
    }),
  NOT_SELF: () => ledgerOf().ask(COURT, 'governance.RemoveActor', { actor: PLATFORM }),
  APPROVALS_OUT_OF_REACH: () =>
    asks('governance.AddOrganisation', { id: 'x', name: 'x' }, COURT, {
      rule: 'AT_LEAST',
      atLeast: 6,
    }),
  POLICY_UNKNOWN: () => asks('governance.SetPolicy', { pattern: 'carbon.*', policy: null }),
  RULES_UNCHANGEABLE: () =>
    asks('governance.SetPolicy', {
      pattern: 'governance.SetPolicy',
      policy: { rule: 'ANY', roles: ['king'] },
    }),
  PROPOSAL_UNKNOWN: () => approve(ledgerOf()),
  PROPOSAL_CLOSED: () => {
    const ledger = withProposal();
    ledger.ask(COURT, 'governance.WithdrawProposal', { proposal: ITEM });
    return approve(ledger);
  },
  PROPOSAL_EXPIRED: () => {
    const ledger = withProposal();
    ledger.setTime('2026-06-01T00:00:00.001Z');
    return approve(ledger);
  },
  PROPOSER_GONE: () => {
    const ledger = withProposal();
    ledger.ask(COURT, 'governance.RevokeKey', { key: keyOf(COURT), reason: 'compromised' });
    return approve(ledger);
  },
  ALREADY_APPROVED: () => approve(withProposal(), COURT),
  ...VALIDATOR_STORIES,
  DIGEST_LENGTHS: () => {
    const [first, second] = digestsOf('a');
    return register([first!, { ...second, length: 9 }]);
  },
  DIGEST_FAMILIES: () => register(digestsOf('a', ['sha-256', 'sha-512'])),
  COMMITMENT_MISMATCH: () => register(digestsOf('a'), commitmentOf(digestsOf('b'))),
  COUNT_MISMATCH: () => asks('evidence.RegisterBatch', batchOf(commitments(2), { count: 3 })),
  DUPLICATE_LEAF: () =>
    asks('evidence.RegisterBatch', batchOf([...commitments(1), ...commitments(1)])),
  ROOT_MISMATCH: () => asks('evidence.RegisterBatch', batchOf(commitments(2), { root: ITEM })),
  ITEM_UNKNOWN: () => supersede(ledgerOf(), ITEM, OTHER),
  NOT_CLAIMANT: () =>
    supersede(withItems({ 'evidence.SupersedeItem': { rule: 'ANY' } }), ITEM, OTHER, COURT),
  ITEM_NOT_ACTIVE: () => {
    const ledger = withItems();
    supersede(ledger, ITEM, OTHER);
    return supersede(ledger, ITEM, OTHER);
  },
  REPLACEMENT_IS_SELF: () => supersede(withItems(), ITEM, ITEM),
  REPLACEMENT_UNKNOWN: () => supersede(withItems(), ITEM, '0c'.repeat(32)),
  REPLACEMENT_NOT_ACTIVE: () => {
    const ledger = withItems();
    supersede(ledger, ITEM, OTHER);
    return supersede(ledger, OTHER, ITEM);
  },
  ...TIMESTAMP_STORIES,
};

describe('each code of a domain is produced by its rule, with field, limit and value', () => {
  it.each(Object.entries(STORIES))('%s', (code, story) => {
    const refusal = refusalIn(story());
    expect(refusal?.code).toBe(code);
    for (const fact of [refusal?.field, refusal?.limit, refusal?.value]) {
      expect(fact).toEqual(expect.stringMatching(/./));
    }
  });
});
