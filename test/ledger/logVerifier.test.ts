import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { verifySignature } from '../../src/crypto/suites.js';
import { CERTIFIED_LOG_FAULTS } from '../../src/ledger/cometbft/certifiedLog.js';
import type { Entry } from '../../src/ledger/entry.js';
import type { Instant } from '../../src/ledger/instant.js';
import {
  encodeExportEnd,
  isExportEnd,
  LogExportReader,
  MalformedExport,
} from '../../src/ledger/logExport.js';
import {
  type BlockTexts,
  LOG_FAULTS,
  type LogFault,
  type LogFaultCode,
  LogVerifier,
} from '../../src/ledger/logVerifier.js';
import {
  type Forgery,
  NODE_KEY,
  type SampleEvent,
  sampleGenesis,
  sampleKey,
  SampleLedger,
  sampleLedger,
} from './sampleLedger.js';

const LEDGER = sampleLedger();
const TIME = '2026-01-02T03:04:06.000Z';
const FACT = { type: 'evidence.ItemRegistered', data: {} };

function firstFault(
  blocks: readonly BlockTexts[],
  ledger: string = LEDGER.id,
): LogFault | undefined {
  const verifier = new LogVerifier({ ledger, verifySignature });
  for (const block of blocks) {
    const outcome = verifier.addBlock(block);
    if (!outcome.ok) return outcome;
  }
  return undefined;
}

const ANSWERS = new Map<string, boolean>();

/** verifySignature with a memory: thousands of texts share their checkpoints. */
function verifyOnce(key: string, message: Uint8Array, signature: string): boolean {
  const question = `${key} ${Buffer.from(message).toString('hex')} ${signature}`;
  let answer = ANSWERS.get(question);
  if (answer === undefined) {
    answer = verifySignature(key, message, signature);
    ANSWERS.set(question, answer);
  }
  return answer;
}

/** Reads and verifies an exported log as a whole: what went wrong first, or undefined. */
function exportFault(text: string, ledger: string = LEDGER.id): string | undefined {
  const reader = new LogExportReader();
  const verifier = new LogVerifier({ ledger, verifySignature: verifyOnce });
  const hash = createHash('sha256');
  if (!text.endsWith('\n')) return 'no last newline';
  try {
    for (const line of text.slice(0, -1).split('\n')) {
      const block = reader.line(line);
      if (reader.ledger !== ledger) return 'other ledger';
      if (!isExportEnd(line)) hash.update(`${line}\n`);
      const outcome = block && verifier.addBlock(block);
      if (outcome?.ok === false) return outcome.code;
    }
    reader.finish(hash.digest('hex'));
    return undefined;
  } catch (error) {
    if (error instanceof MalformedExport) return error.message;
    throw error;
  }
}

describe('LogVerifier', () => {
  it('accepts a ledger and hands back what it has parsed', () => {
    const verifier = new LogVerifier({ ledger: LEDGER.id, verifySignature });
    for (const block of LEDGER.blocks) {
      const outcome = verifier.addBlock(block);
      expect(outcome).toMatchObject({ ok: true, header: block.headerValue });
      const texts = outcome.ok ? outcome.entries.map(({ eventText }) => eventText) : [];
      expect(texts).toEqual(block.entries.map(({ event }) => event));
    }
    expect(verifier.size).toBe(LEDGER.size);
    expect(verifier.height).toBe(3);
    expect(verifier.root()).toBe(LEDGER.blocks[3]?.headerValue.root);
  });

  it('leaves checkpoint signatures to its caller', () => {
    const asked: string[] = [];
    const verifier = new LogVerifier({
      ledger: LEDGER.id,
      verifySignature: (key) => asked.push(key) > 0,
    });
    for (const block of LEDGER.blocks) expect(verifier.addBlock(block).ok).toBe(true);
    expect(asked).toEqual(LEDGER.blocks.map(() => NODE_KEY.publicKey));
  });

  it('names the position of a changed entry in the middle of a block', () => {
    const blocks = LEDGER.blocks.map((block) => ({ ...block, entries: [...block.entries] }));
    const entry = blocks[2]?.entries[2];
    expect(JSON.parse(entry?.entry ?? '')).toMatchObject({ position: 5 });
    const event = entry?.event.replace('"id":"sample-5"', '"id":"sample-6"') as string;
    blocks[2]?.entries.splice(2, 1, { entry: entry?.entry as string, event });
    expect(firstFault(blocks)).toMatchObject({ code: 'EVENT_HASH', position: 5, height: 2 });
  });
});

describe('LogVerifier names the first fault', () => {
  const seen = new Set<string>();
  const other = new SampleLedger(sampleGenesis({ origin: 'civic-ledger.example/other' }));

  /** A ledger of a node that departs from the formats in its second block and after. */
  const forged = (forgery: Forgery, event: SampleEvent = { derived: [FACT] }) =>
    new SampleLedger(sampleGenesis(), forgery).add(TIME, [event]).add(TIME, [event, event]).blocks;
  const entry = (kind: string, changes: object): Forgery => ({
    entry: (honest) => (honest.kind === kind ? { ...honest, ...changes } : honest),
  });
  const header = (changes: object): Forgery => ({
    header: (honest) => ({ ...honest, ...changes }),
  });
  const edit = (height: number, change: (block: BlockTexts) => object): BlockTexts[] =>
    LEDGER.blocks.map((block, at) => (at === height ? { ...block, ...change(block) } : block));
  const genesisOnly = LEDGER.blocks[0] as BlockTexts;

  const cases: [LogFaultCode, string, readonly BlockTexts[], number][] = [
    ['HEADER_MALFORMED', 'white space', edit(1, ({ header: text }) => ({ header: ` ${text}` })), 1],
    ['HEADER_LEDGER', 'the genesis block of another ledger', other.blocks, 0],
    ['HEADER_LEDGER', 'another ledger', forged(header({ ledger: other.id })), 1],
    ['HEADER_HEIGHT', 'a missing block', LEDGER.blocks.filter((_, at) => at !== 1), 1],
    ['HEADER_HEIGHT', 'a block twice', LEDGER.blocks.flatMap((block) => [block, block]), 1],
    ['HEADER_HEIGHT', 'no genesis block', LEDGER.blocks.slice(1), 0],
    ['HEADER_PREVIOUS', 'a broken chain', forged(header({ previous: 'ab'.repeat(32) })), 1],
    [
      'HEADER_TIME',
      'a clock set back',
      forged(header({ time: '2025-01-01T00:00:00.000Z' as Instant })),
      1,
    ],
    [
      'HEADER_FIRST',
      'a gap',
      forged({ header: (honest) => ({ ...honest, first: honest.first - 1 }) }),
      1,
    ],
    [
      'GENESIS_BLOCK',
      'two entries',
      edit(0, ({ entries }) => ({ entries: [...entries, ...entries] })),
      0,
    ],
    [
      'GENESIS_BLOCK',
      'the genesis entry of another ledger',
      edit(0, () => ({ entries: other.blocks[0]?.entries })),
      0,
    ],
    [
      'ENTRY_MALFORMED',
      'another order of members',
      edit(1, ({ entries }) => ({
        entries: entries.map((pair) => ({
          ...pair,
          entry: pair.entry.replace(/^\{(.*),("type":.*)\}$/, '{$2,$1}'),
        })),
      })),
      1,
    ],
    [
      'EVENT_MALFORMED',
      'an event with white space',
      edit(1, ({ entries }) => ({
        entries: entries.map((pair) => ({ ...pair, event: `${pair.event} ` })),
      })),
      1,
    ],
    [
      'EVENT_MALFORMED',
      'a derived event where a signed one was',
      edit(1, ({ entries: [one, two] }) => ({ entries: [{ ...one, event: two?.event }, two] })),
      1,
    ],
    ['EVENT_HASH', 'another event', forged(entry('derived', { event: 'ab'.repeat(32) })), 2],
    ['EVENT_TYPE', 'another type', forged(entry('derived', { type: 'evidence.Other' })), 2],
    [
      'POSITION',
      'an entry left out',
      edit(2, ({ entries }) => ({ entries: entries.filter((_, at) => at !== 1) })),
      4,
    ],
    [
      'POSITION',
      'entries swapped',
      edit(2, ({ entries: [one, two, ...rest] }) => ({ entries: [two, one, ...rest] })),
      3,
    ],
    ['PREVIOUS_HASH', 'a broken chain', forged(entry('signed', { previous: 'ab'.repeat(32) })), 1],
    ['BLOCK', 'another height', forged(entry('derived', { height: 7 })), 2],
    ['BLOCK', 'another time', forged(entry('signed', { time: '2026-01-02T03:04:06.001Z' })), 1],
    ['EVENT_LEDGER', 'an event for another ledger', forged({}, { body: { ledger: other.id } }), 1],
    ['CAUSE', 'an older cause', forged(entry('derived', { cause: 0 })), 2],
    ['CAUSE', 'the clock as cause within a group', forged(entry('derived', { cause: null })), 2],
    [
      'DERIVED_COUNT',
      'more announced than there are, at the end of a block',
      forged(entry('signed', { derived: 2 })),
      3,
    ],
    ['DERIVED_COUNT', 'fewer announced than there are', forged(entry('signed', { derived: 0 })), 2],
    [
      'HEADER_SIZE',
      'an entry less than counted',
      edit(3, ({ entries }) => ({ entries: entries.slice(0, 1) })),
      8,
    ],
    [
      'HEADER_SIZE',
      'another size',
      forged({ header: (honest) => ({ ...honest, size: honest.size + 1 }) }),
      1,
    ],
    ['HEADER_ROOT', 'another root', forged(header({ root: 'ab'.repeat(32) })), 1],
    ['CHECKPOINT_MALFORMED', 'no note', edit(2, () => ({ checkpoint: '' })), 3],
    [
      'CHECKPOINT_ORIGIN',
      'the checkpoint of another log',
      edit(0, () => ({ checkpoint: other.blocks[0]?.checkpoint })),
      0,
    ],
    [
      'CHECKPOINT_KEY',
      'an unknown key',
      edit(1, () => ({
        checkpoint: LEDGER.checkpoint(LEDGER.blocks[1]?.headerValue as never, sampleKey('other')),
      })),
      1,
    ],
    [
      'CHECKPOINT_SIGNATURE',
      'another size in the note',
      edit(1, ({ checkpoint = '' }) => ({ checkpoint: checkpoint.replace('\n3\n', '\n4\n') })),
      1,
    ],
    [
      'CHECKPOINT_LINES',
      'the line twice',
      edit(1, ({ checkpoint = '' }) => ({
        checkpoint: checkpoint + checkpoint.slice(checkpoint.indexOf('—')),
      })),
      1,
    ],
    [
      'CHECKPOINT_HEAD',
      'the checkpoint of another block',
      edit(3, () => ({ checkpoint: genesisOnly.checkpoint })),
      8,
    ],
    [
      'CHECKPOINT_HEAD',
      'another state',
      edit(3, ({ header: text }) => ({
        header: text.replace(/"state":"[0-9a-f]{64}"/, `"state":"${'ab'.repeat(32)}"`),
      })),
      8,
    ],
  ];

  it.each(cases)('%s for %s', (code, _, blocks, position) => {
    expect(firstFault(blocks)).toMatchObject({
      ok: false,
      code,
      position,
      message: LOG_FAULTS[code],
    });
    seen.add(code);
  });

  it('SECOND_GENESIS for a genesis entry in a later block', () => {
    const asGenesis = (honest: Entry): Entry => {
      const { position, previous, height, time } = honest;
      const fields = { position, previous, height, time, type: 'ledger.Genesis', event: LEDGER.id };
      return { kind: 'genesis', ...fields };
    };
    const blocks = new SampleLedger(sampleGenesis(), { entry: asGenesis }).add(TIME, [{}]).blocks;
    const [signed] = blocks[1]?.entries ?? [];
    const pair = { entry: signed?.entry as string, event: LEDGER.genesisText };
    const second = { ...(blocks[1] as BlockTexts), entries: [pair] };
    const fault = firstFault([blocks[0] as BlockTexts, second]);
    expect(fault).toMatchObject({ code: 'SECOND_GENESIS', position: 1 });
    seen.add('SECOND_GENESIS');
  });

  it('and accepts derived entries of the clock between groups', () => {
    let left = 1;
    const clock: Forgery = {
      entry: (honest) => {
        if (honest.kind === 'signed') return { ...honest, derived: 0 };
        left -= 1;
        return left >= 0 && honest.kind === 'derived' ? { ...honest, cause: null } : honest;
      },
    };
    const ledger = new SampleLedger(sampleGenesis(), clock).add(TIME, [{ derived: [FACT] }]);
    expect(firstFault(ledger.blocks)).toBeUndefined();
  });

  it('with every code of the list', () => {
    // Those of certificates: test/ledger/cometbft.
    const own = Object.keys(LOG_FAULTS).filter((code) => !(code in CERTIFIED_LOG_FAULTS));
    expect([...seen].sort()).toEqual(own.sort());
  });
});

describe('an exported log', () => {
  const SMALL = new SampleLedger().add(TIME, [{ derived: [FACT] }]);
  const text = LEDGER.export();

  it('verifies', () => {
    expect(exportFault(text)).toBeUndefined();
  });

  it('does not verify after the change of any one character, its hash made to fit', () => {
    const small = SMALL.export();
    const end = small.lastIndexOf('{"end"');
    expect(exportFault(sealed(small.slice(0, end)), SMALL.id)).toBeUndefined();
    const undetected: [number, string][] = [];
    for (let at = 0; at < small.length; at += 1) {
      for (const by of ['0', '"', '\n', String.fromCharCode(small.charCodeAt(at) ^ 1)]) {
        if (by === small[at]) continue;
        const changed = small.slice(0, at) + by + small.slice(at + 1);
        const text = at < end ? sealed(changed.slice(0, end)) : changed;
        if (exportFault(text, SMALL.id) === undefined) undetected.push([at, by]);
      }
    }
    expect(undetected).toEqual([]);
  });

  /** `body` with an end line whose numbers are those of SMALL and whose hash is its own. */
  function sealed(body: string): string {
    const sha256 = createHash('sha256').update(body).digest('hex');
    return body + encodeExportEnd({ blocks: SMALL.blocks.length, entries: SMALL.size, sha256 });
  }

  it('does not verify without any one of its lines, nor with one twice or two swapped', () => {
    const lines = text.slice(0, -1).split('\n');
    const joined = (changed: readonly string[]) => `${changed.join('\n')}\n`;
    for (const [at, line] of lines.entries()) {
      const [before, after] = [lines.slice(0, at), lines.slice(at + 1)];
      expect([at, exportFault(joined([...before, ...after]))]).not.toContain(undefined);
      expect([at, exportFault(joined([...before, line, line, ...after]))]).not.toContain(undefined);
      const [next, ...rest] = after;
      if (next === undefined) continue;
      expect([at, exportFault(joined([...before, next, line, ...rest]))]).not.toContain(undefined);
    }
  });

  it('names the line at which its form is broken', () => {
    const lines = text.slice(0, -1).split('\n');
    const read = (...changed: readonly string[]) => {
      const reader = new LogExportReader();
      for (const line of changed) reader.line(line);
      reader.finish('00'.repeat(32));
    };
    const [head, block, entry] = lines as [string, string, string];
    const end = lines[lines.length - 1] as string;
    expect(() => read(block)).toThrow('line 1 of the exported log is not the head');
    expect(() => read(head.replace('/v1', '/v2'))).toThrow('line 1');
    expect(() => read(head, entry)).toThrow(
      'line 2 of the exported log is an entry without a block',
    );
    expect(() => read(head, 'x')).toThrow('line 2 of the exported log is no block');
    expect(() => read(head, block, '{"entry":{}}')).toThrow(
      'line 3 of the exported log is not an entry',
    );
    expect(() => read(head, block, entry)).toThrow('line 3 of the exported log is the last one');
    expect(() => read(head, block, entry, end)).toThrow('counts 4 blocks');
    expect(() => read(...lines)).toThrow('another hash');
    expect(() => read(...lines, entry)).toThrow('stands after the end');
    expect(() => read()).toThrow(MalformedExport);
  });
});
