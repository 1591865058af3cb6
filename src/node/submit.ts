/**
 * The way in for signed events: admission (bytes, signature), then what the rules already know for
 * certain, then the engine. Whatever fails before the engine is a typed error and not in the log.
 */
import { type Admission, InvalidEvent } from '../consensus/admission.js';
import type { Engine } from '../consensus/engine.js';
import type { Application, OrderedEvent } from '../execution/ports.js';
import type { Submit, SubmitResult } from '../schema/context.js';
import type { Metrics } from '../schema/server/metrics.js';

export interface SubmitParts {
  readonly admission: Admission;
  readonly application: Application;
  readonly engine: Engine;
  readonly metrics: Pick<Metrics, 'events'>;
}

/** Binds the three steps into the one function that every edge calls. */
export function submitThrough(parts: SubmitParts): Submit {
  const { engine, metrics } = parts;
  return async (events, onAdmitted) => {
    const admitted = await admit(parts, events);
    const ordering = engine.submit(admitted);
    onAdmitted?.();
    const results = await ordering;
    count(metrics, results);
    return results;
  };
}

async function admit(
  { admission, application, metrics }: SubmitParts,
  events: Parameters<Submit>[0],
): Promise<readonly OrderedEvent[]> {
  try {
    const admitted = await admission.admit(events);
    admitted.forEach((event, index) => refuseCertainly(application, event, index));
    return admitted;
  } catch (error) {
    metrics.events('not_admitted', events.length);
    throw error;
  }
}

function refuseCertainly(application: Application, event: OrderedEvent, index: number): void {
  const failure = application.check(event);
  if (failure !== undefined) throw new InvalidEvent({ index, ...failure });
}

function count(metrics: SubmitParts['metrics'], results: readonly SubmitResult[]): void {
  let duplicates = 0;
  let refused = 0;
  for (const result of results) {
    if (result.duplicate) duplicates += 1;
    else if (result.refused !== null) refused += 1;
  }
  metrics.events('accepted', results.length - duplicates - refused);
  if (refused > 0) metrics.events('refused', refused);
  if (duplicates > 0) metrics.events('duplicate', duplicates);
}
