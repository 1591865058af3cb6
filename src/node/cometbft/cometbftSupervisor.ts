/**
 * The CometBFT process beside the node. It ends whenever the application's socket fails, by its own
 * design, and is started again with a pause that grows; the ABCI handshake then replays what the
 * ledger does not have. A process that cannot stay up ends the node. One whose consensus has failed
 * would stay up and answer, but never vote again: it is ended, too.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import type { CometBftProcess } from '../../consensus/cometbft/cometbft.js';
import { findCometBft } from './cometbftBinary.js';
import { lastWords, logLength, whenConsensusFails } from './cometbftLog.js';
import type { consortiumPaths } from './consortiumFile.js';
import { endProcess } from './endProcess.js';
import { endingWithNode } from './endsWithNode.js';
import { endLeftovers, RUN_HERE } from './leftoverCometBft.js';
import { withCoarseTimers } from './timerSlack.js';

export interface SupervisorOptions {
  readonly paths: ReturnType<typeof consortiumPaths>;
  /** Path of the program when the settings name one. */
  readonly program: string | undefined;
  /** `host:port` on which the RPC answers others too; undefined: this node alone. */
  readonly rpcAddress: string | undefined;
}

export interface SupervisorHooks {
  /** It has ended and is started again after `pauseMs`. */
  readonly onRestart: (why: string, pauseMs: number) => void;
  /** Processes of a node that was killed, which had not ended with it, have been ended. */
  readonly onLeftover: (pids: readonly number[]) => void;
  /** It has ended too often in a row. */
  readonly onGiveUp: (error: Error) => void;
}

const PAUSE_MS_MIN = 100;
const PAUSE_MS_MAX = 5_000;
/** About half a minute of trying: ports and locks of a killed predecessor are free long before. */
const ENDS_IN_A_ROW_MAX = 12;
/** A process that ran this long was well. */
const WELL_MS = 20_000;
/** Far above what an end in good order takes. */
const STOP_MS_MAX = 5_000;
/** How often its log is read. */
const LOG_POLL_MS = 500;

export class CometBftSupervisor implements CometBftProcess {
  readonly #options: SupervisorOptions;
  readonly #hooks: SupervisorHooks;
  #command: readonly [string, ...string[]] = [''];
  #child: ChildProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #endsInARow = 0;
  /** Where in its log the words of the last process begin. */
  #logStart = 0;
  #stopping = false;

  constructor(options: SupervisorOptions, hooks: SupervisorHooks) {
    this.#options = options;
    this.#hooks = hooks;
  }

  async start(): Promise<void> {
    this.#command = await endingWithNode(await findCometBft(this.#options.program));
    const leftovers = endLeftovers(this.#options.paths.home);
    if (leftovers.length > 0) this.#hooks.onLeftover(leftovers);
    this.#spawn();
  }

  restart(): void {
    // Once it has been told to end, it is waited for already.
    if (this.#child === undefined || this.#child.killed) return;
    void endProcess(this.#child, STOP_MS_MAX);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    if (this.#child !== undefined) await endProcess(this.#child, STOP_MS_MAX);
  }

  #spawn(): void {
    const { home, log, abciSocket, rpcSocket } = this.#options.paths;
    // Left over by a process that was killed: nobody could listen there.
    rmSync(rpcSocket, { force: true });
    const output = openSync(log, 'a');
    this.#logStart = logLength(log);
    // Nothing of it is worth an end in good order, and CometBFT recovers from a crash.
    const unwatch = whenConsensusFails(log, LOG_POLL_MS, () => this.#child?.kill('SIGKILL'));
    const started = performance.now();
    // Sockets by their names: CometBFT runs in its own folder. A group of its own, so that Ctrl-C
    // reaches the node, which stops both in order.
    const [program, ...first] = this.#command;
    const options = startArguments(abciSocket, rpcSocket, this.#options.rpcAddress);
    const child = withCoarseTimers(() =>
      spawn(program, [...first, ...options], {
        cwd: home,
        detached: true,
        stdio: ['ignore', output, output],
      }),
    );
    closeSync(output);
    this.#child = child;
    const ended = (why: string): void => {
      unwatch();
      this.#ended(why, started);
    };
    child.once('error', (error) => ended(error.message));
    child.once('exit', (code, signal) => ended(`it ended with ${code ?? signal}`));
  }

  #ended(why: string, started: number): void {
    this.#child = undefined;
    if (this.#stopping) return;
    this.#endsInARow = performance.now() - started > WELL_MS ? 1 : this.#endsInARow + 1;
    if (this.#endsInARow > ENDS_IN_A_ROW_MAX) {
      const words = lastWords(this.#options.paths.log, this.#logStart);
      const error = `CometBFT does not stay up: ${why}\n${words}`;
      this.#hooks.onGiveUp(new Error(error));
      return;
    }
    const pauseMs = Math.min(PAUSE_MS_MIN * 2 ** (this.#endsInARow - 1), PAUSE_MS_MAX);
    this.#hooks.onRestart(why, pauseMs);
    this.#timer = setTimeout(() => this.#spawn(), pauseMs);
  }
}

function startArguments(
  abciSocket: string,
  rpcSocket: string,
  rpcAddress: string | undefined,
): readonly string[] {
  const rpc = `unix://${basename(rpcSocket)}`;
  return [
    ...[...RUN_HERE, '--log_level', 'error'],
    ...['--abci', 'socket', '--proxy_app', `unix://${basename(abciSocket)}`],
    ...['--rpc.laddr', rpcAddress === undefined ? rpc : `${rpc},tcp://${rpcAddress}`],
  ];
}
