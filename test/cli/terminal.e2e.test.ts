import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

test('a reader that closes the pipe early is no fault of the command', async () => {
  const command = spawn(process.execPath, [MAIN, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  command.stdout.destroy();
  const [remarks, [exitCode]] = await Promise.all([text(command.stderr), once(command, 'exit')]);
  expect(remarks).toBe('');
  expect(exitCode).toBe(0);
});
