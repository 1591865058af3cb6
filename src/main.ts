#!/usr/bin/env node
/** The process: hands the command line to the commands, and signals to whoever runs long. */
import { runCommandLine } from './cli/program.js';
import { processTerminal } from './cli/terminal.js';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());

process.exitCode = await runCommandLine(process.argv.slice(2), {
  terminal: processTerminal(),
  signal: stop.signal,
  fetch: globalThis.fetch,
});
