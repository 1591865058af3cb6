/**
 * The court's own hand: an organisation accredited as a court, an actor with a court's role. Only
 * it writes legal state, whatever the policies say; platform software never says that something is
 * true (invariant 17).
 */
import type { Action, BlockContext, StateReader } from '../../domainModule.js';
import { actorRecord } from '../../governance/state.js';
import { type Refusal, refuse } from '../../refusals.js';
import { refuseCapacity } from '../standing/accreditation.js';

/** Who checks, and who rules. */
export const COURT_ROLES = { check: ['clerk', 'judge'], rule: ['judge'] } as const;

/** Why the signer is not the court's hand for this, or undefined. */
export function refuseCourt(
  { actor, organisation }: Action<unknown>,
  state: StateReader,
  { time, duty }: { readonly time: BlockContext['time']; readonly duty: keyof typeof COURT_ROLES },
): Refusal | undefined {
  const question = { organisation, capacity: 'court', time, field: 'actor' } as const;
  const refusal = refuseCapacity(state, question);
  if (refusal !== undefined) return refusal;
  const wanted: readonly string[] = COURT_ROLES[duty];
  const roles = actorRecord(state, actor)?.roles ?? [];
  if (roles.some((role) => wanted.includes(role))) return undefined;
  const limit = `an actor with the role ${wanted.join(' or ')}`;
  return refuse('COURT_ROLE_MISSING', { field: 'actor', limit, value: roles.join(', ') });
}
