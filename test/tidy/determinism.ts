/**
 * Bans in the deterministic layers: clock, chance, locale, promises, the process and floats. Works
 * on the syntax tree, so that comments and strings may name what the code may not do.
 */
import ts from 'typescript';
import type { Fault, SourceText } from './fault.js';
import { DETERMINISTIC } from './layers.js';

/** Global names, each with what would make two nodes differ. */
const BANNED_NAMES: { readonly [name: string]: string } = {
  Date: 'time comes from the block',
  performance: 'time comes from the block',
  Temporal: 'time comes from the block',
  setTimeout: 'nothing waits here',
  setInterval: 'nothing waits here',
  setImmediate: 'nothing waits here',
  queueMicrotask: 'nothing waits here',
  Promise: 'the order of completion differs from run to run',
  process: 'nothing of the process may be seen',
  globalThis: 'nothing of the process may be seen',
  require: 'imports are static',
  fetch: 'no network',
  console: 'no output',
  crypto: 'hashing goes through our crypto layer, chance does not exist',
  Intl: 'the locale differs from node to node',
  parseFloat: 'integers only',
  WeakRef: 'garbage collection differs from run to run',
  FinalizationRegistry: 'garbage collection differs from run to run',
};

/** Methods that answer differently with another locale or Unicode version. */
const BANNED_METHOD = /^(?:toLocale\w*|localeCompare|normalize|toFixed|toPrecision|toExponential)$/;

/** Exact on integers; every other function of Math rounds or draws. */
const EXACT_MATH = new Set([
  'abs',
  'floor',
  'ceil',
  'trunc',
  'round',
  'min',
  'max',
  'sign',
  'imul',
  'clz32',
]);

/** All faults against determinism in `files` of the deterministic layers. */
export function determinismFaults(files: readonly SourceText[]): readonly Fault[] {
  return files.filter(({ path }) => isDeterministic(path)).flatMap(fileFaults);
}

function isDeterministic(path: string): boolean {
  const folder = /^src\/([^/]+)\/.*\.ts$/.exec(path)?.[1];
  return folder !== undefined && DETERMINISTIC.includes(folder);
}

function fileFaults({ path, text }: SourceText): readonly Fault[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const faults: Fault[] = [];
  const visit = (node: ts.Node): void => {
    const message = banned(node);
    if (message !== undefined) {
      const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
      faults.push({ path, line, rule: 'determinism', message });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return faults;
}

function banned(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node)) return bannedIdentifier(node);
  if (ts.isNumericLiteral(node)) return bannedNumber(node);
  if (ts.isAwaitExpression(node)) return 'await: nothing waits here';
  if (ts.isForOfStatement(node) && node.awaitModifier !== undefined)
    return 'for await: nothing waits here';
  if (node.kind === ts.SyntaxKind.AsyncKeyword) return 'async: nothing waits here';
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return 'import(): imports are static';
  }
  return undefined;
}

function bannedIdentifier(node: ts.Identifier): string | undefined {
  const { parent, text } = node;
  const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
  if (isMember && BANNED_METHOD.test(text)) return `${text}: depends on locale, Unicode or floats`;
  if (isMember && isNamed(parent.expression, 'Math') && !EXACT_MATH.has(text)) {
    return `Math.${text}: rounds or draws`;
  }
  if (isMember && isNamed(parent.expression, 'Number') && text in BANNED_NAMES) {
    return `Number.${text}: ${BANNED_NAMES[text]}`;
  }
  if (!Object.hasOwn(BANNED_NAMES, text) || isMember || isPropertyName(node)) return undefined;
  return `${text}: ${BANNED_NAMES[text]}`;
}

function isNamed(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}

function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  const isDeclared =
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent);
  return (
    (isDeclared && parent.name === node) || (ts.isMethodDeclaration(parent) && parent.name === node)
  );
}

function bannedNumber(node: ts.NumericLiteral): string | undefined {
  const written = node.getText();
  const value = Number(node.text);
  const isInteger =
    Number.isSafeInteger(value) && !(/[.]/.test(written) || /^[\d_]+e/i.test(written));
  return isInteger ? undefined : `${written}: integers only`;
}
