/**
 * The count of steps: every event of this domain lengthens the chain of each subject that it
 * concerns, whatever the event is. So nobody can leave a step out of what is handed to a court
 * without the count showing it (invariant 9: the end is pinned).
 */
import { chainsWithStep, NO_STEPS, type StepChain } from '../../ledger/stepChain.js';
import type { DomainModule, Evolve, StateReader, StateWrite } from '../domainModule.js';

const stepsKey = (subject: string): string => `evidence/steps/${subject}`;

/** The steps of a subject so far; none for what nobody has named yet. */
export function stepsOf(state: StateReader, subject: string): StepChain {
  return (state.get(stepsKey(subject)) as StepChain | undefined) ?? NO_STEPS;
}

/** The same events, each of which is counted as well. */
export function counted(events: DomainModule['events']): DomainModule['events'] {
  return Object.fromEntries(
    Object.entries(events).map(([type, evolve]) => [type, countedEvolve(type, evolve)]),
  );
}

function countedEvolve(type: string, evolve: Evolve): Evolve {
  return (data, state, time) => {
    const chains = chainsWithStep({ type, data }, (subject) => stepsOf(state, subject));
    const counts = chains.map(([subject, chain]): StateWrite => [stepsKey(subject), chain]);
    return [...evolve(data, state, time), ...counts];
  };
}
