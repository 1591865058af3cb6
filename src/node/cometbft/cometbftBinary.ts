/**
 * Which CometBFT program a node runs: the one that the settings name, the one that
 * scripts/install-cometbft has put into the project, or the one on PATH.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** There is no CometBFT program, or it is of a release that this ledger does not speak to. */
export class CometBftMissing extends Error {}

/** Releases that speak ABCI 2.0 with block protocol 11: 0.38 to 0.40. */
const COMPATIBLE = /^v?0\.(?:38|39|40)\./;

const INSTALLED = '.cometbft/cometbft';
const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const VERSION_TIMEOUT_MS = 10_000;

/**
 * The program's path; `project` is where scripts/install-cometbft was run. Rejects with
 * CometBftMissing.
 */
export async function findCometBft(named: string | undefined, project = PROJECT): Promise<string> {
  const path = named === undefined ? defaultProgram(project) : absolutePath(named);
  const version = await versionOf(path);
  if (COMPATIBLE.test(version)) return path;
  throw new CometBftMissing(`${path} is CometBFT ${version}; this ledger needs 0.38, 0.39 or 0.40`);
}

function defaultProgram(project: string): string {
  const installed = join(project, INSTALLED);
  return existsSync(installed) ? resolve(installed) : 'cometbft';
}

/** A name without a slash is looked for on PATH; a path is from where the node was started. */
function absolutePath(named: string): string {
  return named.includes('/') ? resolve(named) : named;
}

async function versionOf(path: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(path, ['version'], {
      timeout: VERSION_TIMEOUT_MS,
    });
    return stdout.trim();
  } catch (error) {
    const [what] = (error as Error).message.split('\n');
    throw new CometBftMissing(`the program ${path} does not run: ${what}`, { cause: error });
  }
}
