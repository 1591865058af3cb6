/** A log of a million entries: time to start, time for one proof, memory. */
import { closedLoad, percentile } from './harness/load.js';
import { signedRequests } from './harness/signedRequests.js';
import { requestBytes, requestJson } from '../test/support/live/httpConnection.js';
import { SUBMIT_BATCH_POSITIONS } from '../test/support/live/operations.js';
import { type ServerProcess, startServer } from '../test/support/live/serverProcess.js';
import type { Bench, Figure } from './question.js';
import { untilVisible } from './visible.js';

const SUBMISSION = {
  form: 'open',
  eventsPerRequest: 100,
  document: SUBMIT_BATCH_POSITIONS,
} as const;
const EVENTS_PER_ROUND = 40_000;
const PROOFS = 2_000;
const PROOF = 'query P($position: Position!) { inclusionProof(position: $position) { hashes } }';
const BYTES_PER_MIB = 2 ** 20;

/** Fills the log up to `largeLogEntries`, restarts the server on it and measures. */
export async function largeLogFigures(
  bench: Bench,
  restart: () => Promise<ServerProcess>,
): Promise<readonly Figure[]> {
  const size = await fill(bench);
  const filled = bench.server.residentBytes();
  const server = await restart();
  bench.note(`started on ${size} entries; asking for ${PROOFS} proofs, one after another`);
  const requests = Array.from({ length: PROOFS }, (_, index) => proofRequest(index, size));
  const proofs = await closedLoad({ port: server.port, connections: 1, requests });
  const at = `at ${size.toLocaleString('en-US')} entries`;
  const memory = { unit: 'MiB', bar: { atMost: 1_024 } };
  return [
    {
      question: `${at}: start, to the first answer of /readyz`,
      value: server.startMs / 1_000,
      unit: 's',
      bar: { atMost: 5 },
    },
    { question: `${at}: inclusion proof, p50`, value: percentile(proofs, 0.5), unit: 'ms' },
    {
      question: `${at}: inclusion proof, p99`,
      value: percentile(proofs, 0.99),
      unit: 'ms',
      bar: { atMost: 5 },
    },
    { question: `${at}: resident memory after filling`, value: filled / BYTES_PER_MIB, ...memory },
    {
      question: `${at}: resident memory after a restart and ${PROOFS} proofs`,
      value: server.residentBytes() / BYTES_PER_MIB,
      ...memory,
    },
  ];
}

async function fill({ options, folder, server, note }: Bench): Promise<number> {
  const { keyFile, ledgerId } = folder;
  for (let round = 0; ; round += 1) {
    const size = await untilVisible(server.url);
    // Each registration makes two entries: what was signed, and what followed.
    const events = Math.min(EVENTS_PER_ROUND, Math.ceil((options.largeLogEntries - size) / 2));
    if (events <= 0) return size;
    note(`filling the log: ${size} of ${options.largeLogEntries} entries`);
    const order = { keyFile, ledgerId, prefix: `fill-${round}`, events, ...SUBMISSION };
    const requests = await signedRequests(order);
    await closedLoad({ port: server.port, connections: 8, requests });
  }
}

function proofRequest(index: number, size: number): Buffer {
  const position = String((index * 7_919) % size);
  return requestBytes(requestJson(PROOF, { position }));
}

/** As in `npm start`. */
const NODE_ARGUMENTS = ['--max-semi-space-size=32'];

/** Starts a server as every measurement does: no log output, no rate limit. */
export function startBenchServer(
  dataDirectory: string,
  settings: { readonly [name: string]: string } = {},
): Promise<ServerProcess> {
  return startServer({
    dataDirectory,
    settings: { LOG_LEVEL: 'error', REQUESTS_PER_SECOND_MAX: '1000000', ...settings },
    startTimeoutMs: 120_000,
    nodeArguments: NODE_ARGUMENTS,
  });
}
