/** Late tokens are loud (invariant 24): a warning once, a number while it lasts, a query. */
import { afterAll, expect, test } from '@jest/globals';
import { SealWatch } from '../../src/node/sealWatch.js';
import { START } from '../support/consortium.js';
import { BundleStory } from '../client/verifier/bundleStory.js';

const story = new BundleStory();
afterAll(() => story.close());

const MINUTE_MS = 60_000;
const warned: object[] = [];
let now = Date.parse(START);
const watch = new SealWatch(15, {
  readModels: story.context().readModels,
  now: () => now,
  log: { warn: (facts) => void warned.push(facts) },
});

async function overdue(): Promise<unknown> {
  const { overdueSeals } = await story.ask('{ overdueSeals { registration sinceTime } }');
  return overdueSeals;
}

test('a registration with one token only is overdue after its time, and not before', async () => {
  now += 15 * MINUTE_MS - 1;
  await watch.check();
  expect([watch.overdue(), warned]).toEqual([0, []]);
  now += 1;
  await watch.check();
  // The sealed batch is not among them.
  expect([watch.overdue(), warned]).toEqual([1, [{ registration: story.bare, since: START }]]);
  expect(await overdue()).toEqual([{ registration: story.bare, sinceTime: START }]);
});

test('so is a sealed capture without any token; each is warned of once', async () => {
  const { batch } = story.capture(['another page'], { checked: true });
  await watch.check();
  await watch.check();
  expect(watch.overdue()).toBe(2);
  expect(warned).toHaveLength(2);
  expect(warned).toContainEqual({ registration: batch, since: START });
});

test('sealing ends it', async () => {
  story.stamp(story.bare, 'institute-of-time');
  const seal = { registration: story.bare };
  story.tell('counsel@owner', 'SealItem', seal);
  await watch.check();
  expect(watch.overdue()).toBe(1);
  expect(await overdue()).toHaveLength(1);
});
