/**
 * Hostile bytes on the ABCI socket: calls that are nearly calls, and frames that are nearly frames.
 * A reader of the same stream foretells every reply; the server must give just these, each its own
 * and in order, and end the connection at the first fault, whatever order its answers are ready
 * in. `FUZZ_FRAMES` says how many mutated frames the server has to read, beside the sound ones.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnswerCall } from '../../src/consensus/cometbft/abciConnection.js';
import {
  type ApplicationCall,
  decodeRequest,
  decodeResponse,
  requestFrame,
  type ResponseValue,
} from '../../src/consensus/cometbft/abciMessages.js';
import { AbciServer } from '../../src/consensus/cometbft/abciServer.js';
import { encodeFrame, FrameReader } from '../../src/consensus/cometbft/frames.js';
import { runSeed, seededRandom } from '../support/live/seededRandom.js';
import { mutateBytes } from './mutations.js';

const FRAMES = Number(process.env['FUZZ_FRAMES'] ?? 20_000);
const FRAME_BYTES_MAX = 20_000;
const FRAMES_PER_CONNECTION = 24;
/** A connection that has not ended by then hangs. */
const CONNECTION_MS_MAX = 10_000;

const random = seededRandom(runSeed('hostile frames'));
const folder = mkdtempSync(join(tmpdir(), 'frames-'));
const path = join(folder, 'abci.sock');
const failures: string[] = [];
let server: AbciServer;

beforeAll(async () => {
  server = new AbciServer(
    { frameBytesMax: FRAME_BYTES_MAX, requestsMax: 8 },
    {
      answer: answerInAnyOrder,
      onPeerFault: () => undefined,
      onFailure: ({ message }) => failures.push(message),
      onClosed: () => undefined,
    },
  );
  await server.listen(path);
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const VALID: readonly Uint8Array[] = [
  { case: 'echo', value: { message: 'hello' } },
  { case: 'flush', value: {} },
  { case: 'info', value: { version: '0.38.26', abciVersion: '2.0.0' } },
  {
    case: 'initChain',
    value: { chainId: 'c', appStateBytes: random.bytes(40), initialHeight: 1n },
  },
  { case: 'query', value: { path: 'header' } },
  { case: 'checkTx', value: { tx: random.bytes(60) } },
  { case: 'checkTx', value: { tx: random.bytes(6) } },
  { case: 'commit', value: {} },
  { case: 'listSnapshots', value: {} },
  { case: 'prepareProposal', value: { txs: [random.bytes(9)], maxTxBytes: 100n, height: 3n } },
  { case: 'processProposal', value: { txs: [random.bytes(9), random.bytes(9)], height: 3n } },
  { case: 'finalizeBlock', value: { txs: [random.bytes(9)], height: 3n, time: { seconds: 1n } } },
].map((call) => requestFrame(call as Parameters<typeof requestFrame>[0]));

/** Some answers are ready at once, others later than those after them. */
const answerInAnyOrder: AnswerCall = (call) => {
  const answer = answerTo(call);
  const turns = answerTurns(call);
  if (turns === 0) return answer;
  return new Promise((resolve) => {
    const wait = (left: number): unknown =>
      left === 0 ? resolve(answer) : setImmediate(() => wait(left - 1));
    wait(turns);
  });
};

/** The reply to a call says which call it was. */
function answerTo(call: ApplicationCall): ResponseValue {
  if (call.case !== 'checkTx') return { case: call.case, value: {} };
  const code = createHash('sha256').update(call.value.tx).digest().readUInt32LE();
  return { case: 'checkTx', value: { code } };
}

function answerTurns(call: ApplicationCall): number {
  return call.case === 'checkTx' ? (call.value.tx.length * 7) % 5 : call.case.length % 3;
}

interface Frame {
  readonly bytes: Uint8Array;
  readonly mutated: boolean;
}

/** One frame: sound, with a mutated message, or mutated as a whole. */
function nextFrame(): Frame {
  const frame = Buffer.from(random.pick(VALID));
  switch (random.below(8)) {
    case 0:
      return { bytes: mutateBytes(random, frame), mutated: true };
    case 1:
    case 2:
    case 3:
      return { bytes: encodeFrame(mutateBytes(random, frame.subarray(1))), mutated: true };
    default:
      return { bytes: frame, mutated: false };
  }
}

/** What is sent on one connection, and every reply that must come. */
interface Conversation {
  readonly stream: Buffer;
  readonly replies: readonly string[];
  /** Mutated frames, none of them behind a fault. */
  readonly mutated: number;
}

/** Frames up to a fault, and some more that nobody may answer; or as many as fit without one. */
function nextConversation(): Conversation {
  const frames: Uint8Array[] = [];
  const replies: string[] = [];
  const reader = new FrameReader(FRAME_BYTES_MAX);
  let mutants = 0;
  const add = ({ bytes, mutated }: Frame): void => {
    frames.push(bytes);
    if (replies.at(-1) === 'exception') return;
    foretell(reader, bytes, replies);
    if (mutated) mutants += 1;
  };
  while (frames.length < FRAMES_PER_CONNECTION && replies.at(-1) !== 'exception') add(nextFrame());
  // Sound calls at the end, so that there is a reply to wait for, or one that must not come.
  for (const bytes of VALID.slice(0, 2)) add({ bytes, mutated: false });
  return { stream: Buffer.concat(frames), replies, mutated: mutants };
}

/** Adds the replies to `piece` of a stream, as text. */
function foretell(reader: FrameReader, piece: Uint8Array, replies: string[]): void {
  try {
    for (const message of reader.push(piece)) {
      const call = decodeRequest(message).value;
      if (call.case === undefined) throw new Error('unknown');
      const own = call.case === 'echo' || call.case === 'flush' ? call : answerTo(call);
      replies.push(shown(own));
    }
  } catch {
    replies.push('exception');
  }
}

function shown({ case: kind, value }: ResponseValue): string {
  const { message = '', code = 0 } = value as { message?: string; code?: number };
  return kind === 'exception' ? 'exception' : `${kind} ${message} ${code}`;
}

/** Sends `stream` in pieces; resolves with the replies, once there are `count` or the end. */
function exchange(stream: Buffer, count: number): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const replies: string[] = [];
    const reader = new FrameReader(1_000_000);
    const socket = connect(path);
    const hang = setTimeout(() => {
      socket.destroy();
      reject(new Error(`hangs after ${replies.length} of ${count}: ${stream.toString('hex')}`));
    }, CONNECTION_MS_MAX);
    socket.on('data', (chunk: Buffer) => {
      for (const message of reader.push(chunk)) {
        replies.push(shown(decodeResponse(message).value));
      }
      if (replies.length >= count && replies.at(-1) !== 'exception') socket.destroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(hang);
      resolve(replies);
    });
    const cut = random.below(stream.length + 1);
    socket.write(stream.subarray(0, cut));
    socket.write(stream.subarray(cut));
  });
}

describe(`the ABCI socket under ${FRAMES} hostile frames`, () => {
  it(
    'gives each call its own reply in order, ends at the first fault, and never hangs',
    async () => {
      let read = 0;
      let faults = 0;
      while (read < FRAMES) {
        const { stream, replies: expected, mutated } = nextConversation();
        if (expected.length === 0) continue;
        const replies = await exchange(stream, expected.length);
        // The matcher that shows the difference costs more than the exchange itself.
        if (replies.join() !== expected.join()) expect(replies).toEqual(expected);
        if (Math.floor((read + mutated) / 100_000) > Math.floor(read / 100_000)) {
          process.stdout.write(`${read + mutated} mutated frames read\n`);
        }
        read += mutated;
        if (expected.at(-1) === 'exception') faults += 1;
      }
      expect(failures).toEqual([]);
      expect(faults).toBeGreaterThan(FRAMES / 100);
      process.stdout.write(`${read} mutated frames read, ${faults} connections ended by a fault\n`);
    },
    60_000 + FRAMES * 5,
  );
});
