import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ALL_PROJECTIONS } from '../../src/projections/allProjections.js';
import type { LogReader } from '../../src/projections/logReader.js';
import type { Projection } from '../../src/projections/projection.js';
import { ProjectionHost, type ProjectionsStopped } from '../../src/projections/projectionHost.js';
import type { ToRunner } from '../../src/projections/projectionMessages.js';
import { serveProjections } from '../../src/projections/projectionWorker.js';
import { GENESIS, registers } from './support/consortium.js';
import { MemoryLog } from './support/memoryLog.js';
import { ReadModelDirectory, rows } from './support/readModelFile.js';

const directory = new ReadModelDirectory();
afterAll(() => directory.remove());

const LONG_MS = 60_000;

/**
 * Both halves over a real message channel; the "thread" ends when the worker's half has returned.
 */
class Thread extends EventEmitter {
  readonly #port: MessagePort;

  constructor(reader: LogReader, databasePath: string, projections = ALL_PROJECTIONS) {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.on('message', (message) => this.emit('message', message));
    const parts = { port: port2, reader, databasePath, projections };
    const closed = new Promise((resolve) => port1.once('close', resolve));
    // Like a Worker, whose exit comes after all of its messages.
    void serveProjections(parts)
      .then(() => closed)
      .then(() => this.emit('exit', 0));
  }

  postMessage(message: ToRunner): void {
    this.#port.postMessage(message);
  }
}

function host(thread: ConstructorParameters<typeof ProjectionHost>[1]) {
  const rebuilds: string[] = [];
  const failures: ProjectionsStopped[] = [];
  const hosted = new ProjectionHost(
    {
      waitsMax: 10,
      onRebuild: (reason) => rebuilds.push(reason),
      onFailure: (error) => failures.push(error),
    },
    thread,
  );
  return { hosted, rebuilds, failures };
}

describe('ProjectionHost', () => {
  it('is ready when the tables are there, then follows the head it is told', async () => {
    const log = new MemoryLog(GENESIS);
    const path = directory.newPath();
    const { hosted, failures } = host(new Thread(log, path));
    await hosted.ready;
    expect(rows(path, 'SELECT * FROM evidence_items')).toEqual([]);
    log.add([registers('a')]);
    hosted.headAdvanced(log.size());
    await hosted.position.waitFor(2, LONG_MS);
    log.add([registers('b')]);
    hosted.headAdvanced(log.size());
    await hosted.position.waitFor(4, LONG_MS);
    expect(rows(path, 'SELECT position FROM evidence_items')).toHaveLength(2);
    await hosted.stop();
    expect([hosted.failure(), failures]).toEqual([undefined, []]);
  });

  it('frees who waits when it is stopped', async () => {
    const { hosted } = host(new Thread(new MemoryLog(GENESIS), directory.newPath()));
    await hosted.ready;
    const wait = hosted.position.waitFor(99, LONG_MS);
    const [outcome] = await Promise.all([
      expect(wait).rejects.toThrow('were stopped'),
      hosted.stop(),
    ]);
    expect([outcome, hosted.position.waits()]).toEqual([undefined, 0]);
    await hosted.stop();
    hosted.headAdvanced(5);
  });

  it('tells of a rebuild', async () => {
    const path = directory.newPath();
    const first = host(new Thread(new MemoryLog(GENESIS), path));
    await first.hosted.position.waitFor(0, LONG_MS);
    await first.hosted.stop();
    const other = new MemoryLog({ ...GENESIS, origin: 'civic-ledger.example/other' });
    const second = host(new Thread(other, path));
    await second.hosted.position.waitFor(0, LONG_MS);
    expect(second.rebuilds).toEqual(['the read models were folded from another log than this one']);
    await second.hosted.stop();
  });

  it('reports a failed projection by name and position, once, to all who wait', async () => {
    const failing: Projection = {
      name: 'failing',
      version: 1,
      tables: '',
      writer: () => ({
        apply: ({ entry }) => {
          if (entry.position === 2) throw new Error('no such case');
        },
      }),
    };
    const log = new MemoryLog(GENESIS);
    const thread = new Thread(log, directory.newPath(), [...ALL_PROJECTIONS, failing]);
    const { hosted, failures } = host(thread);
    await hosted.position.waitFor(0, LONG_MS);
    const wait = hosted.position.waitFor(2, LONG_MS);
    const waited = expect(wait).rejects.toThrow('projection failing failed at position 2');
    log.add([registers('a')]);
    hosted.headAdvanced(log.size());
    await waited;
    await hosted.stop();
    expect(failures).toEqual([hosted.failure()]);
    expect(hosted.failure()).toMatchObject({ projection: 'failing', position: 2 });
    expect(hosted.position.applied()).toBe(1);
  });

  it('takes the crash or the silent end of the thread for a failure', async () => {
    const crash = Object.assign(new EventEmitter(), { postMessage: () => undefined });
    const crashed = host(crash);
    crash.emit('error', new Error('out of memory'));
    crash.emit('exit', 1);
    await expect(crashed.hosted.ready).rejects.toThrow('out of memory');
    expect(crashed.failures.map(({ message }) => message)).toEqual(['out of memory']);
    const silent = Object.assign(new EventEmitter(), { postMessage: () => undefined });
    const ended = host(silent);
    silent.emit('exit', 0);
    expect(ended.hosted.failure()?.message).toBe('the thread of the projections ended with code 0');
  });
});
