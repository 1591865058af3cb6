/**
 * Checks every import of `src/` against the table in layers.ts, finds cycles, and proves that what
 * a browser gets has no Node module in it.
 */
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import ts from 'typescript';
import { type Fault, lineAt, type SourceText } from './fault.js';
import { BROWSER_SAFE, KERNELS, LAYERS, type Layer } from './layers.js';

interface Import {
  readonly from: string;
  readonly specifier: string;
  readonly line: number;
  /** Path of the project file, or undefined for a package or Node module. */
  readonly target: string | undefined;
}

/** All faults in the imports of `files` (those under `src/` are checked). */
export function importFaults(files: readonly SourceText[]): readonly Fault[] {
  const sources = files.filter(({ path }) => path.startsWith('src/') && path.endsWith('.ts'));
  const known = new Set(sources.map(({ path }) => path));
  const imports = sources.flatMap(importsOf);
  return [
    ...imports.flatMap((found) => importFault(found, known)),
    ...cycleFaults(imports, known),
    ...browserFaults(imports, known),
  ];
}

function importsOf({ path, text }: SourceText): readonly Import[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName, pos }) => ({
    from: path,
    specifier: fileName,
    line: lineAt(text, pos),
    target: fileName.startsWith('.') ? resolve(path, fileName) : undefined,
  }));
}

function resolve(from: string, specifier: string): string {
  return posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts');
}

/** The layer's name of a path under `src/`: its folder, or the file's name at the root. */
function layerName(path: string): string {
  const [, first = '', ...rest] = path.split('/');
  return rest.length === 0 ? first.replace(/\.ts$/, '') : first;
}

function importFault(found: Import, known: ReadonlySet<string>): readonly Fault[] {
  const name = layerName(found.from);
  const layer = LAYERS.find((row) => row.name === name);
  const fault = (rule: string, message: string): readonly Fault[] => [
    { path: found.from, line: found.line, rule, message },
  ];
  if (layer === undefined) return fault('layer', `${name} is not in the import table`);
  if (found.target === undefined) return packageFault(found, layer, fault);
  if (!found.target.startsWith('src/') || !known.has(found.target)) {
    return fault('unresolved', `${found.specifier} is no source file of this project`);
  }
  if (!mayImport(layer, found.target)) {
    return fault('layer', `${name} may not import ${found.target}: ${layer.reason}`);
  }
  if (isStranger(found.from, found.target)) {
    return fault('sibling', `domains meet only in ${KERNELS.join(', ')}, not in ${found.target}`);
  }
  return [];
}

function mayImport(layer: Layer, target: string): boolean {
  const name = layerName(target);
  if (name === layer.name) return true;
  const file = target.slice('src/'.length).replace(/\.ts$/, '');
  return layer.imports.some(
    (allowed) =>
      allowed === '*' || allowed === name || allowed === file || file.startsWith(`${allowed}/`),
  );
}

/** True when one domain imports another that is no kernel. Files at the root of domain/ compose. */
function isStranger(from: string, target: string): boolean {
  const [source, other] = [domainFolder(from), domainFolder(target)];
  if (source === undefined || other === undefined) return false;
  return source !== other && !KERNELS.includes(other);
}

function domainFolder(path: string): string | undefined {
  return /^src\/domain\/([^/]+)\//.exec(path)?.[1];
}

function packageFault(
  found: Import,
  layer: Layer,
  fault: (rule: string, message: string) => readonly Fault[],
): readonly Fault[] {
  const { specifier } = found;
  if (specifier.startsWith('node:')) {
    const allowed = layer.node === 'all' || layer.node.includes(specifier.slice('node:'.length));
    const inBrowser = found.from.endsWith('.browser.ts');
    if (inBrowser) return fault('browser', `a browser file may not import ${specifier}`);
    return allowed ? [] : fault('package', `${layer.name} may not import ${specifier}`);
  }
  if (builtinModules.includes(specifier)) {
    return fault('package', `write node:${specifier}, so that it cannot be taken for a package`);
  }
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const exact = layer.packages.includes(specifier) || layer.packages.includes(name);
  return exact ? [] : fault('package', `${layer.name} may not import ${name}: ${layer.reason}`);
}

/** One fault per group of files that import one another in a circle, types included. */
function cycleFaults(imports: readonly Import[], known: ReadonlySet<string>): readonly Fault[] {
  const next = edges(imports, known);
  const done = new Set<string>();
  const trail: string[] = [];
  const faults: Fault[] = [];
  const visit = (path: string): void => {
    const start = trail.indexOf(path);
    if (start !== -1) {
      const circle = [...trail.slice(start), path].join(' → ');
      faults.push({ path, line: 0, rule: 'cycle', message: circle });
    }
    if (start !== -1 || done.has(path)) return;
    trail.push(path);
    for (const target of next.get(path) ?? []) visit(target);
    trail.pop();
    done.add(path);
  };
  for (const path of known) visit(path);
  return faults;
}

function edges(
  imports: readonly Import[],
  known: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const next = new Map<string, string[]>();
  for (const { from, target } of imports) {
    if (target === undefined || !known.has(target)) continue;
    next.set(from, [...(next.get(from) ?? []), target]);
  }
  return next;
}

/** Follows the client into the layers below, taking `x.browser.ts` where there is one. */
function browserFaults(imports: readonly Import[], known: ReadonlySet<string>): readonly Fault[] {
  const twin = (path: string): string => {
    const browser = path.replace(/\.ts$/, '.browser.ts');
    return known.has(browser) ? browser : path;
  };
  const reached = new Set<string>();
  const waiting = [...known].filter((path) => BROWSER_SAFE.includes(layerName(path)));
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    for (const { from, target } of imports) {
      if (from === path && target !== undefined && known.has(target)) waiting.push(twin(target));
    }
  }
  return imports
    .filter(
      ({ from, specifier }) =>
        reached.has(from) && !from.endsWith('.browser.ts') && specifier.startsWith('node:'),
    )
    .map(({ from, line, specifier }) => ({
      path: from,
      line,
      rule: 'browser',
      message: `the client reaches ${specifier} here; give this file a .browser.ts twin`,
    }));
}
