/** Reads the project's own text files, so that each check is a pure function of paths and texts. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceText } from './fault.js';

/** The project's root folder. */
export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** Made by tools, or somebody else's: never read. */
const SKIPPED = new Set(['node_modules', 'dist', 'data', 'coverage', '.git', 'package-lock.json']);

const TEXT_NAMES = new Set(['LICENSE', 'run', '.editorconfig', '.gitignore', '.prettierignore']);
const TEXT_ENDING = /\.(?:ts|mjs|cjs|js|json|md|yml|yaml|graphql|html|css|sh|txt|sql)$/;

/** Every text file of the project under `folder`, in order of path. */
export function readProject(folder = ''): readonly SourceText[] {
  return list(folder)
    .filter((path) => TEXT_ENDING.test(path) || TEXT_NAMES.has(basename(path)))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(projectRoot, path), 'utf8') }));
}

function list(folder: string): readonly string[] {
  return readdirSync(join(projectRoot, folder)).flatMap((name) => {
    if (SKIPPED.has(name)) return [];
    const path = folder === '' ? name : `${folder}/${name}`;
    return statSync(join(projectRoot, path)).isDirectory() ? list(path) : [path];
  });
}
