/** Worker threads run JavaScript only: a thread's entry file, compiled for one test file. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

export interface CompiledWorker {
  readonly file: URL;
  remove(): Promise<void>;
}

/**
 * Compiles `source` (from the project's root) into a folder inside the project, so that it finds
 * the packages, native ones included.
 */
export async function compileWorker(source: string): Promise<CompiledWorker> {
  const cache = join(projectRoot, 'node_modules', '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'worker-'));
  const outfile = join(folder, 'worker.mjs');
  await build({
    entryPoints: [join(projectRoot, source)],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
  });
  return { file: pathToFileURL(outfile), remove: () => rm(folder, { recursive: true }) };
}
