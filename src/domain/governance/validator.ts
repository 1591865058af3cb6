/**
 * Validators: which organisations' nodes vote on blocks, and with which power. A change is an
 * action like any other; the ordering engine takes it over at its own heights
 * (docs/consortium.md), so a set that is wrong for a moment never exists on any node.
 */
import type { Hex } from '../../crypto/bytes.js';
import { checkPublicKey } from '../../crypto/publicKey.js';
import { verifySignature } from '../../crypto/suites.js';
import { cometBftName, TOTAL_POWER_MAX } from '../../ledger/cometbft/validatorSet.js';
import { possessionText } from '../../ledger/keyPossession.js';
import {
  action,
  type Action,
  type BlockContext,
  type Decision,
  event,
  type StateReader,
  type StateWrite,
} from '../domainModule.js';
import { type Refusal, refuse } from '../refusals.js';
import { actionData, hex, integer, Malformed, object, type Reader } from '../shape.js';
import { organisationId } from './identifiers.js';
import { possession } from './key.js';
import { activeOrganisation } from './organisation.js';
import { keyRecord } from './state.js';
import {
  type PowerShare,
  refuseSet,
  SHARE_NUMBER_MAX,
  type Validator,
  validatorKeyHolder,
  validatorSet,
  withoutValidator,
  withValidator,
  writeKeyHolder,
  writeSet,
  writeShareLimit,
} from './validatorSet.js';

export type ValidatorAdded = Validator;
export type ValidatorReweighed = { readonly organisation: string; readonly power: number };
export type ValidatorRemoved = { readonly organisation: string };
export type PowerShareLimitSet = PowerShare;

const SUITE = 'ed25519-strict-1';

const power = integer(1, TOTAL_POWER_MAX);
const shareNumber = integer(1, SHARE_NUMBER_MAX);

/** An Ed25519 public key that CometBFT and this ledger both accept. */
const validatorKey: Reader<Hex> = (value, field) => {
  const key = hex(32)(value, field);
  const fault = checkPublicKey(`${SUITE}:${key}`);
  if (fault === undefined) return key;
  throw new Malformed(field, `an Ed25519 public key: ${fault}`, key);
};

/** A validator as a genesis document and an action name it. */
export const validatorFields = {
  organisation: organisationId,
  nodeId: hex(20),
  power,
  validatorKey,
};

const readShare = object({ numerator: shareNumber, denominator: shareNumber });

const shareLimit: Reader<PowerShare> = (value, field) => {
  const share = readShare(value, field);
  if (share.numerator <= share.denominator) return share;
  const limit = `a whole number from 1 to the denominator, ${share.denominator}`;
  throw new Malformed(`${field}.numerator`, limit, share.numerator);
};

export const validatorActions = {
  'governance.AddValidator': action({
    read: actionData(object({ ...validatorFields, possession })),
    subject: ({ organisation }) => organisation,
    decide: decideAdd,
  }),
  'governance.ReweighValidator': action({
    read: actionData(object({ organisation: organisationId, power })),
    subject: ({ organisation }) => organisation,
    decide: decideReweigh,
  }),
  'governance.RemoveValidator': action({
    read: actionData(object({ organisation: organisationId })),
    subject: ({ organisation }) => organisation,
    decide: decideRemove,
  }),
  'governance.SetPowerShareLimit': action({
    read: actionData(shareLimit),
    decide: decideShareLimit,
  }),
};

export const validatorEvents = {
  'governance.ValidatorAdded': event(evolveValidatorAdded),
  'governance.ValidatorReweighed': event(evolveReweighed),
  'governance.ValidatorRemoved': event(evolveRemoved),
  'governance.PowerShareLimitSet': event((share: PowerShareLimitSet) => [writeShareLimit(share)]),
};

type Addition = Validator & { readonly possession: Hex };

function decideAdd({ data }: Action<Addition>, state: StateReader, block: BlockContext): Decision {
  const { possession: proof, ...added } = data;
  const set = keptSet(state);
  if ('refused' in set) return set;
  const organisation = activeOrganisation(added.organisation, state, 'data.organisation');
  if ('refused' in organisation) return organisation;
  if (set.some((one) => one.organisation === added.organisation)) {
    const facts = { field: 'data.organisation', limit: 'an organisation without a validator' };
    return refuse('VALIDATOR_EXISTS', { ...facts, value: added.organisation });
  }
  return (
    refuseKeys(added, set, state) ??
    refusePossession(added, proof, block) ??
    refuseSet(withValidator(set, added), state, 'data.power') ?? [
      { type: 'governance.ValidatorAdded', data: added },
    ]
  );
}

/** Why the two keys cannot be this organisation's: each names one node of one organisation. */
function refuseKeys(
  added: Validator,
  set: readonly Validator[],
  state: StateReader,
): Refusal | undefined {
  const { organisation, validatorKey: key, nodeId } = added;
  const holder = validatorKeyHolder(key, state) ?? organisation;
  if (holder !== organisation || keyRecord(state, `${SUITE}:${key}`) !== undefined) {
    const limit = 'a key that no other organisation and no actor has used';
    return refuse('VALIDATOR_KEY_TAKEN', { field: 'data.validatorKey', limit, value: key });
  }
  if (nodeId === cometBftName(key) || set.some((one) => one.nodeId === nodeId)) {
    const limit = 'the id of a node key of its own, not of the validator key or of another node';
    return refuse('NODE_ID_TAKEN', { field: 'data.nodeId', limit, value: nodeId });
  }
  return undefined;
}

function refusePossession(
  { organisation, validatorKey: key }: Validator,
  proof: Hex,
  { ledger }: BlockContext,
): Refusal | undefined {
  const message = possessionText(ledger, organisation);
  if (verifySignature(`${SUITE}:${key}`, message, proof)) return undefined;
  const limit = 'a signature by the validator key over the possession text for the organisation';
  return refuse('KEY_NOT_POSSESSED', { field: 'data.possession', limit, value: proof });
}

function decideReweigh({ data }: Action<ValidatorReweighed>, state: StateReader): Decision {
  const found = existing(data.organisation, state);
  if ('refused' in found) return found;
  const next = withValidator(found.set, { ...found.validator, power: data.power });
  return (
    refuseSet(next, state, 'data.power') ?? [
      { type: 'governance.ValidatorReweighed', data: { ...data } },
    ]
  );
}

function decideRemove({ data }: Action<ValidatorRemoved>, state: StateReader): Decision {
  const found = existing(data.organisation, state);
  if ('refused' in found) return found;
  return (
    refuseSet(withoutValidator(found.set, data.organisation), state, 'data.organisation') ?? [
      { type: 'governance.ValidatorRemoved', data: { ...data } },
    ]
  );
}

function decideShareLimit({ data }: Action<PowerShare>, state: StateReader): Decision {
  const set = keptSet(state);
  if ('refused' in set) return set;
  return [{ type: 'governance.PowerShareLimitSet', data: { ...data } }];
}

function existing(
  organisation: string,
  state: StateReader,
): { readonly set: readonly Validator[]; readonly validator: Validator } | Refusal {
  const set = keptSet(state);
  if ('refused' in set) return set;
  const validator = set.find((one) => one.organisation === organisation);
  if (validator !== undefined) return { set, validator };
  const limit = 'an organisation with a validator';
  return refuse('VALIDATOR_UNKNOWN', { field: 'data.organisation', limit, value: organisation });
}

/** One operator's ledger has none, and never will: who orders it is not decided on it. */
function keptSet(state: StateReader): readonly Validator[] | Refusal {
  const set = validatorSet(state);
  if (set !== undefined) return set;
  const limit = 'a ledger whose genesis names validators';
  return refuse('VALIDATORS_NOT_KEPT', { field: 'type', limit, value: 'a genesis without any' });
}

export function evolveValidatorAdded(added: ValidatorAdded, state: StateReader): StateWrite[] {
  return [writeSet(withValidator(validatorSet(state) ?? [], added)), writeKeyHolder(added)];
}

function evolveReweighed({ organisation, power: next }: ValidatorReweighed, state: StateReader) {
  const set = validatorSet(state) ?? [];
  return [
    writeSet(set.map((one) => (one.organisation === organisation ? { ...one, power: next } : one))),
  ];
}

function evolveRemoved({ organisation }: ValidatorRemoved, state: StateReader): StateWrite[] {
  return [writeSet(withoutValidator(validatorSet(state) ?? [], organisation))];
}
