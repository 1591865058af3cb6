/** Relations of the life cycle cost one query a page, however many rows the page has. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Data, pluck } from '../ledgerUnderTest.js';
import { BOT, BUILD, JUDGE, KEEPER, LifeStory, OWNER } from './lifeStory.js';

const TEXTS = ['image', 'source', 'network'];
const story = new LifeStory();
let captures: readonly { readonly capture: string; readonly batch: string }[];

beforeAll(() => {
  story.tell(BOT, 'RegisterTool', { build: BUILD, profiles: ['web-auto', 'screen'] });
  captures = [true, false].map((checked) => story.capture(TEXTS, { checked }));
  const [first, second] = captures.map(({ batch }) => `${batch}.0`) as [string, string];
  story.handOver(first, 'image', BOT, KEEPER);
  story.tell(JUDGE, 'PlaceHold', { items: [second], order: 'ab'.repeat(32) });
  story.tell(OWNER, 'PinSteps', { item: first, subjects: [first] });
});
afterAll(() => story.close());

test('what became of the items of a page is asked once for each relation', async () => {
  const { evidenceItems } = await story.ask(`{ evidenceItems { nodes {
    itemId keeping { holderId held } stepsPinned { actorId }
  } } }`);
  const nodes = evidenceItems.nodes as Data[];
  expect(nodes).toHaveLength(6);
  const [first, second] = captures.map(({ batch }) => `${batch}.0`);
  const plain = { keeping: { holderId: 'evidence-platform', held: false }, stepsPinned: null };
  for (const { itemId, ...found } of nodes) {
    if (itemId === first) {
      expect(found).toEqual({
        keeping: { holderId: 'vault', held: false },
        stepsPinned: { actorId: OWNER },
      });
    } else if (itemId === second) {
      expect(found).toEqual({ ...plain, keeping: { ...plain.keeping, held: true } });
    } else expect(found).toEqual(plain);
  }
  // The items, their keeping, the holds, the statements.
  expect(story.queries).toHaveLength(4);
});

test('histories and artefacts of all captures of a page are asked for once each', async () => {
  const { captures: page } = await story.ask(`{ captures { nodes {
    captureId artefacts { number role } history { type position }
  } } }`);
  const numbers = TEXTS.map((_, number) => number);
  for (const { artefacts, history } of page.nodes as Data[]) {
    expect(pluck(artefacts, 'number')).toEqual(numbers);
    const [opened, ...later] = history as Data[];
    expect(opened?.['type']).toBe('evidence.CaptureOpened');
    const places = (history as Data[]).map(({ position }) => Number(position));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(later.at(-1)?.['type']).toBe('evidence.CaptureSealed');
  }
  expect(pluck(page.nodes, 'captureId')).toEqual(captures.map(({ capture }) => capture));
  // The captures, their artefacts, their steps.
  expect(story.queries).toHaveLength(3);
});

test('records come in the order of the log, or the newest first', async () => {
  const query = (args: string) => `{ captures(first: 1${args}) {
    nodes { captureId } pageInfo { endCursor hasNextPage }
  } }`;
  const opened = captures.map(({ capture }) => capture);
  for (const [direction, order] of [
    ['ASC', opened],
    ['DESC', [...opened].reverse()],
  ] as const) {
    const orderBy = `, orderBy: [{ field: OPENED, direction: ${direction} }]`;
    const { captures: first } = await story.ask(query(orderBy));
    const { endCursor } = first.pageInfo;
    const { captures: second } = await story.ask(query(`${orderBy}, after: "${endCursor}"`));
    expect(pluck([...first.nodes, ...second.nodes], 'captureId')).toEqual(order);
    expect(second.pageInfo.hasNextPage).toBe(false);
  }
});

test('validators of a page of organisations are asked for once', async () => {
  const { organisations } = await story.ask(
    '{ organisations { nodes { organisationId validator { nodeId } } } }',
  );
  expect((organisations.nodes as Data[]).length).toBeGreaterThan(5);
  expect(story.queries).toHaveLength(2);
});
