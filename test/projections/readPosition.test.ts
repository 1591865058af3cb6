import { describe, expect, it, jest } from '@jest/globals';
import { AppliedPosition } from '../../src/projections/readPosition.js';

const LONG_MS = 60_000;

function position(waitsMax = 10): AppliedPosition {
  return new AppliedPosition({ waitsMax });
}

describe('AppliedPosition.waitFor', () => {
  it('resolves at once when the entry has been applied', async () => {
    const applied = position();
    applied.advance(5);
    await applied.waitFor(4, LONG_MS);
    expect(applied.waits()).toBe(0);
  });

  it('resolves when the entry itself has been applied, not the one before', async () => {
    const applied = position();
    let isDone = false;
    const wait = applied.waitFor(4, LONG_MS).then(() => (isDone = true));
    applied.advance(4);
    await Promise.resolve();
    expect([isDone, applied.waits()]).toEqual([false, 1]);
    applied.advance(5);
    await wait;
    expect(applied.waits()).toBe(0);
  });

  it('rejects after its time limit, saying how far the read models are', async () => {
    jest.useFakeTimers();
    try {
      const applied = position();
      applied.advance(3);
      const wait = expect(applied.waitFor(4, 50)).rejects.toMatchObject({
        message: 'position 4 was not applied within 50 ms; applied: 3',
        position: 4,
        applied: 3,
      });
      jest.advanceTimersByTime(50);
      await wait;
      expect(applied.waits()).toBe(0);
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it('leaves no timer behind when the entry is applied', async () => {
    jest.useFakeTimers();
    try {
      const applied = position();
      const wait = applied.waitFor(0, 50);
      applied.advance(1);
      await wait;
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it('rejects with the reason of its signal and is forgotten', async () => {
    const applied = position();
    const abort = new AbortController();
    const wait = applied.waitFor(4, LONG_MS, abort.signal);
    abort.abort(new Error('gone'));
    await expect(wait).rejects.toThrow('gone');
    expect(applied.waits()).toBe(0);
    await expect(applied.waitFor(4, LONG_MS, abort.signal)).rejects.toThrow('gone');
  });

  it('refuses one wait more than the limit, and has room again after one ends', async () => {
    const applied = position(2);
    const waits = [applied.waitFor(0, LONG_MS), applied.waitFor(1, LONG_MS)];
    await expect(applied.waitFor(2, LONG_MS)).rejects.toMatchObject({ limit: 2 });
    applied.advance(1);
    await waits[0];
    const third = applied.waitFor(2, LONG_MS);
    applied.advance(3);
    await Promise.all([waits[1], third]);
  });

  it('rejects when the runner has failed, before and after', async () => {
    const applied = position();
    applied.advance(2);
    const wait = applied.waitFor(4, LONG_MS);
    applied.fail(new Error('disk full'));
    await expect(wait).rejects.toThrow('disk full');
    await expect(applied.waitFor(4, LONG_MS)).rejects.toThrow('disk full');
    await applied.waitFor(1, LONG_MS);
  });
});

describe('AppliedPosition.changed', () => {
  const signal = new AbortController().signal;

  it('resolves at once when the position has moved since', async () => {
    const applied = position();
    applied.advance(2);
    await applied.changed(1, signal);
    expect(applied.waits()).toBe(0);
  });

  it('resolves for everybody at the next advance', async () => {
    const applied = position();
    const waits = [applied.changed(0, signal), applied.changed(0, signal)];
    expect(applied.waits()).toBe(2);
    applied.advance(1);
    await Promise.all(waits);
    expect(applied.waits()).toBe(0);
  });

  it('is freed by an abort', async () => {
    const applied = position();
    const abort = new AbortController();
    const wait = applied.changed(0, abort.signal);
    abort.abort();
    await expect(wait).rejects.toMatchObject({ name: 'AbortError' });
    expect(applied.waits()).toBe(0);
  });
});

describe('AppliedPosition.advance', () => {
  it('never goes back', () => {
    const applied = position();
    applied.advance(5);
    expect(() => applied.advance(4)).toThrow('applied position 5 may not go back to 4');
    expect(applied.applied()).toBe(5);
  });
});
