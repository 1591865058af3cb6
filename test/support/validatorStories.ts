/** For each refusal code of the validators the shortest story that ends in it. */
import type { JsonObject } from '../../src/crypto/canonicalJson.js';
import type { DerivedEvent } from '../../src/ledger/derivedEvent.js';
import { type DomainLedger, ledgerOf, validatorOf } from './domain.js';

const COURT = 'admin@court';
const ANYBODY = { rule: 'ANY' } as const;
const HEAVIEST = 1_000_000_000;

/** A consortium in which one admin's word is enough. */
export function validatorLedger(
  validators: { readonly [organisation: string]: number } = { court: 1 },
  organisations?: readonly string[],
): DomainLedger {
  return ledgerOf({
    validators,
    ...(organisations === undefined ? {} : { organisations }),
    policies: { 'governance.*': ANYBODY, 'governance.RemoveOrganisation': ANYBODY },
  });
}

/** The data of governance.AddValidator for an organisation. */
export function addition(organisation: string, power?: number, seed?: string): JsonObject {
  const { validator, possession } = validatorOf(organisation, power, seed);
  return { ...validator, possession };
}

const add = (ledger: DomainLedger, data: JsonObject, actor = COURT) =>
  ledger.ask(actor, 'governance.AddValidator', data);
const remove = (ledger: DomainLedger, organisation: string) =>
  ledger.ask(COURT, 'governance.RemoveValidator', { organisation });

export const VALIDATOR_STORIES = {
  VALIDATORS_NOT_KEPT: () =>
    remove(ledgerOf({ policies: { 'governance.RemoveValidator': ANYBODY } }), 'court'),
  VALIDATOR_UNKNOWN: () => remove(validatorLedger(), 'regulator'),
  VALIDATOR_EXISTS: () => add(validatorLedger(), addition('court', 1, 'another')),
  VALIDATOR_KEY_TAKEN: () => {
    const { validatorKey } = validatorOf('court').validator;
    return add(validatorLedger(), { ...addition('regulator'), validatorKey });
  },
  NODE_ID_TAKEN: () => {
    const { nodeId } = validatorOf('court').validator;
    return add(validatorLedger(), { ...addition('regulator'), nodeId });
  },
  LAST_VALIDATOR: () => remove(validatorLedger(), 'court'),
  VALIDATORS_FULL: () => {
    const organisations = Array.from({ length: 101 }, (_, index) => `office-${index}`);
    const validators = Object.fromEntries(organisations.slice(1).map((id) => [id, 1]));
    const ledger = validatorLedger(validators, organisations);
    return add(ledger, addition('office-0'), 'admin@office-0');
  },
  TOTAL_POWER_EXCEEDED: () => add(validatorLedger({ court: HEAVIEST }), addition('regulator')),
  POWER_SHARE: () => add(validatorLedger(), addition('regulator')),
} satisfies { readonly [code: string]: () => readonly DerivedEvent[] };
