/** The admission queue: batching, order, bounds, failures; over lanes that the tests control. */
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Admission, InvalidEvent } from '../../src/consensus/admission.js';
import {
  type AdmissionLane,
  type CheckedTexts,
  checkTexts,
  type EventTexts,
  inlineLane,
  LaneStopped,
} from '../../src/consensus/admissionLane.js';
import { EngineStopped, Overloaded } from '../../src/consensus/engine.js';
import { eventHash, type SignedEvent } from '../../src/ledger/signedEvent.js';
import { badlySigned, RULES, soundEvents } from './admissionEvents.js';

const EVENTS = soundEvents(300);
const BAD = badlySigned('bad');

/** A message that a lane has been given and that the test answers. */
interface Message {
  readonly lane: number;
  readonly texts: EventTexts;
  answer(): void;
  lose(): void;
}

/** Lanes that keep their messages until the test answers them. */
class HeldLanes {
  readonly messages: Message[] = [];
  closed = 0;
  #lanes = 0;

  readonly makeLane = (): AdmissionLane => {
    const lane = this.#lanes;
    this.#lanes += 1;
    return {
      check: (texts) =>
        new Promise<CheckedTexts>((resolve, reject) => {
          const answer = (): void => resolve(checkTexts(texts, RULES));
          const lose = (): void => reject(new LaneStopped('lost'));
          this.messages.push({ lane, texts, answer, lose });
        }),
      close: () => {
        this.closed += 1;
        for (const message of this.messages.splice(0)) message.lose();
        return Promise.resolve();
      },
    };
  };

  sizes(): readonly number[] {
    return this.messages.map(({ texts }) => texts.length / 2);
  }

  /** Answers until nothing is left, the newest message first. */
  async answerAll(): Promise<void> {
    await settled();
    while (this.messages.length > 0) {
      this.messages.pop()?.answer();
      await settled();
    }
  }
}

/** After every promise reaction that is due has run. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

const open: Admission[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((admission) => admission.close()));
});

function held(
  workers: number,
  limits: { readonly pendingEvents?: number; readonly pendingCharacters?: number } = {},
): { readonly lanes: HeldLanes; readonly admission: Admission } {
  const lanes = new HeldLanes();
  const admission = new Admission({ ...RULES, workers, ...limits }, lanes);
  open.push(admission);
  return { lanes, admission };
}

function outcome(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => value,
    (error: unknown) => error,
  );
}

function hashes(events: readonly SignedEvent[]): readonly object[] {
  return events.map(({ body, signature }) => ({ body, signature, hash: eventHash(body) }));
}

describe('admission', () => {
  it('gives the events back with their hashes, in order, without threads too', async () => {
    const admission = new Admission({ ...RULES, workers: 0 });
    await admission.ready();
    expect(await admission.admit(EVENTS)).toEqual(hashes(EVENTS));
    expect(await admission.admit([])).toEqual([]);
    expect(admission.pending()).toBe(0);
  });

  it('shares a batch evenly among idle lanes, in messages of at most 64 events', async () => {
    const { lanes, admission } = held(2);
    const small = admission.admit(EVENTS.slice(0, 100));
    await settled();
    expect(lanes.sizes()).toEqual([50, 50]);
    expect(new Set(lanes.messages.map(({ lane }) => lane)).size).toBe(2);
    await lanes.answerAll();
    expect(await small).toEqual(hashes(EVENTS.slice(0, 100)));
    const large = admission.admit(EVENTS);
    await settled();
    expect(lanes.sizes()).toEqual([64, 64, 64, 64]);
    await lanes.answerAll();
    expect(await large).toEqual(hashes(EVENTS));
  });

  it('sends what a turn brings in one message, and what waits for a lane in the next', async () => {
    const { lanes, admission } = held(1);
    const answers = EVENTS.slice(0, 12).map((event) => admission.admit([event]));
    await settled();
    for (const event of EVENTS.slice(12, 42)) {
      answers.push(admission.admit([event]));
      await settled();
    }
    expect(lanes.sizes()).toEqual([12, 1]);
    lanes.messages.shift()?.answer();
    await settled();
    expect(lanes.sizes()).toEqual([1, 29]);
    await lanes.answerAll();
    expect((await Promise.all(answers)).flat()).toEqual(hashes(EVENTS.slice(0, 42)));
  });

  it('lets a lone event pass before the rest of a large batch', async () => {
    const { lanes, admission } = held(1);
    const large = admission.admit(EVENTS);
    const lone = admission.admit([EVENTS[0] as SignedEvent]);
    await settled();
    lanes.messages.shift()?.answer();
    await settled();
    lanes.messages.splice(0, 2).forEach((message) => message.answer());
    await settled();
    const [first] = lanes.messages.splice(0, 1);
    first?.answer();
    expect(await lone).toHaveLength(1);
    expect(admission.pending()).toBe(300);
    await lanes.answerAll();
    expect(await large).toHaveLength(300);
  });

  it('reports the fault with the lowest index, wherever its message ends', async () => {
    const { lanes, admission } = held(2);
    const events = [...EVENTS.slice(0, 10), BAD, ...EVENTS.slice(10, 80), BAD];
    const answer = outcome(admission.admit(events));
    await lanes.answerAll();
    const error = await answer;
    expect(error).toBeInstanceOf(InvalidEvent);
    expect(error).toMatchObject({ index: 10, code: 'BAD_SIGNATURE', field: 'signature' });
  });

  it('does not go on with a batch that has a fault, and forgets it whole', async () => {
    const { lanes, admission } = held(1);
    const answer = outcome(admission.admit([BAD, ...EVENTS]));
    await lanes.answerAll();
    expect(await answer).toMatchObject({ index: 0 });
    expect(admission.pending()).toBe(0);
    const next = admission.admit(EVENTS.slice(0, 3));
    await lanes.answerAll();
    expect(await next).toHaveLength(3);
  });

  it('blames nobody else in the same message', async () => {
    const { lanes, admission } = held(1);
    const first = outcome(admission.admit([EVENTS[0] as SignedEvent]));
    const second = outcome(admission.admit([EVENTS[1] as SignedEvent]));
    const bad = outcome(admission.admit([EVENTS[2] as SignedEvent, BAD]));
    const good = admission.admit([EVENTS[3] as SignedEvent]);
    await lanes.answerAll();
    expect(await bad).toMatchObject({ index: 1, code: 'BAD_SIGNATURE' });
    expect(await good).toEqual(hashes(EVENTS.slice(3, 4)));
    expect([await first, await second]).toEqual([
      hashes(EVENTS.slice(0, 1)),
      hashes(EVENTS.slice(1, 2)),
    ]);
  });

  it('is Overloaded beyond its bounds on events and characters, and recovers', async () => {
    const characters = EVENTS.slice(0, 10).reduce((sum, { body }) => sum + body.length, 0);
    for (const limits of [{ pendingEvents: 10 }, { pendingCharacters: characters }]) {
      const { lanes, admission } = held(1, limits);
      const taken = admission.admit(EVENTS.slice(0, 10));
      const refused = await outcome(admission.admit(EVENTS.slice(10, 11)));
      expect(refused).toBeInstanceOf(Overloaded);
      expect((refused as Overloaded).retryAfterMs).toBeGreaterThan(0);
      expect(admission.pending()).toBe(10);
      await lanes.answerAll();
      await taken;
      const alone = admission.admit(EVENTS);
      await lanes.answerAll();
      expect(await alone).toHaveLength(300);
    }
  });

  it('answers the requests of a lost lane with Overloaded, and only those', async () => {
    const { lanes, admission } = held(2);
    const lost = outcome(admission.admit([EVENTS[0] as SignedEvent]));
    const kept = admission.admit([EVENTS[1] as SignedEvent]);
    await settled();
    lanes.messages.shift()?.lose();
    await lanes.answerAll();
    expect(await lost).toBeInstanceOf(Overloaded);
    expect(await kept).toHaveLength(1);
    expect(admission.pending()).toBe(0);
  });

  it('rejects everything with EngineStopped when it is closed, sent or not', async () => {
    const { lanes, admission } = held(2);
    const answers = [outcome(admission.admit(EVENTS)), outcome(admission.admit(EVENTS.slice(1)))];
    await admission.close();
    for (const error of await Promise.all(answers)) expect(error).toBeInstanceOf(EngineStopped);
    expect(await outcome(admission.admit(EVENTS))).toBeInstanceOf(EngineStopped);
    expect([lanes.closed, admission.pending()]).toEqual([2, 0]);
  });

  it('gives each request its own answer, whatever the mix, order and number of lanes', async () => {
    const request = fc.array(fc.oneof({ weight: 20, arbitrary: fc.nat(299) }, fc.constant(-1)), {
      maxLength: 90,
    });
    const setting = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.array(request, { maxLength: 5 }));
    await fc.assert(
      fc.asyncProperty(setting, async ([workers, requests]) => {
        const { lanes, admission } = held(workers);
        const answers = requests.map((indexes) => outcome(admission.admit(indexes.map(eventAt))));
        await lanes.answerAll();
        for (const [index, answer] of (await Promise.all(answers)).entries()) {
          expectAnswer(answer, requests[index] as readonly number[]);
        }
        expect(admission.pending()).toBe(0);
      }),
      { numRuns: 25 },
    );
  });
});

function eventAt(index: number): SignedEvent {
  return index === -1 ? BAD : (EVENTS[index] as SignedEvent);
}

function expectAnswer(answer: unknown, indexes: readonly number[]): void {
  const bad = indexes.indexOf(-1);
  if (bad === -1) expect(answer).toEqual(hashes(indexes.map(eventAt)));
  else expect(answer).toMatchObject({ index: bad, code: 'BAD_SIGNATURE' });
}

describe('a lane in the calling thread', () => {
  it('answers an empty list of texts', async () => {
    const checked = await inlineLane(RULES).check([]);
    expect([checked.hashes.length, checked.faults]).toEqual([0, []]);
  });
});
