import { describe, expect, test } from '@jest/globals';
import { LogRestore } from '../../src/execution/logRestore.js';
import type { BlockRecord, Head, OrderedEvent } from '../../src/execution/ports.js';
import type { Entry } from '../../src/ledger/entry.js';
import { encodeBlock, type RecordedEvent, SnapshotInvalid } from '../../src/ledger/snapshot.js';
import { consortium, itemData, registration, signed, stranger } from '../support/consortium.js';
import { memoryStore } from '../support/memoryStore.js';
import { executorOver, recordingStore, runBlock } from '../support/testNode.js';

const kit = consortium();
const depositor = 'depositor@evidence-platform';

/** Blocks in which an id is used, used again, and named by somebody who cannot sign for it. */
function blocks(): readonly (readonly OrderedEvent[])[] {
  const theirs = { type: 'evidence.RegisterItem', id: 'two', data: itemData('theirs') };
  return [
    [registration(kit, 'a deed', 'one'), signed(kit, stranger(depositor), theirs)],
    [registration(kit, 'another deed', 'one'), registration(kit, 'a second deed', 'two')],
    [registration(kit, 'a third deed', 'two')],
  ];
}

function executed() {
  const { store, records } = recordingStore(memoryStore());
  const executor = executorOver(store, kit);
  const genesis = executor.init(kit.genesisText);
  for (const block of blocks()) runBlock(executor, block);
  return { records, genesis, head: executor.head() as Head };
}

/** A committed block as a snapshot's stream has it. */
function streamed({ head, entries }: BlockRecord): Uint8Array {
  const events: (RecordedEvent & { readonly derived: string[] })[] = [];
  for (const { entry: text, event } of entries) {
    const entry = JSON.parse(text) as Entry;
    if (entry.kind === 'signed') {
      events.push({ body: event, signature: entry.signature, derived: [] });
    } else events.at(-1)?.derived.push(event);
  }
  return encodeBlock({ time: head.header.time, events });
}

function restoring(goal: { readonly head: Head; readonly genesis: Head }) {
  const { store, records } = recordingStore(memoryStore());
  const executor = executorOver(store, kit);
  executor.init(kit.genesisText);
  const restore = new LogRestore(executor, { header: goal.head.header, before: goal.genesis });
  return { restore, records };
}

describe('a log put together from a snapshot', () => {
  test('is, block by block, the one that was executed: state, ids and tiles too', () => {
    const straight = executed();
    const { restore, records } = restoring(straight);
    for (const record of straight.records.slice(1)) restore.push(streamed(record));
    restore.end();
    const withoutEngine = ({ head: { engineHeight: _, ...head }, ...record }: BlockRecord) => ({
      ...record,
      head,
    });
    expect(records.map(withoutEngine)).toEqual(straight.records.map(withoutEngine));
  });

  test('is refused when it leads to another header', () => {
    const straight = executed();
    const { restore } = restoring(straight);
    for (const record of straight.records.slice(1, -1)) restore.push(streamed(record));
    expect(() => restore.end()).toThrow(SnapshotInvalid);
  });
});
