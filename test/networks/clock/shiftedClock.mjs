/**
 * A ledger process whose clock is off by the milliseconds that the file CIVIC_TEST_CLOCK holds
 * (`node --import`). The file may change while the process runs. Monotonic time and timers are as
 * they are: a clock that is set does not change them either.
 */
import { readFileSync } from 'node:fs';

const TrueDate = Date;
const file = process.env.CIVIC_TEST_CLOCK;

function now() {
  return TrueDate.now() + (Number(readFileSync(file, 'utf8')) || 0);
}

globalThis.Date = class Date extends TrueDate {
  constructor(...args) {
    super(...(args.length === 0 ? [now()] : args));
  }

  static now() {
    return now();
  }
};
