/** What a genesis document puts into the state, and every way in which it can be wrong. */
import { describe, expect, it } from '@jest/globals';
import type { JsonObject, JsonValue } from '../../../src/crypto/canonicalJson.js';
import {
  foldGenesis,
  GenesisInvalid,
  readGenesis,
} from '../../../src/domain/governance/foldGenesis.js';
import { generateKeyPair } from '../../../src/crypto/suites.js';
import { TOTAL_POWER_MAX } from '../../../src/ledger/cometbft/validatorSet.js';
import { genesisOf, keyOf } from '../../support/domain.js';

const SMALL = genesisOf({
  organisations: ['regulator', 'court'],
  actors: { 'admin@court': ['clerk', 'admin'], 'clerk@court': ['clerk'] },
  policies: {},
});

describe('foldGenesis', () => {
  const state = new Map(foldGenesis(SMALL));

  it('lists the active organisations in order of their ids', () => {
    expect(state.get('governance/organisations')).toEqual(['court', 'regulator']);
  });

  it('counts who can sign for each organisation, in all and by role', () => {
    expect(state.get('governance/organisation/court')).toEqual({
      name: 'court',
      status: 'active',
      signers: {
        total: 2,
        byRole: [
          ['admin', 1],
          ['clerk', 2],
        ],
      },
    });
    expect(state.get('governance/organisation/regulator')).toMatchObject({
      signers: { total: 0, byRole: [] },
    });
  });

  it('enrols the actors and binds their keys', () => {
    expect(state.get('governance/actor/admin@court')).toEqual({
      organisation: 'court',
      roles: ['admin', 'clerk'],
      status: 'active',
      activeKeys: 1,
    });
    expect(state.get(`governance/key/${keyOf('clerk@court')}`)).toEqual({
      actor: 'clerk@court',
      status: 'active',
    });
  });

  it('sets the policies and the suites in force', () => {
    expect(state.get('governance/policy/*')).toEqual({ rule: 'FORBIDDEN' });
    expect(state.get('governance/suites')).toEqual(['ed25519-strict-1', 'p256-sha256']);
  });

  it('writes each key once', () => {
    const keys = foldGenesis(SMALL).map(([key]) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

/** The small document with `value` put at `path`; undefined removes what is there. */
function edited(path: string, value: JsonValue | undefined): JsonValue {
  const copy = JSON.parse(JSON.stringify(SMALL)) as JsonValue;
  const names = path.split('/');
  const last = names.pop()!;
  let parent = copy as { [name: string]: JsonValue };
  for (const name of names) parent = parent[name] as { [name: string]: JsonValue };
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

function faultOf(document: JsonValue): GenesisInvalid {
  try {
    readGenesis(document);
  } catch (fault) {
    if (fault instanceof GenesisInvalid) return fault;
    throw fault;
  }
  throw new Error('the document was accepted');
}

/** A validator of the court, with something else about it. */
const validator = (changes: JsonObject = {}): JsonObject => ({
  organisation: 'court',
  nodeId: 'ab'.repeat(20),
  power: 1,
  validatorKey: 'cd'.repeat(32),
  ...changes,
});

const SM2_KEY = generateKeyPair('sm2-sm3').publicKey;
const SMALL_ORDER_KEY = `ed25519-strict-1:${'00'.repeat(32)}`;

describe('readGenesis names the field, the limit and the value of', () => {
  it.each<[string, string, JsonValue | undefined, string?]>([
    ['another format', 'format', 'civic-ledger/genesis/v2'],
    ['an origin with a space', 'origin', 'a b'],
    ['an origin with a plus', 'origin', 'a+b'],
    ['a missing origin', 'origin', undefined],
    ['a time with an offset', 'time', '2026-01-01T00:00:00+08:00'],
    ['an unknown state commitment', 'stateCommitment', 'none'],
    ['no suites', 'suites', []],
    ['an event limit of zero', 'limits/eventBytes', 0],
    ['a batch limit beyond 10,000', 'limits/batchItems', 10_001],
    ['a fractional limit', 'limits/batchItems', 1.5],
    ['an unknown limit', 'limits/items', 7],
    ['no checkpoint key', 'checkpointKeys', []],
    ['a checkpoint key in upper case', 'checkpointKeys/0', 'AA'.repeat(32)],
    ['no organisation', 'organisations', []],
    ['an organisation id in upper case', 'organisations/0/id', 'Court'],
    ['an organisation twice', 'organisations/0/id', 'court', 'organisations[1].id'],
    ['an actor twice', 'actors/1/id', 'admin@court'],
    ['an actor of no organisation', 'actors/0/id', 'admin@nowhere'],
    ['an actor id without organisation', 'actors/0/id', 'admin'],
    ['an actor without roles', 'actors/0/roles', []],
    ['a role twice', 'actors/0/roles', ['a', 'a'], 'actors[0].roles[1]'],
    ['an actor without keys', 'actors/0/keys', []],
    ['a key without its suite', 'actors/0/keys/0', 'ab'.repeat(32)],
    ['a key of small order', 'actors/0/keys/0', SMALL_ORDER_KEY],
    ['a key of two actors', 'actors/1/keys', [keyOf('admin@court')]],
    ['a key of a suite not in force', 'actors/0/keys', [SM2_KEY]],
    ['a policy for no action', 'policies/evidence', { rule: 'ANY' }],
    ['an unknown rule', 'policies/*', { rule: 'SOME' }, 'policies.*.rule'],
    ['AT_LEAST without a number', 'policies/*', { rule: 'AT_LEAST' }, 'policies.*.atLeast'],
    [
      'a policy for a stranger',
      'policies/*',
      { rule: 'ANY', organisations: ['nowhere'] },
      'policies.*.organisations',
    ],
    ['a list of no validators', 'validators', []],
    ['a validator of nobody', 'validators', [validator({ organisation: 'nowhere' })]],
    ['a validator key twice', 'validators', [validator(), validator({ power: 2 })]],
    ['a power of nothing', 'validators', [validator({ power: 0 })], 'validators[0].power'],
    [
      'more power than can be counted',
      'validators',
      [validator({ power: TOTAL_POWER_MAX }), validator({ validatorKey: 'ee'.repeat(32) })],
    ],
    ['an unknown property', 'comment', 'x'],
  ])('%s', (_, path, value, field = path.replace(/\/(\d+)/g, '[$1]').replaceAll('/', '.')) => {
    const fault = faultOf(edited(path, value));
    expect(fault.field).toBe(`genesis.${field}`);
    expect(fault.limit).not.toBe('');
    expect(fault.value).not.toBe('');
    expect(fault.message).toBe(`${fault.field} must be ${fault.limit}, but is ${fault.value}`);
  });

  it('nothing of a document with sound validators', () => {
    const second = validator({ nodeId: 'ef'.repeat(20), validatorKey: 'ee'.repeat(32) });
    const document = readGenesis(edited('validators', [validator(), second]));
    expect(document.validators).toHaveLength(2);
  });

  it('a document that is no object', () => {
    expect(() => readGenesis([])).toThrow(GenesisInvalid);
    expect(() => foldGenesis(null as never)).toThrow(GenesisInvalid);
  });

  it('a policy under the name __proto__', () => {
    const text = JSON.stringify(SMALL).replace('"*":', '"__proto__":');
    expect(() => readGenesis(JSON.parse(text) as JsonValue)).toThrow('genesis.policies.__proto__');
  });
});
