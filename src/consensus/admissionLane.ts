/**
 * A lane checks events for the admission queue: in a worker thread of its own, or in this thread.
 * Events come as a flat list of texts and go back as packed hashes: neither makes an object per
 * event on its way between threads.
 */
import { type AdmissionRules, admitEvent } from './admitEvent.js';
import { InvalidEvent, type InvalidEventFacts } from './invalidEvent.js';

/** Body, signature, body, signature … */
export type EventTexts = readonly string[];

/** What became of the events in an EventTexts. */
export interface CheckedTexts {
  /** 64 hex characters (ASCII) per event, in order; without meaning for events with a fault. */
  readonly hashes: Uint8Array;
  /** Ascending by index; at most one per event. */
  readonly faults: readonly InvalidEventFacts[];
}

/** Contract: answers in order; rejects with LaneStopped when it cannot tell; never hangs. */
export interface AdmissionLane {
  check(texts: EventTexts): Promise<CheckedTexts>;
  /** Rejects what is not answered yet and frees the thread. */
  close(): Promise<void>;
}

/** The thread of a lane has ended before it answered. Nothing is known about the events. */
export class LaneStopped extends Error {}

const HASH_CHARACTERS = 64;

/** Checks every event in `texts`. Synchronous; throws only for faults of this program. */
export function checkTexts(texts: EventTexts, rules: AdmissionRules): CheckedTexts {
  const count = texts.length / 2;
  const hashes = Buffer.from(new ArrayBuffer(count * HASH_CHARACTERS));
  const faults: InvalidEventFacts[] = [];
  for (let index = 0; index < count; index += 1) {
    const event = { body: texts[2 * index] as string, signature: texts[2 * index + 1] as string };
    try {
      hashes.write(admitEvent(event, rules), index * HASH_CHARACTERS, 'latin1');
    } catch (error) {
      if (!(error instanceof InvalidEvent)) throw error;
      const { code, field, limit, value } = error;
      faults.push({ index, code, field, limit, value });
    }
  }
  return { hashes, faults };
}

/** The hash of the event at `index`, as an independent string. */
export function hashAt({ hashes }: CheckedTexts, index: number): string {
  const bytes = Buffer.from(hashes.buffer, hashes.byteOffset, hashes.byteLength);
  return bytes.toString('latin1', index * HASH_CHARACTERS, (index + 1) * HASH_CHARACTERS);
}

/** A lane in the calling thread: for embedded use and for tests. */
export function inlineLane(rules: AdmissionRules): AdmissionLane {
  return {
    check: (texts) => Promise.resolve(checkTexts(texts, rules)),
    close: () => Promise.resolve(),
  };
}
