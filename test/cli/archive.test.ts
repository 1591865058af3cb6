/** `log archive` and `log prune` as they are typed, over a ledger of more than one segment. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openLogReader } from '../../src/store/sqliteLogReader.js';
import { SqliteStore } from '../../src/store/sqliteStore.js';
import { makeDepositor, readKeyFile, signItem } from '../support/live/depositor.js';
import { runCommand } from './support/rememberingTerminal.js';
import { execute, makeSmallLedger, type SmallLedger } from './support/smallLedger.js';

const EVENTS = 2_300;
let ledger: SmallLedger;
let archive: string;

beforeAll(async () => {
  ledger = await makeSmallLedger();
  archive = join(ledger.data, 'archive');
  const depositor = makeDepositor(readKeyFile(ledger.data), ledger.pinned.ledger);
  const events = Array.from({ length: EVENTS }, (_, at) => signItem(depositor, `many-${at}`));
  const blocks = [];
  for (let at = 0; at < EVENTS; at += 100) blocks.push(events.slice(at, at + 100));
  execute(ledger.data, blocks);
  // Folded from an older log than the ledger's: not what is looked at here.
  rmSync(ledger.paths.readModels);
}, 60_000);
afterAll(() => ledger.remove());

const data = (): readonly string[] => ['--data', ledger.data];
const run = (...args: readonly string[]) => runCommand(...args, ...data());

describe('`log archive`', () => {
  it('says what to do when both bounds are given', async () => {
    const { exitCode, notes } = await run(
      'log',
      'archive',
      archive,
      '--keep',
      '1',
      '--before',
      '2',
    );
    expect(exitCode).toBe(4);
    expect(notes).toContain('next: give one of them');
  });

  it('writes nothing while there is no whole segment below the bound', async () => {
    const { exitCode, out, notes } = await run('log', 'archive', archive, '--before', '4095');
    expect({ exitCode, out }).toMatchObject({ exitCode: 0 });
    expect(out).toContain('archived 0 entries');
    expect(notes).toContain('too few for a segment (4096 or more)');
    expect(notes).not.toContain('next: npx civic-ledger audit');
    expect(readdirSync(archive)).toEqual([]);
  });

  it('writes whole segments that an audit passes, together and alone', async () => {
    const { out, notes } = await run('log', 'archive', archive);
    expect(out).toContain('archived 4217 entries');
    expect(notes).toContain(`audit ${archive} --genesis ${ledger.paths.genesis}`);
    const genesis = ['--genesis', ledger.paths.genesis];
    const together = await runCommand('audit', archive, ...genesis, '--threads', '0');
    expect(together).toMatchObject({ exitCode: 0 });
    expect(together.out).toContain('checked  4217 entries');
    const alone = join(archive, 'segment-0000000000000000.clseg');
    const one = await runCommand('audit', alone, ...genesis);
    expect(one).toMatchObject({ exitCode: 0 });
    expect(one.out).toContain('rules were not executed again');
  });

  it('refuses to go on with the archive of another ledger', async () => {
    const other = await makeSmallLedger();
    const { exitCode, notes } = await runCommand('log', 'archive', archive, '--data', other.data);
    other.remove();
    expect(exitCode).toBe(1);
    expect(notes).toContain('is of another ledger than');
    expect(notes).toContain('name another folder');
  });
});

describe('`log prune`', () => {
  const prune = (...args: readonly string[]) => run('log', 'prune', '--archive', archive, ...args);

  it('is refused while a node has the ledger', async () => {
    const store = new SqliteStore(ledger.paths.ledger, { pendingWritesMax: 100 });
    const { exitCode, notes } = await prune('--keep', '100');
    store.close();
    expect(exitCode).toBe(4);
    expect(notes).toContain('a running one prunes with CIVIC_LEDGER_PRUNE_KEEP');
  });

  it('keeps at least the newest entry', async () => {
    expect((await prune('--keep', '0')).notes).toContain('next: keep at least the newest entry');
  });

  it('removes what is archived, and the file shrinks', async () => {
    const before = statSync(ledger.paths.ledger).size;
    const { exitCode, out } = await prune('--keep', '100');
    expect(exitCode).toBe(0);
    expect(out).toContain('pruned below 4096');
    expect(statSync(ledger.paths.ledger).size).toBeLessThan(before / 2);
  });

  it('leaves a ledger that is audited and exported with its archive, and only so', async () => {
    const file = join(ledger.data, 'log.jsonl');
    for (const args of [
      ['audit', '--threads', '0'],
      ['log', 'export', file],
    ]) {
      const without = await run(...args);
      expect(without.exitCode).not.toBe(0);
      expect(without.notes).toContain('next: name the archive');
      expect((await run(...args, '--archive', archive)).exitCode).toBe(0);
    }
    const log = openLogReader(ledger.paths.ledger, archive);
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('{"entry"'));
    expect(lines).toHaveLength(log.size());
    log.close();
  });

  it('has nothing to archive into a new folder any more, and says so', async () => {
    const { exitCode, notes } = await run('log', 'archive', join(ledger.data, 'new'));
    expect(exitCode).toBe(4);
    expect(notes).toContain('it can only be gone on with');
  });
});
