/** What every measurement is given and what it answers with. */
import type { LedgerFolder } from '../test/support/live/ledgerFolder.js';
import type { ServerProcess } from '../test/support/live/serverProcess.js';

/** How much is measured. */
export interface BenchOptions {
  /** Signed events of the batch measurement. */
  readonly batchEvents: number;
  /** Signed events of the single measurement. */
  readonly singleEvents: number;
  /** Seconds of each measurement that is bounded by time. */
  readonly seconds: number;
  /** Items of the dossiers that are bundled and verified. */
  readonly dossierItems: number;
  /** Entries of the large log; 0 leaves that question out. */
  readonly largeLogEntries: number;
}

/** A running ledger to measure. */
export interface Bench {
  readonly options: BenchOptions;
  readonly folder: LedgerFolder;
  readonly server: ServerProcess;
  /** Tells the terminal what is going on. */
  readonly note: (text: string) => void;
}

/** One figure. */
export interface Figure {
  readonly question: string;
  readonly value: number;
  readonly unit: string;
  /** True for a rate that is compared with the raw verify rate. */
  readonly comparable?: boolean;
  /** The bar: least ratio to the raw verify rate, or least or most of the value itself. */
  readonly bar?:
    { readonly atLeastRatio: number } | { readonly atLeast: number } | { readonly atMost: number };
}

/** A figure with the raw verify rate of the minutes it was measured in. */
export interface MeasuredFigure extends Figure {
  readonly rawRate: number;
}
