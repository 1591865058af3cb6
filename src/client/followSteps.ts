/** Follows the steps of one item: what happened to it, then what happens. */
import type { FollowSource, Live, Placed } from './follow.js';
import {
  EvidenceTraceDocument,
  FollowStepsDocument,
  type FollowStepsSubscription,
} from './gen/operations.js';
import { type Endpoint, graphqlRequest } from './graphqlRequest.js';
import { type SocketEndpoint, subscription } from './subscription.js';

type Payload = FollowStepsSubscription['evidenceSteps'];

/** Who took which step, where in the log. */
export type FollowedStep = Extract<Payload, { readonly __typename: 'EvidenceStepTaken' }>['step'];

/** All steps of `item`, for `follow`. */
export function stepsSource(
  endpoint: Endpoint & SocketEndpoint,
  item: string,
): FollowSource<FollowedStep> {
  return {
    live: (after, signal) => liveSteps(endpoint, { after, of: { item } }, signal),
    between: (after, to, signal) => stepsBetween({ ...endpoint, signal }, item, { after, to }),
  };
}

async function* liveSteps(
  endpoint: SocketEndpoint,
  variables: { readonly after: number | null; readonly of: { readonly item: string } },
  signal: AbortSignal,
): AsyncGenerator<Live<FollowedStep>, void, void> {
  const subscribing = { document: FollowStepsDocument, variables };
  for await (const { evidenceSteps: payload } of subscription(endpoint, subscribing, signal)) {
    if (payload.__typename === 'Gap') {
      yield { kind: 'gap', to: Number(payload.to) };
    } else {
      const { position, prev, step } = payload;
      const before = prev === null ? null : Number(prev);
      yield { kind: 'item', prev: before, position: Number(position), item: step };
    }
  }
}

async function* stepsBetween(
  endpoint: Endpoint,
  id: string,
  { after, to }: { readonly after: number | null; readonly to: number },
): AsyncGenerator<Placed<FollowedStep>, void, void> {
  const variables = { id, minPosition: to };
  const { evidenceItem } = await graphqlRequest(endpoint, EvidenceTraceDocument, variables);
  for (const { step } of evidenceItem?.trace.steps ?? []) {
    const position = Number(step.position);
    if (position > (after ?? -1) && position <= to) yield { position, item: step };
  }
}
