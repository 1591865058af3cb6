/** Re-execution of a log with captures: beacons are checked against the log's own headers again. */
import { afterAll, expect, it } from '@jest/globals';
import { Reexecution } from '../../src/cli/audit/reexecution.js';
import type { EntryRecord } from '../../src/execution/ports.js';
import type { BlockHeader } from '../../src/ledger/blockHeader.js';
import { consortium, registration } from '../support/consortium.js';
import { memoryStore } from '../support/memoryStore.js';
import { executorOver, runBlock } from '../support/testNode.js';
import { BOT, BUILD, LifeStory } from '../schema/evidence/lifeStory.js';

const story = new LifeStory();
afterAll(() => story.close());
story.tell(BOT, 'RegisterTool', { build: BUILD, profiles: ['web-auto'] });
story.capture(['image', 'source', 'network'], { checked: true });

function blocks() {
  return story.log.blocks(0, 1_000).map(({ header, checkpoint }) => {
    const { first, size } = JSON.parse(header) as BlockHeader;
    const entries = story.log.entries(first, size - first);
    return { header, checkpoint, entries };
  });
}

it('finds the same captures as the node did', () => {
  const reexecution = new Reexecution(story.kit.genesisText);
  for (const block of blocks()) expect(reexecution.next(block)).toBeUndefined();
  expect(reexecution.size).toBe(story.log.size());
  reexecution.store.close();
});

it('finds a capture that the rules would not have opened', () => {
  const reexecution = new Reexecution(story.kit.genesisText);
  const all = blocks();
  const opened = all.findIndex(({ entries }) => entries[1]?.event.includes('CaptureOpened'));
  const findings = all.slice(0, opened + 1).map((block, index) => {
    if (index < opened) return reexecution.next(block);
    // Another beacon in the signed body: the event that the log holds does not follow from it.
    const [signed, derived] = block.entries as [
      (typeof block.entries)[0],
      (typeof block.entries)[0],
    ];
    const event = signed.event.replace(/"size":\d+/, '"size":1');
    return reexecution.next({ ...block, entries: [{ ...signed, event }, derived] });
  });
  expect(findings.at(-1)).toMatchObject({ check: 'entry' });
  reexecution.store.close();
});

it('finds a refused second use of an id as the node did', () => {
  const kit = consortium();
  const store = memoryStore();
  const executor = executorOver(store, kit);
  executor.init(kit.genesisText);
  runBlock(executor, [registration(kit, 'one', 'same-id')]);
  const [second] = runBlock(executor, [registration(kit, 'other', 'same-id')]);
  expect(second?.refused).toBe('ID_REUSED');
  const reexecution = new Reexecution(kit.genesisText);
  for (const { header, headerText } of store.heads) {
    const { first, size } = header;
    const positions = Array.from({ length: size - first }, (_, at) => first + at);
    const entries = positions.map((position) => store.entry(position) as EntryRecord);
    expect(reexecution.next({ header: headerText, entries })).toBeUndefined();
  }
  reexecution.store.close();
});
