/**
 * A CometBFT whose node is killed should be dead with it. By itself it ends when the application's
 * sockets close, but now and then hangs on the way; its peers may then still be connected to it,
 * and count the power of a validator that will never vote again. Linux ends a child with its parent
 * when that is asked for (prctl(2), PR_SET_PDEATHSIG), and setpriv(1) of util-linux asks for it.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const WITH_PARENT = ['setpriv', '--pdeathsig', 'KILL'] as const;

/**
 * The command that runs `program` so that it is killed when this process ends, however that ends:
 * a program and its first arguments. To be started on the main thread. Where the system does not
 * have setpriv(1), the program itself.
 */
export async function endingWithNode(program: string): Promise<readonly [string, ...string[]]> {
  const [setpriv, ...ask] = WITH_PARENT;
  try {
    await promisify(execFile)(setpriv, [...ask, 'true']);
    return [...WITH_PARENT, program];
  } catch {
    return [program];
  }
}
