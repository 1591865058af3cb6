/** What a killed run of test networks has left is removed by the next one; what lives is not. */
import { afterEach, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  addNamespace,
  ip,
  leftOf,
  nameOf,
  newName,
  removeLeftNamespaces,
  removeNamespaces,
  runOf,
} from './faults/namespaces.js';
import { isMissing, needOf } from './machineNeed.js';
import { onLinux } from '../support/onLinux.js';

const processes: ChildProcess[] = [];
const made: string[] = [];

afterEach(() => {
  for (const one of processes.splice(0)) one.kill('SIGKILL');
  removeNamespaces(made.splice(0));
});

const LIVES_ON = "process.stdout.write('up'); setInterval(Object, 60_000)";

/** A process that runs until it is killed, and what its run is called. */
async function living(...before: readonly string[]): Promise<[ChildProcess, string]> {
  const [command = '', ...words] = [...before, process.execPath, '-e', LIVES_ON];
  const child = spawn(command, words);
  processes.push(child);
  await once(child.stdout, 'data');
  return [child, runOf(child.pid as number) as string];
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

onLinux('names of a run that has ended are left, those of a live one are not', async () => {
  const [child, run] = await living();
  const names = [nameOf(run, 1), `${nameOf(run, 1)}-4`, newName()];
  expect(leftOf(names)).toEqual([]);
  await killed(child);
  expect(leftOf(names)).toEqual(names.slice(0, 2));
});

onLinux('a run with the process id of a live one, which has started later, is another', () => {
  const [own = '', start] = (runOf(process.pid) as string).split('-');
  expect(leftOf([nameOf(`${own}-${Number(start) - 1}`, 1)])).toHaveLength(1);
});

it('namespaces of other programs are nobody’s, whatever they are called', () => {
  expect(leftOf(['', 'blue', 'civic', 'civic-b5caba', 'civic-123456-0', 'my-civic-1-1-1'])).toEqual(
    [],
  );
});

const probe = newName();
const permitted = needOf(() => {
  addNamespace(probe);
  removeNamespaces([probe]);
  return {};
});

if (isMissing(permitted)) {
  process.stdout.write(`NOT TESTED: network namespaces: ${permitted.missing}\n`);
} else {
  it('a killed run’s namespace is removed with the process in it, a live one’s stays', async () => {
    const [run, name] = await living();
    const [left, kept] = [nameOf(name, 1), newName()];
    made.push(left, kept);
    made.forEach(addNamespace);
    const [inside] = await living('nsenter', `--net=/run/netns/${left}`, '--');
    expect(removeLeftNamespaces()).not.toContain(left);
    await killed(run);
    const ended = once(inside, 'exit');
    expect(removeLeftNamespaces()).toEqual([left]);
    expect(await ended).toEqual([null, 'SIGKILL']);
    const names = ip('netns', 'list');
    expect(names).toContain(kept);
    expect(names).not.toContain(left);
  });
}
