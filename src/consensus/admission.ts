/**
 * Admission of signed events, many at once: parsing and verification run in worker threads, and
 * each message to a thread carries as many events as are waiting, up to a bound. Events are sent at
 * the end of the turn of the event loop that brought them, so that requests which arrive together
 * share a message; under load the messages grow by themselves. What waits is bounded: beyond it,
 * Overloaded.
 */
import type { OrderedEvent } from '../execution/ports.js';
import type { SignedEvent } from '../ledger/signedEvent.js';
import { type AdmissionLane, type CheckedTexts, hashAt, inlineLane } from './admissionLane.js';
import { AdmissionRequest, type Segment } from './admissionRequest.js';
import { AdmissionThread } from './admissionThread.js';
import type { AdmissionRules } from './admitEvent.js';
import { EngineStopped, Overloaded } from './engine.js';
import { InvalidEvent } from './invalidEvent.js';

export { InvalidEvent };

export interface AdmissionOptions extends AdmissionRules {
  /** Threads that check; 0: the calling thread does it itself. */
  readonly workers: number;
  /** Events that may wait or be under check; default 20,000. */
  readonly pendingEvents?: number;
  /** UTF-16 code units of their bodies; default 64 Mi. */
  readonly pendingCharacters?: number;
}

/** Replaceable parts. */
export interface AdmissionParts {
  /** Makes one lane; the default is a worker thread. */
  makeLane(rules: AdmissionRules): AdmissionLane;
}

const PENDING_EVENTS = 20_000;
const PENDING_CHARACTERS = 64 * 1024 * 1024;
const RETRY_AFTER_MS = 250;
const RETRY_AFTER_LOSS_MS = 1_000;
/** About four milliseconds of work: long beside the cost of a message, short to wait for. */
const MESSAGE_EVENTS_MAX = 64;
/** With two messages under way a thread finds the next one there when it has finished the first. */
const MESSAGES_PER_LANE = 2;

interface BusyLane {
  readonly lane: AdmissionLane;
  messages: number;
}

export class Admission {
  readonly #lanes: readonly BusyLane[];
  readonly #limits: { readonly events: number; readonly characters: number };
  /** Requests with unsent events, in the order of their turns. */
  readonly #queue: AdmissionRequest[] = [];
  #pendingEvents = 0;
  #pendingCharacters = 0;
  #sendScheduled = false;
  #closed = false;

  constructor(options: AdmissionOptions, parts: AdmissionParts = defaultParts(options)) {
    this.#lanes = Array.from({ length: Math.max(1, options.workers) }, () => ({
      lane: parts.makeLane(options),
      messages: 0,
    }));
    this.#limits = {
      events: options.pendingEvents ?? PENDING_EVENTS,
      characters: options.pendingCharacters ?? PENDING_CHARACTERS,
    };
  }

  /** Resolves when every lane has started and answers; rejects with LaneStopped when one cannot. */
  async ready(): Promise<void> {
    await Promise.all(this.#lanes.map(({ lane }) => lane.check([])));
  }

  /** Events taken and not yet answered. */
  pending(): number {
    return this.#pendingEvents;
  }

  /**
   * The same events with their hashes, in order, when every one of them may be ordered. Rejects
   * with InvalidEvent for the first that may not, with Overloaded when too much waits or a thread
   * was lost, and with EngineStopped after `close`. In no case has anything been ordered.
   */
  admit(events: readonly SignedEvent[]): Promise<readonly OrderedEvent[]> {
    if (this.#closed) return Promise.reject(closedError());
    if (events.length === 0) return Promise.resolve([]);
    const characters = events.reduce((sum, { body }) => sum + body.length, 0);
    if (this.#isFull(events.length, characters)) {
      return Promise.reject(new Overloaded('too many events wait for admission', RETRY_AFTER_MS));
    }
    return new Promise((resolve, reject) => {
      this.#queue.push(new AdmissionRequest(events, characters, { resolve, reject }));
      this.#pendingEvents += events.length;
      this.#pendingCharacters += characters;
      this.#sendSoon();
    });
  }

  /** Rejects what waits with EngineStopped and ends the threads. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const request of this.#queue.splice(0)) {
      request.fail(0, closedError());
      this.#closeEvents(request, 0);
    }
    await Promise.all(this.#lanes.map(({ lane }) => lane.close()));
  }

  /** A request alone is always taken: how large it may be is the edge's affair. */
  #isFull(events: number, characters: number): boolean {
    if (this.#pendingEvents === 0) return false;
    return (
      this.#pendingEvents + events > this.#limits.events ||
      this.#pendingCharacters + characters > this.#limits.characters
    );
  }

  #sendSoon(): void {
    if (this.#sendScheduled) return;
    this.#sendScheduled = true;
    setImmediate(() => {
      this.#sendScheduled = false;
      this.#send();
    });
  }

  /** Fills every lane that has room, sharing what waits evenly among the lanes. */
  #send(): void {
    let lane = this.#laneWithRoom();
    if (lane === undefined || this.#queue.length === 0) return;
    const share = this.#share();
    while (lane !== undefined && this.#queue.length > 0) {
      this.#sendMessage(lane, this.#takeSegments(share));
      lane = this.#laneWithRoom();
    }
  }

  /** What one lane gets of the unsent events, at most a full message. */
  #share(): number {
    const full = MESSAGE_EVENTS_MAX * this.#lanes.length;
    let unsent = 0;
    for (const request of this.#queue) {
      unsent += request.unsent;
      if (unsent >= full) return MESSAGE_EVENTS_MAX;
    }
    return Math.ceil(unsent / this.#lanes.length);
  }

  #laneWithRoom(): BusyLane | undefined {
    const [first, ...others] = this.#lanes as readonly [BusyLane, ...BusyLane[]];
    const idlest = others.reduce((least, lane) => {
      return lane.messages < least.messages ? lane : least;
    }, first);
    return idlest.messages < MESSAGES_PER_LANE ? idlest : undefined;
  }

  /** Up to `count` unsent events. A request that has more takes its next turn at the end. */
  #takeSegments(count: number): readonly Segment[] {
    const segments: Segment[] = [];
    let room = count;
    while (room > 0) {
      const request = this.#queue.shift();
      if (request === undefined) break;
      const segment = request.take(room);
      segments.push(segment);
      room -= segment.end - segment.start;
      if (request.unsent > 0) this.#queue.push(request);
    }
    return segments;
  }

  #sendMessage(lane: BusyLane, segments: readonly Segment[]): void {
    lane.messages += 1;
    lane.lane.check(textsOf(segments)).then(
      (checked) => {
        lane.messages -= 1;
        this.#receive(segments, checked);
        this.#send();
      },
      () => {
        lane.messages -= 1;
        for (const segment of segments) this.#lose(segment);
        this.#send();
      },
    );
  }

  #receive(segments: readonly Segment[], checked: CheckedTexts): void {
    const faultAt = new Map(checked.faults.map((fault) => [fault.index, fault]));
    let position = 0;
    for (const { request, start, end } of segments) {
      for (let index = start; index < end; index += 1) {
        const fault = faultAt.get(position);
        if (fault === undefined) request.admit(index, hashAt(checked, position));
        else this.#fail(request, index, new InvalidEvent({ ...fault, index }));
        position += 1;
      }
      this.#closeEvents(request, end - start);
    }
  }

  #lose({ request, start, end }: Segment): void {
    const error = this.#closed
      ? closedError()
      : new Overloaded('an admission thread was lost', RETRY_AFTER_LOSS_MS);
    this.#fail(request, start, error);
    this.#closeEvents(request, end - start);
  }

  #fail(request: AdmissionRequest, index: number, error: Error): void {
    if (request.unsent > 0) this.#queue.splice(this.#queue.indexOf(request), 1);
    request.fail(index, error);
  }

  #closeEvents(request: AdmissionRequest, count: number): void {
    if (!request.close(count)) return;
    this.#pendingEvents -= request.events.length;
    this.#pendingCharacters -= request.characters;
  }
}

function defaultParts({ workers }: AdmissionOptions): AdmissionParts {
  return { makeLane: workers === 0 ? inlineLane : (rules) => new AdmissionThread(rules) };
}

function textsOf(segments: readonly Segment[]): readonly string[] {
  const texts: string[] = [];
  for (const { request, start, end } of segments) {
    for (const { body, signature } of request.events.slice(start, end)) texts.push(body, signature);
  }
  return texts;
}

function closedError(): EngineStopped {
  return new EngineStopped('the admission is closed');
}
