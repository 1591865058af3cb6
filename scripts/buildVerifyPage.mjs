/**
 * Builds the one-file verifier: `node scripts/buildVerifyPage.mjs [output file]`. Script and style
 * are inlined and named by their SHA-256 in the page's content security policy, so that nothing
 * else runs and nothing is loaded. The same sources give the same bytes. Needs `npm run build`.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../', import.meta.url));
const hash = (text, form) => createHash('sha256').update(text).digest(form);

/** Gives the script the page's own text around it, from which the page works out its digest. */
function pageParts(before, after) {
  return {
    name: 'page-parts',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^page-parts$/ }, ({ path }) => ({ path, namespace: 'page-parts' }));
      onLoad({ filter: /.*/, namespace: 'page-parts' }, () => ({
        contents: `export const PAGE_PARTS = ${JSON.stringify([before, after])};`,
      }));
    },
  };
}

async function bundled(before, after) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['web/verify/page.mjs'],
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    plugins: [pageParts(before, after)],
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0].text;
}

/** Writes the page; its size, and the SHA-256 to publish beside it. */
export async function buildVerifyPage(outfile) {
  const style = readFileSync(`${root}web/verify/style.css`, 'utf8');
  const template = readFileSync(`${root}web/verify/template.html`, 'utf8')
    .replace('@STYLE@', () => style)
    .replace('@STYLE_HASH@', hash(style, 'base64'));
  const [before, after] = template.split('@SCRIPT@');
  const script = await bundled(before, after);
  const page = before.replace('@SCRIPT_HASH@', hash(script, 'base64')) + script + after;
  writeFileSync(outfile, page);
  return { bytes: Buffer.byteLength(page), sha256: hash(page, 'hex') };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outfile = process.argv[2] ?? `${root}dist/verify.html`;
  const { bytes, sha256 } = await buildVerifyPage(outfile);
  writeFileSync(`${outfile}.sha256`, `${sha256}  verify.html\n`);
  console.log(`${outfile}: ${bytes} bytes, SHA-256 ${sha256}`);
}
