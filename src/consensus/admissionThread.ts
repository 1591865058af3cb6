/**
 * An admission lane in a worker thread. When the thread ends before its time, whoever waits for it
 * gets LaneStopped at once, and the next check starts a new thread.
 */
import { Worker } from 'node:worker_threads';
import {
  type AdmissionLane,
  type CheckedTexts,
  type EventTexts,
  LaneStopped,
} from './admissionLane.js';
import type { AdmissionRules } from './admitEvent.js';
import { packTexts } from './packedTexts.js';

interface Waiting {
  readonly resolve: (checked: CheckedTexts) => void;
  readonly reject: (error: LaneStopped) => void;
}

/** One worker thread and the checks that it has not answered, oldest first. */
interface Thread {
  readonly worker: Worker;
  readonly waiting: Waiting[];
}

export class AdmissionThread implements AdmissionLane {
  readonly #rules: AdmissionRules;
  readonly #file: URL;
  #thread: Thread | undefined;
  #closed = false;

  /** `file`: the compiled admissionWorker; tests name one of their own. */
  constructor(rules: AdmissionRules, file = new URL('./admissionWorker.js', import.meta.url)) {
    this.#rules = rules;
    this.#file = file;
    this.#thread = this.#start();
  }

  check(texts: EventTexts): Promise<CheckedTexts> {
    if (this.#closed) return Promise.reject(new LaneStopped('the admission is closed'));
    this.#thread ??= this.#start();
    const { worker, waiting } = this.#thread;
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      worker.postMessage(packTexts(texts));
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#thread?.worker.terminate();
  }

  #start(): Thread {
    const { ledgerId, suites, limits } = this.#rules;
    const worker = new Worker(this.#file, { workerData: { ledgerId, suites, limits } });
    const thread: Thread = { worker, waiting: [] };
    let reason = 'the admission thread has ended';
    worker.on('message', (checked: CheckedTexts) => thread.waiting.shift()?.resolve(checked));
    worker.on('error', (error) => (reason = `the admission thread has failed: ${error.message}`));
    // Every end, by error, exit or terminate, comes to `exit`, and after the last message.
    worker.on('exit', () => {
      if (this.#thread === thread) this.#thread = undefined;
      for (const { reject } of thread.waiting.splice(0)) reject(new LaneStopped(reason));
    });
    return thread;
  }
}
