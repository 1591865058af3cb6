/**
 * Bundles the client for browsers: `node scripts/bundleClient.mjs <output file>`. Takes the
 * compiled client (`npm run build`) and the browser builds that package.json names under "browser".
 */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Writes the bundle and returns its size in bytes. Fails on anything that only Node.js has. */
export async function bundleClient(outfile) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['dist/client/client.js'],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    outfile,
    metafile: true,
    logLevel: 'error',
  });
  return Object.values(metafile.outputs)[0].bytes;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outfile = process.argv[2] ?? 'dist/client.browser.js';
  console.log(`${outfile}: ${await bundleClient(outfile)} bytes`);
}
