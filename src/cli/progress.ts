/**
 * Progress of long work: a bar with rate and time left on a terminal, a line every few seconds
 * elsewhere (a CI log must neither be empty nor full of control characters).
 */
import { SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.js';

export interface Progress {
  /** `done` of the total so far. */
  update(done: number): void;
  /** Ends the bar and says the total and the mean rate. */
  finish(): void;
  /** Removes the bar, for example before an error is printed. */
  abandon(): void;
}

export interface ProgressOptions {
  /** What is being done: `audit`, `hash`. */
  readonly label: string;
  readonly total: number;
  /** What is counted, in the plural: `entries`, `bytes`. */
  readonly unit: string;
  /** Monotonic milliseconds; tests hand in their own. */
  readonly now?: () => number;
}

const LINE_EVERY_MS = 5_000;
const BAR_CELLS = 30;

/** Starts showing progress on `terminal`. */
export function startProgress(terminal: Terminal, options: ProgressOptions): Progress {
  const { label, total, unit, now = () => performance.now() } = options;
  const started = now();
  let done = 0;
  const text = (): string =>
    progressText({ label, total, unit, done, seconds: (now() - started) / 1_000 });
  const view =
    terminal.screen === undefined ? lines(terminal, text, now) : bar(terminal.screen, text);
  return {
    update(current) {
      done = current;
      view.changed(current);
    },
    abandon: () => view.close(),
    finish() {
      view.close();
      const seconds = (now() - started) / 1_000;
      const rate = perSecond(done, seconds, unit);
      terminal.note(`${label}: ${amount(done, unit)} in ${seconds.toFixed(1)} s (${rate})`);
    },
  };
}

interface View {
  changed(done: number): void;
  close(): void;
}

function bar(screen: NodeJS.WritableStream, text: () => string): View {
  const drawn = new SingleBar({
    format: text,
    stream: screen,
    hideCursor: true,
    clearOnComplete: true,
  });
  drawn.start(1, 0);
  return { changed: (done) => drawn.update(done), close: () => drawn.stop() };
}

function lines(terminal: Terminal, text: () => string, now: () => number): View {
  let shownAt = now();
  return {
    changed() {
      if (now() - shownAt < LINE_EVERY_MS) return;
      shownAt = now();
      terminal.note(text());
    },
    close() {},
  };
}

interface Moment {
  readonly label: string;
  readonly total: number;
  readonly unit: string;
  readonly done: number;
  readonly seconds: number;
}

/** One line: label, bar, share, amount, rate and the time left at that rate. */
export function progressText({ label, total, unit, done, seconds }: Moment): string {
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const filled = Math.floor(share * BAR_CELLS);
  const cells = '█'.repeat(filled) + '░'.repeat(BAR_CELLS - filled);
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  const left = done > 0 && seconds > 0 ? duration(((total - done) * seconds) / done) : '…';
  const counts = `${amount(done, unit)} of ${amount(total, unit)}`;
  return `${label} ${cells} ${percent}  ${counts}  ${perSecond(done, seconds, unit)}  ${left} left`;
}

function perSecond(done: number, seconds: number, unit: string): string {
  return `${amount(seconds > 0 ? Math.round(done / seconds) : 0, unit)}/s`;
}

function amount(count: number, unit: string): string {
  return unit === 'bytes' ? byteAmount(count) : `${count.toLocaleString('en-US')} ${unit}`;
}

const BYTE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `1.5 MiB`. */
export function byteAmount(bytes: number): string {
  let value = bytes;
  let power = 0;
  while (value >= 1024 && power < BYTE_UNITS.length - 1) {
    value /= 1024;
    power += 1;
  }
  return `${power === 0 ? value : value.toFixed(1)} ${BYTE_UNITS[power] as string}`;
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
