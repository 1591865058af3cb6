/**
 * `npm run bench`: starts a real server on a fresh ledger, asks every question in one run, and
 * prints a Markdown table. Figures are ratios to this machine's own raw Ed25519 verify rate,
 * measured before, between and after, because a machine's speed changes by the minute.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { makeLedgerFolder } from '../test/support/live/ledgerFolder.js';
import type { ServerProcess } from '../test/support/live/serverProcess.js';
import { endingInOrder } from '../test/support/live/started.js';
import { consortiumFigures } from './consortium.js';
import { evidenceFigures } from './evidence.js';
import { figureRows } from './figures.js';
import { type Asked, figuresText, readPage, withFigures } from './figuresPage.js';
import { describeRun } from './harness/machine.js';
import { rawVerifyRate } from './harness/rawVerifyRate.js';
import { largeLogFigures, startBenchServer } from './largeLog.js';
import { offlineFigures } from './offline.js';
import type { Bench, BenchOptions, Figure, MeasuredFigure } from './question.js';
import { readFigures } from './reads.js';
import { stateSyncFigures } from './statesync.js';
import { batchFigures, singleFigures } from './submission.js';
import { timestampFigures } from './timestamps.js';

const HELP = `npm run bench -- [options]
  --batch-events <n>   signed events submitted in batches of 100     (60000)
  --single-events <n>  signed events submitted one by one            (20000)
  --seconds <n>        length of each measurement bounded by time    (10)
  --dossier-items <n>  items of the dossiers that are verified         (100000)
  --large-log <n>      entries of the large log; 0 leaves it out     (1000000)
  --only <names>       of batches,singles,reads,timestamps,evidence,large,offline;
                       comma-separated; and consortium and statesync, which need CometBFT
                       (scripts/install-cometbft)
  --write <file>       put the rows of what was asked between the markers of this Markdown file
`;

/** What is asked when nobody says what. */
const QUESTIONS: readonly string[] = [
  'batches',
  'singles',
  'reads',
  'timestamps',
  'evidence',
  'large',
  'offline',
];
const ALL_QUESTIONS: readonly string[] = [...QUESTIONS, 'consortium', 'statesync'];
const RAW_SECONDS = 3;

interface Run {
  readonly options: BenchOptions;
  readonly questions: readonly string[];
  readonly write: string | undefined;
}

const run = readArguments();
if (run === undefined) process.stdout.write(HELP);
else await endingInOrder(() => main(run));

function readArguments(): Run | undefined {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', default: false },
      'batch-events': { type: 'string', default: '60000' },
      'single-events': { type: 'string', default: '20000' },
      seconds: { type: 'string', default: '10' },
      'dossier-items': { type: 'string', default: '100000' },
      'large-log': { type: 'string', default: '1000000' },
      only: { type: 'string', default: QUESTIONS.join(',') },
      write: { type: 'string' },
    },
  });
  if (values.help) return undefined;
  const questions = values.only.split(',');
  const unknown = questions.find((name) => !ALL_QUESTIONS.includes(name));
  if (unknown !== undefined) {
    throw new Error(`--only takes ${ALL_QUESTIONS.join(', ')}, not "${unknown}"`);
  }
  // A page that cannot take the figures is better known before they are measured.
  if (values.write !== undefined) readPage(readFileSync(values.write, 'utf8'));
  return {
    options: {
      batchEvents: Number(values['batch-events']),
      singleEvents: Number(values['single-events']),
      seconds: Number(values.seconds),
      dossierItems: Number(values['dossier-items']),
      largeLogEntries: Number(values['large-log']),
    },
    questions,
    write: values.write,
  };
}

async function main({ options, questions, write }: Run): Promise<void> {
  const machine = describeRun(new Date());
  note(machine);
  const folder = makeLedgerFolder();
  let server = await startBenchServer(folder.directory);
  const restart = async (): Promise<ServerProcess> => {
    await server.stop();
    server = await startBenchServer(folder.directory);
    return server;
  };
  const figures = new Map<string, readonly MeasuredFigure[]>();
  const add = async (name: string, ask: (bench: Bench) => Promise<readonly Figure[]>) => {
    if (!questions.includes(name)) return;
    const answer = await measured(() => ask(bench()));
    if (answer.length > 0) figures.set(name, answer);
  };
  const bench = (): Bench => ({ options, folder, server, note });
  try {
    await add('batches', batchFigures);
    await add('singles', singleFigures);
    await add('reads', readFigures);
    await add('timestamps', timestampFigures);
    await add('evidence', evidenceFigures);
    await add('large', (present) => largeLogFigures(present, restart));
    await server.stop();
    await add('offline', offlineFigures);
    await add('consortium', consortiumFigures);
    await add('statesync', stateSyncFigures);
  } finally {
    if (server.running()) await server.stop();
    folder.remove();
  }
  report(machine, figures, write);
}

/** Asks a question between two measurements of the raw rate, whose mean its figures are given. */
async function measured(ask: () => Promise<readonly Figure[]>): Promise<readonly MeasuredFigure[]> {
  const before = await rawRate();
  const figures = await ask();
  const mean = (before + (await rawRate())) / 2;
  return figures.map((figure) => ({ ...figure, rawRate: mean }));
}

async function rawRate(): Promise<number> {
  const { perSecond, workers } = await rawVerifyRate(RAW_SECONDS);
  note(`raw verify rate: ${Math.round(perSecond)} per second on ${workers} threads`);
  return perSecond;
}

function report(
  machine: string,
  figures: ReadonlyMap<string, readonly MeasuredFigure[]>,
  write: string | undefined,
): void {
  const run = `${machine}; ${rawRange([...figures.values()].flat())}`;
  const asked = new Map(
    [...figures].map(([name, own]): [string, Asked] => [name, { run, rows: figureRows(own) }]),
  );
  process.stdout.write(`\n${figuresText(asked, ALL_QUESTIONS)}`);
  if (write === undefined) return;
  writeFileSync(write, withFigures(readFileSync(write, 'utf8'), asked, ALL_QUESTIONS));
}

function rawRange(figures: readonly MeasuredFigure[]): string {
  const rates = figures.map(({ rawRate: rate }) => Math.round(rate));
  const [low, high] = [Math.min(...rates), Math.max(...rates)].map((rate) =>
    rate.toLocaleString('en-US'),
  );
  return `raw Ed25519 verify rate ${low} to ${high} per second`;
}

function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
