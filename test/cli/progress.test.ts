import { describe, expect, it } from '@jest/globals';
import { Writable } from 'node:stream';
import { byteAmount, progressText, startProgress } from '../../src/cli/progress.js';
import { rememberingTerminal } from './support/rememberingTerminal.js';

describe('a progress line', () => {
  it('shows the share, the amounts, the rate and the time left', () => {
    const line = progressText({
      label: 'audit',
      total: 400,
      unit: 'entries',
      done: 100,
      seconds: 5,
    });
    expect(line).toContain(' 25 %');
    expect(line).toContain('100 entries of 400 entries');
    expect(line).toContain('20 entries/s');
    expect(line).toContain('15 s left');
  });

  it('does not divide by nothing', () => {
    const line = progressText({ label: 'x', total: 0, unit: 'bytes', done: 0, seconds: 0 });
    expect(line).toContain('100 %');
    expect(line).not.toMatch(/NaN|Infinity/);
  });

  it('says bytes in the unit that a person reads', () => {
    expect([0, 1023, 1024, 1_572_864].map(byteAmount)).toEqual([
      '0 B',
      '1023 B',
      '1.0 KiB',
      '1.5 MiB',
    ]);
  });
});

describe('progress', () => {
  const options = { label: 'audit', total: 10, unit: 'entries' };

  it('is a line every five seconds where nobody watches', () => {
    const terminal = rememberingTerminal();
    let clock = 0;
    const progress = startProgress(terminal, { ...options, now: () => clock });
    for (let second = 1; second <= 12; second += 1) {
      clock = second * 1_000;
      progress.update(second);
    }
    progress.finish();
    expect(terminal.notes()).toHaveLength(3);
    expect(terminal.notes().at(-1)).toContain('audit: 12 entries in 12.0 s');
  });

  it('is a bar on a screen, and leaves nothing of it behind', () => {
    let drawn = '';
    const screen = new Writable({
      write(chunk: Buffer, _encoding, done) {
        drawn += chunk.toString();
        done();
      },
    });
    const tty = Object.assign(screen, { isTTY: true, columns: 200 });
    const terminal = { ...rememberingTerminal(), screen: tty as unknown as NodeJS.WritableStream };
    const progress = startProgress(terminal, options);
    progress.update(5);
    progress.abandon();
    expect(drawn).toContain('audit');
    expect(drawn).toContain('\u001b[');
  });
});
