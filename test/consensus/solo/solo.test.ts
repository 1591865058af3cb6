import { describe, expect, test } from '@jest/globals';
import { EngineStopped, Overloaded } from '../../../src/consensus/engine.js';
import { SoloEngine } from '../../../src/consensus/solo/solo.js';
import type { Application } from '../../../src/execution/ports.js';
import { memoryStore } from '../../support/memoryStore.js';
import { consortium, registration, START } from '../../support/consortium.js';
import { executorOver } from '../../support/testNode.js';

const kit = consortium();

interface SoloSettings {
  readonly gatherMs?: number;
  /** Puts something between the engine and the executor. */
  readonly wrap?: (application: Application) => Application;
}

function soloOver({ gatherMs = 0, wrap = (application) => application }: SoloSettings = {}) {
  const executor = executorOver(memoryStore(), kit);
  executor.init(kit.genesisText);
  const commits: number[] = [];
  const failures: unknown[] = [];
  const engine = new SoloEngine(
    { blockEventsMax: 10, gatherMs, pendingEventsMax: 25 },
    {
      application: wrap(executor),
      now: () => START,
      onCommit: ({ events }) => commits.push(events),
      onFailure: (error) => failures.push(error),
    },
  );
  return { engine, executor, commits, failures };
}

const events = (count: number, name: string) =>
  Array.from({ length: count }, (_, index) => registration(kit, `${name} ${index}`));

/** The executor with some of its functions replaced. */
function replacing(executor: Application, parts: Partial<Application>): Application {
  return {
    head: () => executor.head(),
    validators: () => executor.validators(),
    init: (text) => executor.init(text),
    check: (event) => executor.check(event),
    finalizeBlock: (block) => executor.finalizeBlock(block),
    commit: () => executor.commit(),
    ...parts,
  };
}

describe('the solo engine', () => {
  test('makes one block of what is waiting, and gives each caller its own results', async () => {
    const { engine, commits } = soloOver();
    const [one, two] = [events(3, 'one'), events(2, 'two')];
    const [first, second] = await Promise.all([engine.submit(one), engine.submit(two)]);
    expect(commits).toEqual([5]);
    expect(first.map(({ eventHash }) => eventHash)).toEqual(one.map(({ hash }) => hash));
    expect(second.map(({ position }) => position)).toEqual([7, 9]);
    expect(engine.pending()).toBe(0);
  });

  test('cuts blocks at the bound, never through a submission', async () => {
    const { engine, commits } = soloOver();
    await Promise.all([8, 8, 3, 6].map((count, index) => engine.submit(events(count, `${index}`))));
    expect(commits).toEqual([8, 8, 9]);
  });

  test('takes a submission larger than a block as a block of its own', async () => {
    const { engine, commits } = soloOver();
    await engine.submit(events(20, 'large'));
    expect(commits).toEqual([20]);
  });

  test('pushes back beyond the bound on what is pending, and only then', async () => {
    const { engine } = soloOver();
    const taken = engine.submit(events(20, 'a'));
    await expect(engine.submit(events(6, 'b'))).rejects.toBeInstanceOf(Overloaded);
    await taken;
    await expect(engine.submit(events(6, 'b'))).resolves.toHaveLength(6);
  });

  test('gathers under load what arrives between two blocks', async () => {
    const { engine, commits } = soloOver({ gatherMs: 200 });
    const [first, second, third] = [events(1, 'a'), events(1, 'b'), events(1, 'c')];
    await engine.submit(first);
    const waiting = engine.submit(second);
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.all([waiting, engine.submit(third)]);
    expect(commits).toEqual([1, 2]);
  });

  test('finishes what it took before it stops, and takes no more', async () => {
    const { engine, executor } = soloOver();
    const taken = engine.submit(events(2, 'a'));
    const stopped = engine.stop();
    await expect(engine.submit(events(1, 'b'))).rejects.toBeInstanceOf(EngineStopped);
    await stopped;
    await expect(taken).resolves.toHaveLength(2);
    expect(executor.head()?.header.size).toBe(5);
  });

  test('answers nobody yes when a commit fails, and reports the failure once', async () => {
    const { engine, failures } = soloOver({
      wrap: (executor) =>
        replacing(executor, {
          commit: () => {
            throw new Error('disk full');
          },
        }),
    });
    const [first, second] = await Promise.allSettled([
      engine.submit(events(8, 'a')),
      engine.submit(events(8, 'b')),
    ]);
    expect(first).toMatchObject({ status: 'rejected', reason: { message: /disk full/ } });
    expect(second.status).toBe('rejected');
    expect(failures).toHaveLength(1);
    await expect(engine.submit(events(1, 'c'))).rejects.toBeInstanceOf(EngineStopped);
  });

  test('acknowledges only after commit has returned', async () => {
    const order: string[] = [];
    const { engine } = soloOver({
      wrap: (executor) =>
        replacing(executor, {
          commit: () => {
            executor.commit();
            order.push('committed');
          },
        }),
    });
    await engine.submit(events(1, 'a')).then(() => order.push('answered'));
    expect(order).toEqual(['committed', 'answered']);
  });
});
