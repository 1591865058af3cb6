/**
 * A real server process over a data folder: started as users start it, stopped, or killed at any
 * moment. Needs a build (`npm run build`).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { remembered } from './started.js';

/** The command line program, from the nearest `dist/` above this file: source or compiled. */
export const program = findProgram();

/** How a server is started. */
export interface ServerOptions {
  readonly dataDirectory: string;
  /** Settings as in config.ts, without the prefix: `{ BLOCK_EVENTS_MAX: '500' }`. */
  readonly settings?: { readonly [name: string]: string };
  /** Arguments for the Node executable, for example `--cpu-prof`. */
  readonly nodeArguments?: readonly string[];
  /** Variables of the environment that are no settings of the ledger. */
  readonly environment?: { readonly [name: string]: string };
  readonly startTimeoutMs?: number;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface ServerProcess {
  readonly port: number;
  /** `http://127.0.0.1:<port>/graphql` */
  readonly url: string;
  readonly pid: number;
  /** Milliseconds from the spawn to the first answer of /readyz. */
  readonly startMs: number;
  /** Resolves when the process has ended, however it ended. */
  readonly exited: Promise<Exit>;
  /** True until the process has ended. */
  running(): boolean;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<Exit>;
  /** SIGKILL, and waits for the end. */
  kill(): Promise<Exit>;
  /** Everything the process printed so far. */
  output(): string;
  /** Resident memory of the process in bytes (Linux). */
  residentBytes(): number;
}

function findProgram(): string {
  const here = fileURLToPath(import.meta.url);
  const compiled = here.indexOf('/dist/bench/');
  const root =
    compiled === -1 ? new URL('../../../', import.meta.url) : `${here.slice(0, compiled)}/`;
  return `${typeof root === 'string' ? root : fileURLToPath(root)}dist/main.js`;
}

/** A free port, and a log that begins with what the test says. */
const PLAIN = { PORT: '0', DEMONSTRATION_CLOCKS: 'off' };

/** Starts a server and resolves when it is ready. Rejects, with its output, when it ends before. */
export async function startServer(options: ServerOptions): Promise<ServerProcess> {
  const { dataDirectory, settings = {}, nodeArguments = [], startTimeoutMs = 60_000 } = options;
  const started = performance.now();
  const child = spawn(process.execPath, [...nodeArguments, program, 'start'], {
    env: {
      ...process.env,
      ...options.environment,
      ...environment({ ...PLAIN, DATA: dataDirectory, ...settings }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  remembered(child);
  const output = collectOutput(child);
  const exited = exitOf(child);
  const port = await readyPort({ child, exited, output, startTimeoutMs });
  const startMs = performance.now() - started;
  return serverProcess({ child, exited, output, port, startMs });
}

function environment(settings: { readonly [name: string]: string }): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [`CIVIC_LEDGER_${name}`, value]),
  );
}

function collectOutput(child: ChildProcess): () => string {
  let text = '';
  const take = (chunk: Buffer): void => {
    // Keeps what a failure needs: the beginning (the URL) and the end.
    text = text.length < 200_000 ? text + chunk.toString() : text;
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  return () => text;
}

async function exitOf(child: ChildProcess): Promise<Exit> {
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  return { code, signal };
}

async function readyPort(server: {
  readonly child: ChildProcess;
  readonly exited: Promise<Exit>;
  readonly output: () => string;
  readonly startTimeoutMs: number;
}): Promise<number> {
  const { child, exited, output, startTimeoutMs } = server;
  const giveUpAt = performance.now() + startTimeoutMs;
  const ended = exited.then(({ code, signal }) => {
    throw new Error(`the server ended with ${code ?? signal} before it was ready:\n${output()}`);
  });
  ended.catch(() => undefined);
  for (;;) {
    const port = /http:\/\/127\.0\.0\.1:(\d+)\/graphql/.exec(output())?.[1];
    if (port !== undefined && (await isReady(Number(port)))) return Number(port);
    if (performance.now() > giveUpAt) {
      child.kill('SIGKILL');
      throw new Error(`the server was not ready after ${startTimeoutMs} ms:\n${output()}`);
    }
    await Promise.race([pause(5), ended]);
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok;
  } catch {
    return false;
  }
}

/** Resolves after `milliseconds`. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

function serverProcess(parts: {
  readonly child: ChildProcess;
  readonly exited: Promise<Exit>;
  readonly output: () => string;
  readonly port: number;
  readonly startMs: number;
}): ServerProcess {
  const { child, exited, output, port, startMs } = parts;
  const end = (signal: 'SIGTERM' | 'SIGKILL'): Promise<Exit> => {
    child.kill(signal);
    return exited;
  };
  return {
    port,
    url: `http://127.0.0.1:${port}/graphql`,
    pid: child.pid as number,
    startMs,
    exited,
    running: () => child.exitCode === null && child.signalCode === null,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    output,
    residentBytes: () => residentBytes(child.pid as number),
  };
}

function residentBytes(pid: number): number {
  const kibibytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kibibytes ?? 0) * 1024;
}
