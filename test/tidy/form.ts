/**
 * The form of a source file: it opens with a doc block that says what it guarantees, it is no
 * barrel, and only config.ts reads the environment.
 */
import ts from 'typescript';
import { type Fault, lineAt, type SourceText } from './fault.js';

const GENERATED = /^src\/(?:client|consensus\/cometbft)\/gen\//;

/** All faults of form in the files under `src/`. */
export function formFaults(files: readonly SourceText[]): readonly Fault[] {
  return files
    .filter(({ path }) => /^src\/.*\.ts$/.test(path) && !GENERATED.test(path))
    .flatMap((file) => [...docFaults(file), ...barrelFaults(file), ...environmentFaults(file)]);
}

function docFaults({ path, text }: SourceText): readonly Fault[] {
  if (/^(?:#!.*\n)?\/\*\*/.test(text)) return [];
  return [{ path, line: 1, rule: 'doc', message: 'the file must open with a doc block' }];
}

function barrelFaults({ path, text }: SourceText): readonly Fault[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  return file.statements.filter(isReexportOfAll).map((node) => ({
    path,
    line: lineAt(text, node.getStart(file)),
    rule: 'barrel',
    message: 'import from the file that owns the name; export * hides where it lives',
  }));
}

function isReexportOfAll(node: ts.Statement): boolean {
  return ts.isExportDeclaration(node) && node.exportClause === undefined;
}

function environmentFaults({ path, text }: SourceText): readonly Fault[] {
  if (path === 'src/config.ts') return [];
  return [...text.matchAll(/\bprocess\s*\.\s*env\b/g)].map((match) => ({
    path,
    line: lineAt(text, match.index),
    rule: 'environment',
    message: 'settings come through config.ts',
  }));
}
