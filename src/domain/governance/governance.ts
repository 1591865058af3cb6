/**
 * The domain of the ledger's own order: who takes part, who signs, under which policies. All of it
 * is changed by signed actions, and every change bites from the next event on.
 */
import type { DomainModule } from '../domainModule.js';
import { actorActions, actorEvents } from './actor.js';
import { keyActions, keyEvents } from './key.js';
import { organisationActions, organisationEvents } from './organisation.js';
import { policyActions, policyEvents } from './policy.js';
import { proposalActions, proposalEvents } from './proposal.js';
import { validatorActions, validatorEvents } from './validator.js';

export const governance: DomainModule = {
  name: 'governance',
  actions: {
    ...organisationActions,
    ...actorActions,
    ...keyActions,
    ...policyActions,
    ...proposalActions,
    ...validatorActions,
  },
  events: {
    ...organisationEvents,
    ...actorEvents,
    ...keyEvents,
    ...policyEvents,
    ...proposalEvents,
    ...validatorEvents,
  },
};
