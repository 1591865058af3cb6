/**
 * How many actors of each organisation can sign, in all and by role: kept with every change of an
 * actor, so that policies over organisations need no list of their actors.
 */
import type { StateReader, StateWrite } from '../domainModule.js';
import {
  type ActorRecord,
  actorKey,
  actorRecord,
  organisationKey,
  organisationRecord,
  type SignerCounts,
} from './state.js';

/** Writes an actor's new record, and its organisation's counts when they change with it. */
export function writeActor(id: string, next: ActorRecord, state: StateReader): StateWrite[] {
  const writes: StateWrite[] = [[actorKey(id), next]];
  const organisation = organisationRecord(state, next.organisation);
  if (organisation === undefined) return writes;
  const without = addSigner(organisation.signers, actorRecord(state, id), -1);
  const signers = addSigner(without, next, 1);
  writes.push([organisationKey(next.organisation), { ...organisation, signers }]);
  return writes;
}

/** True for an actor who is active and has an active key. */
function canSign(actor: ActorRecord | undefined): actor is ActorRecord {
  return actor?.status === 'active' && actor.activeKeys > 0;
}

function addSigner(
  counts: SignerCounts,
  actor: ActorRecord | undefined,
  change: 1 | -1,
): SignerCounts {
  if (!canSign(actor)) return counts;
  const byRole = new Map(counts.byRole);
  for (const role of actor.roles) byRole.set(role, (byRole.get(role) ?? 0) + change);
  return {
    total: counts.total + change,
    byRole: [...byRole]
      .filter(([, count]) => count > 0)
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  };
}
