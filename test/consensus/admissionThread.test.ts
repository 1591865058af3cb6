/** Admission lanes in real worker threads: the compiled worker, and threads that die. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Admission } from '../../src/consensus/admission.js';
import { checkTexts, hashAt, LaneStopped } from '../../src/consensus/admissionLane.js';
import { AdmissionThread } from '../../src/consensus/admissionThread.js';
import { Overloaded } from '../../src/consensus/engine.js';
import { eventHash } from '../../src/ledger/signedEvent.js';
import { type CompiledWorker, compileWorker } from '../support/compiledWorker.js';
import { badlySigned, RULES, soundEvents } from './admissionEvents.js';

const EVENTS = soundEvents(200);

let compiled: CompiledWorker;
let workerFile: URL;

beforeAll(async () => {
  compiled = await compileWorker('src/consensus/admissionWorker.ts');
  workerFile = compiled.file;
});
afterAll(() => compiled.remove());

/** A worker of one line. */
function script(code: string): URL {
  const source = `import { parentPort } from 'node:worker_threads'; ${code}`;
  return new URL(`data:text/javascript,${encodeURIComponent(source)}`);
}

function texts(count: number): readonly string[] {
  return EVENTS.slice(0, count).flatMap(({ body, signature }) => [body, signature]);
}

describe('admission in worker threads', () => {
  it('answers like the calling thread does, sound events and faults', async () => {
    const lane = new AdmissionThread(RULES, workerFile);
    const bad = badlySigned('bad');
    const mixed = [...texts(5), bad.body, bad.signature, ...texts(2), 'no JSON', ''];
    const checked = await lane.check(mixed);
    expect(checked.faults).toEqual(checkTexts(mixed, RULES).faults);
    expect(checked.faults.map(({ index }) => index)).toEqual([5, 8]);
    expect(hashAt(checked, 7)).toBe(eventHash(EVENTS[1]?.body as string));
    await lane.close();
  });

  it('admits many requests at once over two threads', async () => {
    const makeLane = (): AdmissionThread => new AdmissionThread(RULES, workerFile);
    const admission = new Admission({ ...RULES, workers: 2 }, { makeLane });
    await admission.ready();
    const singles = EVENTS.map((event) => admission.admit([event]));
    const batch = await admission.admit(EVENTS);
    expect(batch.map(({ hash }) => hash)).toEqual(EVENTS.map(({ body }) => eventHash(body)));
    expect((await Promise.all(singles)).flat()).toEqual(batch);
    await admission.close();
    expect(admission.pending()).toBe(0);
  });
});

describe('an admission thread that ends', () => {
  it.each([
    ['exits', 'parentPort.on("message", () => process.exit(3));'],
    ['throws', 'parentPort.on("message", () => { throw new Error("broken"); });'],
    ['cannot start', 'throw new Error("no start");'],
  ])('rejects every check at once when it %s, and is replaced', async (_, code) => {
    const lane = new AdmissionThread(RULES, script(code));
    for (let round = 0; round < 3; round += 1) {
      const checks = await Promise.allSettled([lane.check(texts(1)), lane.check(texts(2))]);
      for (const check of checks) {
        expect(check.status).toBe('rejected');
        expect((check as PromiseRejectedResult).reason).toBeInstanceOf(LaneStopped);
      }
    }
    await lane.close();
  });

  it('serves again with a new thread after one was lost', async () => {
    // The first message ends the thread; the next thread is alive and answers without hashes.
    const lane = new AdmissionThread(
      RULES,
      script(`parentPort.on("message", ({ text }) => {
        if (text === "end") process.exit(1);
        parentPort.postMessage({ hashes: new Uint8Array(), faults: [] });
      });`),
    );
    await expect(lane.check(['end', ''])).rejects.toThrow('ended');
    await expect(lane.check(['go', ''])).resolves.toMatchObject({ faults: [] });
    await lane.close();
  });

  it('is Overloaded to the caller, and names the failure when asked to be ready', async () => {
    const makeLane = (): AdmissionThread => new AdmissionThread(RULES, script('throw Error("x")'));
    const admission = new Admission({ ...RULES, workers: 1 }, { makeLane });
    await expect(admission.ready()).rejects.toThrow('failed: x');
    await expect(admission.admit(EVENTS)).rejects.toThrow(Overloaded);
    await admission.close();
    await expect(admission.ready()).rejects.toThrow(LaneStopped);
  });
});
