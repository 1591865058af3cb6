/** Whose key it was: what genesis and the steps of a bundle say of each key, at any position. */
import type { Genesis } from '../../ledger/genesis.js';
import type { EventBody } from '../../ledger/signedEvent.js';
import type { BundleEvent } from './bundleStep.js';
import { textIn, textsIn } from './examination.js';

/** What a bundle's event has to have for this. */
type PlacedEvent = Pick<BundleEvent, 'type' | 'data'> & {
  readonly step: { readonly position: number };
};

/** True when genesis, or an earlier event, gave the key to the actor and none took it away. */
export type IsBound = (body: Pick<EventBody, 'actor' | 'key'>, position: number) => boolean;

/** Reads the events once, so that a hundred thousand signatures are judged as fast as ten. */
export function keyHistory(genesis: Genesis | undefined, events: readonly PlacedEvent[]): IsBound {
  const byActor = new Map<string, PlacedEvent[]>();
  for (const event of events) {
    if (!event.type.startsWith('governance.')) continue;
    const actor = textIn(event.data, 'actor');
    byActor.set(actor, [...(byActor.get(actor) ?? []), event]);
  }
  const first = new Map(genesis?.actors.map(({ id, keys }) => [id, keys] as const));
  return ({ actor, key }, position) => {
    const before = (byActor.get(actor) ?? []).filter(({ step }) => step.position < position);
    const isGiven =
      first.get(actor)?.includes(key) === true || before.some((event) => givesKey(event, key));
    const isTaken = before.some(
      ({ type, data }) => type === 'governance.KeyRevoked' && data['key'] === key,
    );
    return isGiven && !isTaken;
  };
}

function givesKey({ type, data }: PlacedEvent, key: string): boolean {
  if (type === 'governance.KeyAdded') return data['key'] === key;
  return type === 'governance.ActorEnrolled' && textsIn(data, 'keys').includes(key);
}
